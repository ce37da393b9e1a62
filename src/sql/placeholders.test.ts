// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is what the tests are about
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialect } from './dialect.ts';
import { createParser } from './parse.ts';
import { maskPlaceholders } from './placeholders.ts';

const parsers = new Map(
  await Promise.all(
    (['postgres', 'mysql', 'mssql', 'sqlite'] as const).map(
      async (dialect) => [dialect, await createParser(dialect)] as const,
    ),
  ),
);

/** The first operation of each statement, as its kind and its table or index; a failure’s message otherwise. */
function read(dialect: Dialect, sql: string): readonly string[] {
  return (parsers.get(dialect as 'postgres')?.parse(sql) ?? []).map(
    ({ failure, operations, query, text, range }) => {
      expect(text).toBe(sql.slice(range.start, range.end));
      if (failure !== null) return failure.message;
      const [operation] = operations;
      if (operation === undefined)
        return query?.tables.map(({ table }) => `${table.schema}.${table.name}`).join() ?? '';
      return 'table' in operation ? `${operation.kind} ${JSON.stringify(operation.table)}` : operation.kind;
    },
  );
}

describe('placeholders', () => {
  it.each<[string, Dialect, string, string]>([
    [
      'Go’s templates',
      'postgres',
      'ALTER TABLE {{ index .Options "Namespace" }}.users DROP COLUMN a',
      'drop-column {"schema":"{{ index .Options \\"Namespace\\" }}","name":"users"}',
    ],
    [
      'Flyway, as a part of a name',
      'postgres',
      'CREATE INDEX a ON ${schema}.${prefix}_users (email)',
      'create-index {"schema":"${schema}","name":"${prefix}_users"}',
    ],
    [
      'psql, before a point',
      'postgres',
      'ALTER TABLE :app.users DROP COLUMN a',
      'drop-column {"schema":":app","name":"users"}',
    ],
    ['psql, quoted by itself', 'postgres', `SELECT * FROM users WHERE name = :'who'`, 'null.users'],
    ['a named parameter', 'postgres', 'DELETE FROM users WHERE id = :id', 'null.users'],
    [
      'JDBC',
      'postgres',
      'SELECT id FROM users WHERE a=? AND b IN (?,?) AND c = ?::uuid LIMIT ?',
      'null.users',
    ],
    ['JDBC, beside another', 'postgres', 'UPDATE ${schema}.users SET a = ? WHERE id = ?', '${schema}.users'],
    ['JDBC', 'mysql', 'SELECT id FROM users WHERE a=? AND b IN (?,?) LIMIT ?', 'null.users'],
    ['JDBC', 'sqlite', 'SELECT id FROM users WHERE a=? AND b IN (?,?) LIMIT ?', 'null.users'],
    ['JDBC', 'mssql', "SELECT TOP 5 id FROM users WHERE a=? AND b IN (?,?) AND c = '?'", 'null.users'],
    ['ERB', 'postgres', 'TRUNCATE <%= table %>', 'truncate'],
    [
      'MySQL',
      'mysql',
      'ALTER TABLE ${db}.users DROP COLUMN a',
      'drop-column {"schema":"${db}","name":"users"}',
    ],
    [
      'sqlcmd',
      'mssql',
      'ALTER TABLE $(db).users DROP COLUMN a',
      'drop-column {"schema":"$(db)","name":"users"}',
    ],
  ])('%s', (_, dialect, sql, expected) => {
    expect(read(dialect, `SELECT 1;\n${sql};\nSELECT 2;`)).toEqual(['', expected, '']);
  });

  it('takes a ? for a parameter, at its place, and not for one where it is an operator', () => {
    const sql =
      "SELECT 1;\nSELECT id FROM t WHERE é = ? AND b ?? 'x' AND c > ? AND d = '?' -- ?\n ORDER BY e; SELECT data ? 'a' FROM t";
    const [, query, operator] = parsers.get('postgres')?.parse(sql) ?? [];
    expect(
      query?.query?.where?.map(({ value, range }) => [value, sql.slice(range.start, range.end)]),
    ).toEqual([
      ['parameter', 'é = ?'],
      ['literal', "b ?? 'x'"],
      ['parameter', 'c > ?'],
      ['literal', "d = '?'"],
    ]);
    expect(query?.query?.orderBy.map(({ column }) => column)).toEqual(['e']);
    expect(operator?.query?.columnsRead.map(({ column }) => column)).toEqual(['data']);
  });

  it('keeps the length, and puts back what was written', () => {
    const piece = fc.constantFrom('{{x}}', '${y}', ':z', 'a', ' ', '.', '_1', '{{x}}', "'", '$(v)', '__');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const masked = maskPlaceholders(text, { start: 0, end: text.length }, 'postgres');
        if (masked === null) return;
        expect(masked.text.length).toBe(text.length);
        expect(masked.restore([masked.text])).toEqual([text]);
      }),
    );
  });
});
