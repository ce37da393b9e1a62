import { beforeAll, describe, expect, it } from 'vitest';
import { showName } from '../object-name.ts';
import { createParser, type SqlParser } from '../parse.ts';
import type { ColumnUse, Conjunct, QueryShape } from '../query-shape.ts';

let parser: SqlParser;

beforeAll(async () => {
  parser = await createParser('postgres');
});

const showColumn = ({ table, column }: ColumnUse) => `${table === null ? '?' : showName(table)}.${column}`;

/** A shape in words: `t.a = parameter | t.a = $1`, the last part being the text it covers. */
function show(shape: QueryShape, sql: string): Record<string, unknown> {
  const condition = ({ column, operator, value, range }: Conjunct) =>
    `${column === null ? '-' : showColumn(column)} ${operator} ${value} | ${sql.slice(range.start, range.end)}`;
  const rest = {
    read: shape.columnsRead.map(showColumn),
    written: shape.columnsWritten.map(showColumn),
    where: shape.where?.map(condition),
    joins: shape.joins.map(condition),
    orderBy: shape.orderBy.map(showColumn),
    limit: shape.hasLimit || undefined,
    partial: shape.partial || undefined,
    nested: shape.nested.map((query) => show(query, sql)),
  };
  return {
    kind: shape.kind,
    tables: shape.tables.map(
      ({ table, alias, access }) =>
        `${showName(table)}${alias === null ? '' : ` ${alias}`}${access === 'write' ? '!' : ''}`,
    ),
    ...Object.fromEntries(
      Object.entries(rest).filter(
        ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
      ),
    ),
  };
}

function query(sql: string) {
  const [statement, ...others] = parser.parse(sql);
  expect(others).toEqual([]);
  expect(statement?.failure).toBeNull();
  return statement?.query == null ? null : show(statement.query, sql);
}

describe('conditions', () => {
  it.each([
    ['a = $1', ['t.a = parameter']],
    ['$1 > t.a', ['t.a < parameter']],
    ['a = @name', ['t.a = parameter']],
    ["a = sqlc.narg('x')", ['t.a = parameter']],
    ["a = '2020-01-01'::date", ['t.a = literal']],
    ['a <> b', ['t.a <> column']],
    ['a != -1', ['t.a <> literal']],
    ['lower(a) = $1', ['- other other']],
    ['a = now()', ['t.a = other']],
    ['a IN (1, $1)', ['t.a in parameter']],
    ["a IN ('x', 'y')", ['t.a in literal']],
    ['a = ANY ($1)', ['t.a in parameter']],
    ['a NOT IN (1)', ['t.a other literal']],
    ['a IN (SELECT 1)', ['t.a in subquery']],
    ['a = (SELECT 1)', ['t.a = subquery']],
    ['a BETWEEN 1 AND 2', ['t.a between literal']],
    ["a LIKE 'x%'", ['t.a like literal']],
    ["a NOT LIKE 'x%'", ['t.a other literal']],
    ["a ILIKE 'x'", ['t.a other literal']],
    ['a IS NULL', ['t.a is-null literal']],
    ['a IS NOT NULL', ['t.a is-not-null literal']],
    ['a', ['t.a = literal']],
    ['NOT a', ['t.a = literal']],
    ['a = 1 OR b = 2', ['- other other']],
    ['EXISTS (SELECT 1)', ['- other other']],
    ['(a + b) * 2 > $1', ['- other other']],
    ['coalesce(a, b[1]) = (1)', ['- other other']],
    ["a @> '{}'", ['t.a other literal']],
    ['a IS DISTINCT FROM 1', ['t.a other literal']],
  ])('%s', (sql, expected) => {
    const whole = `SELECT 1 FROM t WHERE ${sql} ORDER BY 1`;
    expect(query(whole)?.where).toEqual(expected.map((each) => `${each} | ${sql}`));
  });

  it('are told apart where AND connects them, with the text of each', () => {
    const sql = `DELETE FROM t WHERE (a = 1 OR (b) = 2) AND (("c" < 3) AND d BETWEEN 1 AND 2) AND e IN (1, 2) -- x
      AND (f = 'ü AND x') RETURNING a`;
    expect(query(sql)).toEqual({
      kind: 'delete',
      tables: ['t!'],
      read: ['t.a', 't.b', 't.c', 't.d', 't.e', 't.f'],
      where: [
        '- other other | a = 1 OR (b) = 2',
        't.c < literal | "c" < 3',
        't.d between literal | d BETWEEN 1 AND 2',
        't.e in literal | e IN (1, 2)',
        "t.f = literal | f = 'ü AND x'",
      ],
    });
  });
});

describe('SELECT', () => {
  it('tells the tables behind aliases, joins, order and limit', () => {
    const sql = `SELECT o.id, u.*, count(*) AS n, o.at AS placed
      FROM orders o LEFT JOIN s.users AS u ON u.id = o.user_id AND u.gone IS NULL
      WHERE o.tenant = $1 AND amount > 3 GROUP BY placed ORDER BY placed DESC, n, o.id LIMIT 10`;
    expect(query(sql)).toEqual({
      kind: 'select',
      tables: ['orders o', 's.users u'],
      read: [
        's.users.id',
        'orders.user_id',
        's.users.gone',
        'orders.id',
        's.users.*',
        'orders.at',
        'orders.tenant',
        '?.amount',
      ],
      where: ['orders.tenant = parameter | o.tenant = $1', '?.amount > literal | amount > 3'],
      joins: ['s.users.id = column | u.id = o.user_id', 's.users.gone is-null literal | u.gone IS NULL'],
      orderBy: ['orders.at', 'orders.id'],
      limit: true,
    });
  });

  it('has the queries inside it, each with its own conditions', () => {
    const sql = `WITH recent AS (SELECT id FROM orders WHERE at > $1)
      SELECT * FROM recent r JOIN LATERAL (SELECT a FROM items i WHERE i.order_id = r.id LIMIT 1) x ON true
      WHERE EXISTS (SELECT 1 FROM users u WHERE u.id = x.a)`;
    expect(query(sql)).toEqual({
      kind: 'select',
      tables: ['orders', 'items i', 'users u'],
      read: ['?.*', 'orders.id', 'orders.at', 'items.a', 'items.order_id', '?.id', 'users.id', '?.a'],
      where: ['- other other | EXISTS (SELECT 1 FROM users u WHERE u.id = x.a)'],
      joins: ['- other other | true'],
      nested: [
        {
          kind: 'select',
          tables: ['orders'],
          read: ['orders.id', 'orders.at'],
          where: ['orders.at > parameter | at > $1'],
        },
        {
          kind: 'select',
          tables: ['items i'],
          read: ['items.a', 'items.order_id', '?.id'],
          where: ['items.order_id = column | i.order_id = r.id'],
          limit: true,
        },
        {
          kind: 'select',
          tables: ['users u'],
          read: ['users.id', '?.a'],
          where: ['users.id = column | u.id = x.a'],
        },
      ],
    });
  });

  it('reads both sides of a UNION and a recursive CTE', () => {
    const sql = `WITH RECURSIVE tree AS (SELECT id FROM t WHERE up IS NULL UNION ALL
      SELECT t.id FROM t JOIN tree ON t.up = tree.id) SELECT id FROM tree`;
    expect(query(sql)).toEqual({
      kind: 'select',
      tables: ['t', 't'],
      read: ['?.id', 't.id', 't.up'],
      nested: [
        {
          kind: 'select',
          tables: ['t', 't'],
          read: ['t.id', 't.up', '?.id'],
          nested: [
            {
              kind: 'select',
              tables: ['t'],
              read: ['t.id', 't.up'],
              where: ['t.up is-null literal | up IS NULL'],
            },
            {
              kind: 'select',
              tables: ['t'],
              read: ['t.up', '?.id', 't.id'],
              joins: ['t.up = column | t.up = tree.id'],
            },
          ],
        },
      ],
    });
  });

  it.each([
    ['SELECT 1 FROM generate_series(1, 2) g', { kind: 'select', tables: [] }],
    ['SELECT a FROM t TABLESAMPLE system (1)', { kind: 'select', tables: ['t'], read: ['t.a'] }],
    ['VALUES (1)', { kind: 'select', tables: [] }],
    ['SELECT 1 FROM t LIMIT ALL', { kind: 'select', tables: ['t'] }],
    ['TABLE t', { kind: 'select', tables: ['t'], read: ['t.*'] }],
    [
      `SELECT 1 FROM JSON_TABLE('[]'::jsonb, '$' COLUMNS (a int)) j`,
      { kind: 'select', tables: [], partial: true },
    ],
    ['SELECT a INTO u FROM t', { kind: 'select', tables: ['t'], read: ['t.a'] }],
    ['EXPLAIN SELECT 1', null],
  ])('%s', (sql, expected) => {
    expect(query(sql)).toEqual(expected);
  });
});

describe('INSERT, UPDATE, DELETE, MERGE', () => {
  it.each<[string, unknown]>([
    [
      'INSERT INTO t (a, b) VALUES ($1, (SELECT max(x) FROM u))',
      {
        kind: 'insert',
        tables: ['t!', 'u'],
        read: ['u.x'],
        written: ['t.a', 't.b'],
        nested: [{ kind: 'select', tables: ['u'], read: ['u.x'] }],
      },
    ],
    [
      'INSERT INTO s.t SELECT a FROM u WHERE a = 1 RETURNING id',
      {
        kind: 'insert',
        tables: ['s.t!', 'u'],
        read: ['s.t.id', 'u.a'],
        nested: [{ kind: 'select', tables: ['u'], read: ['u.a'], where: ['u.a = literal | a = 1'] }],
      },
    ],
    [
      'INSERT INTO t AS x (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = excluded.b WHERE x.c > 1',
      { kind: 'insert', tables: ['t x!'], read: ['t.a', '?.b', 't.c'], written: ['t.a', 't.b'] },
    ],
    ['UPDATE t SET a = 1', { kind: 'update', tables: ['t!'], written: ['t.a'] }],
    [
      'UPDATE t x SET (a, b) = (SELECT 1, 2), c = u.d FROM u WHERE u.id = x.id',
      {
        kind: 'update',
        tables: ['t x!', 'u'],
        read: ['u.d', 'u.id', 't.id'],
        written: ['t.a', 't.b', 't.c'],
        where: ['u.id = column | u.id = x.id'],
        nested: [{ kind: 'select', tables: [] }],
      },
    ],
    [
      'DELETE FROM t USING u WHERE t.id = u.id',
      {
        kind: 'delete',
        tables: ['t!', 'u'],
        read: ['t.id', 'u.id'],
        where: ['t.id = column | t.id = u.id'],
      },
    ],
    [
      'WITH gone AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM gone',
      {
        kind: 'insert',
        tables: ['u!', 't!'],
        read: ['t.*', '?.*'],
        nested: [
          { kind: 'delete', tables: ['t!'], read: ['t.*'] },
          { kind: 'select', tables: [], read: ['?.*'] },
        ],
      },
    ],
    [
      'MERGE INTO t USING u ON t.id = u.id WHEN MATCHED AND u.x THEN UPDATE SET a = u.a WHEN NOT MATCHED THEN INSERT (id) VALUES (u.id)',
      {
        kind: 'merge',
        tables: ['t!', 'u'],
        read: ['t.id', 'u.id', 'u.a', 'u.x'],
        written: ['t.a', 't.id'],
        joins: ['t.id = column | t.id = u.id'],
      },
    ],
  ])('%s', (sql, expected) => {
    expect(query(sql)).toEqual(expected);
  });
});

describe('what an UPDATE sets', () => {
  it('is each value as it is written', () => {
    const sql = `SELECT 1; WITH x AS (SELECT 1)
UPDATE t SET a = substring(b from 2), "C" = b IS DISTINCT FROM d -- why
  , e = now() FROM u WHERE t.id = u.id RETURNING e; SELECT 2`;
    const [, update] = parser.parse(sql);
    expect(
      update?.query?.assignments?.map(({ column, value }) => [column, value.text, value.volatility]),
    ).toEqual([
      ['a', 'substring(b from 2)', 'immutable'],
      ['C', 'b IS DISTINCT FROM d', 'immutable'],
      ['e', 'now()', 'stable'],
    ]);
  });

  it('leaves out several at once, and parts of a column', () => {
    const [update] = parser.parse('UPDATE t SET (a, b) = (SELECT 1, 2), c[1] = 2, d = default');
    expect(update?.query?.assignments?.map(({ column, value }) => [column, value.text])).toEqual([
      ['d', 'default'],
    ]);
  });
});
