import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { rewriteOutsideTransaction, standsAfterBegin } from '../own-migration.ts';
import { defineRule, operationsOf } from '../rule.ts';
import { rangeIn } from '../sql-text.ts';

export default defineRule({
  id: 'reindex-not-concurrent',
  about: 'statement',
  on: ['reindex'],
  title: 'Index rebuilt while the table waits',
  family: 'locking',
  severity: 'blocker',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'squawk:require-concurrent-reindex',
    'pgfence:reindex-non-concurrent',
    'https://www.postgresql.org/docs/current/sql-reindex.html#SQL-REINDEX-CONCURRENTLY',
  ],
  what: 'Every write to the table of {target} waits until the rebuild is done, and so does every query that would use the index.',
  why: '`REINDEX` takes `SHARE` on the table and `ACCESS EXCLUSIVE` on the index for the whole rebuild.',
  fix: '`REINDEX … CONCURRENTLY` builds a second index and swaps. It runs outside a transaction, so in a migration of its own.',
  examples: {
    bad: [
      {
        title: 'a table',
        sql: 'REINDEX TABLE orders;',
        at: 'REINDEX TABLE orders',
        suggests: 'REINDEX TABLE CONCURRENTLY orders;',
      },
      {
        title: 'one index, with options',
        sql: 'REINDEX (VERBOSE) INDEX orders_pkey;',
        at: 'REINDEX (VERBOSE) INDEX orders_pkey',
        suggests: 'REINDEX (VERBOSE) INDEX CONCURRENTLY orders_pkey;',
      },
    ],
    good: [
      { title: 'concurrently', sql: 'REINDEX TABLE CONCURRENTLY orders;' },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nREINDEX TABLE orders;',
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'reindex')
      .filter(
        ({ target, name, concurrently }) =>
          // The system catalogues have no concurrent form.
          !concurrently &&
          target !== 'system' &&
          !(target === 'table' && name !== null && subject.isNew(name)),
      )
      .map(({ target, name, range }) => ({
        range,
        object: `${target} ${name === null ? '' : showName(name)}`.trim(),
        data: { target: name === null ? `the ${target}` : `\`${showName(name)}\`` },
        evidence: [
          documented(
            '`REINDEX` locks out writes but not reads of the index’s parent table, and takes `ACCESS EXCLUSIVE` on the index (PostgreSQL manual, REINDEX)',
          ),
        ],
      }));
  },
  suggest(_match, subject) {
    const keyword = rangeIn(
      subject.text,
      subject.statement.range,
      /^REINDEX\s*(?:\([^)]*\)\s*)?(?:TABLE|INDEX|SCHEMA|DATABASE)\b/i,
    );
    const whole = subject.migration === null || subject.siblings.length === 1;
    if (keyword === null || !whole || standsAfterBegin(subject)) return null;
    const written = `${subject.text.slice(keyword.start, keyword.end)} CONCURRENTLY`;
    return rewriteOutsideTransaction(subject, keyword, written);
  },
});
