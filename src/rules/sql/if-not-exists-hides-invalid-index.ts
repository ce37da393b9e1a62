import { showName } from '../../sql/object-name.ts';
import { documented } from '../evidence.ts';
import { statementsBefore } from '../in-file.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'if-not-exists-hides-invalid-index',
  about: 'statement',
  on: ['create-index'],
  title: 'IF NOT EXISTS that keeps a broken index',
  family: 'index',
  // The catalogue calls it a warning. It needs a failure first, and other tools ask for IF NOT EXISTS: advice.
  severity: 'advice',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'strong_migrations:remove_invalid_indexes',
    'atlas:PG104',
    'https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY',
  ],
  what: 'Where a first attempt fails (a deadlock, a duplicate, a timeout), the second one succeeds and `{index}` stays invalid: writes maintain it, no query uses it.',
  why: '`CREATE INDEX CONCURRENTLY` leaves an invalid index behind when it fails, and `IF NOT EXISTS` takes that for the index.',
  fix: 'Run `DROP INDEX CONCURRENTLY IF EXISTS {index};` before it and leave `IF NOT EXISTS` out.',
  examples: {
    bad: [
      {
        title: 'alone',
        sql: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_user_idx ON orders (user_id);',
        at: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_user_idx ON orders (user_id)',
      },
    ],
    good: [
      {
        title: 'dropped before',
        sql: 'DROP INDEX CONCURRENTLY IF EXISTS orders_user_idx;\nCREATE INDEX CONCURRENTLY IF NOT EXISTS orders_user_idx ON orders (user_id);',
      },
      {
        title: 'without IF NOT EXISTS',
        sql: 'CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);',
      },
      {
        title: 'a usual build leaves nothing behind',
        sql: 'CREATE TABLE orders (user_id bigint);\nCREATE INDEX IF NOT EXISTS orders_user_idx ON orders (user_id);',
      },
    ],
  },
  detect(subject) {
    const dropped = new Set(
      statementsBefore(subject)
        .flatMap((sibling) => operationsOf(sibling, 'drop-index'))
        .map(({ index }) => index.name),
    );
    return operationsOf(subject.statement, 'create-index').flatMap(
      ({ table, index, concurrently, ifNotExists, range }) =>
        !concurrently || !ifNotExists || index.name === null || dropped.has(index.name)
          ? []
          : [
              {
                range,
                object: `${showName(table)}.${index.name}`,
                data: { index: index.name },
                evidence: [
                  documented(
                    'If a problem arises while scanning the table, the CREATE INDEX command will fail but leave behind an “invalid” index (PostgreSQL manual, Building Indexes Concurrently)',
                  ),
                ],
              },
            ],
    );
  },
});
