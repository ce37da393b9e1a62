import type { SyntaxNode } from '../../code/syntax.ts';

/** A Ruby expression as plain data, as far as declarations of routes and controllers use them. */
export type RubyValue =
  /** A string or a symbol: the two mean the same where routes are declared. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'nil' }
  | { readonly kind: 'list'; readonly items: readonly RubyValue[] }
  | { readonly kind: 'hash'; readonly entries: readonly RubyEntry[] }
  | { readonly kind: 'constant'; readonly name: string }
  /** A local variable, a parameter or a call without arguments. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'template'; readonly parts: readonly RubyValue[] }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly receiver: RubyValue | null;
      readonly args: readonly RubyValue[];
    }
  | { readonly kind: 'regex'; readonly text: string }
  /** `->(x) { … }`; the names of what it calls. */
  | { readonly kind: 'lambda'; readonly names: readonly string[] }
  | { readonly kind: 'unknown' };

export interface RubyEntry {
  readonly key: RubyValue;
  readonly value: RubyValue;
}

/** Expressions inside expressions that are read. */
const maxDepth = 12;
/** Elements of one list that are read: a list of routes has some dozen. */
const maxItems = 500;

const unknown: RubyValue = { kind: 'unknown' };

export function readValue(node: SyntaxNode, depth = 0): RubyValue {
  if (depth > maxDepth) return unknown;
  switch (node.kind) {
    case 'string':
    case 'delimited_symbol':
    case 'bare_string':
    case 'bare_symbol':
      return textOf(node, depth);
    case 'simple_symbol':
      return { kind: 'text', text: node.text.slice(1) };
    case 'hash_key_symbol':
      return { kind: 'text', text: node.text };
    case 'integer':
    case 'float':
      return { kind: 'number', number: Number(node.text.replaceAll('_', '')) };
    case 'true':
    case 'false':
      return { kind: 'boolean', value: node.kind === 'true' };
    case 'nil':
      return { kind: 'nil' };
    case 'array':
    case 'string_array':
    case 'symbol_array':
      return { kind: 'list', items: readAll(node.children(), depth) };
    case 'splat_argument':
      return inner(node, depth);
    case 'parenthesized_statements':
      return inner(node, depth);
    case 'hash':
      return { kind: 'hash', entries: readEntries(node.children(), depth) };
    case 'constant':
    case 'scope_resolution':
      return { kind: 'constant', name: constantName(node) };
    case 'identifier':
    case 'instance_variable':
    case 'self':
      return { kind: 'name', name: node.text };
    case 'binary':
      return joined(node, depth);
    case 'regex':
      return { kind: 'regex', text: shortRegex(node) };
    case 'lambda':
      return { kind: 'lambda', names: namesIn(node) };
    case 'call':
      return callValue(node, depth);
    default:
      return unknown;
  }
}

function inner(node: SyntaxNode, depth: number): RubyValue {
  const first = node.children()[0];
  return first === undefined ? unknown : readValue(first, depth + 1);
}

function readAll(nodes: readonly SyntaxNode[], depth: number): RubyValue[] {
  return nodes.slice(0, maxItems).map((node) => readValue(node, depth + 1));
}

/** The pairs among arguments or in a hash. */
export function readEntries(nodes: readonly SyntaxNode[], depth = 0): RubyEntry[] {
  return nodes.flatMap((node): RubyEntry[] => {
    if (node.kind !== 'pair') return [];
    const [key, value] = node.children();
    if (key === undefined) return [];
    // `{ id: }` is `{ id: id }`.
    const given: RubyValue =
      value === undefined ? { kind: 'name', name: key.text } : readValue(value, depth + 1);
    return [{ key: readValue(key, depth + 1), value: given }];
  });
}

function textOf(node: SyntaxNode, depth: number): RubyValue {
  const parts = node.children().map((part): RubyValue => {
    if (part.kind === 'interpolation') return inner(part, depth);
    return { kind: 'text', text: part.kind === 'escape_sequence' ? part.text.slice(1) : part.text };
  });
  return flat(parts);
}

/** `'a' + 'b'`; other operators say nothing here. */
function joined(node: SyntaxNode, depth: number): RubyValue {
  const [left, right] = [node.field('left'), node.field('right')];
  if (left === null || right === null || node.field('operator')?.text !== '+') return unknown;
  return flat([readValue(left, depth + 1), readValue(right, depth + 1)]);
}

function flat(parts: readonly RubyValue[]): RubyValue {
  if (parts.every((part) => part.kind === 'text'))
    return { kind: 'text', text: parts.map((part) => (part.kind === 'text' ? part.text : '')).join('') };
  return { kind: 'template', parts };
}

function callValue(node: SyntaxNode, depth: number): RubyValue {
  const method = node.field('method');
  const receiver = node.field('receiver');
  const name = method?.text ?? 'call';
  const args = node.field('arguments')?.children() ?? [];
  // `%w[a b].freeze` is what it freezes.
  if (receiver !== null && args.length === 0 && (name === 'freeze' || name === 'to_s' || name === 'to_sym'))
    return readValue(receiver, depth + 1);
  if (name === 'lambda' || name === 'proc') return { kind: 'lambda', names: namesIn(node) };
  return {
    kind: 'call',
    name,
    receiver: receiver === null ? null : readValue(receiver, depth + 1),
    args: argsOf(args, depth),
  };
}

/** `new('/' => App)`: the pairs are one hash, the last argument. */
function argsOf(nodes: readonly SyntaxNode[], depth: number): RubyValue[] {
  const pairs = nodes.filter(({ kind }) => kind === 'pair');
  const others = readAll(
    nodes.filter(({ kind }) => kind !== 'pair'),
    depth,
  );
  return pairs.length === 0 ? others : [...others, { kind: 'hash', entries: readEntries(pairs, depth) }];
}

/** What stands between the delimiters of `%r{…}` and `/…/`. */
function shortRegex(node: SyntaxNode): string {
  const { start, end } = node.range;
  if (end - start > 600) return '';
  const text = node.text.replace(/^(?:%r.|\/)|(?:[^\w\s]\w*)$/g, '');
  if (!text.includes('\n')) return text;
  // `%r{…}x` holds spaces and comments.
  const lines = text.split('\n').map((line) => line.replace(/(?:^|\s)#.*$/, ''));
  return lines.join('').replace(/\s+/g, '');
}

/** `Api::V1`, without the leading `::`. */
export function constantName(node: SyntaxNode): string {
  const { start, end } = node.range;
  return end - start > 300 ? '' : node.text.replace(/\s+/g, '').replace(/^::/, '');
}

/** Names of the methods that are called somewhere below a node, each once. */
function namesIn(node: SyntaxNode): string[] {
  const names = node.findAll(['call', 'identifier']).slice(0, maxItems);
  return [
    ...new Set(names.map((each) => (each.kind === 'call' ? (each.field('method')?.text ?? '') : each.text))),
  ].filter((name) => name !== '');
}

/** The texts of a text or a list of texts; null for anything else. */
export function textsOf(value: RubyValue | null): string[] | null {
  if (value === null) return null;
  if (value.kind === 'text') return [value.text];
  if (value.kind !== 'list') return null;
  const texts = value.items.map((item) => (item.kind === 'text' ? item.text : null));
  return texts.every((text) => text !== null) ? texts : null;
}
