import { showName } from '../../sql/object-name.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule, type Match, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'enum-or-set-used',
  about: 'statement',
  on: ['create-enum', 'create-table', 'add-column'],
  title: 'Values that are part of a type',
  family: 'types',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb'],
  state: 'policy',
  sources: ['eugene:W13', 'skeema:has-enum', 'sqlcheck:2002'],
  what: 'A value of `{name}` can be added later, but not taken away or given more than a name.',
  why: 'The values are in the schema, not in rows.',
  fix: 'Use a table of the values with a foreign key, or `text` with a `CHECK`.',
  examples: {
    bad: [
      {
        title: 'a type',
        dialect: 'postgres',
        sql: "CREATE TYPE state AS ENUM ('open', 'done');",
        at: "CREATE TYPE state AS ENUM ('open', 'done')",
      },
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `a column, in ${dialect}`,
        dialect,
        sql: "CREATE TABLE orders (id bigint PRIMARY KEY, state ENUM('open', 'done'));",
        at: "state ENUM('open', 'done')",
      })),
    ],
    good: [
      {
        title: 'text with a condition',
        sql: "CREATE TABLE orders (id bigint PRIMARY KEY, state varchar(20) CHECK (state IN ('open', 'done')));",
      },
      {
        title: 'a table of values',
        sql: 'CREATE TABLE states (id bigint PRIMARY KEY, name varchar(20) NOT NULL);',
      },
    ],
  },
  detect(subject) {
    const types = operationsOf(subject.statement, 'create-enum').map(
      ({ name, range }): Match => ({ range, object: showName(name), data: { name: showName(name) } }),
    );
    const columns = newColumns(subject)
      .filter(({ column }) => column.type.name === 'enum' || column.type.name === 'set')
      .map(({ table, column, range }): Match => {
        const name = `${showName(table)}.${column.name}`;
        return { range, object: name, data: { name } };
      });
    return subject.statement.dialect === 'postgres' ? types : columns;
  },
});
