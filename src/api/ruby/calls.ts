import type { SyntaxFile, SyntaxNode } from '../../code/syntax.ts';
import type { Seen } from '../endpoint.ts';
import { type Place, placeOf, seenAt } from '../seen.ts';
import { type BodyFacts, readBody } from './body.ts';
import { type RubyEntry, type RubyValue, readEntries, readValue } from './value.ts';

/** A call that declares something, as plain data: `resources :photos, only: :index do … end`. */
export interface RubyCall {
  readonly name: string;
  readonly receiver: RubyValue | null;
  /** Without the pairs, which are `options`. */
  readonly args: readonly RubyValue[];
  readonly options: readonly RubyEntry[];
  readonly block: RubyBlock | null;
  /** The call without its block. */
  readonly seen: Seen;
  readonly place: Place;
}

export interface RubyBlock {
  readonly parameters: readonly string[];
  readonly calls: readonly RubyCall[];
  /** What it does when it runs, where the call is one that keeps it as a handler. */
  readonly body: BodyFacts | null;
}

/** Blocks inside blocks that are read: routes nest five or six. */
const maxDepth = 40;

/** What stands around a statement that runs or does not. */
const wrappers = new Set(
  'if unless if_modifier unless_modifier then else elsif begin body_statement block_body parenthesized_statements case when program do'.split(
    ' ',
  ),
);

/** Blocks of these run when a request comes: they are read as handlers. */
const handlers = new Set(
  'get post put patch delete options head link unlink route before after before_action prepend_before_action append_before_action before_filter'.split(
    ' ',
  ),
);

/** The declaring calls among the statements of a node, also those behind a condition. */
export function readCalls(node: SyntaxNode, file: SyntaxFile, depth = 0): RubyCall[] {
  return readStatements(node.children(), file, depth);
}

/** As `readCalls`, of a class: what its methods do is not declared. */
export function readDeclarations(body: SyntaxNode, file: SyntaxFile): RubyCall[] {
  return readStatements(
    body.children().filter(({ kind }) => kind !== 'method'),
    file,
    0,
  );
}

function readStatements(nodes: readonly SyntaxNode[], file: SyntaxFile, depth: number): RubyCall[] {
  if (depth > maxDepth) return [];
  return nodes.flatMap((child): RubyCall[] => {
    if (isOnlyForTests(child)) return [];
    if (wrappers.has(child.kind)) return readCalls(child, file, depth + 1);
    return readCall(child, file, depth);
  });
}

/** What stands only where tests run is none of the application's. */
function isOnlyForTests(node: SyntaxNode): boolean {
  if (node.kind !== 'if' && node.kind !== 'if_modifier') return false;
  const condition = node.field('condition');
  return condition !== null && condition.range.end - condition.range.start < 40
    ? /^Rails\.env\.test\?$/.test(condition.text)
    : false;
}

function readCall(node: SyntaxNode, file: SyntaxFile, depth: number): RubyCall[] {
  const bare = { receiver: null, args: [], options: [], block: null };
  switch (node.kind) {
    case 'call':
      return [declaredCall(node, file, depth)];
    case 'identifier':
      return [{ ...bare, name: node.text, ...placed(node, file) }];
    case 'assignment': {
      const [left, right] = [node.field('left'), node.field('right')];
      if (left === null || right === null) return [];
      if (left.kind !== 'identifier' && left.kind !== 'constant') return [];
      const args: RubyValue[] = [{ kind: 'text', text: left.text }, readValue(right)];
      return [{ ...bare, name: '=', args, ...placed(node, file) }];
    }
    case 'method': {
      const calls = readCalls(node, file, depth + 1);
      const args: RubyValue[] = [{ kind: 'text', text: node.field('name')?.text ?? '' }];
      const block = { parameters: parametersOf(node), calls, body: null };
      return [{ ...bare, name: 'def', args, block, ...placed(node, file) }];
    }
    default:
      return [];
  }
}

function declaredCall(node: SyntaxNode, file: SyntaxFile, depth: number): RubyCall {
  const name = node.field('method')?.text ?? '';
  const receiver = node.field('receiver');
  const given = node.field('arguments')?.children() ?? [];
  // `get 'x', { to: 'y' }`
  const pairs = given.flatMap((arg) => (arg.kind === 'hash' ? arg.children() : [arg]));
  const block = node.field('block');
  return {
    name,
    receiver: receiver === null ? null : readValue(receiver),
    args: given
      .filter(({ kind }) => !['pair', 'hash', 'block_argument', 'hash_splat_argument'].includes(kind))
      .map((arg) => readValue(arg)),
    options: readEntries(pairs),
    block: block === null ? null : readBlock(block, file, depth + 1, handlers.has(name)),
    ...placed(node, file, block),
  };
}

function readBlock(node: SyntaxNode, file: SyntaxFile, depth: number, keepsBody: boolean): RubyBlock {
  return {
    parameters: parametersOf(node),
    calls: readCalls(node, file, depth),
    body: keepsBody ? readBody(node, file) : null,
  };
}

function parametersOf(node: SyntaxNode): string[] {
  return (node.field('parameters')?.children() ?? []).map((each) => each.field('name')?.text ?? each.text);
}

function placed(
  node: SyntaxNode,
  file: SyntaxFile,
  block: SyntaxNode | null = null,
): { seen: Seen; place: Place } {
  const start = node.range.start;
  const end = block?.range.start ?? node.range.end;
  const text = file.text
    .slice(start, Math.min(end, start + 200))
    .replace(/\s+/g, ' ')
    .trim();
  const seen = { ...seenAt(node, { file }), text: text.length > 60 ? `${text.slice(0, 59)}…` : text };
  return { seen, place: placeOf({ start, end }, { file }) };
}

export function option(call: Pick<RubyCall, 'options'>, name: string): RubyValue | null {
  return call.options.find(({ key }) => key.kind === 'text' && key.text === name)?.value ?? null;
}
