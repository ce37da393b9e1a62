import { child, isObject, items, members, Node, own } from './document.ts';
import { type Description, referenceOf } from './references.ts';

/** What a schema says of a value, with references followed and `allOf` put together. */
export interface Shape {
  readonly node: Node;
  /** Without `null`; null where the schema names none and none follows from its other words. */
  readonly types: ReadonlySet<string> | null;
  /** Several types, whether as a list or as alternatives of nothing but types. */
  readonly isTypeList: boolean;
  /** Whether `null` is a value of it; null where it does not say. */
  readonly nullable: boolean | null;
  /** Every other word with its value; where `allOf` gives several, the strictest limit, else the outermost. */
  readonly keywords: ReadonlyMap<string, Node>;
  readonly properties: ReadonlyMap<string, Node>;
  /** By name, where it stands in the list. */
  readonly required: ReadonlyMap<string, Node>;
  readonly allOf: readonly Node[];
  readonly oneOf: readonly Node[];
  readonly anyOf: readonly Node[];
  /** True where a part is not known (an outside reference): a property that is not seen may be in it. */
  readonly isOpen: boolean;
}

const maxAllOfDepth = 20;
/** Words of the language that say nothing of values. */
const annotations: ReadonlySet<string> = new Set([
  'title',
  'description',
  'example',
  'examples',
  'externalDocs',
  'xml',
  'deprecated',
  '$comment',
  '$schema',
  '$id',
  '$anchor',
  '$defs',
  'definitions',
  'default',
  'readOnly',
  'writeOnly',
]);
/** Those of them that nothing is told of. */
const ignored: ReadonlySet<string> = new Set(
  [...annotations, 'allOf', '$ref'].filter(
    (key) => !['deprecated', 'default', 'readOnly', 'writeOnly'].includes(key),
  ),
);
const upperLimits: ReadonlySet<string> = new Set([
  'maximum',
  'exclusiveMaximum',
  'maxLength',
  'maxItems',
  'maxProperties',
  'maxContains',
]);
const lowerLimits: ReadonlySet<string> = new Set([
  'minimum',
  'exclusiveMinimum',
  'minLength',
  'minItems',
  'minProperties',
  'minContains',
]);

/** Shapes of one side's schemas, each read once. */
export function createShapes(description: Description): (schema: Node) => Shape {
  const known = new Map<unknown, Shape>();
  const siblingsCount = !/^(?:2|3\.0)/.test(description.document.version);
  return (schema) => {
    const cached = known.get(schema.value);
    if (cached !== undefined) return cached;
    const shape = readShape(description, schema, siblingsCount);
    known.set(schema.value, shape);
    return shape;
  };
}

/** Whether a schema only describes: it holds for every value. */
export function isAnnotationOnly(schema: Node): boolean {
  return (
    isObject(schema.value) &&
    Object.keys(schema.value).every((key) => annotations.has(key) || key.startsWith('x-'))
  );
}

/** Whether a schema has words that cannot be put together with others', so that its parts do not show what it says. */
export function hasConditions(schema: Node | null): boolean {
  return ['oneOf', 'anyOf'].some((key) => own(schema?.value, key) !== undefined);
}

interface Draft {
  readonly keywords: Map<string, Node>;
  readonly properties: Map<string, Node>;
  readonly required: Map<string, Node>;
  readonly allOf: Node[];
  readonly oneOf: Node[];
  readonly anyOf: Node[];
  types: ReadonlySet<string> | null;
  isTypeList: boolean;
  nullable: boolean | null;
  isOpen: boolean;
}

function readShape(description: Description, schema: Node, siblingsCount: boolean): Shape {
  const draft: Draft = {
    keywords: new Map(),
    properties: new Map(),
    required: new Map(),
    allOf: [],
    oneOf: [],
    anyOf: [],
    types: null,
    isTypeList: false,
    nullable: null,
    isOpen: false,
  };
  const visited = new Set<unknown>();
  const read = (given: Node, depth: number): void => {
    const reference = referenceOf(given);
    if (reference !== null && (!siblingsCount || Object.keys(given.value as object).length === 1)) {
      readReferenced(given, depth);
      return;
    }
    if (visited.has(given.value) || !isObject(given.value)) return;
    if (depth > maxAllOfDepth) {
      draft.isOpen = true;
      return;
    }
    visited.add(given.value);
    readWords(draft, given, (part) => read(part, depth + 1), depth === 0);
    if (reference !== null) readReferenced(given, depth);
  };
  const readReferenced = (given: Node, depth: number): void => {
    const node = depth > maxAllOfDepth ? null : description.resolve(given);
    if (node === null) draft.isOpen = true;
    // What is behind a reference has none of its own, or stands for something that was read already.
    else if (referenceOf(node) === null) read(node, depth + 1);
  };
  read(schema, 0);
  const types = draft.types ?? impliedTypes(draft);
  const said = types !== null || draft.oneOf.length + draft.anyOf.length > 0;
  return { ...draft, node: schema, types, nullable: draft.nullable ?? (said ? false : null) };
}

function readWords(draft: Draft, node: Node, readPart: (part: Node) => void, isOutermost: boolean): void {
  if (!isObject(node.value)) return;
  // Most words of a schema describe: no place is made for them.
  for (const key of Object.keys(node.value)) {
    if (ignored.has(key)) continue;
    const given = node.value[key];
    if (key === 'type') {
      readTypes(draft, given);
      continue;
    }
    const value = new Node(given, node.file, node, key);
    if (key === 'nullable' || key === 'x-nullable') draft.nullable ??= given === true ? true : null;
    else if (key === 'properties') readProperties(draft, value);
    else if (key === 'required') readRequired(draft, value);
    else if (key === 'oneOf' || key === 'anyOf') readAlternatives(draft, key, items(value), readPart);
    else keep(draft, limitOf(node, key, given), value);
  }
  for (const part of items(child(node, 'allOf'))) {
    if (isOutermost) draft.allOf.push(part);
    readPart(part);
  }
}

function readProperties(draft: Draft, value: Node): void {
  for (const [name, property] of members(value))
    if (!draft.properties.has(name)) draft.properties.set(name, property);
}

function readRequired(draft: Draft, value: Node): void {
  for (const item of items(value)) if (typeof item.value === 'string') draft.required.set(item.value, item);
}

function readTypes(draft: Draft, given: unknown): void {
  const names = (Array.isArray(given) ? given : [given]).filter((each) => typeof each === 'string');
  if (names.includes('null')) draft.nullable ??= true;
  const types = names.filter((each) => each !== 'null');
  if (types.length === 0 || draft.types !== null) return;
  draft.types = new Set(types);
  draft.isTypeList = draft.types.size > 1;
}

/** In OpenAPI 3.0 `exclusiveMaximum: true` makes a limit of `maximum`; later it is the limit itself. */
function limitOf(node: Node, key: string, value: unknown): string {
  if (key === 'maximum' && own(node.value, 'exclusiveMaximum') === true) return 'exclusiveMaximum';
  if (key === 'minimum' && own(node.value, 'exclusiveMinimum') === true) return 'exclusiveMinimum';
  return (key === 'exclusiveMaximum' || key === 'exclusiveMinimum') && typeof value === 'boolean' ? '' : key;
}

function keep(draft: Draft, key: string, value: Node): void {
  if (key === '') return;
  const before = draft.keywords.get(key);
  if (before === undefined || isStricter(key, value.value, before.value)) draft.keywords.set(key, value);
}

function isStricter(key: string, value: unknown, than: unknown): boolean {
  if (key === 'enum') return Array.isArray(value) && Array.isArray(than) && value.length < than.length;
  if (typeof value !== 'number' || typeof than !== 'number') return false;
  return (upperLimits.has(key) && value < than) || (lowerLimits.has(key) && value > than);
}

/** `null` beside one alternative, a single alternative, and alternatives of nothing but types are no alternatives. */
function readAlternatives(
  draft: Draft,
  key: 'oneOf' | 'anyOf',
  given: readonly Node[],
  readPart: (part: Node) => void,
): void {
  const real = given.filter(({ value }) => !isNullSchema(value));
  if (real.length < given.length) draft.nullable ??= true;
  const [only] = real;
  if (real.length === 1 && only !== undefined) {
    readPart(only);
    return;
  }
  const types = real.map(({ value }) => bareType(value));
  if (real.length > 1 && types.every((type) => type !== null)) {
    draft.types ??= new Set(types);
    draft.isTypeList = true;
    return;
  }
  draft[key].push(...real);
}

function isNullSchema(value: unknown): boolean {
  const type = own(value, 'type');
  return type === 'null' || (Array.isArray(type) && type.length === 1 && type[0] === 'null');
}

/** The type of a schema that says nothing else of its values. */
function bareType(value: unknown): string | null {
  const type = own(value, 'type');
  if (typeof type !== 'string' || type === 'object' || type === 'array' || !isObject(value)) return null;
  return Object.keys(value).every((key) => key === 'type' || annotations.has(key)) ? type : null;
}

function impliedTypes({ properties, keywords }: Draft): ReadonlySet<string> | null {
  if (properties.size > 0) return new Set(['object']);
  return keywords.has('items') ? new Set(['array']) : null;
}
