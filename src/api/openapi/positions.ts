import { EVENT_ID, type Event, getScalarValue, parseEvents, type ScalarEvent } from 'js-yaml';
import { indexLines } from '../../text/lines.ts';
import { type DescriptionFile, maxDocumentDepth, type Pointer } from './document.ts';

interface Wanted {
  readonly children: Map<string, Wanted>;
  /** Offset of the key or item, once it was met. */
  offset: number | null;
}

interface Frame {
  readonly isMapping: boolean;
  readonly wanted: Wanted | null;
  /** Of a mapping: the child that the next event is the value of; undefined before a key. */
  pending: Wanted | null | undefined;
  index: number;
}

/**
 * The lines of nodes, from 1, in the order asked. What an alias or a merge brings in has the line of the nearest node
 * above it that is written there. JSON is read as the YAML that it is.
 */
export function linesOf(file: DescriptionFile, pointers: readonly Pointer[]): number[] {
  if (pointers.length === 0) return [];
  const root: Wanted = { children: new Map(), offset: 0 };
  for (const pointer of pointers) {
    let node = root;
    for (const key of pointer) {
      const next: Wanted = node.children.get(key) ?? { children: new Map(), offset: null };
      node.children.set(key, next);
      node = next;
    }
  }
  locate(eventsOf(file), file.text, root);
  const lines = indexLines(file.text);
  return pointers.map((pointer) => {
    let offset = 0;
    let node: Wanted | undefined = root;
    for (const key of pointer) {
      node = node?.children.get(key);
      offset = node?.offset ?? offset;
    }
    return lines.lineAt(offset);
  });
}

function eventsOf(file: DescriptionFile): readonly Event[] {
  if (file.events !== null) return file.events;
  try {
    return parseEvents(file.text, { maxDepth: maxDocumentDepth });
  } catch {
    // JSON that is deeper than YAML may be: its nodes have the place of the document.
    return [];
  }
}

function locate(events: readonly Event[], text: string, root: Wanted): void {
  const stack: Frame[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) continue;
    if (event.type === EVENT_ID.POP) {
      stack.pop();
      continue;
    }
    const frame = stack.at(-1);
    if (frame?.isMapping === true && frame.pending === undefined) {
      if (event.type === EVENT_ID.SCALAR) {
        frame.pending = keyed(frame, event, text);
        continue;
      }
      // A key that is no scalar stands for nothing here.
      frame.pending = null;
      if (event.type !== EVENT_ID.ALIAS)
        stack.push({
          isMapping: event.type === EVENT_ID.MAPPING,
          wanted: null,
          pending: undefined,
          index: 0,
        });
      continue;
    }
    const wanted = frame === undefined ? root : valueIn(frame, event);
    if (frame?.isMapping === true) frame.pending = undefined;
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE)
      stack.push({ isMapping: event.type === EVENT_ID.MAPPING, wanted, pending: undefined, index: 0 });
  }
}

function keyed(frame: Frame, event: ScalarEvent, text: string): Wanted | null {
  if (frame.wanted === null || frame.wanted.children.size === 0) return null;
  const found = frame.wanted.children.get(getScalarValue(text, event)) ?? null;
  if (found !== null) found.offset = event.valueStart;
  return found;
}

function valueIn(frame: Frame, event: Event): Wanted | null {
  if (frame.isMapping) return frame.pending ?? null;
  const found = frame.wanted?.children.get(String(frame.index)) ?? null;
  frame.index++;
  if (found !== null) {
    if (event.type === EVENT_ID.SCALAR) found.offset = event.valueStart;
    else if (event.type === EVENT_ID.ALIAS) found.offset = event.anchorStart;
    else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) found.offset = event.start;
  }
  return found;
}
