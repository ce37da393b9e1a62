import type { Node } from 'libpg-query';

type KeysOf<Union> = Union extends unknown ? keyof Union : never;

export type Tag = KeysOf<Node>;

/** The content of a node of one kind. */
export type Content<T extends Tag> =
  Extract<Node, Record<T, unknown>> extends Record<T, infer Inner> ? Inner : never;

/** The content where the node is of that kind, else null. A tree's node is an object with one key, its kind. */
export function as<T extends Tag>(node: Node | undefined, tag: T): Content<T> | null {
  if (node === undefined) return null;
  const content = (node as Partial<Record<T, Content<T>>>)[tag];
  return content ?? null;
}

export function tagOf(node: Node): Tag {
  for (const key in node) return key as Tag;
  throw new Error('a node of the syntax tree is empty');
}

/** The texts of a list of String nodes; others (`*`) are left out. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  const texts: string[] = [];
  for (const node of nodes ?? []) {
    const text = as(node, 'String')?.sval;
    if (text !== undefined) texts.push(text);
  }
  return texts;
}

/** The nodes of a List node. */
export function items(node: Node | undefined): readonly Node[] {
  return as(node, 'List')?.items ?? [];
}

/** Calls back with the kind and content of this node and of every node below it. `visit` answers false to stay out. */
export function walk(
  node: unknown,
  visit: (tag: string, content: Record<string, unknown>) => boolean | undefined,
): void {
  if (Array.isArray(node)) {
    for (const each of node) walk(each, visit);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (typeof value !== 'object' || value === null) continue;
    const kind = key.charCodeAt(0);
    // Node kinds are in upper case, fields in lower case.
    if (kind < 97 && !Array.isArray(value) && visit(key, value as Record<string, unknown>) === false)
      continue;
    walk(value, visit);
  }
}
