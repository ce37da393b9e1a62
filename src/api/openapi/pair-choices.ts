import { isObject, type Node, own } from './document.ts';
import type { Edit } from './edit.ts';
import { referenceOf } from './references.ts';
import { textOf } from './schema-keywords.ts';

/** One of the alternatives of a schema. */
export interface Choice {
  readonly node: Node;
  readonly keyword: 'one-of' | 'any-of';
}

interface Paired {
  readonly same: readonly (readonly [Choice, Choice])[];
  readonly gone: readonly Choice[];
  readonly added: readonly Choice[];
}

/** Pairs that are compared to find out what was renamed: more alternatives than that are hardly all renamed. */
const maxTried = 1_600;

/**
 * Which alternative of the one side is which of the other: by the component they name, by their title, as equal, by
 * saying the same or nearly so under another name; what is left in its place in turn, where as much is left of both.
 */
export function pairChoices(
  from: readonly Choice[],
  to: readonly Choice[],
  compare: (base: Node, head: Node) => readonly Edit[],
  isAlike: (base: Node, head: Node) => boolean,
): Paired {
  const same: (readonly [Choice, Choice])[] = [];
  let gone = [...from];
  let added = [...to];
  const pair = (one: Choice, other: Choice): void => {
    same.push([one, other]);
    gone = gone.filter((each) => each !== one);
    added = added.filter((each) => each !== other);
  };
  for (const keyOf of [componentOf, titleOf, contentOf]) {
    const byKey = new Map(added.map((choice) => [keyOf(choice.node), choice]));
    for (const one of [...gone]) {
      const key = keyOf(one.node);
      const other = key === null ? undefined : byKey.get(key);
      if (other === undefined) continue;
      byKey.delete(key);
      pair(one, other);
    }
  }
  const pairWhere = (fits: (one: Choice, other: Choice) => boolean): void => {
    if (gone.length * added.length > maxTried) return;
    for (const one of [...gone]) {
      const other = added.find((each) => fits(one, each));
      if (other !== undefined) pair(one, other);
    }
  };
  pairWhere((one, other) => isComponent(one, other) && compare(one.node, other.node).length === 0);
  pairWhere((one, other) => isComponent(one, other) && isAlike(one.node, other.node));
  if (gone.length !== added.length) return { same, gone, added };
  const left = added;
  for (const [index, one] of [...gone].entries()) {
    const other = left[index];
    if (other !== undefined && isInPlace(one, other)) pair(one, other);
  }
  return { same, gone, added };
}

function isComponent(one: Choice, other: Choice): boolean {
  return referenceOf(one.node) !== null || referenceOf(other.node) !== null;
}

function isInPlace(one: Choice, other: Choice): boolean {
  return !isComponent(one, other) && own(one.node.value, 'type') === own(other.node.value, 'type');
}

/** The last part of the reference that an alternative is. */
export function componentOf(node: Node): string | null {
  return referenceOf(node)?.split('/').at(-1) ?? null;
}

export function titleOf(node: Node): string | null {
  const title = own(node.value, 'title');
  return typeof title === 'string' && title !== '' ? title : null;
}

function contentOf(node: Node): string | null {
  return isObject(node.value) ? textOf(node.value) : null;
}
