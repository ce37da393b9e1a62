import { z } from 'zod';
import { showName } from '../../sql/object-name.ts';
import { defineRule, type Match } from '../rule.ts';

const options = z.strictObject({ tables: z.array(z.string().min(1)).min(1) });

export default defineRule({
  id: 'protected-table',
  about: 'statement',
  title: 'Protected table touched',
  family: 'data-loss',
  severity: 'blocker',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  options,
  sources: ['bytebase:TABLE_DISALLOW_DDL', 'bytebase:TABLE_DISALLOW_DML', 'atlas:OW101', 'atlas:OW102'],
  what: 'This migration changes `{table}`, or rows of it.',
  why: 'The settings of this repository protect it.',
  fix: 'Have its owner approve the change, and dismiss this finding with their reason.',
  examples: {
    bad: [
      {
        title: 'its columns',
        sql: 'ALTER TABLE ledger ADD COLUMN note text;',
        at: 'ALTER TABLE ledger ADD COLUMN note text',
        options: { tables: ['ledger'] },
      },
      {
        title: 'its rows',
        sql: 'DELETE FROM ledger WHERE id = 7;',
        at: 'DELETE FROM ledger WHERE id = 7',
        options: { tables: ['ledger'] },
      },
    ],
    good: [
      {
        title: 'another table',
        sql: 'ALTER TABLE notes ADD COLUMN note text;',
        options: { tables: ['ledger'] },
      },
      {
        title: 'reading it',
        sql: 'SELECT id FROM ledger;',
        options: { tables: ['ledger'] },
      },
    ],
  },
  detect(subject) {
    const given = options.safeParse(subject.options);
    if (subject.migration === null || !given.success) return [];
    const protectedNames = new Set(given.data.tables.map((name) => name.toLowerCase()));
    const { operations, query, range } = subject.statement;
    const touched = [
      ...operations.flatMap((operation) =>
        'table' in operation && operation.table !== null ? [operation.table] : [],
      ),
      ...operations.flatMap((operation) => (operation.kind === 'truncate' ? operation.tables : [])),
      ...(query?.tables.flatMap(({ table, access }) => (access === 'write' ? [table] : [])) ?? []),
    ].map((table) => showName(table));
    const table = touched.find((name) => protectedNames.has(name.toLowerCase()));
    return table === undefined ? [] : [{ range, object: table, data: { table } } satisfies Match];
  },
});
