import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'mysql-copy-algorithm',
  about: 'statement',
  title: 'ALTER that is told to keep writers out',
  family: 'rewrite',
  severity: 'blocker',
  dialects: ['mysql', 'mariadb'],
  state: 'stable',
  catalogue: ['mysql-copy-algorithm', 'mysql-lock-option'],
  sources: [
    'strong_migrations:copy_algorithm',
    'strong_migrations:lock_option',
    'atlas:MY130',
    'bytebase:STATEMENT_DISALLOW_OFFLINE_DDL',
    'https://dev.mysql.com/doc/refman/8.4/en/alter-table.html#alter-table-performance',
  ],
  what: 'Writes of `{table}` wait until this statement is through{reads}.',
  why: '`{option}` asks for it.',
  fix: 'Write `ALGORITHM=INPLACE, LOCK=NONE`: where that is not possible, MySQL refuses instead of locking. Then gh-ost or pt-online-schema-change do it.',
  examples: {
    bad: [
      {
        title: 'a copy',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN note text, ALGORITHM=COPY;',
        at: 'ALGORITHM=COPY',
      },
      {
        title: 'a lock',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN note text, LOCK=EXCLUSIVE;',
        at: 'LOCK=EXCLUSIVE',
      },
    ],
    good: [
      {
        title: 'in place',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN note text, ALGORITHM=INPLACE, LOCK=NONE;',
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nALTER TABLE orders ADD COLUMN note text, ALGORITHM=COPY;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'set-table-option').flatMap(({ table, option, value, range }) => {
      const asked = `${option}=${value}`.toLowerCase();
      if (!['algorithm=copy', 'lock=shared', 'lock=exclusive'].includes(asked) || subject.isNew(table))
        return [];
      return [
        {
          range,
          object: `${showName(table)}.${option}`,
          data: {
            table: showName(table),
            option: asked.toUpperCase(),
            reads: asked === 'lock=exclusive' ? ', and reads, too' : '',
          },
          table,
          evidence: [
            ...existsOnBase(subject.base, table),
            documented(
              'ALTER TABLE operations that use the COPY algorithm prevent concurrent DML operations; LOCK=SHARED permits reads, LOCK=EXCLUSIVE nothing (MySQL manual, ALTER TABLE)',
            ),
          ],
        },
      ];
    });
  },
});
