import { isObject, type Node, type OpenApiDocument, own } from './document.ts';

/** References to references that are followed. */
const maxHops = 20;

/**
 * The node behind its `$ref`s, or null where one leads nowhere, in a circle, or outside the document: what is there is
 * not known, and nothing is said about it.
 */
export function resolve(document: OpenApiDocument, node: Node | null): Node | null {
  let current = node;
  for (let hop = 0; current !== null && hop < maxHops; hop++) {
    const reference = isObject(current.value) ? own(current.value, '$ref') : undefined;
    if (typeof reference !== 'string') return current;
    current = target(document, reference);
  }
  return null;
}

function target(document: OpenApiDocument, reference: string): Node | null {
  if (!reference.startsWith('#')) return null;
  const at = reference.slice(1).split('/').slice(1).map(unescaped);
  let value: unknown = document.root.value;
  for (const key of at) {
    value = own(value, key);
    if (value === undefined) return null;
  }
  return { value, at };
}

function unescaped(part: string): string {
  const decoded = /%[0-9a-fA-F]{2}/.test(part) ? decode(part) : part;
  return decoded.replaceAll('~1', '/').replaceAll('~0', '~');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The references of a document that lead outside it, each once, at most `limit`: they are not followed. */
export function externalReferences(document: OpenApiDocument, limit: number): string[] {
  const found = new Set<string>();
  for (const match of document.text.matchAll(/["']?\$ref["']?\s*:\s*["']?([^\s"',}#][^\s"',}]*)/g)) {
    if (match[1] !== undefined) found.add(match[1]);
    if (found.size >= limit) break;
  }
  return [...found];
}
