import type { SyntaxNode } from '../syntax.ts';
import { memberOf, plainName, subscriptOf } from './parts.ts';

/** A value that gets a name: an assignment, an entry of a literal, a keyword argument. */
export interface NamedValue {
  readonly node: SyntaxNode;
  readonly kind: 'assignment' | 'entry';
  /** What is assigned to; the key of an entry. */
  readonly target: SyntaxNode;
  /** The last name of the target: `b` of `a.b`, `a["b"]` and `{ b: 1 }`. Empty where it has none. */
  readonly name: string;
  readonly value: SyntaxNode;
}

const assignments: Readonly<Record<string, readonly [target: string, value: string]>> = {
  assignment_expression: ['left', 'right'],
  assignment: ['left', 'right'],
  variable_declarator: ['name', 'value'],
  short_var_declaration: ['left', 'right'],
  assignment_statement: ['left', 'right'],
  var_spec: ['name', 'value'],
  const_spec: ['name', 'value'],
  let_declaration: ['pattern', 'value'],
  const_item: ['name', 'value'],
  static_item: ['name', 'value'],
  property_element: ['name', 'value'],
  public_field_definition: ['name', 'value'],
  field_definition: ['property', 'value'],
  property_declaration: ['name', 'value'],
  const_element: ['name', 'value'],
};

/** Of these the grammar of one language or another names no value: it is the last child. */
const lastIsValue: ReadonlySet<string> = new Set([
  'variable_declarator',
  'property_element',
  'property_declaration',
  'const_element',
  'assignment',
]);

const entries: ReadonlySet<string> = new Set([
  'pair',
  'keyed_element',
  'array_element_initializer',
  'field_initializer',
  'keyword_argument',
  'element_value_pair',
  'argument',
  'value_argument',
  'infix_expression',
]);

export const namedValueKinds: readonly string[] = [...Object.keys(assignments), ...entries];

/** The named values of a node: several where a list is assigned to a list. */
export function namedValuesAt(node: SyntaxNode): readonly NamedValue[] {
  const fields = assignments[node.kind];
  if (fields === undefined) return entryAt(node);
  // Of the same name in PHP is a list of modifiers and elements.
  if (node.kind === 'property_declaration' && node.children()[0]?.kind !== 'binding_pattern_kind') return [];
  const children = node.children();
  const target =
    node.field(fields[0]) ??
    children.find(({ kind }) => /^(?:multi_)?variable_declaration$/.test(kind)) ??
    children[0];
  const value =
    node.field(fields[1]) ??
    (lastIsValue.has(node.kind) && children.length > 1 ? children.at(-1) : undefined);
  if (target === undefined || value === undefined || target === value) return [];
  if (value.range.start < target.range.end) return [];
  const [targets, values] = [listOf(target), listOf(value)];
  if (targets.length !== values.length) return targets.map((each) => named(node, 'assignment', each, value));
  return targets.flatMap((each, at) => {
    const own = values[at];
    return own === undefined ? [] : [named(node, 'assignment', each, own)];
  });
}

function entryAt(node: SyntaxNode): readonly NamedValue[] {
  const children = node.children();
  const [target, value] = [children[0], children.at(-1)];
  if (target === undefined || value === undefined || children.length < 2) return [];
  // `"a" to b` in Kotlin; other infix functions make no entry.
  if (node.kind === 'infix_expression' && children[1]?.text !== 'to') return [];
  return [named(node, 'entry', target, value)];
}

function listOf(node: SyntaxNode): readonly SyntaxNode[] {
  return /^(?:expression_list|pattern_list|left_assignment_list)$/.test(node.kind) ? node.children() : [node];
}

function named(
  node: SyntaxNode,
  kind: NamedValue['kind'],
  target: SyntaxNode,
  value: SyntaxNode,
): NamedValue {
  return { node, kind, target, value, name: lastName(target) };
}

function lastName(target: SyntaxNode): string {
  const member = memberOf(target);
  if (member !== null) return member.name;
  const subscript = subscriptOf(target);
  if (subscript !== null) return plainName(subscript.key);
  const inner = target.kind === 'literal_element' ? target.children()[0] : target;
  return inner === undefined ? '' : plainName(inner);
}
