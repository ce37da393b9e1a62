import { executed } from '../../report/proof-words.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query-without-index',
  about: 'proof',
  title: 'Query that reads more of a table with every row in it',
  family: 'query-performance',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  joins: ['missing-index-for-predicate'],
  sources: [
    'https://www.postgresql.org/docs/current/using-explain.html',
    'https://use-the-index-luke.com/sql/where-clause',
  ],
  what: 'No index leads this query to {columns}: it reads rows of `{table}` one after the other and throws away those that do not match.',
  why: 'In its plan they stand in a filter only.',
  fix: 'Create the index that serves it: `{index}`.',
  examples: {
    bad: [
      {
        title: 'the tenant is looked for in all rows',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, total int NOT NULL);',
        },
        head: {
          'queries/orders.sql':
            '-- name: Latest :many\nSELECT id, total FROM orders WHERE tenant_id = $1 ORDER BY id LIMIT 50;\n',
        },
        at: {
          path: 'queries/orders.sql',
          text: 'SELECT id, total FROM orders WHERE tenant_id = $1 ORDER BY id LIMIT 50',
        },
      },
      {
        title: 'a string of a program',
        base: {
          'go.mod': 'module shop\n',
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, total int NOT NULL);',
        },
        head: {
          'store/orders.go':
            'package store\n\nfunc latest(db DB) {\n\tdb.Query(`SELECT id, total FROM orders WHERE tenant_id = $1 ORDER BY id LIMIT 50`)\n}\n',
        },
        at: { path: 'store/orders.go', text: 'SELECT id, total FROM orders' },
      },
    ],
    good: [
      {
        title: 'what a migration runs once',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, total int NOT NULL);',
        },
        head: { 'migrations/0002_b.sql': 'UPDATE orders SET total = 0 WHERE tenant_id = 7;\n' },
      },
      {
        title: 'an index serves it',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, total int NOT NULL);\nCREATE INDEX ON orders (tenant_id);',
        },
        head: {
          'queries/orders.sql':
            '-- name: Latest :many\nSELECT id, total FROM orders WHERE tenant_id = $1 ORDER BY id LIMIT 50;\n',
        },
      },
      {
        title: 'by the primary key',
        base: { 'migrations/0001_a.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, total int NOT NULL);' },
        head: { 'queries/orders.sql': '-- name: One :one\nSELECT id, total FROM orders WHERE id = $1;\n' },
      },
    ],
  },
  detect({ path, proof }) {
    return proof.plans.flatMap((plan) => {
      if (plan.path !== path || plan.proposal === null) return [];
      const { table, filtered, before, proposal, range } = plan;
      return [
        {
          range,
          object: [table, ...filtered].join('.'),
          data: {
            table,
            columns: filtered.map((column) => `\`${column.replaceAll('`', '')}\``).join(' and '),
            index: `${proposal.sql};`,
          },
          evidence: [
            executed(proof, 'its plan', { code: before.join('\n') }),
            executed(proof, 'its plan with the index', { code: proposal.after.join('\n') }),
          ],
        },
      ];
    });
  },
});
