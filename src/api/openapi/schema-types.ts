import type { Direction, Edit, Traits } from './edit.ts';
import type { Shape } from './schema-shape.ts';

/** What changed in the types that a value may have and in its format; at most one edit, and `null` beside it. */
export function typeEdits(direction: Direction, before: Shape, after: Shape): Edit[] {
  return [typeEdit(direction, before, after), nullableEdit(direction, before, after)].filter(
    (edit) => edit !== null,
  );
}

function typeEdit(direction: Direction, before: Shape, after: Shape): Edit | null {
  const action = typeAction(direction, before, after);
  if (action === null) return null;
  return {
    direction,
    area: 'schema',
    of: 'body',
    kind: 'type',
    ...action,
    name: '',
    place: '',
    from: inWords(before),
    to: inWords(after),
    base: before.keywords.get('format') ?? before.node,
    head: after.keywords.get('format') ?? after.node,
  };
}

type TypeAction = Pick<Traits, 'action' | 'keyword'>;

function typeAction(direction: Direction, before: Shape, after: Shape): TypeAction | null {
  if (after.types === null)
    return before.types === null || after.isOpen || hasAlternatives(after) ? null : { action: 'generalize' };
  if (before.types === null)
    // A request without a type was left undescribed more often than it took anything.
    return direction === 'request' || before.isOpen || hasAlternatives(before)
      ? null
      : { action: 'specialize' };
  const wider = isWithin(before.types, after.types);
  const narrower = isWithin(after.types, before.types);
  if (wider && narrower) return formatAction(before, after);
  if (before.isTypeList || after.isTypeList) {
    if (wider) return { action: 'add', keyword: 'list-of-types' };
    if (narrower) return { action: 'remove', keyword: 'list-of-types' };
  }
  return { action: wider ? 'generalize' : narrower ? 'specialize' : 'change' };
}

function hasAlternatives(shape: Shape): boolean {
  return shape.oneOf.length + shape.anyOf.length > 0;
}

/** Every value of `inner` is one of `outer`; an integer is a number. */
function isWithin(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  return [...inner].every((type) => outer.has(type) || (type === 'integer' && outer.has('number')));
}

/** Formats whose values another one takes as well. */
const within: Readonly<Record<string, string>> = { int32: 'int64', float: 'double' };
/** How a value is shown or stored, which changes none. */
const cosmetic: ReadonlySet<string> = new Set(['password', 'int32', 'int64', 'float', 'double']);

function formatAction(before: Shape, after: Shape): TypeAction | null {
  const [from, to] = [formatOf(before), formatOf(after)];
  if (from === to) return null;
  if (from === null || to === null) {
    // A width that was not told before is told now: what is sent stays the same.
    if (cosmetic.has(from ?? to ?? '')) return null;
    return { action: from === null ? 'specialize' : 'generalize' };
  }
  if (within[from] === to) return { action: 'generalize' };
  return { action: within[to] === from ? 'specialize' : 'change' };
}

function formatOf(shape: Shape): string | null {
  const format = shape.keywords.get('format')?.value;
  return typeof format === 'string' && format !== '' ? format : null;
}

function inWords(shape: Shape): string {
  const types = shape.types === null ? 'anything' : [...shape.types].join(' or ');
  const format = formatOf(shape);
  return format === null ? types : `${types} (${format})`;
}

function nullableEdit(direction: Direction, before: Shape, after: Shape): Edit | null {
  if (before.nullable === null || after.nullable === null || before.nullable === after.nullable) return null;
  if (before.isOpen || after.isOpen) return null;
  return {
    direction,
    area: 'schema',
    of: 'body',
    kind: 'requiredness',
    action: 'change',
    keyword: after.nullable ? 'nullable' : 'not-nullable',
    name: '',
    place: '',
    base: before.node,
    head: after.node,
  };
}
