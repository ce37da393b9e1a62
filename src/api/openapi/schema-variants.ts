import { checkFor } from './check-table.ts';
import { checks } from './checks.ts';
import type { Node } from './document.ts';
import type { CompareSchemas, Direction, Edit } from './edit.ts';
import { type Choice, componentOf, pairChoices, titleOf } from './pair-choices.ts';
import { type Description, referenceOf } from './references.ts';
import { textOf } from './schema-keywords.ts';
import { hasConditions, isAnnotationOnly, type Shape } from './schema-shape.ts';

interface Input {
  readonly direction: Direction;
  readonly before: Shape;
  readonly after: Shape;
  /** What was told of the two already. */
  readonly told: readonly Edit[];
  readonly compare: CompareSchemas;
  /** Whether two schemas have most of their properties in common. */
  readonly isAlike: (base: Node, head: Node) => boolean;
  readonly baseSide: Description;
  readonly headSide: Description;
}

/** What changed in the parts that a schema is put together of: `oneOf`, `anyOf`, `allOf`. */
export function alternativeEdits(input: Input): Edit[] {
  return [...choiceEdits(input), ...partEdits(input)];
}

function edit(
  direction: Direction,
  action: Edit['action'],
  keyword: string,
  base: Node,
  head: Node,
  values: Partial<Edit> = {},
): Edit {
  return {
    direction,
    area: 'schema',
    of: 'body',
    kind: 'structure',
    action,
    keyword,
    name: '',
    place: '',
    base,
    head,
    ...values,
  };
}

function choicesOf(shape: Shape): Choice[] {
  return [
    ...shape.oneOf.map((node) => ({ node, keyword: 'one-of' as const })),
    ...shape.anyOf.map((node) => ({ node, keyword: 'any-of' as const })),
  ];
}

function choiceEdits(input: Input): Edit[] {
  const { direction, before, after, compare } = input;
  const [from, to] = [choicesOf(before), choicesOf(after)];
  if (from.length + to.length === 0 || before.isOpen || after.isOpen) return [];
  const paired = pairChoices(from, to, (one, other) => compare(direction, one, other), input.isAlike);
  const edits: Edit[] = paired.same.flatMap(([one, other]) => compare(direction, one.node, other.node));
  if (from.length === 0) return [...edits, ...newChoice(input, to)];
  // What was said beside the alternatives is said still: they only said more.
  if (to.length === 0 && holdsAll(before, after)) return edits;
  for (const { node, keyword } of paired.gone)
    edits.push(edit(direction, 'remove', keyword, node, after.node, { from: nameOf(node) }));
  for (const { node, keyword } of paired.added)
    edits.push(edit(direction, 'add', keyword, before.node, node, { to: nameOf(node) }));
  return edits;
}

/**
 * Where there was one schema and now are several: others beside the old one, or the old one taken apart. Where the
 * old one said nothing of its own, the alternatives only say more.
 */
function newChoice({ direction, before, after, compare, headSide }: Input, to: readonly Choice[]): Edit[] {
  if (before.types === null) return [];
  // What is said beside the alternatives holds for all of them: the alternatives only say more.
  if (holdsAll(before, after)) return [];
  const kept = to.find(
    ({ node }) =>
      isSame(before.node, node, headSide) ||
      (referenceOf(node) !== null && compare(direction, before.node, node).length === 0),
  );
  if (kept === undefined)
    return before.types.has('object')
      ? [edit(direction, 'change', 'wrapped-in-one-of', before.node, after.node)]
      : [];
  return to
    .filter((choice) => choice !== kept)
    .map(({ node, keyword }) => edit(direction, 'add', keyword, before.node, node, { to: nameOf(node) }));
}

function holdsAll(before: Shape, after: Shape): boolean {
  return (
    before.properties.size > 0 && [...before.properties.keys()].every((name) => after.properties.has(name))
  );
}

function isSame(base: Node, head: Node, headSide: Description): boolean {
  const other = headSide.resolve(head);
  return other !== null && textOf(base.value) === textOf(other.value);
}

/** What a part is called for people. */
function nameOf(node: Node): string {
  return componentOf(node) ?? titleOf(node) ?? `alternative ${Number(node.key) + 1}`;
}

/**
 * Parts of `allOf` are compared put together, so a part that moves is nothing. One that comes or goes is told where it holds
 * words that cannot be put together, and nothing inside it was told to break or risk something.
 */
function partEdits({ direction, before, after, told, baseSide, headSide }: Input): Edit[] {
  if (before.allOf.length + after.allOf.length === 0) return [];
  // The parts say together what they said: there is no need to tell them apart.
  if (told.length === 0 && before.allOf.length === after.allOf.length) return [];
  const [from, to] = [byContent(before.allOf), byContent(after.allOf)];
  const edits: Edit[] = [];
  for (const [key, node] of from) {
    const keyword = to.has(key) ? null : partKeyword(baseSide.resolve(node), told, 'base');
    if (keyword !== null)
      edits.push(edit(direction, 'remove', keyword, node, after.node, { from: nameOf(node) }));
  }
  for (const [key, node] of to) {
    const keyword = from.has(key) ? null : partKeyword(headSide.resolve(node), told, 'head');
    if (keyword !== null)
      edits.push(edit(direction, 'add', keyword, before.node, node, { to: nameOf(node) }));
  }
  return edits;
}

function byContent(parts: readonly Node[]): Map<string, Node> {
  return new Map(parts.map((node) => [componentOf(node) ?? titleOf(node) ?? textOf(node.value), node]));
}

function partKeyword(part: Node | null, told: readonly Edit[], side: 'base' | 'head'): string | null {
  if (part === null) return null;
  if (isAnnotationOnly(part)) return 'all-of-annotation-only';
  const isFelt = told.some((each) => isInside(each[side], part) && isHarmful(each));
  return !isFelt && hasConditions(part) ? 'all-of' : null;
}

function isHarmful(edit: Edit): boolean {
  return (checkFor(checks, edit)?.level ?? 'compatible') !== 'compatible';
}

function isInside(node: Node | null, part: Node): boolean {
  for (let each = node; each !== null; each = each.parent) if (each.value === part.value) return true;
  return false;
}
