import { z } from 'zod';
import { showName } from '../../sql/object-name.ts';
import { patternOption } from '../pattern-option.ts';
import { defineRule, type Match, operationsOf } from '../rule.ts';

const options = z.strictObject({ pattern: patternOption.default('_(?:del|delete|deleted|old)$') });

export default defineRule({
  id: 'drop-table-naming',
  about: 'statement',
  on: ['drop-table'],
  title: 'Table dropped without being set aside',
  family: 'naming',
  severity: 'advice',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite', 'mssql'],
  state: 'policy',
  options,
  sources: ['bytebase:TABLE_DROP_NAMING_CONVENTION'],
  what: 'Nobody could find out in time that `{table}` is still used: it goes at once.',
  why: 'The settings allow to drop only what was renamed before, to a name like `{pattern}`.',
  fix: 'Rename it in this release, and drop it in a later one.',
  examples: {
    bad: [{ title: 'in use', sql: 'DROP TABLE carts;', at: 'DROP TABLE carts' }],
    good: [
      { title: 'set aside before', sql: 'DROP TABLE carts_old;' },
      {
        title: 'with a pattern of the team',
        sql: 'DROP TABLE trash_carts;',
        options: { pattern: '^trash_' },
      },
      {
        title: 'a table that the same pull request creates',
        sql: 'CREATE TABLE picked (id bigint PRIMARY KEY);\nDROP TABLE picked;',
      },
    ],
  },
  detect(subject) {
    const { pattern: allowed } = options.parse(subject.options ?? {});
    return operationsOf(subject.statement, 'drop-table').flatMap(({ table, range }): Match[] =>
      new RegExp(allowed).test(table.name) || subject.isNew(table)
        ? []
        : [{ range, object: showName(table), data: { table: showName(table), pattern: allowed } }],
    );
  },
});
