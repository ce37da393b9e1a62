import { posix } from 'node:path';
import type { ContractFile } from '../contract-format.ts';
import { type DescriptionFile, isObject, Node, type OpenApiDocument, own, parseFile } from './document.ts';

/** References to references that are followed. */
const maxHops = 20;
/** Files that one document may be spread over. */
const maxFiles = 500;
/** References that are told apart in problems. */
const maxUnresolved = 100;

/** One side of a contract: a document and the files that it refers to. */
export interface Description {
  readonly document: OpenApiDocument;
  /** References that were met and lead nowhere, with the reason: a clause for people. */
  readonly unresolved: ReadonlyMap<string, string>;
  /**
   * The node behind its `$ref`s, or null where one leads nowhere, in a circle, or outside the repository: what is
   * there is not known, and nothing is said about it.
   */
  resolve(node: Node | null): Node | null;
  /** Whether a reference to a component of the document leads to one. */
  knows(reference: string): boolean;
}

/** `read` answers with a file of the same side, or null where there is none. Never throws. */
export function openDescription(
  document: OpenApiDocument,
  read: (path: string) => ContractFile | null,
): Description {
  const files = new Map<string, DescriptionFile | string>([[document.path, document]]);
  const targets = new Map<DescriptionFile, Map<string, Node | null>>();
  const unresolved = new Map<string, string>();
  const fail = (reference: string, reason: string): null => {
    if (unresolved.size < maxUnresolved) unresolved.set(reference, reason);
    return null;
  };

  const open = (path: string): DescriptionFile | string => {
    const known = files.get(path);
    if (known !== undefined) return known;
    const file = files.size < maxFiles ? read(path) : null;
    const parsed = file === null ? null : parseFile(path, file.text);
    const opened =
      parsed === null
        ? 'there is no such file in the repository, or it was not read'
        : 'problem' in parsed
          ? `the file it names is not read, because ${parsed.problem}`
          : parsed;
    files.set(path, opened);
    return opened;
  };

  const targetOf = (from: DescriptionFile, reference: string): Node | null => {
    const [name = '', pointer = ''] = splitReference(reference);
    const place = name === '' ? { path: from.path } : placeOf(from.path, name);
    if ('refused' in place) return fail(reference, place.refused);
    const file = name === '' ? from : open(place.path);
    if (typeof file === 'string') return fail(reference, file);
    return nodeAt(file, pointer) ?? fail(reference, 'it leads nowhere');
  };

  const target = (from: DescriptionFile, reference: string): Node | null => {
    const known = targets.get(from) ?? new Map<string, Node | null>();
    targets.set(from, known);
    const cached = known.get(reference);
    if (cached !== undefined) return cached;
    const found = targetOf(from, reference);
    known.set(reference, found);
    return found;
  };

  return {
    document,
    unresolved,
    knows: (reference) => reference.startsWith('#') && nodeAt(document, reference.slice(1)) !== null,
    resolve(node) {
      let current = node;
      for (let hop = 0; current !== null && hop < maxHops; hop++) {
        const reference: string | null = referenceOf(current);
        if (reference === null) return current;
        current = target(current.file, reference);
      }
      const reference = current === null ? null : referenceOf(current);
      return reference === null ? null : fail(reference, 'it leads in a circle');
    },
  };
}

/** The `$ref` of an object; null where it has none. */
export function referenceOf(node: Node): string | null {
  const reference = isObject(node.value) ? own(node.value, '$ref') : undefined;
  return typeof reference === 'string' ? reference : null;
}

function splitReference(reference: string): [string, string] {
  const at = reference.indexOf('#');
  return at === -1 ? [reference, ''] : [reference.slice(0, at), reference.slice(at + 1)];
}

/** Where in the repository a reference leads, seen from a file. Everything else is refused, and never read. */
function placeOf(from: string, name: string): { readonly path: string } | { readonly refused: string } {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(name))
    return { refused: 'it leads out of the repository, where nothing is read' };
  if (/^[/\\]/.test(name)) return { refused: 'it is an absolute path, which is not read' };
  const path = posix.normalize(posix.join(posix.dirname(from), decode(name)));
  if (path.startsWith('../') || path === '..' || path.includes('\0'))
    return { refused: 'it leads out of the repository, where nothing is read' };
  return { path };
}

function nodeAt(file: DescriptionFile, pointer: string): Node | null {
  if (pointer !== '' && !pointer.startsWith('/')) return null;
  let node = file.root;
  for (const part of pointer.split('/').slice(1)) {
    const key = unescaped(part);
    const value = own(node.value, key);
    if (value === undefined) return null;
    node = new Node(value, file, node, key);
  }
  return node;
}

function unescaped(part: string): string {
  return decode(part).replaceAll('~1', '/').replaceAll('~0', '~');
}

function decode(part: string): string {
  if (!/%[0-9a-fA-F]{2}/.test(part)) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Files of the repository that a file refers to, each once, at most `limit`, whether they are there or not. */
export function referencedPaths(file: ContractFile, limit: number): string[] {
  const found = new Set<string>();
  for (const match of file.text.matchAll(/\$ref["']?\s*:\s*["']?([^\s"',}#][^\s"',}#]*)/g)) {
    const place = placeOf(file.path, match[1] ?? '');
    if ('path' in place && place.path !== file.path) found.add(place.path);
    if (found.size >= limit) break;
  }
  return [...found];
}
