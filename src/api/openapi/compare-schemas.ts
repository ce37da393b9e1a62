import { child, children, isObject, items, type Node, type OpenApiDocument, own } from './document.ts';
import type { Edit } from './edit.ts';
import { resolve } from './references.ts';

type Direction = 'request' | 'response';

/** Differences of two schemas, named from their root: `total`, `items[].price`. */
export type CompareSchemas = (direction: Direction, base: Node | null, head: Node | null) => readonly Edit[];

/** Answers for one base schema by the head's. */
type Answers = Map<object, readonly Edit[]>;

/** Pairs of schemas that are compared in one run: a document of aliases to aliases would have no end. */
const maxPairs = 100_000;
/** Differences kept of one pair of schemas: what follows says nothing new. */
const maxEditsPerSchema = 500;
const maxAllOfDepth = 20;
/** Schemas inside schemas that are followed, references included: deeper ones would exhaust the stack. */
const maxDepth = 150;

/**
 * Compares schemas with their references followed. The answers are kept, so that a component that many
 * operations share is compared once. Where a schema is not known on one side (an outside reference), nothing is said.
 */
export function createSchemaComparison(
  baseDocument: OpenApiDocument,
  headDocument: OpenApiDocument,
): CompareSchemas {
  const known = { request: new Map<object, Answers>(), response: new Map<object, Answers>() };
  let pairs = 0;
  let depth = 0;

  const compare: CompareSchemas = (direction, givenBase, givenHead) => {
    const base = resolve(baseDocument, givenBase);
    const head = resolve(headDocument, givenHead);
    if (!isObject(base?.value) || !isObject(head?.value)) return [];
    // By the values, not their places: what aliases of YAML stand for is one value.
    const answers: Answers = known[direction].get(base.value) ?? new Map();
    known[direction].set(base.value, answers);
    const cached = answers.get(head.value);
    if (cached !== undefined) return cached;
    if (depth >= maxDepth || ++pairs > maxPairs) return [];
    // A schema inside itself: its differences are already being told.
    answers.set(head.value, []);
    depth++;
    const edits = differences(direction, base, head).slice(0, maxEditsPerSchema);
    depth--;
    answers.set(head.value, edits);
    return edits;
  };

  const differences = (direction: Direction, base: Node, head: Node): Edit[] => {
    const before = shapeOf(baseDocument, base);
    const after = shapeOf(headDocument, head);
    const type = typeEdit(direction, before, after, base, head);
    if (type !== null) return type.action === 'change' ? [type] : [type, ...inner(direction, before, after)];
    return inner(direction, before, after);
  };

  const inner = (direction: Direction, before: Shape, after: Shape): Edit[] => [
    ...propertyEdits(direction, before, after),
    ...below('[]', compare(direction, before.items, after.items)),
    ...below('{}', compare(direction, before.additional, after.additional)),
    ...variantEdits(direction, before, after),
  ];

  const propertyEdits = (direction: Direction, before: Shape, after: Shape): Edit[] => {
    const edits: Edit[] = [];
    for (const [name, base] of before.properties) {
      const head = after.properties.get(name);
      if (head === undefined) {
        if (!after.isOpen)
          edits.push(propertyEdit(direction, 'existence', 'remove', name, before, base, null));
        continue;
      }
      if (before.required.has(name) !== after.required.has(name)) {
        const edit = propertyEdit(direction, 'requiredness', 'change', name, after, base, head);
        edits.push({
          ...edit,
          base: placeOfRequired(before, name) ?? base.at,
          head: placeOfRequired(after, name) ?? head.at,
        });
      }
      edits.push(...below(name, compare(direction, base, head)));
    }
    for (const [name, head] of after.properties)
      if (!before.properties.has(name) && !before.isOpen)
        edits.push(propertyEdit(direction, 'existence', 'add', name, after, null, head));
    return edits;
  };

  const propertyEdit = (
    direction: Direction,
    kind: 'existence' | 'requiredness',
    action: 'add' | 'remove' | 'change',
    name: string,
    side: Shape,
    base: Node | null,
    head: Node | null,
  ): Edit => {
    const schema = head === null ? resolve(baseDocument, base) : resolve(headDocument, head);
    return {
      direction,
      area: 'schema',
      of: 'property',
      kind,
      action,
      name,
      place: '',
      required: side.required.has(name),
      hasDefault: own(schema?.value, 'default') !== undefined,
      readOnly: own(schema?.value, 'readOnly') === true,
      writeOnly: own(schema?.value, 'writeOnly') === true,
      base: base?.at ?? null,
      head: head?.at ?? null,
    };
  };

  /** Alternatives are paired by the component they name, else by position where there are as many. */
  const variantEdits = (direction: Direction, before: Shape, after: Shape): Edit[] => {
    const names = new Map(
      after.variants.flatMap((node) => (refOf(node) === null ? [] : [[refOf(node), node] as const])),
    );
    return before.variants.flatMap((node, index) => {
      const name = refOf(node);
      const other = name === null ? sameLength(before, after, index) : (names.get(name) ?? null);
      return compare(direction, node, other);
    });
  };

  return compare;
}

function sameLength(before: Shape, after: Shape, index: number): Node | null {
  const other = before.variants.length === after.variants.length ? after.variants[index] : undefined;
  return other === undefined || refOf(other) !== null ? null : other;
}

function refOf(node: Node): string | null {
  const reference = own(node.value, '$ref');
  return typeof reference === 'string' ? reference : null;
}

function below(name: string, edits: readonly Edit[]): Edit[] {
  return edits.map((edit) => {
    const glue = edit.name === '' || edit.name.startsWith('[') || edit.name.startsWith('{') ? '' : '.';
    return { ...edit, name: `${name}${glue}${edit.name}`, of: edit.of === 'body' ? 'property' : edit.of };
  });
}

/** What a schema says of a value, with `allOf` put together. */
interface Shape {
  readonly types: ReadonlySet<string> | null;
  readonly properties: ReadonlyMap<string, Node>;
  readonly required: ReadonlyMap<string, Node>;
  readonly items: Node | null;
  readonly additional: Node | null;
  readonly variants: readonly Node[];
  /** True where a part is not known (an outside reference): a property that is not seen may be in it. */
  readonly isOpen: boolean;
}

function placeOfRequired(shape: Shape, name: string): Node['at'] | null {
  return shape.required.get(name)?.at ?? null;
}

function shapeOf(document: OpenApiDocument, schema: Node): Shape {
  const properties = new Map<string, Node>();
  const required = new Map<string, Node>();
  const variants: Node[] = [];
  let types: ReadonlySet<string> | null = null;
  let arrayItems: Node | null = null;
  let additional: Node | null = null;
  let isOpen = false;
  const visited = new Set<string>();
  const read = (given: Node, depth: number): void => {
    const node = resolve(document, given);
    if (node === null || depth > maxAllOfDepth) {
      isOpen = true;
      return;
    }
    const place = JSON.stringify(node.at);
    if (visited.has(place)) return;
    visited.add(place);
    types ??= typesOf(node.value);
    arrayItems ??= child(node, 'items');
    const extra = child(node, 'additionalProperties');
    if (extra !== null && isObject(extra.value)) additional ??= extra;
    for (const [name, property] of propertiesOf(node))
      if (!properties.has(name)) properties.set(name, property);
    for (const item of items(child(node, 'required')))
      if (typeof item.value === 'string') required.set(item.value, item);
    variants.push(...items(child(node, 'oneOf')), ...items(child(node, 'anyOf')));
    for (const part of items(child(node, 'allOf'))) read(part, depth + 1);
  };
  read(schema, 0);
  return { types, properties, required, items: arrayItems, additional, variants, isOpen };
}

/** Properties may have names that begin with `x-`, other than the keys of the specification. */
function propertiesOf(node: Node): [string, Node][] {
  const given = child(node, 'properties');
  if (given === null || !isObject(given.value)) return [];
  const named = new Map(children(given));
  for (const name of Object.keys(given.value))
    if (!named.has(name)) named.set(name, { value: own(given.value, name), at: [...given.at, name] });
  return [...named];
}

/** Types without `null`, or null where the schema names none. */
function typesOf(schema: unknown): ReadonlySet<string> | null {
  const type = own(schema, 'type');
  const given = (Array.isArray(type) ? type : [type]).filter(
    (each) => typeof each === 'string' && each !== 'null',
  );
  return given.length === 0 ? null : new Set(given as string[]);
}

function typeEdit(direction: Direction, before: Shape, after: Shape, base: Node, head: Node): Edit | null {
  if (before.types === null || after.types === null) return null;
  const wider = isWithin(before.types, after.types);
  const narrower = isWithin(after.types, before.types);
  if (wider && narrower) return null;
  return {
    direction,
    area: 'schema',
    of: 'body',
    kind: 'type',
    action: wider ? 'generalize' : narrower ? 'specialize' : 'change',
    name: '',
    place: '',
    from: [...before.types].join(' or '),
    to: [...after.types].join(' or '),
    base: child(base, 'type')?.at ?? base.at,
    head: child(head, 'type')?.at ?? head.at,
  };
}

/** Every value of `inner` is one of `outer`; an integer is a number. */
function isWithin(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  return [...inner].every((type) => outer.has(type) || (type === 'integer' && outer.has('number')));
}
