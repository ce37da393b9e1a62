import { contains } from '../../text/range.ts';
import { documented } from '../evidence.ts';
import { defineRule, operationsOf } from '../rule.ts';

export default defineRule({
  id: 'transaction-nesting',
  about: 'statement',
  on: ['begin', 'query'],
  title: 'Transaction inside a transaction',
  family: 'transaction',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['squawk:transaction-nesting', 'atlas:TX201', 'bytebase:STATEMENT_DISALLOW_COMMIT'],
  what: 'This `BEGIN` begins nothing, and the next `COMMIT` ends the whole transaction: what fails behind it leaves the migration half applied.',
  why: 'A transaction is open already: {because}.',
  fix: 'Take `BEGIN` and `COMMIT` out, or switch the tool’s transaction off for this file.',
  examples: {
    bad: [
      {
        title: 'in a file that the tool wraps',
        path: 'migrations/0004_orders.sql',
        sql: '-- +goose Up\nBEGIN;\nALTER TABLE orders ADD COLUMN note text;\nCOMMIT;\n',
        at: 'BEGIN',
      },
      {
        title: 'twice',
        sql: 'BEGIN;\nALTER TABLE orders ADD COLUMN note text;\nBEGIN;\nALTER TABLE orders ADD COLUMN more text;\nCOMMIT;\n',
        at: 'BEGIN',
      },
    ],
    good: [
      {
        title: 'in a file without the tool’s transaction',
        path: 'migrations/0004_orders.sql',
        sql: '-- +goose NO TRANSACTION\n-- +goose Up\nBEGIN;\nALTER TABLE orders ADD COLUMN note text;\nCOMMIT;\n',
      },
      {
        title: 'in a file that is sent as one query, as Prisma does',
        path: 'prisma/migrations/20260101000000_state/migration.sql',
        sql: 'BEGIN;\nALTER TABLE orders ADD COLUMN note text;\nCOMMIT;\n',
      },
      {
        title: 'one after the other',
        sql: 'BEGIN;\nALTER TABLE orders ADD COLUMN note text;\nCOMMIT;\nBEGIN;\nALTER TABLE orders ADD COLUMN more text;\nCOMMIT;\n',
      },
    ],
  },
  detect(subject) {
    const { statement, migration } = subject;
    // Of several statements that are sent as one query, BEGIN turns the implicit transaction into its own.
    const isSentTogether = migration?.batches.some((batch) => contains(batch, statement.range)) ?? false;
    if (subject.inTransaction !== true || isSentTogether) return [];
    return operationsOf(statement, 'begin').map(({ range }) => ({
      range,
      object: 'BEGIN',
      data: { because: subject.transactionBecause },
      evidence: [
        documented(
          'Issuing `BEGIN` when already inside a transaction block will provoke a warning message. The state of the transaction is not affected (PostgreSQL manual, BEGIN)',
        ),
      ],
    }));
  },
});
