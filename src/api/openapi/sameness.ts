import { isObject, type Node, type OpenApiDocument, own } from './document.ts';
import type { Description } from './references.ts';

/** Values that are looked at: aliases of aliases stand for more than there is time for. */
const maxVisits = 5_000_000;
/** As deep as documents of YAML may be. */
const maxDepth = 200;
/** Words that say nothing to a program, where they hold a text. */
const descriptions: ReadonlySet<string> = new Set(['description', 'summary', 'title']);

/**
 * Tells which parts of two documents are the same with all that they refer to, so that only the others are compared: of
 * large documents nearly nothing changes. False where it is not sure.
 */
export interface Sameness {
  same(base: Node | null, head: Node | null): boolean;
}

export function createSameness(base: Description, head: Description): Sameness {
  const [one, other] = [base.document, head.document];
  if (one.version !== other.version) return { same: () => false };
  let visits = 0;
  /** Collects the references that the two have in common. */
  const equal = (a: unknown, b: unknown, references: Set<string>, depth: number): boolean => {
    if (a === b) return true;
    if (++visits > maxVisits || depth > maxDepth) return false;
    if (Array.isArray(a))
      return (
        Array.isArray(b) &&
        a.length === b.length &&
        a.every((each, at) => equal(each, b[at], references, depth + 1))
      );
    if (!isObject(a) || !isObject(b)) return false;
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length && keys.every((key) => equalAt(a, b, key, references, depth))
    );
  };
  const equalAt = (
    a: Readonly<Record<string, unknown>>,
    b: Readonly<Record<string, unknown>>,
    key: string,
    references: Set<string>,
    depth: number,
  ): boolean => {
    const [was, is] = [a[key], own(b, key)];
    if (key === '$ref' && typeof was === 'string') {
      references.add(was);
      return was === is;
    }
    if (descriptions.has(key) && typeof was === 'string' && typeof is === 'string') return true;
    return equal(was, is, references, depth + 1);
  };

  const settled = unchangedComponents(one, other, (a, b, references) => equal(a, b, references, 0));
  return {
    same(before, after) {
      if (before === null || after === null) return before === after;
      if (before.file !== one || after.file !== other) return false;
      const references = new Set<string>();
      if (!equal(before.value, after.value, references, 0)) return false;
      return references.values().every((reference) => settled.has(reference));
    },
  };
}

/** References to components that are the same on both sides, with all that they refer to in turn. */
function unchangedComponents(
  one: OpenApiDocument,
  other: OpenApiDocument,
  equal: (a: unknown, b: unknown, references: Set<string>) => boolean,
): Set<string> {
  const [before, after] = [componentsOf(one), componentsOf(other)];
  const settled = new Set<string>();
  const referring = new Map<string, string[]>();
  const changed: string[] = [];
  for (const [reference, value] of before) {
    const references = new Set<string>();
    if (!after.has(reference) || !equal(value, after.get(reference), references)) {
      changed.push(reference);
      continue;
    }
    settled.add(reference);
    for (const each of references) {
      const known = referring.get(each);
      if (known === undefined) referring.set(each, [reference]);
      else known.push(reference);
    }
  }
  // What is no component of this document may be anything.
  for (const reference of referring.keys()) if (!settled.has(reference)) changed.push(reference);
  for (let next = changed.pop(); next !== undefined; next = changed.pop())
    for (const reference of referring.get(next) ?? []) if (settled.delete(reference)) changed.push(reference);
  return settled;
}

/** Components by the reference that names them. */
function componentsOf({ root, version }: OpenApiDocument): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const add = (owner: unknown, place: string): void => {
    for (const [name, value] of isObject(owner) ? Object.entries(owner) : [])
      found.set(`${place}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, value);
  };
  if (version.startsWith('2'))
    for (const kind of ['definitions', 'parameters', 'responses']) add(own(root.value, kind), `#/${kind}`);
  else {
    const components = own(root.value, 'components');
    for (const [kind, owner] of isObject(components) ? Object.entries(components) : [])
      add(owner, `#/components/${kind}`);
  }
  return found;
}
