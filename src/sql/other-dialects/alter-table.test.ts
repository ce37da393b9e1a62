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

describe('a column', () => {
  it.each<[Dialect, string, ColumnDefinition]>([
    [
      'mysql',
      "`c` int(11) unsigned NOT NULL AUTO_INCREMENT COMMENT 'x, y' FIRST",
      column('c', type('integer unsigned', { modifiers: [11], text: 'int(11) unsigned' }), {
        nullable: false,
        autoIncrement: true,
      }),
    ],
    [
      'mysql',
      'c datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3) AFTER b',
      column('c', type('datetime', { modifiers: [3], text: 'datetime(3)' }), {
        default: expression('CURRENT_TIMESTAMP(3)', {
          kind: 'other',
          volatility: 'stable',
          functions: ['current_timestamp'],
        }),
      }),
    ],
    [
      'mysql',
      "c enum('a', 'b') CHARACTER SET utf8 COLLATE utf8_bin NULL DEFAULT NULL UNIQUE KEY",
      column('c', type('enum', { text: "enum('a', 'b')" }), {
        collation: 'utf8_bin',
        default: expression('NULL', { kind: 'null' }),
        constraints: [
          {
            kind: 'unique',
            name: 'c',
            deferrable: false,
            columns: ['c'],
            usingIndex: null,
            nullsNotDistinct: false,
          },
        ],
      }),
    ],
    [
      'mysql',
      'c binary(16) DEFAULT (uuid_to_bin(uuid()))',
      column('c', type('binary', { modifiers: [16], text: 'binary(16)' }), {
        default: expression('(uuid_to_bin(uuid()))', {
          kind: 'other',
          volatility: 'volatile',
          functions: ['uuid_to_bin', 'uuid'],
        }),
      }),
    ],
    [
      'mariadb',
      'c int GENERATED ALWAYS AS (a + 1) STORED',
      column('c', int, {
        generated: { stored: true, expression: expression('a + 1', { kind: 'other', columns: ['a'] }) },
      }),
    ],
    [
      'mssql',
      "[c] nvarchar(max) NOT NULL CONSTRAINT [df] DEFAULT (N'x')",
      column('c', type('nvarchar', { text: 'nvarchar(max)' }), {
        nullable: false,
        default: expression("(N'x')"),
      }),
    ],
    [
      'mssql',
      'c int IDENTITY(1, 1) CONSTRAINT pk PRIMARY KEY CLUSTERED',
      column('c', int, {
        nullable: false,
        autoIncrement: true,
        constraints: [
          { kind: 'primary-key', name: 'pk', deferrable: false, columns: ['c'], usingIndex: null },
        ],
      }),
    ],
    [
      'sqlite',
      'c REFERENCES p (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED',
      column('c', type(''), {
        constraints: [
          {
            kind: 'foreign-key',
            name: null,
            deferrable: true,
            columns: ['c'],
            references: named('p'),
            referencedColumns: ['id'],
            ...noAction,
            onDelete: 'cascade',
          },
        ],
      }),
    ],
    [
      'sqlite',
      'c unsigned big int DEFAULT -1 CHECK (c IS NOT NULL)',
      column('c', type('unsigned big int'), {
        default: expression('-1'),
        constraints: [
          {
            kind: 'check',
            name: null,
            deferrable: false,
            expression: expression('c IS NOT NULL', { kind: 'other', columns: ['c'] }),
            notValid: false,
            provesNotNull: 'c',
          },
        ],
      }),
    ],
  ])('%s: %s', (dialect, sql, expected) => {
    expect(operations(dialect, `ALTER TABLE t ADD ${sql}`)).toEqual([
      { kind: 'add-column', table, column: expected, ifNotExists: false, at: `ADD ${sql}` },
    ]);
  });
});

describe('ALTER TABLE', () => {
  const option = (name: string, value: string) => ({ kind: 'set-table-option', option: name, value });
  const drop = (name: string) => ({ kind: 'drop-column', column: name, ifExists: false, cascade: false });
  const dropConstraint = (name: string) => ({
    kind: 'drop-constraint',
    name,
    ifExists: false,
    cascade: false,
  });
  const set = (name: string, of: ColumnType) => ({
    kind: 'set-column-type',
    column: name,
    type: of,
    using: null,
  });
  const nullable = (name: string, is: boolean) => ({ kind: 'set-nullability', column: name, nullable: is });
  const byDefault = (name: string, value: Expression | null) => ({
    kind: 'set-default',
    column: name,
    default: value,
  });
  it.each<[Dialect, string, object[]]>([
    [
      'mysql',
      'ADD (a int, b int)',
      [column('a', int), column('b', int)].map((each) => ({
        kind: 'add-column',
        column: each,
        ifNotExists: false,
      })),
    ],
    [
      'mariadb',
      'ADD COLUMN IF NOT EXISTS a int',
      [{ kind: 'add-column', column: column('a', int), ifNotExists: true }],
    ],
    ['mysql', 'DROP a', [drop('a')]],
    [
      'mysql',
      'MODIFY COLUMN a int NOT NULL DEFAULT 1',
      [set('a', int), nullable('a', false), byDefault('a', expression('1'))],
    ],
    [
      'mysql',
      'CHANGE a b int',
      [
        { kind: 'rename-column', column: 'a', to: 'b' },
        set('b', int),
        nullable('b', true),
        byDefault('b', null),
      ],
    ],
    ['mysql', 'ALTER a SET DEFAULT (1)', [byDefault('a', expression('(1)'))]],
    ['mysql', 'ALTER COLUMN a DROP DEFAULT', [byDefault('a', null)]],
    ['mysql', 'RENAME AS u', [{ kind: 'rename-table', to: named('u') }]],
    ['mysql', 'RENAME COLUMN a TO b', [{ kind: 'rename-column', column: 'a', to: 'b' }]],
    ['mysql', 'RENAME KEY a TO b', [{ kind: 'rename-index', index: named('a'), to: 'b' }]],
    [
      'mysql',
      'ADD INDEX i USING HASH (a)',
      [
        {
          kind: 'create-index',
          index: {
            ...plainIndex,
            name: 'i',
            method: 'hash',
            columns: [{ column: 'a', text: 'a', descending: false }],
          },
          ...created,
        },
      ],
    ],
    [
      'mysql',
      'ADD PRIMARY KEY (a)',
      [
        {
          kind: 'add-constraint',
          constraint: {
            kind: 'primary-key',
            name: 'PRIMARY',
            deferrable: false,
            columns: ['a'],
            usingIndex: null,
          },
        },
      ],
    ],
    ['mysql', 'DROP PRIMARY KEY', [dropConstraint('PRIMARY')]],
    ['mysql', 'DROP FOREIGN KEY k', [dropConstraint('k')]],
    ['mysql', 'DROP CHECK k', [dropConstraint('k')]],
    [
      'mysql',
      'DROP INDEX i',
      [{ kind: 'drop-index', index: named('i'), concurrently: false, ifExists: false, cascade: false }],
    ],
    ['mysql', 'ALGORITHM = INPLACE', [option('algorithm', 'inplace')]],
    ['mysql', 'LOCK=NONE', [option('lock', 'none')]],
    ['mysql', 'CONVERT TO CHARACTER SET utf8mb4', [option('charset', 'utf8mb4')]],
    [
      'mysql',
      'DROP PARTITION p',
      [{ kind: 'not-understood', what: 'ALTER TABLE: partitions at or near "PARTITION"' }],
    ],
    ['mssql', 'ALTER COLUMN a bigint NOT NULL', [set('a', type('bigint')), nullable('a', false)]],
    ['mssql', 'ALTER COLUMN a bigint', [set('a', type('bigint'))]],
    ['mssql', 'DROP CONSTRAINT IF EXISTS k', [{ ...dropConstraint('k'), ifExists: true }]],
    ['mssql', 'ADD CONSTRAINT df DEFAULT 1 FOR a', [byDefault('a', expression('1'))]],
    [
      'mssql',
      'WITH NOCHECK ADD CONSTRAINT k CHECK (a > 0)',
      [
        {
          kind: 'add-constraint',
          constraint: {
            kind: 'check',
            name: 'k',
            deferrable: false,
            expression: expression('a > 0', { kind: 'other', columns: ['a'] }),
            notValid: true,
            provesNotNull: null,
          },
        },
      ],
    ],
    ['mssql', 'WITH CHECK CHECK CONSTRAINT k', [{ kind: 'validate-constraint', name: 'k' }]],
    ['sqlite', 'RENAME a TO b', [{ kind: 'rename-column', column: 'a', to: 'b' }]],
    ['sqlite', 'RENAME TO u', [{ kind: 'rename-table', to: named('u') }]],
  ])('%s: %s', (dialect, sql, expected) => {
    expect(operations(dialect, `ALTER TABLE t ${sql}`)).toEqual(
      expected.map((each) => ({ ...each, table, at: sql })),
    );
  });

  it('gives each command its own place, also where only the first has a verb', () => {
    expect(operations('mssql', 'ALTER TABLE t DROP COLUMN a, b; ALTER TABLE t ADD a int, b int')).toEqual([
      { ...drop('a'), table, at: 'DROP COLUMN a' },
      { ...drop('b'), table, at: 'b' },
      { kind: 'add-column', table, column: column('a', int), ifNotExists: false, at: 'ADD a int' },
      { kind: 'add-column', table, column: column('b', int), ifNotExists: false, at: 'b int' },
    ]);
  });
});
