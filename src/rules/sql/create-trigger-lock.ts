import { showName } from '../../sql/object-name.ts';
import { documented, existsOnBase } from '../evidence.ts';
import { defineRule, type Match } from '../rule.ts';

export default defineRule({
  id: 'create-trigger-lock',
  about: 'statement',
  title: 'Trigger put on, or taken off, a table in use',
  family: 'locking',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'stable',
  catalogue: ['create-trigger-lock', 'drop-trigger-lock'],
  sources: [
    'pgfence:create-trigger',
    'pgfence:enable-disable-trigger',
    'pgfence:drop-trigger',
    'atlas:PG308',
    'bytebase:TABLE_DISALLOW_TRIGGER',
  ],
  what: 'Writes of `{table}` wait until this migration commits, and each write after it runs the trigger, too.',
  why: '`CREATE TRIGGER` takes `SHARE ROW EXCLUSIVE`.',
  fix: 'Run it alone with a short `lock_timeout`.',
  variants: {
    drop: {
      what: 'Reads and writes of `{table}` wait until this migration commits.',
      why: '`DROP TRIGGER` takes `ACCESS EXCLUSIVE`.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a new trigger',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'CREATE TRIGGER orders_log AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION log_order();',
        at: 'CREATE TRIGGER orders_log AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION log_order()',
      },
      {
        title: 'a trigger dropped',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE TRIGGER orders_log AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION log_order();',
        sql: 'DROP TRIGGER orders_log ON orders;',
        at: 'DROP TRIGGER orders_log ON orders',
      },
    ],
    good: [
      {
        title: 'a table of the same pull request',
        sql: 'CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE TRIGGER orders_log AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION log_order();',
      },
      {
        title: 'its function alone',
        sql: 'CREATE OR REPLACE FUNCTION log_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;',
      },
    ],
  },
  detect(subject) {
    const seen = new Set<string>();
    return subject.statement.operations.flatMap((operation): Match[] => {
      if (operation.kind !== 'create-object' && operation.kind !== 'drop-object') return [];
      const [table] = operation.tables;
      if (operation.object !== 'trigger' || table === undefined || subject.isNew(table)) return [];
      const object = `${showName(table)}.${showName(operation.name)}`;
      if (seen.has(object)) return [];
      seen.add(object);
      return [
        {
          range: operation.range,
          object,
          data: { table: showName(table) },
          table,
          ...(operation.kind === 'drop-object' ? { variant: 'drop' } : {}),
          evidence: [
            ...existsOnBase(subject.base, table),
            documented(
              '`SHARE ROW EXCLUSIVE` is acquired by `CREATE TRIGGER`, `ACCESS EXCLUSIVE` by most forms of DROP (PostgreSQL manual, 13.3.1 Table-Level Locks)',
            ),
          ],
        },
      ];
    });
  },
});
