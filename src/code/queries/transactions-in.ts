import type { SqlParser } from '../../sql/parse.ts';
import { contains, type TextRange } from '../../text/range.ts';
import { maxSourceLength } from '../program.ts';
import { parseFile, type SyntaxNode } from '../syntax.ts';
import { type CodeQuery, queriesIn } from './queries-in.ts';

/** Queries that run one after the other in one transaction, none of them only sometimes. */
export interface CodeTransaction {
  /** Of its first query, from 1. */
  readonly line: number;
  /** At least two, in the order in which they run. */
  readonly queries: readonly CodeQuery[];
}

const opening = /^(?:\$?transaction|(?:run)?(?:with|in)Transaction|begin)$/i;
const begins = /\(\s*['"`](?:BEGIN|START\s+TRANSACTION)\b[^'"`]*['"`]/i;
const commits = /\(\s*['"`]COMMIT\b[^'"`]*['"`]/i;
const straight = new Set([
  'expression_statement',
  'lexical_declaration',
  'variable_declaration',
  'return_statement',
]);
const functions = ['arrow_function', 'function_expression', 'function_declaration'];

/**
 * The transactions of several statements in a file, as far as their order is sure: from BEGIN to COMMIT in a `.sql` file, or
 * in one block of JavaScript, and callbacks of `transaction` and its like. One with a query in a branch or a loop is left
 * out. In order.
 */
export function transactionsIn(path: string, text: string, parser: SqlParser): CodeTransaction[] {
  if (!/transaction|begin/i.test(text)) return [];
  const queries = queriesIn(path, text, parser);
  if (queries.length < 2) return [];
  const groups = /\.sql$/i.test(path)
    ? groupsOfSql(text, queries, parser)
    : groupsOfProgram(path, text, queries);
  return groups
    .flatMap((group) => {
      const [first, second] = group ?? [];
      return group === null || first === undefined || second === undefined
        ? []
        : [{ line: first.line, queries: group }];
    })
    .sort((a, b) => a.line - b.line);
}

type Group = readonly CodeQuery[] | null;

function groupsOfSql(text: string, queries: readonly CodeQuery[], parser: SqlParser): Group[] {
  const groups: Group[] = [];
  let open: CodeQuery[] | null = null;
  for (const { operations, range } of parser.parse(text)) {
    const words = operations.map(({ kind }) => kind);
    if (words.includes('begin')) open = [];
    else if (words.includes('rollback')) open = null;
    else if (words.includes('commit')) {
      groups.push(open);
      open = null;
    } else open?.push(...queries.filter((query) => contains(range, query.range)));
  }
  return groups;
}

function groupsOfProgram(path: string, text: string, queries: readonly CodeQuery[]): Group[] {
  const root = parseFile(path, text, maxSourceLength)?.root;
  if (root === undefined) return [];
  const calls = root.findAll(['call_expression']).filter((call) => opening.test(calledName(call)));
  const callbacks = calls.flatMap((call) => call.field('arguments')?.children().flatMap(stepsOf) ?? []);
  const blocks = root.findAll(['statement_block']).flatMap(betweenBeginAndCommit);
  return [...callbacks, ...blocks].map((steps) => inOrder(steps, queries));
}

/** `tx` of `db.tx(…)`. */
function calledName(call: SyntaxNode): string {
  return /([\w$]+)$/.exec(call.field('function')?.text ?? '')?.[1] ?? '';
}

/** The steps of a callback, or of a list of queries that a client runs in one transaction. */
function stepsOf(argument: SyntaxNode): (readonly SyntaxNode[])[] {
  if (argument.kind === 'array') return [argument.children()];
  const body = functions.includes(argument.kind) ? argument.field('body') : null;
  return body?.kind === 'statement_block' ? [body.children()] : [];
}

function betweenBeginAndCommit(block: SyntaxNode): (readonly SyntaxNode[])[] {
  const steps = block.children();
  const first = steps.findIndex(({ kind, text }) => straight.has(kind) && begins.test(text));
  const last = steps.findIndex(
    ({ kind, text }, at) => at > first && straight.has(kind) && commits.test(text),
  );
  return first === -1 || last === -1 ? [] : [steps.slice(first + 1, last)];
}

/** The queries of steps that each run once; null where one may run never, often, or beside another. */
function inOrder(steps: readonly SyntaxNode[], queries: readonly CodeQuery[]): Group {
  const ordered: CodeQuery[] = [];
  for (const step of steps) {
    const own = queries.filter(({ range }) => contains(step.range, range));
    if (own.length === 0) continue;
    const [only] = own;
    if (only === undefined || own.length > 1 || !isStraight(step, only.range)) return null;
    ordered.push(only);
  }
  return ordered;
}

function isStraight(step: SyntaxNode, query: TextRange): boolean {
  if (step.kind.endsWith('_statement') && !straight.has(step.kind)) return false;
  const branches = step.findAll([...functions, 'ternary_expression', 'binary_expression']);
  return !branches.some(({ range }) => contains(range, query) && !contains(query, range));
}
