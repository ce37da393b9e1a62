import { beforeAll, describe, expect, it } from 'vitest';
import type { IndexDefinition } from '../definitions.ts';
import type { CreateTable } from '../operation.ts';
import { createParser, type SqlParser } from '../parse.ts';

let parser: SqlParser;

beforeAll(async () => {
  parser = await createParser('postgres');
});

/** Operations as a whole; their range must be the statement's. */
function operations(sql: string) {
  return parser.parse(sql).flatMap((statement) => {
    expect(statement.failure).toBeNull();
    return statement.operations.map(({ range, ...operation }) => {
      expect(range).toEqual(statement.range);
      return operation;
    });
  });
}

const named = (name: string, schema: string | null = null) => ({ schema, name });
const t = named('t');

const created: Omit<CreateTable, 'range'> = {
  kind: 'create-table',
  table: t,
  columns: [],
  constraints: [],
  ifNotExists: false,
  temporary: false,
  unlogged: false,
  partitionBy: null,
  partitionOf: null,
  inherits: [],
  like: [],
  asQuery: false,
};

const id = {
  name: 'id',
  type: { schema: null, name: 'integer', modifiers: [], dimensions: 0, text: 'int' },
  nullable: true,
  default: null,
  generated: null,
  identity: null,
  autoIncrement: false,
  collation: null,
  constraints: [],
};

describe('CREATE TABLE', () => {
  it.each<[string, Partial<CreateTable>]>([
    ['CREATE TABLE t (id int)', { columns: [id] }],
    ['CREATE TABLE IF NOT EXISTS "S".t ()', { table: named('t', 'S'), ifNotExists: true }],
    ['CREATE TEMP TABLE t ()', { temporary: true }],
    [
      'CREATE UNLOGGED TABLE t () INHERITS (p, s.q)',
      { unlogged: true, inherits: [named('p'), named('q', 's')] },
    ],
    ['CREATE TABLE t (LIKE p INCLUDING ALL, id int)', { columns: [id], like: [named('p')] }],
    [
      'CREATE TABLE t (id int) PARTITION BY RANGE (id, (id + 1))',
      { columns: [id], partitionBy: { strategy: 'range', columns: ['id'] } },
    ],
    [
      'CREATE TABLE t PARTITION OF p (id NOT NULL UNIQUE) FOR VALUES IN (1)',
      {
        partitionOf: named('p'),
        constraints: [
          { kind: 'not-null', name: null, deferrable: false, column: 'id', notValid: false },
          {
            kind: 'unique',
            name: null,
            deferrable: false,
            columns: ['id'],
            usingIndex: null,
            nullsNotDistinct: false,
          },
        ],
      },
    ],
    ['CREATE TABLE t AS SELECT 1', { asQuery: true }],
    ['SELECT 1 AS a INTO TEMP t', { asQuery: true, temporary: true }],
  ])('%s', (sql, expected) => {
    expect(operations(sql)).toEqual([{ ...created, ...expected }]);
  });

  it('of a type is not wholly understood', () => {
    expect(operations('CREATE TABLE t OF ty')).toEqual([
      created,
      { kind: 'not-understood', what: 'CREATE TABLE OF ty', table: t },
    ]);
  });
});

describe('CREATE INDEX', () => {
  const column = (name: string) => ({ column: name, text: name, descending: false });
  const plain: IndexDefinition = {
    name: null,
    columns: [column('a')],
    include: [],
    unique: false,
    method: 'btree',
    predicate: null,
  };
  it.each<[string, Partial<IndexDefinition>, { concurrently?: boolean; ifNotExists?: boolean; only?: true }]>(
    [
      ['CREATE INDEX ON t (a)', {}, {}],
      [
        'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY t (a)',
        { name: 'i', unique: true },
        { concurrently: true, ifNotExists: true, only: true },
      ],
      [
        'CREATE INDEX ON t USING gin (a jsonb_path_ops, (b -> \'x,y\'), lower(c) DESC NULLS LAST, "D" ASC) INCLUDE (e, f) WITH (fillfactor = 70) WHERE (g IS NULL) AND h > 1',
        {
          method: 'gin',
          columns: [
            { column: 'a', text: 'a jsonb_path_ops', descending: false },
            { column: null, text: "(b -> 'x,y')", descending: false },
            { column: null, text: 'lower(c)', descending: true },
            { column: 'D', text: '"D"', descending: false },
          ],
          include: ['e', 'f'],
          predicate: '(g IS NULL) AND h > 1',
        },
        {},
      ],
    ],
  )('%s', (sql, index, rest) => {
    expect(operations(sql)).toEqual([
      {
        kind: 'create-index',
        table: t,
        index: { ...plain, ...index },
        concurrently: false,
        ifNotExists: false,
        ...rest,
      },
    ]);
  });
});

describe('other statements', () => {
  const create = (object: string, name = named('x'), rest = {}) => ({
    kind: 'create-object',
    object,
    name,
    tables: [],
    replace: false,
    ...rest,
  });
  const alter = (object: string, to: unknown = null, name = named('x')) => ({
    kind: 'alter-object',
    object,
    name,
    to,
  });
  const drop = (object: string, name = named('x'), rest = {}) => ({
    kind: 'drop-object',
    object,
    name,
    tables: [],
    ifExists: false,
    cascade: false,
    ...rest,
  });
  const set = (name: string, value: string | null, local = false) => ({ kind: 'set', name, value, local });
  const both = { ifExists: true, cascade: true };

  it.each<[string, unknown[]]>([
    [
      'DROP TABLE IF EXISTS t, s.u CASCADE',
      [t, named('u', 's')].map((table) => ({ kind: 'drop-table', table, ...both })),
    ],
    [
      'DROP INDEX CONCURRENTLY IF EXISTS i, s.j',
      [named('i'), named('j', 's')].map((index) => ({
        kind: 'drop-index',
        index,
        table: null,
        concurrently: true,
        ifExists: true,
        cascade: false,
      })),
    ],
    ['ALTER INDEX s.i RENAME TO j', [{ kind: 'rename-index', index: named('i', 's'), table: null, to: 'j' }]],
    ['ALTER INDEX x SET (fillfactor = 70)', [alter('other')]],
    [
      'ALTER INDEX s.i ATTACH PARTITION p.j',
      [{ kind: 'attach-index', index: named('i', 's'), partition: named('j', 'p') }],
    ],
    ['REINDEX (CONCURRENTLY) TABLE t', [{ kind: 'reindex', target: 'table', name: t, concurrently: true }]],
    ['REINDEX SCHEMA s', [{ kind: 'reindex', target: 'schema', name: named('s'), concurrently: false }]],

    [
      "CREATE TYPE s.x AS ENUM ('a', 'b')",
      [{ kind: 'create-enum', name: named('x', 's'), values: ['a', 'b'] }],
    ],
    [
      "ALTER TYPE x ADD VALUE IF NOT EXISTS 'c' BEFORE 'b'",
      [{ kind: 'add-enum-value', name: named('x'), value: 'c' }],
    ],
    [
      "ALTER TYPE x RENAME VALUE 'a' TO 'z'",
      [{ kind: 'rename-enum-value', name: named('x'), value: 'a', to: 'z' }],
    ],
    ['ALTER TYPE x RENAME TO y', [alter('type', named('y'))]],
    ['ALTER TYPE x SET SCHEMA s', [alter('type', named('x', 's'))]],
    ['ALTER TYPE x ADD ATTRIBUTE a int', [alter('type')]],

    [
      'CREATE OR REPLACE VIEW x AS WITH c AS (SELECT * FROM t) SELECT * FROM c JOIN s.u USING (a)',
      [create('view', named('x'), { tables: [named('u', 's'), t], replace: true })],
    ],
    ['CREATE MATERIALIZED VIEW x AS TABLE t', [create('materialized-view', named('x'), { tables: [t] })]],
    ['CREATE SEQUENCE s.x', [create('sequence', named('x', 's'))]],
    [
      'CREATE OR REPLACE FUNCTION x() RETURNS int LANGUAGE sql AS $$;$$',
      [create('function', named('x'), { replace: true, unquoted: [] })],
    ],
    [
      'CREATE TRIGGER x AFTER INSERT ON t EXECUTE FUNCTION f()',
      [create('trigger', named('x'), { tables: [t] })],
    ],
    [
      'CREATE POLICY x ON t AS RESTRICTIVE FOR UPDATE TO a, b USING (true)',
      [
        create('policy', named('x'), {
          tables: [t],
          policy: { permissive: false, command: 'update', roles: ['a', 'b'] },
        }),
      ],
    ],
    ['CREATE EXTENSION IF NOT EXISTS x', [create('extension')]],
    ['CREATE DOMAIN x AS text', [create('domain')]],
    ['CREATE ROLE x', [create('role')]],
    ['CREATE FOREIGN TABLE x (a int) SERVER f', [create('other')]],
    ['ALTER VIEW x RENAME TO y', [alter('view', named('y'))]],
    ['ALTER VIEW x RENAME COLUMN a TO b', [alter('view')]],
    ['ALTER SEQUENCE x RESTART', [alter('sequence')]],
    ['ALTER FUNCTION x(int) OWNER TO bob', [alter('function')]],
    ['ALTER TRIGGER x ON t RENAME TO y', [alter('trigger', named('y'))]],
    ['ALTER SCHEMA x RENAME TO y', [alter('schema', named('y'))]],
    [
      'DROP VIEW IF EXISTS x, s.y CASCADE',
      [drop('view', named('x'), both), drop('view', named('y', 's'), both)],
    ],
    ['DROP TRIGGER x ON s.t', [drop('trigger', named('x'), { tables: [named('t', 's')] })]],
    ['DROP FUNCTION x(int), s.y', [drop('function'), drop('function', named('y', 's'))]],
    ['DROP TYPE x', [drop('type')]],
    ['DROP SCHEMA x', [drop('schema')]],
    ['DROP ROLE x', [drop('role')]],
    [
      'CREATE SCHEMA x CREATE TABLE t (id int) CREATE INDEX ON t (id)',
      [
        create('schema'),
        { ...created, table: named('t', 'x'), columns: [id] },
        {
          kind: 'create-index',
          table: named('t', 'x'),
          index: {
            name: null,
            columns: [{ column: 'id', text: 'id', descending: false }],
            include: [],
            unique: false,
            method: 'btree',
            predicate: null,
          },
          concurrently: false,
          ifNotExists: false,
        },
      ],
    ],

    [
      'GRANT SELECT, UPDATE (a) ON t, s.u TO bob, PUBLIC',
      [
        {
          kind: 'grant',
          revoke: false,
          privileges: ['select', 'update'],
          objects: [t, named('u', 's')],
          grantees: ['bob', 'public'],
        },
      ],
    ],
    [
      'REVOKE ALL ON ALL TABLES IN SCHEMA s FROM bob',
      [{ kind: 'grant', revoke: true, privileges: ['all'], objects: [named('*', 's')], grantees: ['bob'] }],
    ],
    [
      'GRANT admin TO bob',
      [{ kind: 'grant', revoke: false, privileges: ['admin'], objects: [], grantees: ['bob'] }],
    ],
    [
      'REFRESH MATERIALIZED VIEW CONCURRENTLY x',
      [{ kind: 'refresh-materialized-view', view: named('x'), concurrently: true }],
    ],
    ['LOCK t, s.u IN SHARE MODE', [{ kind: 'lock-table', tables: [t, named('u', 's')], mode: 'share' }]],
    ['LOCK TABLE t', [{ kind: 'lock-table', tables: [t], mode: 'access exclusive' }]],
    ['TRUNCATE t, u CASCADE', [{ kind: 'truncate', tables: [t, named('u')], cascade: true }]],
    ['VACUUM (FULL, ANALYZE) t', [{ kind: 'vacuum', full: true, tables: [t] }]],
    ['VACUUM (FULL false)', [{ kind: 'vacuum', full: false, tables: [] }]],
    ['ANALYZE t', []],
    ['CLUSTER t USING i', [{ kind: 'cluster', table: t }]],
    ['CLUSTER', [{ kind: 'cluster', table: null }]],

    [
      'BEGIN; COMMIT AND CHAIN; ROLLBACK',
      [{ kind: 'begin' }, { kind: 'commit' }, { kind: 'begin' }, { kind: 'rollback' }],
    ],
    ['START TRANSACTION; SAVEPOINT x; RELEASE x; END', [{ kind: 'begin' }, { kind: 'commit' }]],
    ['ROLLBACK TO x', [{ kind: 'not-understood', what: 'ROLLBACK TO SAVEPOINT', table: null }]],
    ["SET LOCAL lock_timeout = '2s'", [set('lock_timeout', '2s', true)]],
    ['SET statement_timeout TO 5000', [set('statement_timeout', '5000')]],
    ['SET search_path TO a, b', [set('search_path', 'a, b')]],
    ["SET TIME ZONE INTERVAL '1' HOUR", [set('timezone', "SET TIME ZONE INTERVAL '1' HOUR")]],
    ['SET lock_timeout TO DEFAULT', [set('lock_timeout', null)]],
    ['RESET ALL', [set('all', null)]],
    ["DO LANGUAGE plperl 'x'", [{ kind: 'run-code', language: 'plperl', body: 'x' }]],
    ['DO $$BEGIN NULL; END$$', [{ kind: 'run-code', language: 'plpgsql', body: 'BEGIN NULL; END' }]],
    ["COMMENT ON TABLE t IS 'x'", [{ kind: 'comment' }]],
    [
      'IMPORT FOREIGN SCHEMA a FROM SERVER b INTO c',
      [{ kind: 'not-understood', what: 'IMPORT FOREIGN SCHEMA', table: null }],
    ],
    ['INSERT INTO t VALUES (1); COPY t FROM stdin; EXPLAIN SELECT 1; CALL p(); ALTER SYSTEM SET a = 1', []],
  ])('%s', (sql, expected) => {
    expect(operations(sql)).toEqual(expected);
  });
});
