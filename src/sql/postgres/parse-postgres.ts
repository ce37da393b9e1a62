import { hasSqlDetails, type Node, type ParseResult, parseSync, type RawStmt } from 'libpg-query';
import { maskPlaceholders } from '../placeholders.ts';
import type { ParseFailure, Statement } from '../statement.ts';
import { rangeOf, type Source, type TokenSpan, tokenAt } from '../tokens/source.ts';
import type { Token } from '../tokens/token.ts';
import { as } from './ast.ts';
import { characterOffset, indexBytes } from './byte-offsets.ts';
import { statementsInside } from './inside.ts';
import { nestingOf } from './nesting.ts';
import { readOperations } from './operations.ts';
import { readQuery } from './queries.ts';
import { numberQuestionMarks } from './question-marks.ts';
import { recoverAt } from './recover.ts';
import { statementEnd } from './split.ts';
import { tokenize } from './tokens.ts';

/** Longer texts are parsed statement by statement: the tree of a dump takes a hundred times its size. */
const wholeTextLimit = 262_144;

/**
 * Measured: from 3,000 on some forms end the stack of the parser, which is a C program compiled to WebAssembly. It does
 * not get the space back, and after twenty times it refuses everything: such a statement must not reach it.
 */
const nestingLimit = 1_000;

const tooDeep: ParseFailure = { message: 'not understood: nested too deeply', offset: 0 };

/** Each recovery reads the rest of the text anew; a text with more mistakes is no SQL. */
const recoveryLimit = 50;

/** What a tool replaces before PostgreSQL sees it: `${x}`, `{{ x }}`, `{% x %}`, `<%= x %>`, psql's `:x`, a bare `?`. */
const placeholder =
  /\$\{[^}\n]*\}|\{\{|\{%|<%|(?<![:\w\]]):(?:'\w+'|"\w+"|[a-z_]\w*)|(?<=[=(,\s])\?(?=[\s,);]|$)/i;

/**
 * The statements of a text. The parser's module must be loaded. A statement that PostgreSQL refuses is one with
 * `failure`; the others are as if it were not there.
 */
export function parsePostgres(text: string): Statement[] {
  // Same length: a byte order mark and characters that no UTF-8 text has would be taken for names.
  const clean = text
    .toWellFormed()
    .replace(/^\ufeff/, ' ')
    .replaceAll('\0', '\ufffd');
  const tokens = tokenize(clean);
  if (tokens.length === 0) return [];
  const isPlain = tokens.every((token) => !['meta', 'copy-data', 'unterminated'].includes(token.kind));
  const isShallow = nestingOf(tokens, 0, tokens.length - 1) <= nestingLimit;
  if (isPlain && isShallow && clean.length <= wholeTextLimit) {
    const parsed = attempt(clean);
    if ('stmts' in parsed) {
      return readStatements(parsed, { text: clean, tokens, offset: offsets(clean, 0) }, tokens.length, text);
    }
  }
  return parsePieces(clean, tokens, text);
}

function parsePieces(clean: string, all: readonly Token[], text: string): Statement[] {
  const statements: Statement[] = [];
  let tokens = all;
  let recoveries = 0;
  for (let first = 0; first < tokens.length; ) {
    const end = statementEnd(tokens, first, recoveries >= recoveryLimit);
    if (end === first) {
      first++;
      continue;
    }
    const span = { first, last: end - 1 };
    const piece = rangeOf({ text: clean, tokens, offset: identity }, span);
    const body = clean.slice(piece.start, piece.end);
    const isShallow = nestingOf(tokens, first, end - 1) <= nestingLimit;
    const parsed = isShallow ? attempt(body) : tooDeep;
    if ('stmts' in parsed) {
      const source = { text: clean, tokens, offset: offsets(body, piece.start) };
      statements.push(...readStatements(parsed, source, end, text));
      first = end + 1;
      continue;
    }
    const asked = { text: clean, tokens, range: piece, span };
    const filled = isShallow ? (readNumbered(asked, text) ?? readMasked(clean, piece, text)) : null;
    if (filled !== null) {
      statements.push(...filled);
      first = end + 1;
      continue;
    }
    const resume = recoveries++ < recoveryLimit ? recoverAt(clean, tokens, span) : null;
    const failed = resume === null ? piece : { start: piece.start, end: resume.failedEnd };
    const offset = Math.min(failed.end, piece.start + parsed.offset);
    const template = placeholder.exec(clean.slice(failed.start, failed.end))?.[0];
    const message =
      template === undefined ? parsed.message : `not understood: ${template} is filled in by a tool`;
    statements.push(failure(text, failed, { message, offset }));
    if (resume === null) first = end + 1;
    else if (resume.token !== null) first = resume.token;
    else {
      tokens = tokenize(clean, resume.offset);
      first = 0;
    }
  }
  return statements;
}

/** A stretch of text with its tokens. */
interface Stretch {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly range: Statement['range'];
  readonly span: TokenSpan;
}

/** The statements of a stretch that parses once each `?` is a parameter; null where it does not. */
function readNumbered(stretch: Stretch, text: string): Statement[] | null {
  const { range, span } = stretch;
  const numbered = numberQuestionMarks(stretch, range, span);
  const parsed = numbered === null ? null : attempt(numbered.body);
  if (numbered === null || parsed === null || !('stmts' in parsed)) return null;
  const bytes = indexBytes(numbered.body);
  const offset: Source['offset'] = (location) =>
    range.start + numbered.original(bytes.toUtf16(Math.max(0, location ?? 0)));
  return readStatements(parsed, { text: stretch.text, tokens: stretch.tokens, offset }, span.last + 1, text);
}

/** The statements of a stretch that parses once what a tool fills in is taken for names; null where it still does not. */
function readMasked(clean: string, piece: Statement['range'], text: string): Statement[] | null {
  const masked = maskPlaceholders(clean, piece, 'postgres');
  if (masked === null) return null;
  const body = masked.text.slice(piece.start, piece.end);
  const parsed = attempt(body);
  const tokens = tokenize(masked.text.slice(0, piece.end), piece.start);
  const source = { text: masked.text, tokens, offset: offsets(body, piece.start) };
  const span = { first: 0, last: tokens.length - 1 };
  const statements =
    'stmts' in parsed
      ? readStatements(parsed, source, tokens.length, text)
      : readNumbered({ text: masked.text, tokens, range: piece, span }, text);
  if (statements === null) return null;
  return statements.map((statement) => ({
    ...statement,
    sent: null,
    operations: masked.restore(statement.operations),
    query: masked.restore(statement.query),
  }));
}

function identity(location: number | undefined): number {
  return location ?? 0;
}

function offsets(body: string, start: number): Source['offset'] {
  const bytes = indexBytes(body);
  return (location) => start + bytes.toUtf16(Math.max(0, location ?? 0));
}

/** The tree, or what PostgreSQL says and the offset in `body` where it stopped. */
function attempt(body: string): (ParseResult & { stmts: RawStmt[] }) | ParseFailure {
  try {
    const { stmts, ...rest } = parseSync(body);
    return { ...rest, stmts: stmts ?? [] };
  } catch (error) {
    if (hasSqlDetails(error)) {
      const details = error.sqlDetails;
      return { message: error.message, offset: characterOffset(body, details?.cursorPosition ?? 0) };
    }
    return {
      message: `not understood: the parser gave up (${error instanceof Error ? error.message : error})`,
      offset: 0,
    };
  }
}

/** `limit` is the token after the last one that was parsed. */
function readStatements(
  parsed: { stmts: RawStmt[] },
  source: Source,
  limit: number,
  text: string,
): Statement[] {
  return parsed.stmts.flatMap((raw) => {
    if (raw.stmt === undefined) return [];
    const start = raw.stmt_location ?? 0;
    const first = tokenAt(source, source.offset(start));
    const end = raw.stmt_len === undefined ? limit : tokenAt(source, source.offset(start + raw.stmt_len));
    return [readStatement(raw.stmt, source, { first, last: end - 1 }, text)];
  });
}

function readStatement(node: Node, source: Source, span: TokenSpan, text: string): Statement {
  const range = rangeOf(source, span);
  const program = as(node, 'DoStmt');
  try {
    return {
      dialect: 'postgres',
      range,
      text: text.slice(range.start, range.end),
      failure: null,
      operations: readOperations(node, { source, span, range }),
      query: readQuery(node, source),
      inside: program === null ? [] : statementsInside(program, source, span, parsePostgres),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return failure(text, range, { ...tooDeep, offset: range.start });
  }
}

function failure(text: string, span: Statement['range'], reason: ParseFailure): Statement {
  // A quote or comment that never ends takes the white space behind it along.
  const shown = text.slice(span.start, span.end).replace(/[ \t\r\n]+$/, '');
  const range = { start: span.start, end: span.start + shown.length };
  return {
    dialect: 'postgres',
    range,
    text: shown,
    failure: { ...reason, offset: Math.min(reason.offset, range.end) },
    operations: [],
    query: null,
    inside: [],
  };
}
