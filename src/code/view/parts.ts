import type { SyntaxNode } from '../syntax.ts';

/** Wrappers that are opened one in the other: real code nests a handful. */
const maxWrappers = 20;

/** Kinds that add nothing to the value of their first (or last) child. */
const wrappers: Readonly<Record<string, 'first' | 'last'>> = {
  parenthesized_expression: 'first',
  await_expression: 'first',
  await: 'first',
  as_expression: 'first',
  satisfies_expression: 'first',
  non_null_expression: 'first',
  type_assertion: 'last',
  cast_expression: 'last',
  literal_element: 'first',
  reference_expression: 'last',
  try_expression: 'first',
  postfix_unary_expression: 'first',
  postfix_expression: 'first',
  parenthesized_statements: 'first',
};

/** What an expression of any language is without parentheses, `await`, casts and `!`. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  let current = node;
  for (let step = 0; step < maxWrappers; step++) {
    const side = wrappers[current.kind];
    const inner = side === undefined ? undefined : current.children().at(side === 'first' ? 0 : -1);
    if (inner === undefined) return current;
    current = inner;
  }
  return current;
}

/** `object.name` of any language: the fields that hold the two, by the kind of the node. */
const members: Readonly<Record<string, readonly (readonly [object: string, name: string])[]>> = {
  member_expression: [['object', 'property']],
  attribute: [['object', 'attribute']],
  field_access: [['object', 'field']],
  selector_expression: [['operand', 'field']],
  field_expression: [['value', 'field']],
  scoped_identifier: [['path', 'name']],
  member_access_expression: [
    ['expression', 'name'],
    ['object', 'name'],
  ],
  nullsafe_member_access_expression: [['object', 'name']],
  scope_resolution: [['scope', 'name']],
  qualified_type: [['package', 'name']],
};

export interface Member {
  readonly object: SyntaxNode;
  readonly name: string;
}

/** The two parts of `object.name`, null for anything else. */
export function memberOf(node: SyntaxNode): Member | null {
  if (node.kind === 'navigation_expression') {
    const [object, suffix] = node.children();
    const name = suffix?.children()[0];
    return object === undefined || name === undefined ? null : { object, name: plainName(name) };
  }
  if (node.kind === 'directly_assignable_expression') {
    const [object, suffix] = node.children();
    const name = suffix?.kind === 'navigation_suffix' ? suffix.children()[0] : undefined;
    return object === undefined || name === undefined ? null : { object, name: plainName(name) };
  }
  // `user.name` in Ruby is a call of `name`.
  if (node.kind === 'call' && node.field('arguments') === null) {
    const [object, name] = [node.field('receiver'), node.field('method')];
    return object === null || name === null ? null : { object, name: plainName(name) };
  }
  for (const [objectField, nameField] of members[node.kind] ?? []) {
    const [object, name] = [node.field(objectField), node.field(nameField)];
    if (object !== null && name !== null) return { object, name: plainName(name) };
  }
  return null;
}

/** `object[key]` of any language. */
export function subscriptOf(node: SyntaxNode): { object: SyntaxNode; key: SyntaxNode } | null {
  if (
    !/^(?:subscript_expression|subscript|element_access_expression|element_reference|index_expression|indexing_expression|array_access)$/.test(
      node.kind,
    )
  )
    return null;
  const [object, last] = [node.children()[0], node.children().at(-1)];
  if (object === undefined || last === undefined || object === last) return null;
  const list = /^(?:bracketed_argument_list|indexing_suffix)$/.test(last.kind) ? last.children()[0] : last;
  const key = list?.kind === 'argument' ? list.children().at(-1) : list;
  return key === undefined ? null : { object, key };
}

/** Longest text that can be a name. */
const longestName = 100;

/** The name that a node stands for: an identifier, a key, a symbol, a plain string; '' for anything else. */
export function plainName(node: SyntaxNode): string {
  const { start, end } = node.range;
  if (end - start > longestName) return '';
  const name = /^(?:[:@$]*|["'`])([\w$!?-]+)["'`:]?(?:<.*>)?$/s.exec(node.text)?.[1] ?? '';
  return name;
}

const strings: ReadonlySet<string> = new Set([
  'string',
  'template_string',
  'string_literal',
  'interpreted_string_literal',
  'raw_string_literal',
  'encapsed_string',
  'verbatim_string_literal',
  'interpolated_string_expression',
]);
const fixedParts =
  /^(?:string_fragment|string_content|string_literal_content|interpreted_string_literal_content|raw_string_literal_content|escape_sequence|string_start|string_end|interpolation_start|interpolation_quote)$/;
const quotes: ReadonlySet<string> = new Set([
  'string_start',
  'string_end',
  'interpolation_start',
  'interpolation_quote',
]);

export function isString(node: SyntaxNode): boolean {
  return strings.has(node.kind);
}

/** What a text begins with, and whether that is all of it; null where the node is no text that begins with something fixed. */
export function fixedStart(node: SyntaxNode): { readonly text: string; readonly whole: boolean } | null {
  const inner = unwrapped(node);
  if (!isString(inner)) {
    // A sum begins with what its first part begins with.
    if (!/^(?:binary_expression|binary_operator|binary|additive_expression)$/.test(inner.kind)) return null;
    let first = inner;
    for (let step = 0; step < maxWrappers; step++) {
      const next = first.children()[0];
      if (next === undefined) return null;
      first = next;
      if (isString(first)) break;
    }
    const start = isString(first) ? fixedStart(first) : null;
    return start === null ? null : { text: start.text, whole: false };
  }
  const parts = inner.children();
  if (parts.length === 0) {
    const text = inner.text.replace(/^\W{0,2}["'`]+|["'`]+$/g, '');
    return { text, whole: inner.kind !== 'interpolated_string_expression' };
  }
  let text = '';
  for (const part of parts) {
    if (!fixedParts.test(part.kind)) return { text, whole: false };
    if (!quotes.has(part.kind)) text += part.text;
  }
  return { text, whole: true };
}

/** The text that an expression always has; null where it varies or is none. */
export function fixedString(node: SyntaxNode): string | null {
  const start = fixedStart(node);
  return start?.whole === true ? start.text : null;
}

/** `true`, `True` and their opposites; null for anything else. */
export function booleanOf(node: SyntaxNode): boolean | null {
  const inner = unwrapped(node);
  if (inner.range.end - inner.range.start > 5) return null;
  const text = inner.text.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : null;
}
