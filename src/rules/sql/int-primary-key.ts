import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { newColumns } from '../new-columns.ts';
import { defineRule, operationsOf } from '../rule.ts';

const narrow: ReadonlyMap<string, string> = new Map([
  ['smallint', '32,767'],
  ['integer', '2,147,483,647'],
  ['int', '2,147,483,647'],
  ['mediumint', '8,388,607'],
  ['tinyint', '127'],
]);

export default defineRule({
  id: 'int-primary-key',
  about: 'statement',
  on: ['create-table', 'add-column'],
  title: 'Numbers of rows that run out',
  family: 'types',
  // The catalogue calls it a warning. Most tables never get there, and the project may know: advice.
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'mssql'],
  state: 'stable',
  sources: [
    'squawk:prefer-bigint-over-int',
    'squawk:prefer-bigint-over-smallint',
    'pgfence:prefer-bigint-over-int',
    'skeema:pk-type',
    'bytebase:INDEX_PRIMARY_KEY_TYPE_ALLOWLIST',
  ],
  what: 'Inserts into `{table}` fail once `{column}` has counted to {maximum}.',
  why: 'The numbers of deleted and rolled back rows are used up, too; and a wider type later rewrites the table and each table that refers to it.',
  fix: 'Use `bigint` from the start: 4 bytes more a row.',
  examples: {
    bad: [
      {
        title: 'serial',
        dialect: 'postgres',
        sql: 'CREATE TABLE orders (id serial PRIMARY KEY);',
        at: 'id serial',
      },
      {
        title: 'an identity column',
        dialect: 'postgres',
        sql: 'CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (id));',
        at: 'id int',
      },
      ...(['mysql', 'mariadb'] as const).map((dialect) => ({
        title: `AUTO_INCREMENT, in ${dialect}`,
        dialect,
        sql: 'CREATE TABLE orders (id int NOT NULL AUTO_INCREMENT PRIMARY KEY);',
        at: 'id int',
      })),
      {
        title: 'IDENTITY, in SQL Server',
        dialect: 'mssql',
        sql: 'CREATE TABLE orders (id int IDENTITY(1,1) PRIMARY KEY);',
        at: 'id int',
      },
    ],
    good: [
      { title: 'bigint', sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);' },
      {
        title: 'a key that nobody counts: countries, states',
        sql: 'CREATE TABLE states (id smallint PRIMARY KEY, name varchar(20) NOT NULL);',
      },
      {
        title: 'a number beside the key',
        dialect: 'postgres',
        sql: 'CREATE TABLE orders (id bigserial PRIMARY KEY, position serial);',
      },
    ],
  },
  detect(subject) {
    return newColumns(subject).flatMap(({ table, column, range }) => {
      const maximum = narrow.get(column.type.name);
      const counts = column.autoIncrement || column.identity !== null;
      if (maximum === undefined || !counts || column.type.dimensions > 0) return [];
      const key = operationsOf(subject.statement, 'create-table').some(({ columns, constraints }) =>
        [...constraints, ...columns.flatMap((one) => one.constraints)].some(
          (constraint) =>
            constraint.kind === 'primary-key' &&
            constraint.columns.length === 1 &&
            constraint.columns[0] === column.name,
        ),
      );
      if (!key) return [];
      return [
        {
          range,
          object: `${showName(table)}.${column.name}`,
          data: { table: showName(table), column: column.name, maximum },
          evidence: [documented(`\`${column.type.name}\` ends at ${maximum}`)],
        },
      ];
    });
  },
});
