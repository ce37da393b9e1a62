import { maskPlaceholders } from '../placeholders.ts';
import type { QueryShape } from '../query-shape.ts';
import type { ParseFailure, Statement } from '../statement.ts';
import { looksEnded } from '../tokens/next-statement.ts';
import { lastBefore, rangeOf, type Source, type TokenSpan, textOf, wordAt } from '../tokens/source.ts';
import { conditionRanges } from './conditions.ts';
import { Cursor, NotUnderstood } from './cursor.ts';
import { spansInside } from './inside.ts';
import { readOtherOperations } from './operations.ts';
import { readShape } from './queries.ts';
import { otherStatementEnd } from './split.ts';
import { type OtherDialect, tokenizeOther } from './tokens.ts';
import { isTree } from './tree.ts';

/** node-sql-parser's `astify` for one dialect: a tree, or an exception. */
export type Astify = (sql: string) => unknown;

const queries = new Set(['select', 'insert', 'replace', 'update', 'delete', 'with', 'merge', 'values', '(']);

/** Each recovery reads the rest of the text anew; a text with more mistakes is no SQL. */
const recoveryLimit = 50;

/**
 * The statements of a text. Schema changes are read from the tokens, which keeps their places and knows forms that
 * node-sql-parser does not; queries are read from its tree. What neither understands has `failure`.
 */
export function parseOther(text: string, dialect: OtherDialect, astify: Astify): Statement[] {
  const statements: Statement[] = [];
  let tokens = tokenizeOther(text, dialect);
  let recoveries = 0;
  for (let first = 0; first < tokens.length; ) {
    const source: Source = { text, tokens, offset: (location) => location ?? 0 };
    const end = otherStatementEnd(text, tokens, first, dialect);
    const closing = tokens[end];
    const next = closing !== undefined && closing.kind !== 'meta' && closing.word !== ';' ? end : end + 1;
    if (end === first) {
      first = next;
      continue;
    }
    const statement = readFilled(source, { first, last: end - 1 }, dialect, astify);
    const isCut = statement.failure !== null && tokens.at(-1)?.kind === 'unterminated';
    const ended =
      isCut && recoveries++ < recoveryLimit
        ? looksEnded(text, statement.range.start, statement.range.end)
        : null;
    if (ended === null) {
      statements.push(statement);
      first = next;
    } else {
      const range = { start: statement.range.start, end: ended };
      statements.push({ ...statement, range, text: text.slice(range.start, range.end) });
      tokens = tokenizeOther(text, dialect, ended + 1);
      first = 0;
    }
  }
  return statements;
}

/** What these parsers cannot take for a parameter; forgiving readers would take its parts for something else. */
const filledIn = /\{\{|\$\{|\$\(|<%=/;

/** As `readStatement`, with what a tool fills in taken for names. */
function readFilled(source: Source, span: TokenSpan, dialect: OtherDialect, astify: Astify): Statement {
  const range = rangeOf(source, span);
  const masked = filledIn.test(source.text.slice(range.start, range.end))
    ? maskPlaceholders(source.text, range, dialect)
    : null;
  if (masked === null) return readStatement(source, span, dialect, astify);
  const text = masked.text.slice(0, range.end);
  const tokens = tokenizeOther(text, dialect, range.start);
  const last = tokens.length - 1;
  const filled = readStatement({ ...source, text, tokens }, { first: 0, last }, dialect, astify);
  return {
    ...filled,
    text: source.text.slice(filled.range.start, filled.range.end),
    operations: masked.restore(filled.operations),
    query: masked.restore(filled.query),
  };
}

function readStatement(source: Source, span: TokenSpan, dialect: OtherDialect, astify: Astify): Statement {
  const range = rangeOf(source, span);
  const base = {
    dialect,
    range,
    text: source.text.slice(range.start, range.end),
    operations: [],
    query: null,
    inside: [],
  };
  const fail = (message: string): Statement => {
    const failure: ParseFailure = { message: `not understood: ${message}`, offset: range.start };
    return { ...base, failure };
  };
  if (source.tokens[span.last]?.kind === 'unterminated') return fail('a quote or comment never ends');
  try {
    if (queries.has(wordAt(source, span.first))) {
      const query = readTree(source, span, dialect, astify);
      return query === null ? fail('a query') : { ...base, failure: null, query };
    }
    const operations = readOtherOperations(new Cursor(source, dialect, span), range);
    if (operations !== null) {
      const isProgram = operations.some(({ kind }) => kind === 'run-code');
      const inside = isProgram
        ? spansInside(source, span).map((each) => readStatement(source, each, dialect, astify))
        : [];
      return {
        ...base,
        failure: null,
        operations,
        inside: inside.filter(({ failure }) => failure === null),
      };
    }
    return fail(`${textOf(source, { first: span.first, last: span.first }).slice(0, 40)} …`);
  } catch (error) {
    if (error instanceof NotUnderstood || error instanceof RangeError) return fail(error.message);
    throw error;
  }
}

/** The parser knows a `?` of JDBC everywhere in MySQL only; its tree has no places, so a parameter may have any length. */
const namedParameter: Partial<Record<OtherDialect, string>> = { mssql: '@p', sqlite: ':p' };

function parsableText(source: Source, span: TokenSpan, dialect: OtherDialect): string {
  const name = namedParameter[dialect];
  const { start, end } = rangeOf(source, span);
  let text = '';
  let from = start;
  for (const token of source.tokens.slice(span.first, span.last + 1)) {
    if (name === undefined || source.text.slice(token.start, token.end) !== '?') continue;
    text += source.text.slice(from, token.start) + name;
    from = token.end;
  }
  return text + source.text.slice(from, end);
}

function readTree(source: Source, span: TokenSpan, dialect: OtherDialect, astify: Astify): QueryShape | null {
  const places = { statement: rangeOf(source, span), where: conditionRanges(source, span) };
  let tree: unknown;
  try {
    tree = astify(parsableText(source, span, dialect));
  } catch (error) {
    // What SQLite does about conflicts is unknown to the parser; the INSERT before it is not.
    const last = lastBefore(
      source,
      span,
      (word, at) => word === 'on' && wordAt(source, at + 1) === 'conflict',
    );
    if (dialect === 'sqlite' && last < span.last) {
      const shape = readTree(source, { first: span.first, last }, dialect, astify);
      return shape === null ? null : { ...shape, partial: true };
    }
    // The parser's own exceptions are of no class of their own, and its list of what it expected is a page long.
    const found = /but .* found/.exec(String(error))?.[0] ?? 'at this query';
    throw new NotUnderstood(`the parser stopped: ${found}`);
  }
  const root = Array.isArray(tree) ? tree[0] : tree;
  return isTree(root) ? readShape(root, dialect, places) : null;
}
