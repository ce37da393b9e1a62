import { showName } from '../../sql/object-name.ts';
import { columnIn, columnOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'drop-not-null',
  about: 'statement',
  on: ['set-nullability'],
  title: 'Column that may be NULL from now on',
  family: 'backward-compat',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['squawk:ban-drop-not-null', 'pgfence:drop-not-null'],
  what: 'Code that reads `{table}.{column}` may meet a `NULL`, which it never did.',
  why: 'Types and conditions that were written while the column was `NOT NULL` (a non-null field of an API, `!=`, `NOT IN`, a sum) treat it as another value or fail.',
  fix: 'See that what reads it can do without. Where “unknown” is not meant, keep `NOT NULL` with a default.',
  examples: {
    bad: [
      {
        title: 'a column of the base branch',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);',
        sql: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL;',
        at: 'ALTER COLUMN email DROP NOT NULL',
      },
    ],
    good: [
      {
        title: 'a column that may be NULL already',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text);',
        sql: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL;',
      },
      {
        title: 'before it is dropped in the same file',
        base: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);',
        sql: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL;\nALTER TABLE users DROP COLUMN email;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\nALTER TABLE users ALTER COLUMN email DROP NOT NULL;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'set-nullability').flatMap(
      ({ table, column, nullable, range }) => {
        if (!nullable || subject.isNew(table)) return [];
        if (columnIn(subject.before, table, column)?.nullable !== false) return [];
        if (columnIn(subject.after, table, column)?.nullable !== true) return [];
        return [
          {
            range,
            object: `${showName(table)}.${column}`,
            data: { table: showName(table), column },
            evidence: columnOnBase(subject.base, table, column),
          },
        ];
      },
    );
  },
});
