import { z } from 'zod';
import { showName } from '../../sql/object-name.ts';
import { tableIn } from '../evidence.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule, type Match } from '../rule.ts';

const options = z.strictObject({
  nullable: z.boolean().default(false),
  /** Whether each column needs a default. */
  defaults: z.boolean().default(false),
});

export default defineRule({
  id: 'nullable-column-policy',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Column without what the team asks for',
  family: 'schema-design',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  options,
  sources: ['bytebase:COLUMN_NO_NULL', 'bytebase:COLUMN_REQUIRE_DEFAULT', 'skeema:nullable', 'sqlcheck:3003'],
  what: '`{table}.{column}` {lacks}.',
  why: 'The settings of this repository ask for it.',
  fix: '{remedy}',
  examples: {
    bad: [
      {
        title: 'nullable',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(80));',
        at: 'note varchar(80)',
      },
      {
        title: 'without a default',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(80));',
        at: 'note varchar(80)',
        options: { nullable: true, defaults: true },
      },
    ],
    good: [
      {
        title: 'NOT NULL',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(80) NOT NULL);',
      },
      {
        title: 'with a default',
        sql: "CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(80) DEFAULT '');",
        options: { nullable: true, defaults: true },
      },
    ],
  },
  detect(subject) {
    const { nullable, defaults } = options.parse(subject.options ?? {});
    return newColumns(subject).flatMap(({ table, column, range }): Match[] => {
      const own = tableIn(subject.after, table);
      const isKey = own?.constraints.some(
        ({ constraint }) => constraint.kind === 'primary-key' && constraint.columns.includes(column.name),
      );
      const is = own?.columns.get(column.name);
      if (is === undefined || isKey === true || is.generated || is.identity || column.autoIncrement)
        return [];
      const lacks =
        !nullable && is.nullable ? 'NOT NULL' : defaults && is.default === null ? 'DEFAULT' : null;
      if (lacks === null) return [];
      const data = {
        table: showName(table),
        column: column.name,
        lacks: lacks === 'NOT NULL' ? 'may be `NULL`' : 'has no default',
        remedy:
          lacks === 'NOT NULL'
            ? 'Add `NOT NULL`; to a table in use in steps, with a default first.'
            : 'Add a `DEFAULT`.',
      };
      return [{ range, object: `${showName(table)}.${column.name}`, data }];
    });
  },
});
