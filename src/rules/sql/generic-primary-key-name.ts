import { showName } from '../../sql/object-name.ts';
import { defineRule, type Match, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'generic-primary-key-name',
  about: 'statement',
  on: ['create-table'],
  title: 'Primary key that is called id',
  family: 'naming',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  sources: ['sqlcheck:1004'],
  what: 'In a join of two tables `id` is ambiguous, and `USING` cannot be written.',
  why: 'The primary key of `{table}` is called `id`, as those of other tables.',
  fix: 'Call it after its table: `{better}`.',
  examples: {
    bad: [
      {
        title: 'id',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        at: 'CREATE TABLE orders (id bigint PRIMARY KEY)',
      },
    ],
    good: [
      { title: 'after its table', sql: 'CREATE TABLE orders (order_id bigint PRIMARY KEY);' },
      {
        title: 'a key of two columns',
        sql: 'CREATE TABLE orders (id bigint, shop_id bigint, PRIMARY KEY (shop_id, id));',
      },
    ],
  },
  detect({ statement }) {
    return operationsOf(statement, 'create-table').flatMap(
      ({ table, columns, constraints, range }): Match[] => {
        const key = [...columns.flatMap((column) => column.constraints), ...constraints].find(
          ({ kind }) => kind === 'primary-key',
        );
        if (key?.kind !== 'primary-key' || key.columns.join().toLowerCase() !== 'id') return [];
        const better = `${table.name.replace(/ies$/, 'y').replace(/s$/, '')}_id`;
        return [{ range, object: showName(table), data: { table: showName(table), better } }];
      },
    );
  },
});
