import { z } from 'zod';
import { showName } from '../../sql/object-name.ts';
import type { DdlOperation } from '../../sql/operation.ts';
import { newColumns } from '../new-columns.ts';
import { patternOption } from '../pattern-option.ts';
import { defineRule, type Match } from '../rule.ts';

const options = z
  .strictObject({
    table: patternOption.optional(),
    column: patternOption.optional(),
    index: patternOption.optional(),
    unique: patternOption.optional(),
    'primary-key': patternOption.optional(),
    'foreign-key': patternOption.optional(),
    check: patternOption.optional(),
  })
  .refine(
    (patterns) => Object.keys(patterns).length > 0,
    'it needs a pattern for a kind of name, as `table`',
  );
type Kind = keyof z.infer<typeof options>;

export default defineRule({
  id: 'naming-convention',
  about: 'statement',
  title: 'Name against the convention',
  family: 'naming',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  options,
  sources: [
    'atlas:NM101',
    'atlas:NM106',
    'bytebase:NAMING_TABLE',
    'bytebase:NAMING_COLUMN',
    'bytebase:NAMING_INDEX_IDX',
    'bytebase:NAMING_INDEX_UK',
    'bytebase:NAMING_INDEX_FK',
  ],
  what: 'People and tools look for the {kind} `{name}` under another name.',
  why: 'The settings ask for `{pattern}`.',
  fix: 'Rename it before it is merged: later that takes steps.',
  examples: {
    bad: [
      {
        title: 'a table',
        sql: 'CREATE TABLE tblOrders (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE tblOrders (id bigint PRIMARY KEY)',
        options: { table: '^(?!tbl)[a-z_]+$' },
      },
      {
        title: 'an index',
        sql: 'CREATE TABLE orders (user_id bigint);\nCREATE INDEX foo ON orders (user_id);',
        at: 'CREATE INDEX foo ON orders (user_id)',
        options: { index: '_idx$' },
      },
    ],
    good: [
      {
        title: 'names that fit',
        sql: 'CREATE TABLE orders (user_id bigint);\nCREATE INDEX orders_user_idx ON orders (user_id);',
        options: { table: '^[a-z_]+$', column: '^[a-z_]+$', index: '_idx$' },
      },
      {
        title: 'a kind that is not named in the settings',
        sql: 'CREATE TABLE orders (userId bigint);',
        options: { index: '_idx$' },
      },
    ],
  },
  detect(subject) {
    const given = options.safeParse(subject.options);
    if (!given.success) return [];
    const named = [
      ...subject.statement.operations.flatMap((operation) => namesOf(operation)),
      ...newColumns(subject).map(({ column, range }) => ({
        kind: 'column' as const,
        name: column.name,
        range,
      })),
    ];
    return named.flatMap(({ kind, name, range }): Match[] => {
      const wanted = given.data[kind];
      if (wanted === undefined || new RegExp(wanted).test(name)) return [];
      const data = { kind: kind.replace('-', ' '), name, pattern: wanted };
      return [{ range, object: `${kind} ${name}`, data }];
    });
  },
});

function namesOf(operation: DdlOperation): { kind: Kind; name: string; range: DdlOperation['range'] }[] {
  const { range } = operation;
  switch (operation.kind) {
    case 'create-table':
      return [
        { kind: 'table', name: showName(operation.table), range },
        ...operation.constraints.flatMap((constraint) => constraintName(constraint, range)),
      ];
    case 'rename-table':
      return [{ kind: 'table', name: operation.to.name, range }];
    case 'rename-column':
      return [{ kind: 'column', name: operation.to, range }];
    case 'create-index':
      return operation.index.name === null
        ? []
        : [{ kind: operation.index.unique ? 'unique' : 'index', name: operation.index.name, range }];
    case 'add-constraint':
      return constraintName(operation.constraint, range);
    default:
      return [];
  }
}

function constraintName(
  { kind, name }: { readonly kind: string; readonly name: string | null },
  range: DdlOperation['range'],
): { kind: Kind; name: string; range: DdlOperation['range'] }[] {
  if (name === null || name === 'PRIMARY') return [];
  if (kind !== 'unique' && kind !== 'primary-key' && kind !== 'foreign-key' && kind !== 'check') return [];
  return [{ kind, name, range }];
}
