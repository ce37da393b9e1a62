import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import type { TextRange } from '../text/range.ts';
import type { ChangeElement } from './change-element.ts';

interface Placed {
  readonly range: TextRange;
  /** What stands there is an alias: nothing of what it stands for has a place of its own. */
  readonly isAlias?: true;
}

export interface YamlScalar extends Placed {
  readonly kind: 'scalar';
  readonly text: string;
  /** Without quotes: `true`, `null` and numbers are none otherwise. */
  readonly plain: boolean;
  readonly inPlace: ChangeElement['inPlace'];
}

export interface YamlEntry {
  readonly key: string;
  /** From the key to the end of the value. */
  readonly range: TextRange;
  readonly value: YamlNode;
}

interface YamlList extends Placed {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
}

export interface YamlMap extends Placed {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
}

export type YamlNode = YamlScalar | YamlList | YamlMap;

/** Longer files hold data, not changes. In UTF-16 units. */
const longest = 4_000_000;
/** What is nested deeper is no change log. */
const deepest = 50;

/** The first document of a YAML or JSON text with its places; null where it does not parse. Never throws. */
export function yamlNodes(text: string): YamlNode | null {
  if (text.length > longest) return null;
  try {
    return createReader(text, parseEvents(text, { maxDepth: deepest })).document();
  } catch {
    return null;
  }
}

function createReader(text: string, events: readonly Event[]): { document(): YamlNode | null } {
  const anchors = new Map<string, YamlNode>();
  let at = 0;
  const isOver = (): boolean => at >= events.length || events[at]?.type === EVENT_ID.POP;

  function node(): YamlNode | null {
    const event = events[at++];
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return null;
    if (event.type === EVENT_ID.ALIAS) {
      const target = anchors.get(text.slice(event.anchorStart, event.anchorEnd));
      const range = { start: event.anchorStart - 1, end: event.anchorEnd };
      return target === undefined ? empty(range) : { ...target, range, isAlias: true };
    }
    const read =
      event.type === EVENT_ID.SCALAR
        ? scalar(text, event)
        : event.type === EVENT_ID.MAPPING
          ? map(event.start)
          : list(event.start);
    // Known only when it is read: nothing holds itself.
    if (event.anchorStart !== -1) anchors.set(text.slice(event.anchorStart, event.anchorEnd), read);
    return read;
  }

  function map(start: number): YamlMap {
    const entries: YamlEntry[] = [];
    while (!isOver()) {
      const key = node();
      const value = node();
      if (key?.kind === 'scalar' && value !== null)
        entries.push({
          key: key.text,
          range: { start: key.range.start, end: Math.max(key.range.end, value.range.end) },
          value,
        });
    }
    at++;
    return { kind: 'map', entries, range: { start, end: endOf(start, entries.at(-1)) } };
  }

  function list(start: number): YamlList {
    const items: YamlNode[] = [];
    while (!isOver()) items.push(node() ?? empty({ start, end: start }));
    at++;
    return { kind: 'list', items, range: { start, end: endOf(start, items.at(-1)) } };
  }

  /** The parser does not tell where `}` and `]` stand. */
  function endOf(start: number, last: { readonly range: TextRange } | undefined): number {
    const end = Math.max(start, last?.range.end ?? start);
    if (text[start] !== '{' && text[start] !== '[') return end;
    const closing = /(?:[\s,]|#[^\n]*\n)*[}\]]/y;
    closing.lastIndex = last === undefined ? start + 1 : end;
    return closing.test(text) ? closing.lastIndex : end;
  }

  return {
    document() {
      at = events.findIndex(({ type }) => type === EVENT_ID.DOCUMENT) + 1;
      return isOver() ? null : node();
    },
  };
}

function empty(range: TextRange): YamlScalar {
  return { kind: 'scalar', text: '', plain: true, inPlace: null, range };
}

function scalar(text: string, event: ScalarEvent): YamlScalar {
  const { valueStart, valueEnd, style } = event;
  if (valueStart < 0) return empty({ start: 0, end: 0 });
  const written = text.slice(valueStart, valueEnd);
  const quotes = style === SCALAR_STYLE.DOUBLE_QUOTED || style === SCALAR_STYLE.SINGLE_QUOTED ? 1 : 0;
  return {
    kind: 'scalar',
    text: getScalarValue(text, event),
    plain: style === SCALAR_STYLE.PLAIN,
    inPlace: inPlace(written, event),
    range: { start: valueStart - quotes, end: valueStart + written.trimEnd().length + quotes },
  };
}

/** Indentation, line breaks and their escapes are white space to SQL too; other escapes take more room than they stand for. */
function inPlace(written: string, { style, valueStart: start }: ScalarEvent): YamlScalar['inPlace'] {
  if (style === SCALAR_STYLE.LITERAL_BLOCK) return { start, text: written };
  // Lines that are joined let a comment go on to the end.
  if (/--[^\n]*\n|#[^\n]*\n/.test(written)) return null;
  if (style === SCALAR_STYLE.SINGLE_QUOTED) return written.includes("'") ? null : { start, text: written };
  if (style !== SCALAR_STYLE.DOUBLE_QUOTED) return { start, text: written };
  if (/\\[^nrt]/.test(written)) return null;
  return { start, text: written.replace(/\\n/g, ' \n').replace(/\\[rt]/g, '  ') };
}
