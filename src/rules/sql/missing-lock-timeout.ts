import { showName } from '../../sql/object-name.ts';
import type { DdlOperation } from '../../sql/operation.ts';
import { documented } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';

/** Commands that wait for everybody who uses the table, and make all who come later wait with them. */
const waits: ReadonlySet<DdlOperation['kind']> = new Set<DdlOperation['kind']>([
  'add-column',
  'drop-column',
  'rename-column',
  'rename-table',
  'drop-table',
  'set-column-type',
  'set-nullability',
  'set-default',
  'add-constraint',
  'drop-constraint',
  'truncate',
]);

export default defineRule({
  id: 'missing-lock-timeout',
  about: 'migration',
  title: 'Migration that waits for locks without end',
  family: 'locking',
  severity: 'warning',
  dialects: ['postgres'],
  // Most teams set it on the role or the connection that runs migrations, which no file shows.
  state: 'policy',
  catalogue: ['missing-lock-timeout', 'lock-timeout-set-too-late'],
  sources: [
    'squawk:require-lock-timeout',
    'squawk:require-timeout-settings',
    'eugene:E9',
    'pgfence:missing-lock-timeout',
    'pgfence:lock-timeout-after-dangerous-statement',
    'strong_migrations:lock_timeout',
  ],
  what: 'While this waits for a long transaction on `{table}`, every later statement on `{table}` waits behind it.',
  why: 'No `lock_timeout` is set before it, and by default a lock is waited for without end.',
  fix: "Put `SET lock_timeout = '5s';` at the top of the file, and run the migration again where it fails. Where the role or the connection sets it, switch this rule off.",
  examples: {
    bad: [
      {
        title: 'none',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'ALTER TABLE orders ADD COLUMN note text;\nALTER TABLE orders ADD COLUMN more text;',
        at: 'ADD COLUMN note text',
      },
      {
        title: 'too late',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "ALTER TABLE orders ADD COLUMN note text;\nSET lock_timeout = '5s';",
        at: 'ADD COLUMN note text',
      },
    ],
    good: [
      {
        title: 'set first',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "SET lock_timeout = '5s';\nALTER TABLE orders ADD COLUMN note text;",
      },
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nALTER TABLE orders ADD COLUMN note text;',
      },
    ],
  },
  detect({ up, isNew }) {
    for (const operation of up.flatMap(({ operations }) => operations)) {
      if (operation.kind === 'set' && operation.name === 'lock_timeout') return [];
      if (!waits.has(operation.kind) || !('table' in operation) || operation.table === null) continue;
      if (isNew(operation.table)) continue;
      const table = showName(operation.table);
      return [
        {
          range: operation.range,
          object: 'lock_timeout',
          data: { table },
          evidence: [
            documented(
              '`lock_timeout`: if this value is zero (the default), the timeout is disabled (PostgreSQL manual, 19.11 Client Connection Defaults)',
            ),
          ],
        } satisfies Match,
      ];
    }
    return [];
  },
});
