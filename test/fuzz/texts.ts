import fc from 'fast-check';
import { applySuggestion, wholeLines } from '../../src/review/whole-lines.ts';
import type { Dialect } from '../../src/sql/dialect.ts';
import { createParser } from '../../src/sql/parse.ts';
import type { Statement } from '../../src/sql/statement.ts';
import { decodeText } from '../../src/text/decode.ts';
import { indexLines } from '../../src/text/lines.ts';
import { contains, type TextRange } from '../../src/text/range.ts';
import { hostileName, hostileText } from './hostile-text.ts';
import { expectNone, property } from './property.ts';

const marks = [[], [0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xfe, 0xff], [0xff, 0xfe, 0, 0]].map((mark) =>
  Buffer.from(mark),
);

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

/** Bytes of a file: of any encoding, with any mark, whole or damaged. */
const fileBytes: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.constantFrom(...marks),
    fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      hostileText.map((text) => Buffer.from(text, 'utf8')),
      hostileText.map((text) => Buffer.from(text, 'utf16le')),
      hostileText.map(utf16be),
      hostileText.map((text) => Buffer.from(text, 'latin1')),
      fc
        .tuple(hostileText, fc.integer({ min: 7_990, max: 8_010 }))
        .map(([text, at]) => Buffer.from(`${'é'.repeat(at / 2)}${text}\0`)),
    ),
    fc.array(fc.tuple(fc.nat({ max: 80 }), fc.nat({ max: 255 })), { maxLength: 3 }),
  )
  .map(([mark, content, damages]) => {
    const bytes = Buffer.concat([mark, content]);
    for (const [at, byte] of damages) if (at < bytes.length) bytes[at] = byte;
    return bytes;
  });

const lineEnd = fc.constantFrom('\n', '\r\n', '\r', '', '\n\n');
const lines = fc
  .array(fc.tuple(hostileText, lineEnd), { maxLength: 8 })
  .map((parts) => parts.flat().join(''));

const encode = {
  'utf-8': (text: string) => Buffer.from(text, 'utf8'),
  'utf-16le': (text: string) => Buffer.from(text, 'utf16le'),
  'utf-16be': utf16be,
};

/** SQL as a stranger writes it: sentences of the language with anything in their names, strings and comments. */
const piece = fc.oneof(
  hostileName.map((name) => `"${name.replaceAll('"', '""')}"`),
  hostileName.map((name) => `'${name.replaceAll("'", "''")}'`),
  hostileName.map((name) => `[${name}]`),
  hostileText.map((text) => `-- ${text}\n`),
  hostileText.map((text) => `/* ${text} */`),
  hostileText,
  fc.constantFrom(
    'ALTER TABLE ',
    'CREATE TABLE t (',
    'ADD COLUMN ',
    ' int NOT NULL',
    ' DEFAULT ',
    ')',
    ';',
    ';\n',
    ',',
    ' ',
    '\n',
    'CREATE INDEX ',
    ' ON ',
    'SELECT * FROM ',
    ' WHERE a = ',
    '$1',
    '$$',
    '$a$',
    "E'\\'",
    'UPDATE t SET a = 1',
    'DELETE FROM ',
    'BEGIN',
    'GO\n',
    'DELIMITER //\n',
    '//',
    'DROP TABLE ',
    'x',
    '1',
    'é',
    '😀',
    'DO ',
    'CALL f(',
    '`',
    '\ufeff',
  ),
);
const sql = fc.oneof(
  { weight: 3, arbitrary: fc.array(piece, { maxLength: 14 }).map((parts) => parts.join('')) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.tuple(hostileName, hostileName, lineEnd), { minLength: 1, maxLength: 4 })
      .map((names) =>
        names
          .map(
            ([a, b, end]) =>
              `/* ${a.replace(/[*/]/g, '')} */ ALTER TABLE "${a.replaceAll('"', '""')}" ADD COLUMN "${b.replaceAll('"', '""')}" text DEFAULT '${b.replaceAll("'", "''")}';${end}`,
          )
          .join(''),
      ),
  },
);

function within(outer: TextRange, inner: TextRange): boolean {
  return inner.start <= inner.end && contains(outer, inner);
}

export function spanProblems(text: string, statements: readonly Statement[]): string[] {
  const problems: string[] = [];
  let last = 0;
  for (const { range, text: own, operations } of statements) {
    if (own !== text.slice(range.start, range.end))
      problems.push(`the text of ${range.start}-${range.end} is ${JSON.stringify(own)}`);
    if (range.start < last || !within({ start: 0, end: text.length }, range))
      problems.push(`${range.start}-${range.end} overlaps or is outside`);
    last = range.end;
    for (const { range: part, kind } of operations)
      if (!within(range, part))
        problems.push(`${kind} at ${part.start}-${part.end} is not in ${range.start}-${range.end}`);
  }
  return problems;
}

export const texts = [
  property('texts: bytes are decoded without loss, or it is said', 8, fileBytes, () => ({
    check(bytes) {
      const decoded = decodeText(bytes);
      if (decoded === null) {
        if (!bytes.includes(0)) throw new Error('text without NUL is called binary');
        return;
      }
      const { text, encoding, bom, lossy } = decoded;
      const mark = bom
        ? { 'utf-8': [0xef, 0xbb, 0xbf], 'utf-16le': [0xff, 0xfe], 'utf-16be': [0xfe, 0xff] }[encoding]
        : [];
      const again = Buffer.concat([Buffer.from(mark), encode[encoding](text)]);
      const problems: string[] = [];
      if (!text.isWellFormed()) problems.push('a lone surrogate');
      if (!lossy && !again.equals(bytes)) problems.push('bytes were lost without a word');
      if (lossy && again.equals(bytes)) problems.push('called lossy, and nothing was lost');
      expectNone(problems, bytes.toString('hex'));
    },
  })),

  property(
    'texts: lines cover the text as git counts them',
    8,
    fc.tuple(lines, fc.nat({ max: 200 }), fc.nat({ max: 40 })),
    () => ({
      check([text, start, length]) {
        const index = indexLines(text);
        const problems: string[] = [];
        const split = text.split('\n');
        if (split.length > 1 && split.at(-1) === '') split.pop();
        if (index.count !== split.length) problems.push(`${index.count} lines instead of ${split.length}`);
        const read = split
          .map((_, at) => index.rangeOf(at + 1))
          .map((range) => text.slice(range.start, range.end));
        if (JSON.stringify(read) !== JSON.stringify(split)) problems.push(JSON.stringify(read));
        for (let offset = 0; offset <= text.length; offset++) {
          const wanted = Math.min(index.count, text.slice(0, offset).split('\n').length);
          if (index.lineAt(offset) !== wanted)
            problems.push(`offset ${offset} in line ${index.lineAt(offset)}`);
        }
        const end = index.rangeOf(index.count).end;
        const range = { start: Math.min(start, end), end: Math.min(start + length, end) };
        const { startLine, endLine } = index.linesOf(range);
        if (
          startLine !== index.lineAt(range.start) ||
          endLine < startLine ||
          endLine > index.lineAt(range.end)
        )
          problems.push(`lines ${startLine}-${endLine}`);
        // An edit of whole lines changes nothing but its range.
        const suggestion = wholeLines(text, index, range, 'NEW');
        const wanted = `${text.slice(0, range.start)}NEW${text.slice(range.end)}`;
        const applied = applySuggestion(text, index, suggestion);
        const bare = (value: string): string => value.replaceAll('\r', '');
        if (bare(applied) !== bare(wanted) && !text.slice(range.start, range.end).includes('\n'))
          problems.push(`${JSON.stringify(applied)} instead of ${JSON.stringify(wanted)}`);
        expectNone(problems, JSON.stringify(text));
      },
    }),
  ),

  ...(['postgres', 'mysql', 'sqlite', 'mssql'] satisfies Dialect[]).map((dialect) =>
    property(`texts: statements of ${dialect} are slices of their file`, 4, sql, async () => {
      const parser = await createParser(dialect);
      return { check: (text) => expectNone(spanProblems(text, parser.parse(text)), JSON.stringify(text)) };
    }),
  ),
];
