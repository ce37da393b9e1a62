import { documented } from '../evidence.ts';
import { defineRule, type Match, operationsOf } from '../rule.ts';
import type { StatementSubject } from '../subject.ts';

/** Longer, and everybody who wants the table waits behind the migration for so long. */
const longestMs = 30_000;

const unitMs: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

export default defineRule({
  id: 'timeout-zero-or-too-long',
  about: 'statement',
  on: ['set'],
  title: 'Lock timeout that protects nobody',
  family: 'locking',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: [
    'pgfence:lock-timeout-zero',
    'pgfence:lock-timeout-too-long',
    'strong_migrations:lock_timeout_limit',
  ],
  what: 'While the statements behind it wait for a lock, all that comes after them waits, too: {howLong}.',
  why: 'A lock that is waited for blocks each later one that conflicts with it, plain reads among them.',
  fix: "`SET lock_timeout = '5s'`, and run the migration again where it fails.",
  examples: {
    bad: [
      {
        title: 'switched off',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: 'SET lock_timeout = 0;\nALTER TABLE orders ADD COLUMN note text;',
        at: 'SET lock_timeout = 0',
      },
      {
        title: 'minutes',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "SET LOCAL lock_timeout = '5min';\nALTER TABLE orders ADD COLUMN note text;",
        at: "SET LOCAL lock_timeout = '5min'",
      },
    ],
    good: [
      {
        title: 'some seconds',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "SET lock_timeout = '5s';\nALTER TABLE orders ADD COLUMN note text;\nSET lock_timeout = 3000;",
      },
      {
        title: 'a dump, which only creates',
        sql: 'SET statement_timeout = 0;\nSET lock_timeout = 0;\nCREATE TABLE orders (id bigint PRIMARY KEY);\nALTER TABLE orders ADD COLUMN note text;',
      },
      {
        title: 'put back at the end',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "SET lock_timeout = '5s';\nALTER TABLE orders ADD COLUMN note text;\nSET lock_timeout = 0;",
      },
      {
        title: 'a long statement does not hold others up by itself',
        base: 'CREATE TABLE orders (id bigint PRIMARY KEY);',
        sql: "SET statement_timeout = '2h';\nALTER TABLE orders ADD COLUMN note text;",
      },
    ],
  },
  detect(subject) {
    return operationsOf(subject.statement, 'set').flatMap(({ name, value, range }): Match[] => {
      if (name !== 'lock_timeout' || value === null || !locksLater(subject)) return [];
      const ms = milliseconds(value);
      if (ms === null || (ms > 0 && ms <= longestMs)) return [];
      return [
        {
          range,
          object: 'lock_timeout',
          data: { howLong: ms === 0 ? 'without end' : `up to ${Math.round(ms / 1_000)} seconds` },
          evidence: [
            documented(
              '`lock_timeout`: abort any statement that waits longer than the specified amount of time while attempting to acquire a lock; zero (the default) disables the timeout (PostgreSQL manual, 19.11 Client Connection Defaults)',
            ),
          ],
        },
      ];
    });
  },
});

/** Whether a later statement of the file changes a table that is in use. */
function locksLater({ statement, siblings, isNew }: StatementSubject): boolean {
  return siblings.some(
    ({ range, operations }) =>
      range.start > statement.range.start &&
      operations.some(
        (operation) =>
          'table' in operation &&
          operation.table !== null &&
          operation.kind !== 'create-table' &&
          !isNew(operation.table),
      ),
  );
}

/** null where it is no number with a unit of time. */
function milliseconds(value: string): number | null {
  const found = /^'?\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*'?$/i.exec(value.trim());
  if (found === null) return null;
  return Number(found[1]) * (unitMs[found[2]?.toLowerCase() ?? 'ms'] ?? 1);
}
