import { isObject, items, members, type Node } from './document.ts';
import type { Direction, Edit } from './edit.ts';
import type { Shape } from './schema-shape.ts';

type Word = Pick<Edit, 'kind' | 'action' | 'keyword'> & Partial<Pick<Edit, 'from' | 'to'>>;

/** What changed in the words of a schema that limit or name its values. */
export function keywordEdits(direction: Direction, before: Shape, after: Shape): Edit[] {
  if (saysTheSame(before, after)) return [];
  const edits: Edit[] = [];
  const add: Add = (word, base, head) =>
    edits.push({
      direction,
      area: 'schema',
      of: 'body',
      name: '',
      place: '',
      base: base ?? before.node,
      head: head ?? after.node,
      ...word,
    });
  for (const limit of limits) compareLimit(limit, before, after, add);
  comparePattern(before, after, add);
  compareValues(before, after, add);
  for (const word of plainWords) comparePlain(word, before, after, add);
  for (const [keyword, id] of perKey) compareKeys(keyword, id, before, after, add);
  compareDiscriminator(before, after, add);
  return edits;
}

/** Whether two schemas have the same words with the same plain values: nearly all have. */
function saysTheSame({ keywords: before }: Shape, { keywords: after }: Shape): boolean {
  if (before.size !== after.size) return false;
  for (const [key, { value }] of before) {
    if (comparedElsewhere.has(key)) continue;
    const other = after.get(key);
    if (other === undefined || (other.value !== value && !isSameList(value, other.value))) return false;
  }
  return true;
}

const comparedElsewhere: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'format']);

function isSameList(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  return one.every((each, at) => each === other[at] && typeof each !== 'object');
}

type Add = (word: Word, base: Node | undefined, head: Node | undefined) => void;

interface Limit {
  readonly keyword: string;
  readonly id: string;
  readonly isUpper: boolean;
  /** Without it, the limit is 0 rather than none: a length cannot be negative. */
  readonly isZero: boolean;
}

const limits: readonly Limit[] = [
  { keyword: 'maximum', id: 'max', isUpper: true, isZero: false },
  { keyword: 'exclusiveMaximum', id: 'exclusive-max', isUpper: true, isZero: false },
  { keyword: 'maxLength', id: 'max-length', isUpper: true, isZero: false },
  { keyword: 'maxItems', id: 'max-items', isUpper: true, isZero: false },
  { keyword: 'maxProperties', id: 'max-properties', isUpper: true, isZero: false },
  { keyword: 'maxContains', id: 'max-contains', isUpper: true, isZero: false },
  { keyword: 'minimum', id: 'min', isUpper: false, isZero: false },
  { keyword: 'exclusiveMinimum', id: 'exclusive-min', isUpper: false, isZero: false },
  { keyword: 'minLength', id: 'min-length', isUpper: false, isZero: true },
  { keyword: 'minItems', id: 'min-items', isUpper: false, isZero: false },
  { keyword: 'minProperties', id: 'min-properties', isUpper: false, isZero: false },
  { keyword: 'minContains', id: 'min-contains', isUpper: false, isZero: false },
];

function compareLimit({ keyword, id, isUpper, isZero }: Limit, before: Shape, after: Shape, add: Add): void {
  const [base, head] = [before.keywords.get(keyword), after.keywords.get(keyword)];
  if (base === undefined && head === undefined) return;
  const [from, to] = [numberOf(base, keyword, isZero), numberOf(head, keyword, isZero)];
  if (from === to) return;
  const word = {
    kind: 'constraints',
    keyword: id,
    from: String(from ?? 'none'),
    to: String(to ?? 'none'),
  } as const;
  if (from !== null && to !== null) add({ ...word, action: to > from ? 'increase' : 'decrease' }, base, head);
  else if (!otherSpellingHolds(keyword, isUpper, from ?? to ?? 0, from === null ? before : after))
    add({ ...word, action: from === null ? 'set' : 'remove' }, base, head);
}

/** A count of nothing at least is no limit. */
function numberOf(node: Node | undefined, keyword: string, isZero: boolean): number | null {
  const value = node?.value;
  if (typeof value !== 'number' || Number.isNaN(value)) return isZero ? 0 : null;
  return value === 0 && keyword.startsWith('min') && keyword !== 'minimum' && !isZero ? null : value;
}

const spellings: Readonly<Record<string, string>> = {
  maximum: 'exclusiveMaximum',
  exclusiveMaximum: 'maximum',
  minimum: 'exclusiveMinimum',
  exclusiveMinimum: 'minimum',
};

/** Whether the side without this limit has the other spelling of it, which holds at least as much back. */
function otherSpellingHolds(keyword: string, isUpper: boolean, limit: number, side: Shape): boolean {
  const other = side.keywords.get(spellings[keyword] ?? '')?.value;
  if (typeof other !== 'number') return false;
  const isInteger = side.types?.size === 1 && side.types.has('integer');
  // Whole numbers below 11 are those up to 10.
  const step = isInteger ? 1 : 0;
  if (keyword.startsWith('exclusive')) return isUpper ? other <= limit - step : other >= limit + step;
  return isUpper ? other <= limit + step : other >= limit - step;
}

function comparePattern(before: Shape, after: Shape, add: Add): void {
  const [base, head] = [before.keywords.get('pattern'), after.keywords.get('pattern')];
  const [from, to] = [base?.value, head?.value];
  if (from === to) return;
  const action =
    from === undefined ? 'add' : to === undefined ? 'remove' : matchesAll(to) ? 'generalize' : 'change';
  add({ kind: 'constraints', keyword: 'pattern', action, from: textOf(from), to: textOf(to) }, base, head);
}

function matchesAll(pattern: unknown): boolean {
  return typeof pattern === 'string' && /^\^?(?:\.\*|\[\\s\\S\]\*)?\$?$/.test(pattern);
}

function compareValues(before: Shape, after: Shape, add: Add): void {
  compareEnum('enum', before, after, add);
  compareEnum('x-extensible-enum', before, after, add);
  compareConst(before, after, add);
  const [base, head] = [before.keywords.get('default'), after.keywords.get('default')];
  const [from, to] = [textOf(base?.value ?? null), textOf(head?.value ?? null)];
  if (from === to) return;
  const action = from === 'null' ? 'add' : to === 'null' ? 'remove' : 'change';
  add({ kind: 'values', keyword: 'default', action, from, to }, base, head);
}

function compareEnum(keyword: 'enum' | 'x-extensible-enum', before: Shape, after: Shape, add: Add): void {
  const [from, to] = [valuesOf(before, keyword), valuesOf(after, keyword)];
  const [base, head] = [before.keywords.get(keyword), after.keywords.get(keyword)];
  if (from === null && to === null) return;
  if (from === null || to === null) {
    // One constant is a list of one: what changes with it is told there.
    if (keyword === 'enum' && !before.keywords.has('const') && !after.keywords.has('const'))
      add({ kind: 'values', keyword, action: from === null ? 'change' : 'generalize' }, base, head);
    return;
  }
  for (const [text, node] of from)
    if (!to.has(text)) add({ kind: 'values', keyword, action: 'remove', from: text }, node, head);
  for (const [text, node] of to)
    if (!from.has(text)) add({ kind: 'values', keyword, action: 'add', to: text }, base, node);
}

/** The values of a list with their places; `null` says what `nullable` says. */
function valuesOf(shape: Shape, keyword: string): Map<string, Node> | null {
  const given = shape.keywords.get(keyword);
  if (given === undefined || !Array.isArray(given.value)) return null;
  const listed = items(given).filter(({ value }) => value !== null);
  return listed.length === 0 ? null : new Map(listed.map((node) => [textOf(node.value), node]));
}

function compareConst(before: Shape, after: Shape, add: Add): void {
  const [base, head] = [constOf(before), constOf(after)];
  const [from, to] = [textOf(base?.value), textOf(head?.value)];
  if (from === to || (!before.keywords.has('const') && !after.keywords.has('const'))) return;
  const action = base === undefined ? 'add' : head === undefined ? 'remove' : 'change';
  add({ kind: 'values', keyword: 'const', action, from, to }, base, head);
}

function constOf(shape: Shape): Node | undefined {
  const [only, ...others] = valuesOf(shape, 'enum')?.values() ?? [];
  return shape.keywords.get('const') ?? (others.length === 0 ? only : undefined);
}

type Kind = 'structure' | 'constraints' | 'existence' | 'type';

type PlainWord = readonly [keyword: string, id: string, kind: Kind, tellsChange: boolean];

/** Words that are there or not, and those whose every difference is told. */
const plainWords: readonly PlainWord[] = [
  ['if', 'if', 'structure', false],
  ['then', 'then', 'structure', false],
  ['else', 'else', 'structure', false],
  ['not', 'not', 'structure', true],
  ['contains', 'contains', 'structure', false],
  ['propertyNames', 'property-names', 'structure', false],
  ['unevaluatedItems', 'unevaluated-items', 'structure', false],
  ['unevaluatedProperties', 'unevaluated-properties', 'structure', false],
  ['contentSchema', 'content-schema', 'existence', false],
  ['contentMediaType', 'content-media-type', 'type', true],
  ['contentEncoding', 'content-encoding', 'type', true],
  ['multipleOf', 'multiple-of', 'constraints', true],
  ['uniqueItems', 'unique-items', 'constraints', false],
];

function comparePlain(
  [keyword, id, kind, tellsChange]: PlainWord,
  before: Shape,
  after: Shape,
  add: Add,
): void {
  const [base, head] = [spoken(before, keyword), spoken(after, keyword)];
  if (base === undefined && head === undefined) return;
  if (base !== undefined && head !== undefined) {
    const [from, to] = [textOf(base.value), textOf(head.value)];
    if (tellsChange && from !== to) add({ kind, keyword: id, action: 'change', from, to }, base, head);
  } else add({ kind, keyword: id, action: base === undefined ? 'add' : 'remove' }, base, head);
}

/** `true` as a schema and `uniqueItems: false` hold nothing back. */
function spoken(shape: Shape, keyword: string): Node | undefined {
  const node = shape.keywords.get(keyword);
  const nothing = keyword !== 'uniqueItems';
  return node?.value === nothing || (isObject(node?.value) && Object.keys(node.value).length === 0)
    ? undefined
    : node;
}

const perKey = [
  ['patternProperties', 'pattern-property'],
  ['dependentSchemas', 'dependent-schema'],
  ['dependentRequired', 'dependent-required'],
] as const;

function compareKeys(keyword: string, id: string, before: Shape, after: Shape, add: Add): void {
  const [base, head] = [before.keywords.get(keyword), after.keywords.get(keyword)];
  if (base === undefined && head === undefined) return;
  const kind = keyword === 'patternProperties' ? 'constraints' : 'structure';
  const [from, to] = [new Map(members(base ?? null)), new Map(members(head ?? null))];
  for (const [key, node] of from) {
    const other = to.get(key);
    if (other === undefined) add({ kind, keyword: id, action: 'remove', from: key }, node, head);
    else if (keyword === 'dependentRequired' && textOf(node.value) !== textOf(other.value))
      add({ kind, keyword: id, action: 'change', from: key, to: key }, node, other);
  }
  for (const [key, node] of to)
    if (!from.has(key)) add({ kind, keyword: id, action: 'add', to: key }, base, node);
}

function compareDiscriminator(before: Shape, after: Shape, add: Add): void {
  const [base, head] = [before.keywords.get('discriminator'), after.keywords.get('discriminator')];
  if (base === undefined && head === undefined) return;
  const kind = 'structure';
  if (base === undefined || head === undefined) {
    add({ kind, keyword: 'discriminator', action: base === undefined ? 'add' : 'remove' }, base, head);
    return;
  }
  const [from, to] = [discriminatorOf(base), discriminatorOf(head)];
  if (from.property !== to.property)
    add(
      { kind, keyword: 'discriminator', action: 'change', from: from.property, to: to.property },
      base,
      head,
    );
  const keyword = 'discriminator-mapping';
  for (const [key, target] of from.mapping) {
    const other = to.mapping.get(key);
    if (other === undefined) add({ kind, keyword, action: 'remove', from: key }, base, head);
    else if (other !== target) add({ kind, keyword, action: 'change', from: target, to: other }, base, head);
  }
  for (const key of to.mapping.keys())
    if (!from.mapping.has(key)) add({ kind, keyword, action: 'add', to: key }, base, head);
}

/** In Swagger 2.0 a discriminator is the property's name alone. */
function discriminatorOf(node: Node): { property: string; mapping: Map<string, string> } {
  const given = new Map(members(node));
  const property = given.get('propertyName')?.value ?? node.value;
  return {
    property: textOf(property),
    mapping: new Map(members(given.get('mapping') ?? null).map(([key, { value }]) => [key, textOf(value)])),
  };
}

/** The same text for the same value, whatever the order of keys; cut where it is long, and `undefined` for nothing. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? 'undefined' : stable(value, 0);
}

/** Aliases of aliases would be written out without an end. */
const maxTextLength = 20_000;
const maxTextDepth = 30;

function stable(value: unknown, depth: number): string {
  if (depth > maxTextDepth) return '…';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const parts: string[] = [];
  let length = 0;
  const entries = Array.isArray(value)
    ? value.map((each: unknown) => [null, each] as const)
    : Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, each] of entries) {
    const part = (key === null ? '' : `${JSON.stringify(key)}:`) + stable(each, depth + 1);
    parts.push(part);
    length += part.length;
    if (length > maxTextLength) break;
  }
  return Array.isArray(value) ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
}
