import { sameName, showName } from '../../sql/object-name.ts';
import { statementsBefore } from '../in-file.ts';
import { defineRule, type Match } from '../rule.ts';

export default defineRule({
  id: 'missing-prior-backup',
  about: 'statement',
  title: 'Rows changed without a copy of them',
  family: 'data-loss',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  sources: ['bytebase:BUILTIN_PRIOR_BACKUP_CHECK'],
  what: 'What `{table}` held before can be had from a backup only.',
  why: 'The settings ask for a copy of the rows before they are changed, and no earlier statement of this file reads them into another table.',
  fix: '`CREATE TABLE {copy} AS SELECT * FROM {table} WHERE …;` before it, with the same condition.',
  examples: {
    bad: [
      {
        title: 'a DELETE',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'DELETE FROM orders WHERE id < 100;',
        at: 'DELETE FROM orders WHERE id < 100',
      },
    ],
    good: [
      {
        title: 'copied before',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE TABLE orders_before (id bigint PRIMARY KEY);',
        sql: 'INSERT INTO orders_before SELECT id FROM orders WHERE id < 100;\nDELETE FROM orders WHERE id < 100;',
      },
      {
        title: 'a new table',
        sql: 'CREATE TABLE picked (id bigint PRIMARY KEY);\nDELETE FROM picked WHERE id < 100;',
      },
      {
        title: 'as a table of its own',
        dialect: 'postgres',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'CREATE TABLE orders_before AS SELECT * FROM orders WHERE id < 100;\nDELETE FROM orders WHERE id < 100;',
      },
    ],
  },
  detect(subject) {
    const { query, range } = subject.statement;
    if (subject.migration === null || (query?.kind !== 'update' && query?.kind !== 'delete')) return [];
    const table = query.tables.find(({ access }) => access === 'write')?.table;
    if (table === undefined || subject.isNew(table)) return [];
    const name = showName(table);
    const copied = statementsBefore(subject).some(
      ({ query: other, operations, text }) =>
        (other?.kind === 'insert' &&
          other.tables.some((use) => use.access === 'read' && sameName(use.table, table))) ||
        (operations.some((operation) => operation.kind === 'create-table' && operation.asQuery) &&
          text.includes(table.name)),
    );
    if (copied) return [];
    return [{ range, object: name, data: { table: name, copy: `${table.name}_before` } } satisfies Match];
  },
});
