import { codeSpan } from '../../report/markdown/code-span.ts';
import { executed } from '../../report/proof-words.ts';
import { indexLines } from '../../text/lines.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'lock-order-cycle',
  about: 'proof',
  title: 'Transactions that lock the same tables in opposite order',
  family: 'locking',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  sources: ['https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS'],
  what: 'This transaction locks {own}, and `{place}` locks {other}: where they meet, PostgreSQL ends one of them with a deadlock.',
  why: 'Each waits for what the other one holds.',
  fix: 'Take the locks in one order in both, or give each table a transaction of its own.',
  examples: {
    bad: [
      {
        title: 'a migration and a transaction of the code',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE TABLE items (id bigint PRIMARY KEY, order_id bigint NOT NULL);',
          'queries/close.sql':
            'BEGIN;\nUPDATE orders SET id = id WHERE id = $1;\nUPDATE items SET id = id WHERE order_id = $1;\nCOMMIT;\n',
        },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nALTER TABLE items ADD COLUMN note text;\nALTER TABLE orders ADD COLUMN note text;\n',
        },
        at: { path: 'migrations/00002_b.sql', text: 'ALTER TABLE items ADD COLUMN note text' },
      },
    ],
    good: [
      {
        title: 'in the same order',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE TABLE items (id bigint PRIMARY KEY, order_id bigint NOT NULL);',
          'queries/close.sql':
            'BEGIN;\nUPDATE orders SET id = id WHERE id = $1;\nUPDATE items SET id = id WHERE order_id = $1;\nCOMMIT;\n',
        },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nALTER TABLE orders ADD COLUMN note text;\nALTER TABLE items ADD COLUMN note text;\n',
        },
      },
      {
        title: 'one after the other',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY);\nCREATE TABLE items (id bigint PRIMARY KEY, order_id bigint NOT NULL);',
          'queries/close.sql':
            'BEGIN;\nUPDATE orders SET id = id WHERE id = $1;\nUPDATE items SET id = id WHERE order_id = $1;\nCOMMIT;\n',
        },
        head: {
          'migrations/00002_b.sql':
            '-- +goose NO TRANSACTION\n-- +goose Up\nALTER TABLE items ADD COLUMN note text;\nALTER TABLE orders ADD COLUMN note text;\n',
        },
      },
    ],
  },
  detect({ path, text, statements, proof }) {
    const lines = indexLines(text);
    return proof.deadlocks.flatMap(({ first, second }) => {
      const [own, other] = first.path === path ? [first, second] : [second, first];
      const at = statements.find(({ range }) => lines.lineAt(range.start) === own.line);
      if (own.path !== path || at === undefined) return [];
      return [
        {
          range: at.range,
          object: own.relations.join(),
          data: {
            own: order(own.relations),
            other: order(other.relations),
            place: `${other.path}:${other.line}`,
          },
          evidence: [
            executed(proof, `the locks of both transactions, one after the other`, {
              path: other.path,
              line: other.line,
            }),
          ],
        },
      ];
    });
  },
});

function order(relations: readonly string[]): string {
  return relations.map(codeSpan).join(' before ');
}
