import { describe, expect, it } from 'vitest';
import { createParser } from '../../sql/parse.ts';
import { queriesIn } from './queries-in.ts';

const parser = await createParser('postgres');

/** The queries as `line: sql`. */
function read(path: string, text: string): string[] {
  return queriesIn(path, text, parser).map(({ line, sql }) => `${line}: ${sql}`);
}

it('those of sqlc’s own files are read where they are written', () => {
  const query = '-- name: One :one\nSELECT a FROM t WHERE b = $1';
  expect(read('db/queries/a.sql', query)).toEqual(['2: SELECT a FROM t WHERE b = $1']);
  expect(read('db/a.sql.go', `const one = \`${query}\``)).toEqual([]);
  expect(read('db/a.go', 'const one = `-- all of one\nSELECT a FROM t WHERE b = $1`')).toHaveLength(1);
});

describe('queries of a program', () => {
  it.each([
    ['a.ts', "db.query('SELECT * FROM orders WHERE id = $1', [id])", '1: SELECT * FROM orders WHERE id = $1'],
    [
      'a.ts',
      'sql`\n  SELECT * FROM orders\n  WHERE id = \u0024{id} AND name = \u0024{name}\n`',
      '2: SELECT * FROM orders\n  WHERE id = $1 AND name = $2',
    ],
    [
      'a.ts',
      'sql`SELECT 1 FROM t WHERE a IN (\u0024{a}, \u0024{b}) AND c BETWEEN \u0024{d} AND \u0024{e} LIMIT \u0024{f}`',
      '1: SELECT 1 FROM t WHERE a IN ($1, $2) AND c BETWEEN $3 AND $4 LIMIT $5',
    ],
    [
      'a.ts',
      'sql`INSERT INTO t (a, b) VALUES (\u0024{a}, \u0024{{ b: 1 }}), (\u0024{c}, \u0024{d}::int)`',
      '1: INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4::int)',
    ],
    ['a.ts', "q(`SELECT 1 FROM t WHERE a LIKE '%\u0024{term}%'`)", '1: SELECT 1 FROM t WHERE a LIKE $1'],
    [
      'a.js',
      "q('SELECT * FROM t ' +\n  'WHERE a = ? AND b = ?')",
      '1: SELECT * FROM t WHERE a = $1 AND b = $2',
    ],
    [
      'a.py',
      'cursor.execute("""\n  SELECT a FROM t WHERE b = %s AND c = %(c)s AND d = %(c)s""", x)',
      '2: SELECT a FROM t WHERE b = $1 AND c = $2 AND d = $2',
    ],
    ['a.py', 'q(text("SELECT a::int FROM t WHERE b = :b"))', '1: SELECT a::int FROM t WHERE b = $1'],
    ['a.py', 'q(f"SELECT a FROM t WHERE b = {b}")', '1: SELECT a FROM t WHERE b = $1'],
    ['a.go', 'db.Query(`UPDATE t SET a = $1 WHERE b = $2;`)', '1: UPDATE t SET a = $1 WHERE b = $2'],
    ['a.go', 'const q = "DELETE FROM t WHERE a = @a"', '1: DELETE FROM t WHERE a = $1'],
    [
      'A.java',
      '@Query("SELECT a FROM t WHERE b = :b AND c = \'x:y\'")',
      "1: SELECT a FROM t WHERE b = $1 AND c = 'x:y'",
    ],
    ['A.cs', 'Query(@"SELECT a FROM t WHERE b = @b")', '1: SELECT a FROM t WHERE b = $1'],
    ['a.rb', 'q <<~SQL\n  SELECT a FROM t\n  WHERE b = #{b}\nSQL\n', '2: SELECT a FROM t\n  WHERE b = $1'],
    ['a.php', "q('SELECT a FROM t WHERE b = ?', [1]);", '1: SELECT a FROM t WHERE b = $1'],
    ['a.rs', 'sqlx::query!(r#"SELECT a FROM t WHERE b = $1"#)', '1: SELECT a FROM t WHERE b = $1'],
    [
      'a.kt',
      'q("WITH x AS (SELECT 1) SELECT a FROM t WHERE b = ?")',
      '1: WITH x AS (SELECT 1) SELECT a FROM t WHERE b = $1',
    ],
  ])('%s %s', (path, text, expected) => {
    expect(read(path, text)).toEqual([expected]);
  });

  it.each([
    ['a.ts', 'q(`SELECT * FROM \u0024{table} WHERE id = $1`)'],
    ['a.ts', 'q(`SELECT \u0024{columns} FROM t`)'],
    ['a.ts', 'q(`SELECT * FROM t WHERE \u0024{condition}`)'],
    ['a.ts', 'q(`SELECT * FROM t ORDER BY \u0024{column}`)'],
    ['a.ts', 'q(`SELECT * FROM t WHERE a = \u0024{a} \u0024{more}`)'],
    ['a.ts', 'q(`SELECT * FROM t WHERE a = 1 AND \u0024{more}`)'],
    ['a.ts', 'q(`SELECT * FROM t WHERE a = \u0024{sql.raw(x)}`)'],
    ['a.ts', 'q(`SELECT * FROM t WHERE a IN (\u0024{sql`SELECT 1`})`)'],
    ['a.ts', 'q(`SELECT count(\u0024{column}) FROM t`)'],
    ['a.ts', 'q(`SELECT * FROM t WHERE a = \u0024{a}.\u0024{b}`)'],
    ['a.ts', 'q("SELECT * FROM t" + where)'],
    ['a.ts', 'q(prefix + "SELECT * FROM t")'],
    ['a.ts', 'let query = "SELECT * FROM t";\nif (x) query += " WHERE a = 1";'],
    ['a.ts', 'let query = "SELECT * FROM t";\nif (x) query = query + " WHERE a = 1";'],
    ['a.py', 'q("SELECT * FROM t WHERE a = %s" % a)'],
    ['a.py', 'q("SELECT * FROM t WHERE a = \'{}\'".format(a))'],
    ['a.go', 'q(fmt.Sprintf("SELECT * FROM t WHERE a = %s", a))'],
    ['a.go', 'q("SELECT * FROM t WHERE a = %d")'],
    ['a.php', '$q = "SELECT * FROM t" . $where;'],
    ['a.php', 'q("SELECT * FROM t WHERE a = $a");'],
    ['a.ex', 'q("SELECT * FROM t" <> where)'],
    ['a.rs', 'format!("SELECT * FROM {}", t)'],
    ['a.ts', '// "SELECT * FROM t"'],
    ['a.ts', 'log("select the best one")'],
    ['a.ts', 'q("SELECT 1; SELECT 2")'],
    ['a.ts', 'q(`SELECT * FROM t WHERE a = {{a}}`)'],
    ['a.ts', 'q("CREATE TABLE t ()")'],
  ])('not %s %s', (path, text) => {
    expect(read(path, text)).toEqual([]);
  });

  it('are in place', () => {
    const text = 'a(`SELECT 1`);\nb("SELECT " +\n  "2");';
    expect(queriesIn('a.ts', text, parser).map(({ range }) => text.slice(range.start, range.end))).toEqual([
      '`SELECT 1`',
      '"SELECT " +\n  "2"',
    ]);
  });
});

describe('queries of a .sql file', () => {
  it.each([
    ['-- name: Get :one\nSELECT * FROM t WHERE a = $1;', ['2: SELECT * FROM t WHERE a = $1']],
    ['SELECT * FROM t WHERE a = @a AND b = sqlc.narg(b);', ['1: SELECT * FROM t WHERE a = $1 AND b = $2']],
    [
      "SELECT * FROM t WHERE a = sqlc.arg('a') AND b IN (sqlc.slice(ids));",
      ['1: SELECT * FROM t WHERE a = $1 AND b IN ($2)'],
    ],
    [
      'SELECT * FROM t WHERE a = $1 AND b = sqlc.arg(b) AND c = $2',
      ['1: SELECT * FROM t WHERE a = $1 AND b = $3 AND c = $2'],
    ],
    ['SELECT sqlc.embed(t) FROM t WHERE a = @a;', ['1: SELECT t FROM t WHERE a = $1']],
    [
      '/* @name Get */\nSELECT * FROM t WHERE a = :a! AND b = :b;\n\nDELETE FROM t;',
      ['2: SELECT * FROM t WHERE a = $1 AND b = $2', '4: DELETE FROM t'],
    ],
    [
      "SELECT a[1:2], ':x', b::text FROM t WHERE c = :c",
      ["1: SELECT a[1:2], ':x', b::text FROM t WHERE c = $1"],
    ],
    ['SELECT * FROM t WHERE a IN :ids;', []],
    ['CREATE TABLE t (a int);\nINSERT INTO t VALUES (1);', ['2: INSERT INTO t VALUES (1)']],
  ])('%s', (text, expected) => {
    expect(read('q.sql', text)).toEqual(expected);
  });
});
