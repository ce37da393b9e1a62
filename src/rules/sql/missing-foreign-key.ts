import type { ColumnType } from '../../sql/definitions.ts';
import { showName } from '../../sql/object-name.ts';
import type { SchemaModel, TableModel } from '../../sql/schema/model.ts';
import { documented, tableIn } from '../evidence.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule } from '../rule.ts';

/** A schema whose references are foreign keys. */
const keyed = `CREATE TABLE users (id bigint PRIMARY KEY);
${['notes', 'tags', 'files'].map((name) => `CREATE TABLE ${name} (id bigint PRIMARY KEY, user_id bigint, FOREIGN KEY (user_id) REFERENCES users (id));`).join('\n')}`;

export default defineRule({
  id: 'missing-foreign-key',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Reference that nothing keeps true',
  family: 'integrity',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'stable',
  sources: [
    'sqlcheck:1005',
    'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
  ],
  what: '`{table}.{column}` can name rows of `{parent}` that do not exist, or no longer.',
  why: 'It is named and typed like a reference to `{parent}`, most references of this schema are foreign keys, and this one is not.',
  fix: '`FOREIGN KEY ({column}) REFERENCES {parent} ({key})`. Where rows are to stay behind on purpose, say so in a comment.',
  examples: {
    bad: [
      {
        title: 'where others have one',
        base: keyed,
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);',
        at: 'user_id bigint',
      },
    ],
    good: [
      {
        title: 'a team that uses none',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint);',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);',
      },
      {
        title: 'another type is another thing',
        base: keyed,
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id varchar(40));',
      },
      {
        title: 'no table of that name',
        base: keyed,
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, trace_id bigint);',
      },
      {
        title: 'a foreign key that a later statement adds',
        base: keyed,
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL);\nALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);',
        dialect: 'postgres',
      },
    ],
  },
  detect(subject) {
    const { after } = subject;
    const columns = newColumns(subject).filter(
      ({ column }) => !column.autoIncrement && /[a-z\d](?:_id|I[dD])$/.test(column.name),
    );
    return columns.flatMap(({ table, column, range }) => {
      const own = tableIn(after, table);
      const is = own?.columns.get(column.name);
      if (
        own === undefined ||
        !own.complete ||
        is?.type == null ||
        own.partitioned ||
        own.partitionOf !== null
      )
        return [];
      const has = own.constraints.some(
        ({ constraint }) => constraint.kind === 'foreign-key' && constraint.columns.includes(column.name),
      );
      const parent = has ? null : parentOf(after, table.schema, column.name);
      if (parent === null || parent.table === own || !sameType(parent.type, is.type)) return [];
      // Logs keep what is gone, on purpose.
      if (/audit|log|history|event|archive|outbox|snapshot/i.test(table.name)) return [];
      if (!usesForeignKeys(after)) return [];
      const name = showName(parent.table.name);
      return [
        {
          range,
          object: `${showName(table)}.${column.name}`,
          data: { table: showName(table), column: column.name, parent: name, key: parent.key },
          evidence: [
            documented(
              'A foreign key constraint specifies that the values in a column must match the values appearing in some row of another table (PostgreSQL manual, 5.5.5 Foreign Keys)',
            ),
          ],
        },
      ];
    });
  },
});

/** Whether of the columns that could refer to a table by their name most do, and at least three. */
function usesForeignKeys({ tables }: SchemaModel): boolean {
  let references = 0;
  let keys = 0;
  for (const { columns, constraints } of tables.values()) {
    const keyed = new Set(
      constraints.flatMap(({ constraint }) => (constraint.kind === 'foreign-key' ? constraint.columns : [])),
    );
    for (const name of columns.keys()) {
      if (keyed.has(name)) keys++;
      if (keyed.has(name) || /[a-z\d](?:_id|I[dD])$/.test(name)) references++;
    }
  }
  return keys >= 3 && keys * 4 >= references * 3;
}

/** The table that `user_id` or `userId` names, in the same schema, and its key of one column. */
function parentOf(model: SchemaModel, schema: string | null, column: string) {
  const stem = column.replace(/(?:_id|I[dD])$/, '').toLowerCase();
  const names = new Set([stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, 'ies')]);
  const fitting = [...model.tables.values()].filter(
    ({ name }) => names.has(name.name.toLowerCase()) && (name.schema ?? 'public') === (schema ?? 'public'),
  );
  const [table] = fitting;
  const key = fitting.length === 1 && table !== undefined ? keyOf(table) : undefined;
  const type = key === undefined ? null : (table?.columns.get(key)?.type ?? null);
  return table === undefined || key === undefined || type === null ? null : { table, key, type };
}

function keyOf({ constraints }: TableModel): string | undefined {
  const key = constraints.find(({ constraint }) => constraint.kind === 'primary-key')?.constraint;
  return key?.kind === 'primary-key' && key.columns.length === 1 ? key.columns[0] : undefined;
}

function sameType(a: ColumnType, b: ColumnType): boolean {
  return a.name === b.name && a.modifiers.join() === b.modifiers.join() && a.dimensions === b.dimensions;
}
