import type { TextRange } from '../text/range.ts';
import type { SyntaxNode } from './syntax.ts';

export const functionKinds = [
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'arrow_function',
  'method_definition',
] as const;

export const classKinds = ['class_declaration', 'abstract_class_declaration', 'class'] as const;

export function isFunction(node: SyntaxNode): boolean {
  return (functionKinds as readonly string[]).includes(node.kind);
}

export function isClass(node: SyntaxNode): boolean {
  return (classKinds as readonly string[]).includes(node.kind);
}

/** `receiver.method(args)` or `method(args)`; the name is empty where the callee has none (`f()()`, `a[b]()`). */
export interface Call {
  readonly node: SyntaxNode;
  readonly callee: SyntaxNode;
  readonly receiver: SyntaxNode | null;
  readonly name: string;
  readonly args: readonly SyntaxNode[];
}

export function callOf(node: SyntaxNode): Call | null {
  const isCall = node.kind === 'call_expression';
  if (!isCall && node.kind !== 'new_expression') return null;
  const callee = node.field(isCall ? 'function' : 'constructor');
  if (callee === null) return null;
  let args: readonly SyntaxNode[] | null = null;
  const call = {
    node,
    callee,
    receiver: null,
    name: '',
    // Most calls are told by their name, and reading arguments is what costs.
    get args(): readonly SyntaxNode[] {
      args ??= argumentsOf(node);
      return args;
    },
  };
  if (callee.kind === 'identifier') return Object.assign(call, { name: callee.text });
  if (callee.kind !== 'member_expression') return call;
  const receiver = callee.field('object');
  const name = callee.field('property');
  return receiver === null || name === null ? null : Object.assign(call, { receiver, name: name.text });
}

/** The calls in a node and below it, `new` among them, in the order of the text. */
export function callsIn(node: SyntaxNode): Call[] {
  return node.findAll(['call_expression', 'new_expression']).flatMap((each) => callOf(each) ?? []);
}

function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const list = node.field('arguments');
  // The argument of a tagged template is the template.
  return list?.kind === 'arguments' ? list.children() : [];
}

/** Longest chain of wrappers that is followed: real code nests a handful. */
const maxWrappers = 50;

/** What an expression is without parentheses, `await`, `as T`, `satisfies T`, `<T>x` and `!`. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let current = node;
  for (let step = 0; step < maxWrappers; step++) {
    const inner = wrapped(current);
    if (inner === null) return current;
    current = inner;
  }
  return current;
}

function wrapped(node: SyntaxNode): SyntaxNode | null {
  switch (node.kind) {
    case 'parenthesized_expression':
    case 'await_expression':
    case 'as_expression':
    case 'satisfies_expression':
    case 'non_null_expression':
      return node.children()[0] ?? null;
    case 'type_assertion':
      return node.children().at(-1) ?? null;
    default:
      return null;
  }
}

/** A node as if what lies in some ranges were not there for `findAll`. */
export function without(node: SyntaxNode, ranges: readonly TextRange[]): SyntaxNode {
  const isLeft = ({ range }: SyntaxNode): boolean =>
    !ranges.some(({ start, end }) => start <= range.start && range.end <= end);
  return {
    kind: node.kind,
    text: node.text,
    range: node.range,
    field: (name) => node.field(name),
    children: () => node.children(),
    findAll: (kinds) => node.findAll(kinds).filter(isLeft),
  };
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
};

/** The value of a string literal or of a template without substitutions, null for anything else. */
export function stringValue(node: SyntaxNode): string | null {
  if (node.kind !== 'string' && node.kind !== 'template_string') return null;
  let value = '';
  for (const part of node.children()) {
    if (part.kind === 'string_fragment') value += part.text;
    else if (part.kind === 'escape_sequence') value += unescaped(part.text);
    else return null;
  }
  return value;
}

function unescaped(sequence: string): string {
  const code = /^\\(?:x|u\{?)([0-9a-fA-F]+)\}?$/.exec(sequence)?.[1];
  if (code !== undefined) {
    const point = Number.parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '';
  }
  const character = sequence.slice(1);
  return escapes[character] ?? (character.startsWith('\n') || character.startsWith('\r') ? '' : character);
}

/** The entries of an object literal by name; computed names and spreads are left out. */
export function entriesOf(node: SyntaxNode): Map<string, SyntaxNode> {
  const entries = new Map<string, SyntaxNode>();
  if (node.kind !== 'object') return entries;
  for (const child of node.children()) {
    const name = nameOf(child);
    const value = child.kind === 'pair' ? child.field('value') : child;
    if (name !== null && value !== null) entries.set(name, value);
  }
  return entries;
}

function nameOf(entry: SyntaxNode): string | null {
  if (entry.kind === 'shorthand_property_identifier') return entry.text;
  const key =
    entry.kind === 'pair'
      ? entry.field('key')
      : entry.kind === 'method_definition'
        ? entry.field('name')
        : null;
  return key === null ? null : propertyName(key);
}

/** The name that a key or a member's property node stands for. */
export function propertyName(key: SyntaxNode): string | null {
  if (key.kind === 'string') return stringValue(key);
  if (key.kind === 'number') return key.text;
  return ['property_identifier', 'private_property_identifier', 'identifier'].includes(key.kind)
    ? key.text
    : null;
}

/** The parameters of a function in order, as their nodes. */
export function parametersOf(node: SyntaxNode): readonly SyntaxNode[] {
  const single = node.field('parameter');
  return single !== null ? [single] : (node.field('parameters')?.children() ?? []);
}

/** The identifier or pattern of a parameter, without type and default. */
export function parameterPattern(parameter: SyntaxNode): SyntaxNode {
  return parameter.field('pattern') ?? parameter.field('left') ?? parameter;
}

/** The values that a function returns in its outermost block, or the expression that an arrow is. */
export function returnsOf(node: SyntaxNode): SyntaxNode[] {
  const body = node.field('body');
  if (body === null) return [];
  if (body.kind !== 'statement_block') return [body];
  return body
    .children()
    .filter((statement) => statement.kind === 'return_statement')
    .flatMap((statement) => statement.children().slice(0, 1));
}
