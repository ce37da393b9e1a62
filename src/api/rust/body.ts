import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import { placeOf, seenAt } from '../seen.ts';
import type { RustExpression, RustFunction, RustStatement } from './facts.ts';

/** Nesting that is followed; a router with a hundred routes is a chain of a hundred calls. */
const maxDepth = 400;

export interface BodyReader {
  readonly file: SyntaxFile;
  closureOf(node: SyntaxNode): RustFunction;
}

/** Calls in one chain that are followed. */
const maxLinks = 1_000;

const unknown: RustExpression = { kind: 'unknown' };

export function readBlock(block: SyntaxNode | null, reader: BodyReader, depth = 0): RustStatement[] {
  if (block === null || depth > maxDepth) return [];
  const children = block.children();
  return children.flatMap((node, index): RustStatement[] =>
    readStatement(node, reader, depth + 1, index === children.length - 1),
  );
}

function readStatement(
  node: SyntaxNode,
  reader: BodyReader,
  depth: number,
  isLast: boolean,
): RustStatement[] {
  if (node.kind.endsWith('_item') || node.kind === 'use_declaration' || node.kind === 'label') return [];
  if (node.kind === 'let_declaration') {
    const pattern = node.field('pattern');
    const value = node.field('value');
    if (pattern === null || value === null) return [];
    return [{ kind: 'let', name: patternName(pattern), value: readExpression(value, reader, depth) }];
  }
  const inner = node.kind === 'expression_statement' ? node.children()[0] : node;
  if (inner === undefined) return [];
  if (inner.kind === 'assignment_expression') {
    const [left, right] = [inner.field('left'), inner.field('right')];
    if (left?.kind !== 'identifier' || right === null) return [];
    return [{ kind: 'assign', name: left.text, value: readExpression(right, reader, depth) }];
  }
  if (inner.kind === 'for_expression') {
    const over = inner.field('value');
    const body = readBlock(inner.field('body'), reader, depth);
    const name = patternName(inner.field('pattern') ?? inner);
    return over === null ? [] : [{ kind: 'each', name, over: readExpression(over, reader, depth), body }];
  }
  const isReturn =
    inner.kind === 'return_expression' || (isLast && node.kind !== 'expression_statement') || isLast;
  return [{ kind: 'do', value: readExpression(inner, reader, depth), isReturn }];
}

/** The one name that a pattern binds, '' for none or several. */
export function patternName(node: SyntaxNode): string {
  if (node.kind === 'identifier' || node.kind === 'self') return node.text;
  if (node.kind === 'mut_pattern' || node.kind === 'ref_pattern')
    return patternName(node.children().at(-1) ?? node);
  // `let (router, document) = …`: the router comes first.
  if (node.kind === 'tuple_pattern') return firstName(node);
  if (node.kind === 'tuple_struct_pattern') {
    const last = node.children().at(-1);
    return last !== undefined && last.kind === 'identifier' ? last.text : '';
  }
  return '';
}

function firstName(node: SyntaxNode): string {
  const [first] = node.children();
  return first === undefined ? '' : patternName(first);
}

export function readExpression(node: SyntaxNode, reader: BodyReader, depth = 0): RustExpression {
  if (depth > maxDepth) return unknown;
  const read = (inner: SyntaxNode | null | undefined): RustExpression =>
    inner === null || inner === undefined ? unknown : readExpression(inner, reader, depth + 1);
  switch (node.kind) {
    case 'string_literal':
    case 'raw_string_literal':
      return { kind: 'text', text: textOf(node) };
    case 'integer_literal':
      return { kind: 'number', number: Number.parseInt(node.text.replaceAll('_', ''), 10) };
    case 'identifier':
    case 'scoped_identifier':
    case 'self':
      return pathOf(node, '', reader);
    case 'generic_function': {
      const named = node.field('function');
      if (named?.kind === 'field_expression') return read(named);
      return pathOf(named ?? node, node.field('type_arguments')?.text.slice(1, -1) ?? '', reader);
    }
    case 'call_expression':
      return callOf(node, reader, depth);
    case 'field_expression':
      return { kind: 'field', of: read(node.field('value')), name: node.field('field')?.text ?? '' };
    case 'closure_expression':
      return { kind: 'closure', function: reader.closureOf(node), seen: seenAt(node, reader) };
    case 'macro_invocation':
      return macroOf(node, reader);
    case 'array_expression':
    case 'tuple_expression':
      return { kind: 'list', items: node.children().map((item) => read(item)) };
    case 'block':
    case 'async_block':
    case 'unsafe_block': {
      const block = node.kind === 'block' ? node : node.children().find((child) => child.kind === 'block');
      return { kind: 'block', body: readBlock(block ?? null, reader, depth + 1) };
    }
    case 'if_expression': {
      const ways = [node.field('consequence'), node.field('alternative')?.children()[0]];
      return { kind: 'branches', ways: ways.map((way) => read(way)) };
    }
    case 'match_expression': {
      const arms = node.field('body')?.children() ?? [];
      return { kind: 'branches', ways: arms.map((arm) => read(arm.field('value'))) };
    }
    case 'reference_expression':
    case 'await_expression':
    case 'try_expression':
    case 'parenthesized_expression':
    case 'return_expression':
    case 'expression_statement':
    case 'type_cast_expression':
    case 'unary_expression':
      return read(node.field('value') ?? node.children().find((child) => child.kind !== 'mutable_specifier'));
    default:
      return unknown;
  }
}

export function textOf(node: SyntaxNode): string {
  return node
    .children()
    .filter((child) => child.kind === 'string_content')
    .map((child) => child.text)
    .join('');
}

function pathOf(node: SyntaxNode, generic: string, reader: BodyReader): RustExpression {
  return { kind: 'path', segments: segmentsOf(node.text), generic, seen: seenAt(node, reader) };
}

/** `crate::users::<T>::list` without what is generic. */
export function segmentsOf(path: string): string[] {
  return path
    .slice(0, 300)
    .split('::')
    .map((part) => part.trim())
    .filter((part) => /^\w+$/.test(part));
}

/** The arguments are read in a loop along the chain: a long one would need a deep stack. */
function callOf(node: SyntaxNode, reader: BodyReader, depth: number): RustExpression {
  const links: SyntaxNode[] = [];
  let current: SyntaxNode | null = node;
  while (current !== null && current.kind === 'call_expression' && links.length < maxLinks) {
    links.push(current);
    const field: SyntaxNode | null = methodOf(current);
    const of: SyntaxNode | null = field?.field('value') ?? null;
    if (of === null) break;
    current = plain(of);
  }
  const last = links.at(-1) ?? node;
  let value: RustExpression | null = null;
  if (methodOf(last) !== null && current !== last && current !== null)
    value = readExpression(current, reader, depth + 1);
  for (const link of links.reverse()) value = linkOf(link, value, reader, depth);
  return value ?? unknown;
}

function linkOf(
  link: SyntaxNode,
  before: RustExpression | null,
  reader: BodyReader,
  depth: number,
): RustExpression {
  const args = (link.field('arguments')?.children() ?? []).map((arg) =>
    readExpression(arg, reader, depth + 1),
  );
  const method = methodOf(link);
  const own = { args, seen: seenAt(link, reader), place: placeOf(placeRange(link, method), reader) };
  if (method === null) {
    const callee = link.field('function');
    return {
      kind: 'call',
      callee: callee === null ? unknown : readExpression(callee, reader, depth + 1),
      ...own,
    };
  }
  return { kind: 'method', of: before ?? unknown, name: method.field('field')?.text ?? '', ...own };
}

/** A link of a chain is the place of its own name and arguments, not of all that stands before it. */
function placeRange(link: SyntaxNode, method: SyntaxNode | null): { start: number; end: number } {
  const start = method?.field('field')?.range.start ?? link.range.start;
  return { start, end: link.range.end };
}

function methodOf(call: SyntaxNode): SyntaxNode | null {
  const callee = call.field('function');
  if (callee?.kind === 'field_expression') return callee;
  const inner = callee?.kind === 'generic_function' ? callee.field('function') : null;
  return inner?.kind === 'field_expression' ? inner : null;
}

function plain(node: SyntaxNode): SyntaxNode {
  let current = node;
  for (let step = 0; step < 8; step++) {
    if (!/^(?:await|try|parenthesized)_expression$/.test(current.kind)) return current;
    const inner = current.children()[0];
    if (inner === undefined) return current;
    current = inner;
  }
  return current;
}

function macroOf(node: SyntaxNode, reader: BodyReader): RustExpression {
  const name = node.field('macro')?.text.split('::').at(-1) ?? '';
  const tree = node.children().at(-1);
  const parts =
    tree === undefined || !/^(?:\w*routes|format|concat|vec)$/.test(name) ? [] : partsOf(tree, reader);
  return { kind: 'macro', name, parts, place: placeOf(node.range, reader) };
}

/** What stands between the commas of a macro: paths and texts. */
function partsOf(tree: SyntaxNode, reader: BodyReader): RustExpression[] {
  const { text } = reader.file;
  const parts: RustExpression[] = [];
  let path: SyntaxNode[] = [];
  const close = (): void => {
    if (path.length > 0 && path[0] !== undefined)
      parts.push({
        kind: 'path',
        segments: path.map((each) => each.text),
        generic: '',
        seen: seenAt(path.at(-1) ?? path[0], reader),
      });
    path = [];
  };
  let end = tree.range.start;
  for (const child of tree.children()) {
    if (text.slice(end, child.range.start).includes(',')) close();
    end = child.range.end;
    if (child.kind === 'string_literal') parts.push({ kind: 'text', text: textOf(child) });
    else if (/^(?:identifier|crate|self|super|metavariable)$/.test(child.kind)) path.push(child);
  }
  close();
  return parts;
}
