import { executed } from '../../report/proof-words.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'drops-needed-index',
  about: 'proof',
  title: 'Dropped index that a query of this repository needs',
  family: 'index',
  severity: 'warning',
  dialects: ['postgres'],
  state: 'stable',
  catalogue: ['plan-regression'],
  joins: ['drop-index-used'],
  sources: ['https://www.postgresql.org/docs/current/using-explain.html'],
  what: 'Without `{index}` this query reads its table row by row: `{query}`.',
  why: 'It was planned with the index and without it.',
  fix: 'Keep the index, or create the one that takes its place first.',
  examples: {
    bad: [
      {
        title: 'whatever else is said of the statement',
        base: {
          'migrations/00001_a.sql':
            '-- +goose Up\nCREATE TABLE orders (id bigint PRIMARY KEY, tenant_id bigint NOT NULL, user_id bigint NOT NULL);\nCREATE INDEX orders_tenant_idx ON orders (tenant_id);',
          'queries/orders.sql': '-- name: Of :many\nSELECT id FROM orders WHERE tenant_id = $1;\n',
        },
        head: {
          'migrations/00002_b.sql':
            '-- +goose Up\nDROP INDEX orders_tenant_idx;\nALTER TABLE orders ADD COLUMN note text;\n',
        },
        at: { path: 'migrations/00002_b.sql', text: 'DROP INDEX orders_tenant_idx' },
      },
      {
        title: 'a query of the repository',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY, tenant_id bigint NOT NULL);\nCREATE INDEX orders_tenant_idx ON orders (tenant_id);',
          'queries/orders.sql': '-- name: Of :many\nSELECT id FROM orders WHERE tenant_id = $1;\n',
        },
        head: { 'migrations/0002_b.sql': 'DROP INDEX orders_tenant_idx;' },
        at: { path: 'migrations/0002_b.sql', text: 'DROP INDEX orders_tenant_idx' },
      },
    ],
    good: [
      {
        title: 'another index serves the query',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY, tenant_id bigint NOT NULL);\nCREATE INDEX orders_tenant_idx ON orders (tenant_id);\nCREATE INDEX orders_tenant_id_idx ON orders (tenant_id, id);',
          'queries/orders.sql': '-- name: Of :many\nSELECT id FROM orders WHERE tenant_id = $1;\n',
        },
        head: { 'migrations/0002_b.sql': 'DROP INDEX orders_tenant_idx;' },
      },
      {
        title: 'no query is known',
        base: {
          'migrations/0001_a.sql':
            'CREATE TABLE orders (id bigint PRIMARY KEY, tenant_id bigint NOT NULL);\nCREATE INDEX orders_tenant_idx ON orders (tenant_id);',
        },
        head: { 'migrations/0002_b.sql': 'DROP INDEX orders_tenant_idx;' },
      },
    ],
  },
  detect({ path, proof }) {
    return proof.indexes.flatMap(({ path: at, range, index, kind, by, plan }) =>
      at === path && kind === 'needed'
        ? [
            {
              range,
              object: index,
              data: { index, query: by },
              evidence: [
                executed(proof, 'its plan', { code: plan?.before.join('\n') ?? '' }),
                executed(proof, 'its plan without the index', { code: plan?.after.join('\n') ?? '' }),
              ],
            },
          ]
        : [],
    );
  },
});
