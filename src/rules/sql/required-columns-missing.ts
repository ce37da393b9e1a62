import { z } from 'zod';
import { showName } from '../../sql/object-name.ts';
import { defineRule, operationsOf } from '../rule.ts';

const options = z.strictObject({ columns: z.array(z.string().min(1)).min(1) });

export default defineRule({
  id: 'required-columns-missing',
  about: 'statement',
  on: ['create-table'],
  title: 'Table without the columns that each one has',
  family: 'schema-design',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  options,
  sources: ['bytebase:COLUMN_REQUIRED'],
  what: 'Code that counts on {missing} in every table fails on `{table}`.',
  why: 'The settings of this repository ask for them, and this table has them not.',
  fix: 'Add {missing}.',
  examples: {
    bad: [
      {
        title: 'one is missing',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE orders (id bigint PRIMARY KEY)',
        options: { columns: ['id', 'created_at'] },
      },
    ],
    good: [
      {
        title: 'all are there',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, created_at timestamp NOT NULL);',
        options: { columns: ['id', 'created_at'] },
      },
      {
        title: 'added by the same file',
        dialect: 'postgres',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nALTER TABLE orders ADD COLUMN created_at timestamptz;',
        options: { columns: ['id', 'created_at'] },
      },
      {
        title: 'a table that is changed',
        dialect: 'postgres',
        sql: 'ALTER TABLE orders ADD COLUMN note text;',
        options: { columns: ['id', 'created_at'] },
      },
      {
        title: 'a table with more',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, created_at timestamp NOT NULL, note varchar(10));',
        options: { columns: ['created_at'] },
      },
    ],
  },
  detect(subject) {
    const given = options.safeParse(subject.options);
    if (!given.success) return [];
    return operationsOf(subject.statement, 'create-table').flatMap((created) => {
      const { table, range } = created;
      // Its columns come from elsewhere.
      const borrowed =
        created.temporary ||
        created.asQuery ||
        created.partitionOf !== null ||
        created.inherits.length > 0 ||
        created.like.length > 0;
      if (borrowed) return [];
      const added = subject.siblings
        .flatMap((sibling) => operationsOf(sibling, 'add-column'))
        .filter((other) => showName(other.table) === showName(table))
        .map(({ column }) => column.name);
      const names = new Set(
        [...created.columns.map(({ name }) => name), ...added].map((name) => name.toLowerCase()),
      );
      const missing = given.data.columns.filter((column) => !names.has(column.toLowerCase()));
      if (missing.length === 0) return [];
      return [
        {
          range,
          object: showName(table),
          data: { table: showName(table), missing: missing.map((name) => `\`${name}\``).join(', ') },
        },
      ];
    });
  },
});
