import type { SyntaxNode } from '../syntax.ts';
import type { CodeCall } from './calls.ts';
import { plainName, unwrapped } from './parts.ts';

/** An entry of a literal: `{ name: value }`, `["name" => value]`, `mapOf("name" to value)`. */
export interface LiteralEntry {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly value: SyntaxNode;
}

/** What a literal of names and values holds. */
export interface Literal {
  readonly entries: readonly LiteralEntry[];
  /** Whether there are more, which cannot be read: spreads, computed names. */
  readonly open: boolean;
}

const literals: ReadonlySet<string> = new Set([
  'object',
  'dictionary',
  'hash',
  'array_creation_expression',
  'literal_value',
  'initializer_expression',
  'field_initializer_list',
]);

/** The names and values of a literal; null where the node is none. */
export function literalOf(node: SyntaxNode): Literal | null {
  const inner = unwrapped(node);
  if (inner.kind === 'composite_literal' || inner.kind === 'unary_expression') {
    const body = inner.field('body') ?? inner.field('operand')?.field('body');
    return body == null ? null : literalOf(body);
  }
  if (inner.kind === 'anonymous_object_creation_expression') return anonymousObject(inner);
  if (!literals.has(inner.kind)) return mapCall(inner);
  const entries: LiteralEntry[] = [];
  let open = false;
  for (const child of inner.children()) {
    const entry =
      child.kind === 'shorthand_property_identifier' ? { name: child.text, value: child } : twoParts(child);
    if (entry === null || entry.name === '') open = true;
    else entries.push({ node: child, ...entry });
  }
  return { entries, open };
}

function twoParts(node: SyntaxNode): { name: string; value: SyntaxNode } | null {
  if (node.kind === 'method_definition') return null;
  const [key, value, more] = node.children();
  if (key === undefined || value === undefined || more !== undefined) return null;
  const name = key.kind === 'literal_element' ? key.children()[0] : key;
  return name === undefined ? null : { name: plainName(name), value: unwrapped(value) };
}

/** `new { error = x }`: names and values in turn. */
function anonymousObject(node: SyntaxNode): Literal {
  const parts = node.children();
  const entries: LiteralEntry[] = [];
  for (let at = 0; at + 1 < parts.length; at++) {
    const [key, value] = [parts[at], parts[at + 1]];
    if (key?.kind !== 'identifier' || value === undefined) continue;
    entries.push({ node: key, name: key.text, value });
    at++;
  }
  return { entries, open: false };
}

/** `Map.of("a", b)`, `mapOf("a" to b)`, `Collections.singletonMap("a", b)`. */
function mapCall(node: SyntaxNode): Literal | null {
  if (node.kind === 'call_expression' && /^(?:mapOf|mutableMapOf|hashMapOf)\(/.test(node.text.slice(0, 20))) {
    const list = node.children().at(-1)?.children().at(-1)?.children() ?? [];
    const entries = list.flatMap((child) => {
      const [key, to, value] = child.children()[0]?.children() ?? [];
      if (key === undefined || to?.text !== 'to' || value === undefined) return [];
      return [{ node: child, name: plainName(key), value }];
    });
    return { entries, open: entries.length < list.length };
  }
  if (node.kind !== 'method_invocation') return null;
  if (!/^(?:Map\.of|Collections\.singletonMap)\(/.test(node.text.slice(0, 40))) return null;
  const args = node.field('arguments')?.children() ?? [];
  const entries: LiteralEntry[] = [];
  for (let at = 0; at + 1 < args.length; at += 2) {
    const [key, value] = [args[at], args[at + 1]];
    if (key !== undefined && value !== undefined) entries.push({ node: key, name: plainName(key), value });
  }
  return { entries, open: false };
}

/** Everything that a call is told by name: keyword arguments, and the entries of literals among its arguments. */
export function optionsOf(call: CodeCall): Literal {
  const entries: LiteralEntry[] = [];
  let open = false;
  for (const { name, value } of call.args) {
    if (name !== null && name !== '') {
      entries.push({ node: value, name, value });
      continue;
    }
    const literal = literalOf(value);
    if (literal === null) {
      if (/splat|spread|unpacking/.test(value.kind)) open = true;
      continue;
    }
    entries.push(...literal.entries);
    open ||= literal.open;
  }
  return { entries, open };
}

/** The value that a call is told under one of these names (case does not matter). */
export function optionOf(call: CodeCall, ...names: readonly string[]): LiteralEntry | undefined {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return optionsOf(call).entries.find(({ name }) => wanted.has(name.toLowerCase()));
}

/** The arguments without a name, in order. */
export function positional(call: CodeCall): readonly SyntaxNode[] {
  return call.args.flatMap(({ name, value }) => (name === null ? [value] : []));
}
