import { beforeAll, describe, expect, it } from 'vitest';
import { type Dialect, dialects } from '../dialect.ts';
import { showName } from '../object-name.ts';
import { createParser, type SqlParser } from '../parse.ts';
import type { ColumnUse, Conjunct } from '../query-shape.ts';

const parsers = new Map<Dialect, SqlParser>();

beforeAll(async () => {
  for (const dialect of dialects) parsers.set(dialect, await createParser(dialect));
});

const showColumn = ({ table, column }: ColumnUse) => `${table === null ? '?' : showName(table)}.${column}`;

function query(dialect: Dialect, sql: string) {
  const [statement] = parsers.get(dialect)?.parse(sql) ?? [];
  const shape = statement?.query;
  if (shape == null) return statement?.failure?.message;
  const condition = ({ column, operator, value, range }: Conjunct) =>
    `${column === null ? '-' : showColumn(column)} ${operator} ${value} | ${sql.slice(range.start, range.end)}`;
  return {
    kind: shape.kind,
    tables: shape.tables.map(
      ({ table, alias, access }) =>
        `${showName(table)}${alias === null ? '' : ` ${alias}`}${access === 'write' ? '!' : ''}`,
    ),
    read: shape.columnsRead.map(showColumn),
    written: shape.columnsWritten.map(showColumn),
    where: shape.where?.map(condition) ?? null,
    joins: shape.joins.map((each) => condition(each).replace(/ \|.*/s, '')),
    order: shape.orderBy.map(showColumn),
    limit: shape.hasLimit,
    partial: shape.partial,
    nested: shape.nested.map(({ kind }) => kind),
  };
}

const empty = {
  kind: 'select',
  tables: [],
  read: [],
  written: [],
  where: null,
  joins: [],
  order: [],
  limit: false,
  partial: false,
  nested: [],
};

describe('queries', () => {
  it.each<[Dialect, string, object]>([
    [
      'mysql',
      'SELECT a.x FROM `a` JOIN s.b AS c ON a.id = c.a_id WHERE a.x = ? AND (c.y BETWEEN 1 AND 2 AND c.z IN (1, ?)) AND (a.q = 1 OR c.w IS NULL) ORDER BY a.x DESC LIMIT 3',
      {
        tables: ['a', 's.b c'],
        read: ['a.id', 's.b.a_id', 'a.x', 's.b.y', 's.b.z', 'a.q', 's.b.w'],
        where: [
          'a.x = parameter | a.x = ?',
          's.b.y between literal | c.y BETWEEN 1 AND 2',
          's.b.z in parameter | c.z IN (1, ?)',
          '- other other | a.q = 1 OR c.w IS NULL',
        ],
        joins: ['a.id = column'],
        order: ['a.x'],
        limit: true,
      },
    ],
    ['mysql', "UPDATE t SET a = 1, b = 'x'", { kind: 'update', tables: ['t!'], written: ['t.a', 't.b'] }],
    [
      'mysql',
      'UPDATE a JOIN b ON a.id = b.id SET a.x = b.y WHERE 5 < a.z AND a.k IS NOT NULL',
      {
        kind: 'update',
        tables: ['a!', 'b'],
        read: ['a.id', 'b.id', 'b.y', 'a.z', 'a.k'],
        written: ['a.x'],
        where: ['a.z > literal | 5 < a.z', 'a.k is-not-null literal | a.k IS NOT NULL'],
        joins: ['a.id = column'],
      },
    ],
    ['mysql', 'DELETE FROM t', { kind: 'delete', tables: ['t!'] }],
    [
      'mysql',
      'DELETE a FROM a JOIN b ON a.id = b.id WHERE b.x LIKE :x',
      {
        kind: 'delete',
        tables: ['a!', 'b'],
        read: ['a.id', 'b.id', 'b.x'],
        where: ['b.x like parameter | b.x LIKE :x'],
        joins: ['a.id = column'],
      },
    ],
    [
      'mysql',
      'INSERT INTO t (a) SELECT b FROM u WHERE c = 1 ON DUPLICATE KEY UPDATE d = 2',
      {
        kind: 'insert',
        tables: ['t!', 'u'],
        read: ['u.b', 'u.c'],
        written: ['t.a', 't.d'],
        nested: ['select'],
      },
    ],
    ['mysql', 'REPLACE INTO t VALUES (1)', { kind: 'insert', tables: ['t!'] }],
    [
      'mysql',
      'WITH c AS (SELECT id FROM a) SELECT * FROM c WHERE id NOT IN (SELECT x FROM b)',
      {
        tables: ['a', 'b'],
        read: ['?.*', '?.id', 'a.id', 'b.x'],
        where: ['?.id other subquery | id NOT IN (SELECT x FROM b)'],
        nested: ['select', 'select'],
      },
    ],
    [
      'mariadb',
      'SELECT 1 FROM t WHERE a AND NOT b',
      { tables: ['t'], read: ['t.a', 't.b'], where: ['t.a = literal | a', 't.b = literal | NOT b'] },
    ],
    [
      'sqlite',
      'SELECT "a" FROM main.t WHERE "b" = @b',
      { tables: ['t'], read: ['t.a', 't.b'], where: ['t.b = parameter | "b" = @b'] },
    ],
    [
      'sqlite',
      'INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO NOTHING',
      { kind: 'insert', tables: ['t!'], written: ['t.a'], partial: true },
    ],
    [
      'mssql',
      'SELECT TOP 10 [x y] FROM [dbo].[t] WITH (NOLOCK) WHERE id = @id',
      { tables: ['t'], read: ['t.x y', 't.id'], where: ['t.id = parameter | id = @id'], limit: true },
    ],
    [
      'mssql',
      'UPDATE t SET a = 1 FROM t JOIN b ON t.id = b.id WHERE b.x = 1',
      {
        kind: 'update',
        tables: ['t!', 'b'],
        read: ['t.id', 'b.id', 'b.x'],
        written: ['t.a'],
        where: ['b.x = literal | b.x = 1'],
        joins: ['t.id = column'],
      },
    ],
  ])('%s: %s', (dialect, sql, expected) => {
    expect(query(dialect, sql)).toEqual({ ...empty, ...expected });
  });
});
