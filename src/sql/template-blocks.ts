import { contains, type TextRange } from '../text/range.ts';
import type { Dialect } from './dialect.ts';
import { nameKey, type ObjectName } from './object-name.ts';
import type { OperationKind, OperationOf } from './operation.ts';
import type { Statement } from './statement.ts';
import type { Token } from './tokens/token.ts';

/** What stands between two directives of a block, of which nobody knows whether it runs. */
interface Branch {
  /** The directive that begins it: `{{ if .Legacy }}`. */
  readonly opening: TextRange;
  /** The one that ends it: `{{ else }}`, `{{ end }}`. */
  readonly closing: TextRange;
}

/** A text with spaces for the directives of a template, and their blocks; those within others are parts of them. */
interface Blocks {
  readonly text: string;
  readonly branches: readonly Branch[];
}

type Meaning = 'opens' | 'divides' | 'closes' | 'nothing';

/** `{{ if .X }}` of Go, `{% if x %}` of Jinja with `{# … #}`. A comment is bounded: many that never end would cost their square. */
const directive =
  /\{\{-?\s*(?:\/\*[\s\S]{0,2000}?\*\/\s?|(?<go>if|else|end|range|with|define|block|template)\b[^{}\n]*?)-?\}\}|\{%[-+]?\s*(?<jinja>\w+)[^%\n]*?[-+]?%\}|\{#[\s\S]{0,2000}?#\}/g;

/** `define` and `macro` make text that stands elsewhere, `template` and `include` bring some from there. */
const meanings: Readonly<Record<string, Meaning>> = {
  if: 'opens',
  range: 'opens',
  with: 'opens',
  for: 'opens',
  else: 'divides',
  elif: 'divides',
  end: 'closes',
  endif: 'closes',
  endfor: 'closes',
  endwith: 'closes',
  set: 'nothing',
};

/** Each is looked for in all statements: a text with more is no migration. */
const maximumBranches = 500;

/** The blocks of a text; null where there is no directive, or one that is not understood: then the text stays as it is. */
function blocksOf(text: string, tokenize: (text: string) => readonly Token[]): Blocks | null {
  if (!/\{[{%#]/.test(text)) return null;
  const found = [...text.matchAll(directive)];
  if (found.length === 0) return null;
  // In a string it is the text of a mail, in a comment nothing; both begin elsewhere.
  const starts = new Set(tokenize(text).map(({ start }) => start));
  const branches: Branch[] = [];
  const directives: TextRange[] = [];
  const open: TextRange[] = [];
  let opening: TextRange | null = null;
  for (const { index, 0: written, groups } of found) {
    if (!starts.has(index)) continue;
    const range = { start: index, end: index + written.length };
    const word = groups?.go ?? groups?.jinja;
    const meaning = word === undefined ? 'nothing' : meanings[word];
    if (meaning === undefined || (open.length === 0 && meaning !== 'opens' && meaning !== 'nothing'))
      return null;
    directives.push(range);
    if (meaning === 'opens' && open.push(range) === 1) opening = range;
    if (open.length === 1 && opening !== null && (meaning === 'divides' || meaning === 'closes')) {
      branches.push({ opening, closing: range });
      opening = range;
    }
    if (meaning === 'closes') open.pop();
  }
  if (directives.length === 0 || open.length > 0 || branches.length > maximumBranches) return null;
  let masked = '';
  for (const { start, end } of directives)
    masked += text.slice(masked.length, start) + text.slice(start, end).replace(/[^\n]/g, ' ');
  return { text: masked + text.slice(masked.length), branches };
}

/**
 * Parses a text in which a template decides what runs. The statements in its blocks are statements as others are, marked
 * as conditional; behind each branch stands one that says of the tables it changes that not all is known of them now.
 * @param parse gets a text of the same length, with spaces in the place of directives
 */
export function parseWithBlocks(
  text: string,
  dialect: Dialect,
  tokenize: (text: string) => readonly Token[],
  parse: (text: string) => Statement[],
): Statement[] {
  const blocks = blocksOf(text, tokenize);
  if (blocks === null) return parse(text);
  const { branches } = blocks;
  const statements = parse(blocks.text).map((statement): Statement => {
    const own = { ...statement, text: text.slice(statement.range.start, statement.range.end) };
    return branches.some((branch) => isWithin(statement, branch)) ? { ...own, conditional: true } : own;
  });
  for (const branch of branches) {
    const range = branch.closing;
    const end = branchEnd(branch, statements, text);
    if (end === null) continue;
    const at = statements.findIndex((statement) => statement.range.end > range.start);
    const next = statements[at];
    if (next !== undefined && contains(next.range, range))
      statements[at] = { ...next, operations: [...next.operations, { ...end, range: next.range }] };
    else statements.splice(at === -1 ? statements.length : at, 0, endStatement(end, text, dialect));
  }
  return statements;
}

function isWithin({ range }: Statement, { opening, closing }: Branch): boolean {
  return opening.start < range.end && range.start < closing.end;
}

/** Nothing of tables and of what else there is hangs on these. */
const ofSession: ReadonlySet<OperationKind> = new Set(['set', 'comment', 'branch-end']);

/** What is in doubt behind a branch; null where it changes nothing. */
function branchEnd(
  branch: Branch,
  statements: readonly Statement[],
  text: string,
): OperationOf<'branch-end'> | null {
  const within = statements.filter((statement) => isWithin(statement, branch));
  const operations = within
    .flatMap((statement) => statement.operations)
    .filter(({ kind }) => !ofSession.has(kind));
  if (operations.length === 0 && within.every(({ failure }) => failure === null)) return null;
  const tables = new Map<string, ObjectName>();
  for (const operation of operations) {
    if ('table' in operation && operation.table != null)
      tables.set(nameKey(operation.table), operation.table);
    if (operation.kind === 'rename-table') tables.set(nameKey(operation.to), operation.to);
  }
  const condition = text.slice(branch.opening.start, branch.opening.end);
  return { kind: 'branch-end', condition, tables: [...tables.values()], range: branch.closing };
}

function endStatement(operation: OperationOf<'branch-end'>, text: string, dialect: Dialect): Statement {
  const { range } = operation;
  return {
    dialect,
    range,
    text: text.slice(range.start, range.end),
    failure: null,
    operations: [operation],
    query: null,
    inside: [],
    conditional: true,
  };
}
