import { child, isObject, items, members, type Node } from './document.ts';
import type { CompareSchemas, Direction, Edit } from './edit.ts';
import { lifecycleEdits } from './lifecycle.ts';
import { type Description, referenceOf } from './references.ts';
import type { Sameness } from './sameness.ts';
import { keywordEdits } from './schema-keywords.ts';
import { createShapes, type Shape } from './schema-shape.ts';
import { typeEdits } from './schema-types.ts';
import { alternativeEdits } from './schema-variants.ts';
import type { SunsetCalendar } from './sunset.ts';

/** Answers for one base schema by the head's. */
type Answers = Map<object, readonly Edit[]>;

/** Pairs of schemas that are compared in one run: a document of aliases to aliases would have no end. */
const maxPairs = 100_000;
/** Differences kept of one pair of schemas: what follows says nothing new. */
const maxEditsPerSchema = 500;
/** Schemas inside schemas that are followed, references included: deeper ones would exhaust the stack. */
const maxDepth = 150;

/**
 * Compares schemas with their references followed. The answers are kept, so that a component that many
 * operations share is compared once. Where a schema is not known on one side (an outside reference), nothing is said.
 */
export function createSchemaComparison(
  baseSide: Description,
  headSide: Description,
  calendar: SunsetCalendar,
  sameness: Sameness,
): CompareSchemas {
  const known = { request: new Map<object, Answers>(), response: new Map<object, Answers>() };
  const baseShape = createShapes(baseSide);
  const headShape = createShapes(headSide);
  let pairs = 0;
  let depth = 0;

  const compare: CompareSchemas = (direction, base, head) => {
    const edits = compareTargets(direction, base, head);
    if (edits.length === 0 || !isExchanged(base, head, headSide)) return edits;
    const at = (place: Node | null, given: Node | null): Node | null =>
      place !== null && given !== null && referenceOf(given) !== null ? given : place;
    return edits.map((edit) => ({ ...edit, base: at(edit.base, base), head: at(edit.head, head) }));
  };

  const compareTargets: CompareSchemas = (direction, base, head) => {
    const [one, other] = [target(baseSide, base), target(headSide, head)];
    if (one === null || other === null) return [];
    // By the values, not their places: what aliases of YAML stand for is one value.
    const answers: Answers = known[direction].get(one.value as object) ?? new Map();
    known[direction].set(one.value as object, answers);
    const cached = answers.get(other.value as object);
    if (cached !== undefined) return cached;
    if (depth >= maxDepth || ++pairs > maxPairs) return [];
    // Asked where a schema begins: inside one, its parts would be looked at again and again.
    if ((depth === 0 || one !== base) && sameness.same(one, other)) {
      answers.set(other.value as object, []);
      return [];
    }
    // A schema inside itself: its differences are already being told.
    answers.set(other.value as object, []);
    depth++;
    const edits = differences(direction, baseShape(one), headShape(other)).slice(0, maxEditsPerSchema);
    depth--;
    answers.set(other.value as object, edits);
    return edits;
  };

  const differences = (direction: Direction, before: Shape, after: Shape): Edit[] => {
    const types = typeEdits(direction, before, after);
    if (types.some(({ kind, action }) => kind === 'type' && action === 'change')) return types;
    const edits = [
      ...types,
      ...keywordEdits(direction, before, after),
      ...propertyEdits(direction, before, after),
      ...innerEdits(direction, before, after),
    ];
    const alternatives = alternativeEdits({
      direction,
      before,
      after,
      told: edits,
      compare,
      isAlike,
      baseSide,
      headSide,
    });
    // What was taken apart is no longer there to be compared.
    const apart = alternatives.filter(({ of, keyword }) => of === 'body' && keyword === 'wrapped-in-one-of');
    return apart.length > 0 ? apart : [...edits, ...alternatives];
  };

  const isAlike = (base: Node, head: Node): boolean => {
    const [one, other] = [shapeOf(baseSide, baseShape, base), shapeOf(headSide, headShape, head)];
    const names = [...(one?.properties.keys() ?? [])];
    const common = names.filter((name) => other?.properties.has(name) === true).length;
    return common > 0 && common * 2 >= Math.max(names.length, other?.properties.size ?? 0);
  };

  const innerEdits = (direction: Direction, before: Shape, after: Shape): Edit[] => [
    ...below('[]', compare(direction, word(before, 'items'), word(after, 'items'))),
    ...below(
      '{}',
      compare(direction, word(before, 'additionalProperties'), word(after, 'additionalProperties')),
    ),
    ...additionalEdits(direction, before, after),
    ...prefixEdits(direction, before, after),
    ...members(word(before, 'patternProperties')).flatMap(([pattern, node]) =>
      below('{}', compare(direction, node, child(word(after, 'patternProperties'), pattern))),
    ),
  ];

  const prefixEdits = (direction: Direction, before: Shape, after: Shape): Edit[] => {
    const [from, to] = [items(word(before, 'prefixItems')), items(word(after, 'prefixItems'))];
    const edits = from.flatMap((node, index) =>
      below(`[${index}]`, compare(direction, node, to[index] ?? null)),
    );
    if (from.length === to.length || before.isOpen || after.isOpen) return edits;
    const action = to.length > from.length ? 'add' : 'remove';
    const [base, head] = [word(before, 'prefixItems'), word(after, 'prefixItems')];
    return [
      ...edits,
      schemaEdit(direction, 'structure', action, 'prefix-items', base ?? before.node, head ?? after.node),
    ];
  };

  /** Properties that nobody named are refused from now on. */
  const additionalEdits = (direction: Direction, before: Shape, after: Shape): Edit[] => {
    const [base, head] = [word(before, 'additionalProperties'), word(after, 'additionalProperties')];
    if (head?.value !== false || base?.value === false || before.isOpen || after.isOpen) return [];
    return [schemaEdit(direction, 'structure', 'remove', 'additional-properties', base ?? before.node, head)];
  };

  const propertyEdits = (direction: Direction, before: Shape, after: Shape): Edit[] => {
    const edits: Edit[] = [];
    for (const [name, base] of before.properties) {
      const head = after.properties.get(name);
      if (head !== undefined) edits.push(...samePropertyEdits(direction, before, after, name, base, head));
      else if (!after.isOpen && !mayHold(headSide, headShape, after, name))
        edits.push({
          ...propertyTraits(direction, before, name, base, baseSide, baseShape),
          kind: 'existence',
          action: 'remove',
          ...calendar.removal(shapeOf(baseSide, baseShape, base)),
          base,
          head: null,
        });
    }
    for (const [name, head] of after.properties)
      if (!before.properties.has(name) && !before.isOpen && !mayHold(baseSide, baseShape, before, name))
        edits.push({
          ...propertyTraits(direction, after, name, head, headSide, headShape),
          kind: 'existence',
          action: 'add',
          base: null,
          head,
        });
    return edits;
  };

  const samePropertyEdits = (
    direction: Direction,
    before: Shape,
    after: Shape,
    name: string,
    base: Node,
    head: Node,
  ): Edit[] => {
    const edits: Edit[] = [];
    const traits = propertyTraits(direction, after, name, head, headSide, headShape);
    const isRequired = after.required.has(name);
    if (before.required.has(name) !== isRequired && !(isRequired ? before : after).isOpen)
      edits.push({
        ...traits,
        kind: 'requiredness',
        action: 'change',
        base: before.required.get(name) ?? base,
        head: after.required.get(name) ?? head,
      });
    const [was, is] = [shapeOf(baseSide, baseShape, base), shapeOf(headSide, headShape, head)];
    if (was === null || is === null) return edits;
    const { hidden: _, ...shown } = traits;
    for (const keyword of ['readOnly', 'writeOnly'] as const)
      if (flag(was, keyword) !== flag(is, keyword))
        edits.push({
          ...shown,
          kind: 'mutability',
          action: 'change',
          keyword: `${flag(is, keyword) ? '' : 'not-'}${keyword === 'readOnly' ? 'read' : 'write'}-only`,
          base: was.keywords.get(keyword) ?? base,
          head: is.keywords.get(keyword) ?? head,
        });
    edits.push(...lifecycleEdits(traits, was.keywords, is.keywords, base, head, calendar));
    const hiding = hidingWord(direction);
    const isHidden = flag(was, hiding) || flag(is, hiding);
    const inner = below(name, compare(direction, base, head));
    edits.push(...(isHidden ? inner.map((edit) => ({ ...edit, hidden: true })) : inner));
    return edits;
  };

  return compare;
}

/** Whether another schema is referred to than before, which is still there: then the reference is what changed. */
function isExchanged(base: Node | null, head: Node | null, headSide: Description): boolean {
  const [was, is] = [base, head].map((node) => (node === null ? null : referenceOf(node)));
  return was !== is && (typeof was !== 'string' || headSide.knows(was));
}

function target(side: Description, given: Node | null): Node | null {
  if (given === null || !isObject(given.value)) return null;
  const reference = referenceOf(given);
  // With words beside the reference the two together are the schema.
  if (reference !== null && Object.keys(given.value).length > 1 && side.resolve(given) !== null) return given;
  const node = side.resolve(given);
  return node !== null && isObject(node.value) ? node : null;
}

function shapeOf(side: Description, shapes: (schema: Node) => Shape, given: Node): Shape | null {
  const node = target(side, given);
  return node === null ? null : shapes(node);
}

function word(shape: Shape, keyword: string): Node | null {
  return shape.keywords.get(keyword) ?? null;
}

function flag(shape: Shape | null, keyword: string): boolean {
  return shape?.keywords.get(keyword)?.value === true;
}

function hidingWord(direction: Direction): 'readOnly' | 'writeOnly' {
  return direction === 'request' ? 'readOnly' : 'writeOnly';
}

/** Whether an alternative has the property: then some values still have it. */
function mayHold(side: Description, shapes: (schema: Node) => Shape, shape: Shape, name: string): boolean {
  return [...shape.oneOf, ...shape.anyOf].some((each) => {
    const inner = shapeOf(side, shapes, each);
    return inner === null || inner.isOpen || inner.properties.has(name);
  });
}

function propertyTraits(
  direction: Direction,
  owner: Shape,
  name: string,
  node: Node,
  side: Description,
  shapes: (schema: Node) => Shape,
): Omit<Edit, 'kind' | 'action' | 'base' | 'head'> {
  const shape = shapeOf(side, shapes, node);
  return {
    direction,
    area: 'schema',
    of: 'property',
    name,
    place: '',
    required: owner.required.has(name),
    hasDefault: (shape?.keywords.get('default')?.value ?? null) !== null,
    hidden: flag(shape, hidingWord(direction)),
  };
}

function schemaEdit(
  direction: Direction,
  kind: Edit['kind'],
  action: Edit['action'],
  keyword: string,
  base: Node | null,
  head: Node | null,
): Edit {
  return { direction, area: 'schema', of: 'body', kind, action, keyword, name: '', place: '', base, head };
}

/** Edits of something inside, named from the outside. */
function below(name: string, edits: readonly Edit[]): Edit[] {
  return edits.map((edit) => {
    const glue = edit.name === '' || edit.name.startsWith('[') || edit.name.startsWith('{') ? '' : '.';
    return { ...edit, name: `${name}${glue}${edit.name}`, of: edit.of === 'body' ? 'property' : edit.of };
  });
}
