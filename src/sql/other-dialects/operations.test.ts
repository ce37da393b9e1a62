import { beforeAll, describe, expect, it } from 'vitest';
import type { ColumnDefinition, ColumnType, Expression } from '../definitions.ts';
import { type Dialect, dialects } from '../dialect.ts';
import { createParser, type SqlParser } from '../parse.ts';

const parsers = new Map<Dialect, SqlParser>();

beforeAll(async () => {
  for (const dialect of dialects) parsers.set(dialect, await createParser(dialect));
});

/** Operations as a whole; `at` is the text of their range where that is not the statement's. */
function operations(dialect: Dialect, sql: string) {
  return (parsers.get(dialect)?.parse(sql) ?? []).flatMap((statement) => {
    expect(statement.failure).toBeNull();
    return statement.operations.map(({ range, ...operation }) => {
      const at = sql.slice(range.start, range.end);
      return at === statement.text ? operation : { ...operation, at };
    });
  });
}

const named = (name: string, schema: string | null = null) => ({ schema, name });
const t = named('t');
const table = t;

function type(name: string, rest: Partial<ColumnType> = {}): ColumnType {
  return { schema: null, name, modifiers: [], dimensions: 0, text: name, ...rest };
}

function expression(text: string, rest: Partial<Expression> = {}): Expression {
  return { text, kind: 'constant', volatility: 'immutable', functions: [], columns: [], ...rest };
}

function column(name: string, of: ColumnType, rest: Partial<ColumnDefinition> = {}): ColumnDefinition {
  return {
    name,
    type: of,
    nullable: true,
    default: null,
    generated: null,
    identity: null,
    autoIncrement: false,
    collation: null,
    constraints: [],
    ...rest,
  };
}

const int = type('integer', { text: 'int' });
const plainIndex = { include: [], unique: false, method: 'btree', predicate: null };
const created = { concurrently: false, ifNotExists: false };
const noAction = { onDelete: 'no-action', onUpdate: 'no-action', notValid: false } as const;

describe('CREATE TABLE', () => {
  it('has columns, constraints, and its indexes as operations of their own', () => {
    const sql = `CREATE TABLE IF NOT EXISTS s.t (a int, key int, UNIQUE KEY uk (a), KEY ik (a(10), b DESC), FULLTEXT INDEX (b),
      CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id) ON UPDATE SET NULL, CHECK (a > 0) NOT ENFORCED) ENGINE=InnoDB`;
    const index = (name: string, method: string, columns: unknown[]) => ({
      kind: 'create-index',
      table: named('t', 's'),
      index: { ...plainIndex, name, method, columns },
      ...created,
    });
    expect(operations('mysql', sql)).toEqual([
      {
        kind: 'create-table',
        table: named('t', 's'),
        columns: [column('a', int), column('key', int)],
        constraints: [
          {
            kind: 'unique',
            name: 'uk',
            deferrable: false,
            columns: ['a'],
            usingIndex: null,
            nullsNotDistinct: false,
          },
          {
            kind: 'foreign-key',
            name: 'fk',
            deferrable: false,
            columns: ['a'],
            references: named('p'),
            referencedColumns: ['id'],
            ...noAction,
            onUpdate: 'set-null',
          },
          {
            kind: 'check',
            name: null,
            deferrable: false,
            expression: expression('a > 0', { kind: 'other', columns: ['a'] }),
            notValid: true,
            provesNotNull: null,
          },
        ],
        ifNotExists: true,
        temporary: false,
        unlogged: false,
        partitionBy: null,
        partitionOf: null,
        inherits: [],
        like: [],
        asQuery: false,
      },
      index('ik', 'btree', [
        { column: 'a', text: 'a(10)', descending: false },
        { column: 'b', text: 'b', descending: true },
      ]),
      index('b', 'fulltext', [{ column: 'b', text: 'b', descending: false }]),
    ]);
  });

  it.each<[Dialect, string, object]>([
    ['mysql', 'CREATE TEMPORARY TABLE t LIKE u', { temporary: true, like: [named('u')] }],
    ['mysql', 'CREATE TABLE t AS SELECT 1', { asQuery: true }],
    [
      'mysql',
      'CREATE TABLE t (a int) PARTITION BY RANGE COLUMNS (a) (PARTITION p VALUES LESS THAN (1))',
      { columns: [column('a', int)], partitionBy: { strategy: 'range', columns: ['a'] } },
    ],
    ['mssql', 'CREATE TABLE [dbo].[#t] (a int)', { table: named('#t'), columns: [column('a', int)] }],
    [
      'mssql',
      'CREATE TABLE #t (a int)',
      { table: named('#t'), temporary: true, columns: [column('a', int)] },
    ],
    ['sqlite', 'CREATE TABLE main.t (a int) STRICT, WITHOUT ROWID', { columns: [column('a', int)] }],
  ])('%s: %s', (dialect, sql, expected) => {
    expect(operations(dialect, sql)).toEqual([
      {
        kind: 'create-table',
        table,
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
        ...expected,
      },
    ]);
  });
});

describe('other statements', () => {
  const dropIndex = { kind: 'drop-index', concurrently: false, ifExists: false, cascade: false };
  const object = (kind: string, name = named('x'), tables: unknown[] = []) => ({
    kind: 'create-object',
    object: kind,
    name,
    tables,
    replace: false,
  });
  it.each<[Dialect, string, unknown[]]>([
    [
      'mysql',
      'CREATE UNIQUE INDEX i ON t (a, (lower(b)))',
      [
        {
          kind: 'create-index',
          table,
          index: {
            ...plainIndex,
            name: 'i',
            unique: true,
            columns: [
              { column: 'a', text: 'a', descending: false },
              { column: null, text: '(lower(b))', descending: false },
            ],
          },
          ...created,
        },
      ],
    ],
    [
      'mssql',
      'CREATE NONCLUSTERED INDEX i ON t (a) INCLUDE (b, c) WHERE a > 1 WITH (ONLINE = ON)',
      [
        {
          kind: 'create-index',
          table,
          index: {
            ...plainIndex,
            name: 'i',
            columns: [{ column: 'a', text: 'a', descending: false }],
            include: ['b', 'c'],
            predicate: 'a > 1',
          },
          ...created,
        },
      ],
    ],
    ['mysql', 'DROP INDEX i ON s.t', [{ ...dropIndex, index: named('i', 's'), table: named('t', 's') }]],
    ['mssql', 'DROP INDEX t.i', [{ ...dropIndex, index: named('i'), table }]],
    ['sqlite', 'DROP INDEX IF EXISTS i', [{ ...dropIndex, ifExists: true, index: named('i'), table: null }]],
    [
      'mysql',
      'DROP TABLE IF EXISTS t, s.u CASCADE',
      [
        { kind: 'drop-table', table: t, ifExists: true, cascade: false },
        { kind: 'drop-table', table: named('u', 's'), ifExists: true, cascade: true },
      ],
    ],
    [
      'mysql',
      'RENAME TABLE t TO u, v TO w',
      [
        { kind: 'rename-table', table: t, to: named('u') },
        { kind: 'rename-table', table: named('v'), to: named('w') },
      ],
    ],
    [
      'mssql',
      "EXEC sp_rename N'dbo.t.a', N'b', 'COLUMN'",
      [{ kind: 'rename-column', table, column: 'a', to: 'b' }],
    ],
    [
      'mssql',
      "sp_rename 's.t', 'u'",
      [{ kind: 'rename-table', table: named('t', 's'), to: named('u', 's') }],
    ],
    [
      'mssql',
      "EXEC sys.sp_rename 't.i', 'j', 'INDEX'",
      [{ kind: 'rename-index', index: named('i'), table, to: 'j' }],
    ],
    ['mysql', 'TRUNCATE t', [{ kind: 'truncate', tables: [t], cascade: false }]],
    [
      'mysql',
      'CREATE DEFINER = `a`@`b` TRIGGER x AFTER INSERT ON t FOR EACH ROW SET @a = 1',
      [object('trigger', named('x'), [t])],
    ],
    ['mysql', 'CREATE OR REPLACE VIEW x AS SELECT 1', [{ ...object('view'), replace: true }]],
    ['sqlite', 'CREATE VIRTUAL TABLE x USING fts5 (a)', [object('other')]],
    [
      'mysql',
      'DROP VIEW x',
      [
        {
          kind: 'drop-object',
          object: 'view',
          name: named('x'),
          tables: [],
          ifExists: false,
          cascade: false,
        },
      ],
    ],
    [
      'mysql',
      'ALTER DATABASE x CHARACTER SET utf8',
      [{ kind: 'alter-object', object: 'database', name: named('x'), to: null }],
    ],
    [
      'mssql',
      'ALTER INDEX i ON t REBUILD WITH (ONLINE = ON)',
      [{ kind: 'reindex', target: 'index', name: named('i'), concurrently: true }],
    ],
    [
      'mysql',
      'START TRANSACTION; COMMIT; BEGIN; ROLLBACK',
      [{ kind: 'begin' }, { kind: 'commit' }, { kind: 'begin' }, { kind: 'rollback' }],
    ],
    ['mssql', 'BEGIN TRAN; COMMIT TRANSACTION', [{ kind: 'begin' }, { kind: 'commit' }]],
    [
      'mysql',
      'SET SESSION lock_wait_timeout = 5, @a := "b"',
      [
        { kind: 'set', name: 'lock_wait_timeout', value: '5', local: false },
        { kind: 'set', name: '@a', value: 'b', local: false },
      ],
    ],
    [
      'sqlite',
      'PRAGMA foreign_keys = OFF; PRAGMA table_info',
      [{ kind: 'set', name: 'foreign_keys', value: 'off', local: false }],
    ],
    [
      'mysql',
      "GRANT SELECT (a), INSERT ON s.* TO 'u'@'%'",
      [
        {
          kind: 'grant',
          revoke: false,
          privileges: ['select', 'insert'],
          objects: [named('*', 's')],
          grantees: ['u'],
        },
      ],
    ],
    [
      'mssql',
      'IF 1 = 1 DROP TABLE t',
      [{ kind: 'run-code', language: 'tsql', body: 'IF 1 = 1 DROP TABLE t' }],
    ],
    ['mysql', 'LOCK TABLES t WRITE', [{ kind: 'lock-table', tables: [t], mode: 'write' }]],
    ['mysql', 'USE x; SHOW TABLES; ANALYZE TABLE t', []],
  ])('%s: %s', (dialect, sql, expected) => {
    const found = operations(dialect, sql).map((operation) => {
      const { at: _, ...rest } = { at: '', ...operation };
      return rest;
    });
    expect(found).toEqual(expected);
  });
});
