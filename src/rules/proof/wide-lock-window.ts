import type { StatementProof } from '../../proof/proof.ts';
import { codeSpan } from '../../report/markdown/code-span.ts';
import { blockedBy, executed } from '../../report/proof-words.ts';
import { defineRule } from '../rule.ts';

/** From so many tables on, each waits for the work on all others. */
const fewest = 3;

export default defineRule({
  id: 'wide-lock-window',
  about: 'proof',
  title: 'One transaction that keeps others from many tables',
  family: 'transaction',
  severity: 'advice',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['pgfence:wide-lock-window', 'django-pg-zdm:docs(deadlocks)'],
  what: 'Nobody can read {tables} until the last statement of this transaction is through.',
  why: 'Each lock is kept until the transaction ends, and while one of them is waited for, the others are held.',
  fix: 'Give each table a migration of its own.',
  examples: {
    bad: [
      {
        title: 'three tables',
        base: {
          'migrations/00001_a.sql':
            '-- +goose Up\nCREATE TABLE a (id bigint PRIMARY KEY);\nCREATE TABLE b (id bigint PRIMARY KEY);\nCREATE TABLE c (id bigint PRIMARY KEY);\n',
        },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nALTER TABLE a ADD COLUMN note text;\nALTER TABLE b ADD COLUMN note text;\nALTER TABLE c ADD COLUMN note text;\n',
        },
        at: { path: 'migrations/00002_b.sql', text: 'ALTER TABLE c ADD COLUMN note text' },
      },
    ],
    good: [
      {
        title: 'each by itself',
        base: {
          'migrations/00001_a.sql':
            '-- +goose Up\nCREATE TABLE a (id bigint PRIMARY KEY);\nCREATE TABLE b (id bigint PRIMARY KEY);\nCREATE TABLE c (id bigint PRIMARY KEY);\n',
        },
        head: {
          'migrations/00002_b.sql':
            '-- +goose NO TRANSACTION\n-- +goose Up\nALTER TABLE a ADD COLUMN note text;\nALTER TABLE b ADD COLUMN note text;\nALTER TABLE c ADD COLUMN note text;\n',
        },
      },
      {
        title: 'tables of the pull request',
        base: { 'migrations/00001_a.sql': '-- +goose Up\nCREATE TABLE a (id bigint PRIMARY KEY);\n' },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nCREATE TABLE b (id bigint PRIMARY KEY);\nCREATE TABLE c (id bigint PRIMARY KEY);\nALTER TABLE a ADD COLUMN note text;\nALTER TABLE b ADD COLUMN note text;\nALTER TABLE c ADD COLUMN note text;\n',
        },
      },
    ],
  },
  detect({ own, proof, base }) {
    const there = new Set([...base.tables.values()].map(({ name }) => name.name));
    const statements = own?.statements ?? [];
    const taken = statements.flatMap((statement) =>
      strongest(statement)
        .filter((name) => there.has(name))
        .map((name) => ({ name, range: statement.range })),
    );
    const names = [...new Set(taken.map(({ name }) => name))];
    const last = taken.at(-1);
    if (last === undefined || names.length < fewest) return [];
    const tables = names.map(codeSpan).join(', ');
    return [
      {
        range: last.range,
        object: names.join(),
        data: { tables },
        evidence: [executed(proof, `ACCESS EXCLUSIVE on ${tables}, held until the transaction ends`)],
      },
    ];
  },
});

/** Tables that nobody can read until the transaction of several statements ends. */
function strongest({ outcome, held, locks }: StatementProof): string[] {
  if (outcome !== 'ran' || !held) return [];
  return locks
    .filter(({ kind, mode }) => kind === 'table' && blockedBy(mode) === 'reads and writes')
    .map(({ relation }) => relation);
}
