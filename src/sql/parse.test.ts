import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createParser, type SqlParser } from './parse.ts';

let postgres: SqlParser;

beforeAll(async () => {
  postgres = await createParser('postgres');
});

const texts = (sql: string) => postgres.parse(sql).map((statement) => statement.text);
const outcomes = (sql: string) =>
  postgres
    .parse(sql)
    .map(({ text, failure }) =>
      failure === null ? text : [text, failure.message, sql.slice(failure.offset, failure.offset + 8)],
    );

const good = [
  'CREATE TABLE "Größe" (id bigint PRIMARY KEY, b text DEFAULT \';\')',
  "INSERT INTO t VALUES ('it''s', $$;$$, E'\\';')",
  'ALTER TABLE s.t ADD COLUMN c int, DROP COLUMN d',
  'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN; RETURN 1; END $f$',
  'CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END',
  'CREATE RULE r AS ON DELETE TO t DO ALSO (DELETE FROM u; DELETE FROM v)',
  'SELECT a /* ; */ FROM t -- ;\n WHERE b = 1',
  'UPDATE "t" SET a = 😀 WHERE 1 = 1',
];

const bad = ['ALTER TABEL t ADD c int', 'SELECT FROM WHERE', 'CREATE TABLE t (a int,)', 'GRANT'];

describe('statements', () => {
  it('leave out what stands around them', () => {
    const sql =
      "\ufeff-- one\r\n/* two */ SELECT 1 -- three\r\n;;\r\n  SELECT 'ü😀' /* four */ ; -- five\n\tDELETE FROM t";
    expect(texts(sql)).toEqual(['SELECT 1', "SELECT 'ü😀'", 'DELETE FROM t']);
    expect(texts(' -- nothing\n;')).toEqual([]);
    expect(texts('')).toEqual([]);
  });

  it('go on after one that is wrong, and say what PostgreSQL says', () => {
    expect(outcomes("SELECT 'ü€😀';\nSELEC 1;\nSELECT 2 FROM;\nSELECT 3")).toEqual([
      "SELECT 'ü€😀'",
      ['SELEC 1', 'syntax error at or near "SELEC"', 'SELEC 1;'],
      ['SELECT 2 FROM', 'syntax error at end of input', ';\nSELECT'],
      'SELECT 3',
    ]);
  });

  it('are not hidden by a quote too many', () => {
    expect(
      outcomes(
        "INSERT INTO t VALUES ('it's');\n\n-- next\nCREATE TABLE a (b text DEFAULT 'c');\nDROP TABLE d;",
      ),
    ).toEqual([
      ["INSERT INTO t VALUES ('it's')", 'syntax error at or near "s"', "s');\n\n--"],
      "CREATE TABLE a (b text DEFAULT 'c')",
      'DROP TABLE d',
    ]);
  });

  it('are not hidden by a parenthesis or a function that never ends', () => {
    expect(outcomes('CREATE TABLE a (b int;\nCREATE TABLE c (d int);')).toEqual([
      ['CREATE TABLE a (b int', 'syntax error at or near ";"', ';\nCREATE'],
      'CREATE TABLE c (d int)',
    ]);
    expect(
      outcomes(
        'CREATE FUNCTION f() RETURNS int AS $$ BEGIN\n  DELETE FROM x;\nRETURN 1;\nEND;\nDROP TABLE d;',
      ),
    ).toEqual([
      [
        'CREATE FUNCTION f() RETURNS int AS $$ BEGIN\n  DELETE FROM x;\nRETURN 1;\nEND',
        'unterminated dollar-quoted string at or near "$$ BEGIN\n  DELETE FROM x;\nRETURN 1;\nEND;\nDROP TABLE d;"',
        '$$ BEGIN',
      ],
      'DROP TABLE d',
    ]);
  });

  it('are found among psql commands and rows of COPY', () => {
    const sql =
      "\\connect shop\nSET a = 1;\nCOPY t (a) FROM stdin;\n1\tit's; \\N\n\\.\n\nSELECT 1 \\gexec\nDROP TABLE d;";
    expect(texts(sql)).toEqual(['SET a = 1', 'COPY t (a) FROM stdin', 'SELECT 1', 'DROP TABLE d']);
  });

  it.each([
    [`CREATE TABLE t (a varchar(\${length}))`, `\${length}`],
    ['{{ if old }} DROP TABLE t', '{{'],
    ['CREATE TABLE t (a varchar(:n))', ':n'],
    ['SELECT 1 FROM ? WHERE a = 1', '?'],
  ])('say of %j that a tool fills it in', (sql, mark) => {
    expect(postgres.parse(sql).map(({ failure }) => failure?.message)).toEqual([
      `not understood: ${mark} is filled in by a tool`,
    ]);
  });

  it('nested too deeply are refused, so often as they come, and harm nothing', () => {
    const deep = ['+ 1', '::int', ' UNION SELECT 1'].map((part) => `SELECT 1${part.repeat(20_000)}`);
    deep.push(`SELECT ${'('.repeat(5000)}1${')'.repeat(5000)}`, `SELECT ${'NOT '.repeat(20_000)}true`);
    deep.push(`SELECT ${'CASE WHEN a THEN '.repeat(1500)}1${' END'.repeat(1500)}`);
    for (let round = 0; round < 6; round++) {
      const outcome = postgres.parse([...deep, 'SELECT 2'].join(';')).map(({ failure }) => failure?.message);
      expect(outcome).toEqual([...deep.map(() => 'not understood: nested too deeply'), undefined]);
    }
  });

  it('that are long but flat are not', () => {
    const flat = [
      `SELECT 1 FROM t WHERE ${'a = 1 AND (b OR NOT c) AND '.repeat(3000)} d`,
      `INSERT INTO t VALUES ${"(1, -2, 'x' || 'y'), ".repeat(3000)} (1, 2, 'z')`,
      `SELECT CASE ${'WHEN a = 1 THEN b + 1 '.repeat(2000)} ELSE 0 END`,
      'SELECT 1 + 1; '.repeat(3000),
    ];
    for (const sql of flat) expect(postgres.parse(sql).every(({ failure }) => failure === null)).toBe(true);
  });

  it('are as many as were joined, each its own text, whatever lies between and whichever is wrong', () => {
    const between = fc.constantFrom(';', ' ;\n', '; -- ü ; \n', '\r\n/* ; */;\t', ';;\n');
    const one = fc.constantFrom(
      ...good.map((sql) => ({ sql, fails: false })),
      ...bad.map((sql) => ({ sql, fails: true })),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(one, between), { maxLength: 8 }), (parts) => {
        const sql = parts.map(([{ sql }, end]) => sql + end).join('');
        expect(
          postgres.parse(sql).map(({ text, failure, range }) => ({
            sql: text,
            fails: failure !== null,
            same: sql.slice(range.start, range.end) === text,
          })),
        ).toEqual(parts.map(([{ sql, fails }]) => ({ sql, fails, same: true })));
      }),
      { numRuns: 100 },
    );
  });

  it('have their own text and ranges in order however the SQL is damaged', () => {
    const sql = [...good, ...bad].join(';\n');
    const edit = fc.record({
      at: fc.nat(sql.length),
      remove: fc.nat(20),
      insert: fc.constantFrom(
        '',
        "'",
        '"',
        '$$',
        '(',
        ')',
        ';',
        '/*',
        '--',
        '\\',
        '\0',
        '\ud800',
        '😀',
        ' BEGIN ATOMIC ',
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 4 }), (edits) => {
        const damaged = edits.reduce(
          (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
          sql,
        );
        let last = 0;
        for (const { range, text, operations, failure } of postgres.parse(damaged)) {
          expect(range.start).toBeGreaterThanOrEqual(last);
          expect(text).toBe(damaged.slice(range.start, range.end));
          expect(text).toBe(text.replace(/^[ \t\r\n;]+|[ \t\r\n]+$/g, ''));
          for (const operation of operations) {
            expect(range.start <= operation.range.start && operation.range.end <= range.end).toBe(true);
          }
          if (failure !== null)
            expect(failure.offset >= range.start && failure.offset <= range.end).toBe(true);
          last = range.end;
        }
      }),
      { numRuns: 200 },
    );
  });
});
