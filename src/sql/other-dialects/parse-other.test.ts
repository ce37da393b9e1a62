import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Dialect, dialects } from '../dialect.ts';
import { createParser, type SqlParser } from '../parse.ts';

const parsers = new Map<Dialect, SqlParser>();

beforeAll(async () => {
  for (const dialect of dialects) parsers.set(dialect, await createParser(dialect));
});

function parse(dialect: Dialect, sql: string) {
  return parsers.get(dialect)?.parse(sql) ?? [];
}

const outcomes = (dialect: Dialect, sql: string) =>
  parse(dialect, sql).map(({ text, failure }) => (failure === null ? text : [text, failure.message]));

const others = dialects.filter((dialect) => dialect !== 'postgres');

describe('statements', () => {
  it('end at the delimiter in force, and in a routine at its END', () => {
    const sql = `DELIMITER $$
CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SELECT ';'; END$$
DELIMITER ;
CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT CASE 1 WHEN 1 THEN 2 END; END IF; END;
SELECT 1; -- two; three
# four;
SELECT "a;", \`b;\`, 'c\\';'`;
    expect(outcomes('mysql', sql)).toEqual([
      "CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SELECT ';'; END",
      'CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT CASE 1 WHEN 1 THEN 2 END; END IF; END',
      'SELECT 1',
      "SELECT \"a;\", `b;`, 'c\\';'",
    ]);
  });

  it('of SQL Server end at GO, and where the next begins a line', () => {
    const sql = `CREATE TABLE a (id int)\r\nALTER TABLE a ADD b int\nGO 2\r\nCREATE PROC p AS SELECT 1; SELECT 2\n  go\n
      INSERT INTO a\nSELECT 1\nIF 1 = 1\nBEGIN\n  DROP TABLE a;\nEND`;
    expect(outcomes('mssql', sql)).toEqual([
      'CREATE TABLE a (id int)',
      'ALTER TABLE a ADD b int',
      'CREATE PROC p AS SELECT 1; SELECT 2',
      [
        'INSERT INTO a\nSELECT 1\nIF 1 = 1\nBEGIN\n  DROP TABLE a;\nEND',
        expect.stringMatching(/^not understood: /),
      ],
    ]);
  });

  it('are not the lines of the client', () => {
    expect(
      outcomes(
        'mysql',
        'SOURCE a/b.sql\n\\. c.sql\ndelimiter //  \nDROP TABLE a//\ndelimiter ;\nDROP TABLE b;',
      ),
    ).toEqual(['DROP TABLE a', 'DROP TABLE b']);
    expect(outcomes('mssql', ':setvar db shop\n:r other.sql\nDROP TABLE a;\nGO\n')).toEqual(['DROP TABLE a']);
  });

  it('of SQLite have triggers with statements in them', () => {
    const sql =
      'BEGIN; CREATE TRIGGER a AFTER INSERT ON t BEGIN UPDATE t SET a = 1; DELETE FROM u; END; COMMIT';
    expect(outcomes('sqlite', sql)).toEqual([
      'BEGIN',
      'CREATE TRIGGER a AFTER INSERT ON t BEGIN UPDATE t SET a = 1; DELETE FROM u; END',
      'COMMIT',
    ]);
  });

  it.each(others)('of %s are not hidden by one that is wrong', (dialect) => {
    expect(
      outcomes(
        dialect,
        "INSERT INTO t VALUES ('it's');\nDROP TABLE a;\nSELEC 1; SELECT 1 FROM;\nCREATE TABLE t (a;\nDROP TABLE b",
      ),
    ).toEqual([
      ["INSERT INTO t VALUES ('it's')", expect.stringMatching(/^not understood: /)],
      'DROP TABLE a',
      ['SELEC 1', 'not understood: SELEC …'],
      ['SELECT 1 FROM', expect.stringMatching(/^not understood: the parser stopped/)],
      ['CREATE TABLE t (a', 'not understood: a parenthesis never closes at or near "("'],
      'DROP TABLE b',
    ]);
  });

  it.each(others)('of %s have their own text however the SQL is damaged', (dialect) => {
    const sql = `CREATE TABLE t (id int NOT NULL DEFAULT 1, b varchar(20), PRIMARY KEY (id), CHECK (id > 0));
ALTER TABLE t ADD COLUMN c int NOT NULL, DROP COLUMN b; CREATE INDEX i ON t (a, b);
UPDATE t SET a = 'ü😀' WHERE id = ? AND b IS NULL; BEGIN; GRANT a ON b TO c; EXEC sp_rename 'a', 'b'`;
    const edit = fc.record({
      at: fc.nat(sql.length),
      remove: fc.nat(20),
      insert: fc.constantFrom(
        '',
        "'",
        '"',
        '`',
        '[',
        '(',
        ')',
        ';',
        ',',
        '/*',
        '--',
        '\nGO\n',
        '\0',
        '\ud800',
        ' BEGIN ',
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 4 }), (edits) => {
        const damaged = edits.reduce(
          (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
          sql,
        );
        let last = 0;
        for (const { range, text, operations, failure } of parse(dialect, damaged)) {
          expect(range.start).toBeGreaterThanOrEqual(last);
          expect(text).toBe(damaged.slice(range.start, range.end));
          expect(text).not.toBe('');
          for (const operation of operations) {
            expect(range.start <= operation.range.start && operation.range.end <= range.end).toBe(true);
          }
          if (failure !== null)
            expect(failure.offset >= range.start && failure.offset <= range.end).toBe(true);
          last = range.end;
        }
      }),
      { numRuns: 60 },
    );
  });
});
