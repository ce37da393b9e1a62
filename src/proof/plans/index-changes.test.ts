import { afterAll, describe, expect, it } from 'vitest';
import { createParser } from '../../sql/parse.ts';
import { rowsOf } from '../database.ts';
import { openPglite } from '../pglite-database.ts';
import type { IndexProof } from '../proof.ts';
import { findCoveredIndexes } from './covered-indexes.ts';
import { findNeededIndexes } from './needed-indexes.ts';
import { readIndexes } from './read-indexes.ts';

const database = await openPglite(null);
const parser = await createParser('postgres');
afterAll(() => database.close());

const tables = `
  CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, name text, tenant_id bigint, tags text[], deleted_at timestamptz);
  CREATE INDEX users_tenant_name ON users (tenant_id, name) INCLUDE (email);
  CREATE INDEX users_live ON users (name) WHERE deleted_at IS NULL;
  CREATE INDEX users_tags ON users USING gin (tags);`;

/** What the changes of indexes show: as the migration leaves them, and of queries. */
async function changesOf(migration: string, queries: readonly string[] = []): Promise<readonly IndexProof[]> {
  const schema = 'DROP SCHEMA public CASCADE; CREATE SCHEMA public;';
  await rowsOf(database, `${schema}${tables}`);
  const before = await readIndexes(database);
  await rowsOf(database, migration);
  const after = await readIndexes(database);
  const up = parser.parse(migration).map((statement) => ({ ...statement, transaction: 0 }));
  const changes = { before, after, migrations: [{ path: '2.sql', up }] };
  const asked = queries.map((sql) => ({
    path: 'a.sql',
    line: 3,
    range: { start: 0, end: 9 },
    sql,
    changed: false,
  }));
  const needed = await findNeededIndexes(database, changes, asked, {
    parser,
    fill: async () => {
      await database.exec(
        `INSERT INTO users (id, email, name, tenant_id) SELECT g, 'mail' || g, 'name' || g, g % 50 FROM generate_series(1, 2000) g`,
      );
    },
    isSmall: () => false,
  });
  return [...findCoveredIndexes(changes), ...needed];
}

async function covered(migration: string): Promise<readonly string[]> {
  const proofs = await changesOf(migration);
  return proofs.map(({ kind, index, by }) => `${kind} ${index} by ${by}`);
}

describe('an index that another one covers', () => {
  it.each([
    ['CREATE INDEX more ON users (email)', 'covered more by users_email_key'],
    ['CREATE UNIQUE INDEX more ON users (email)', 'covered more by users_email_key'],
    ['CREATE INDEX ON users (tenant_id)', 'covered users_tenant_id_idx by users_tenant_name'],
    ['CREATE INDEX more ON public.users (tenant_id, name)', 'covered more by users_tenant_name'],
    ['CREATE INDEX more ON users (tenant_id) INCLUDE (email)', 'covered more by users_tenant_name'],
    ['CREATE INDEX more ON users (name) WHERE deleted_at IS NULL', 'covered more by users_live'],
    ['CREATE INDEX more ON users USING gin (tags)', 'covered more by users_tags'],
    ['CREATE INDEX a ON users (deleted_at); CREATE INDEX b ON users (deleted_at)', 'covered b by a'],
    ['CREATE INDEX a ON users (deleted_at); CREATE INDEX b ON users (deleted_at, id)', 'covered a by b'],
  ])('%s', async (migration, expected) => {
    expect(await covered(migration)).toEqual([expected]);
  });

  it.each([
    'CREATE INDEX more ON users (name)',
    'CREATE INDEX more ON users (tenant_id DESC)',
    'CREATE UNIQUE INDEX more ON users (tenant_id, name)',
    'CREATE UNIQUE INDEX more ON users (tenant_id)',
    'CREATE INDEX more ON users (tenant_id) INCLUDE (deleted_at)',
    'CREATE INDEX more ON users (tenant_id) WHERE deleted_at IS NULL',
    'CREATE INDEX more ON users (lower(email))',
    'CREATE INDEX more ON users (email text_pattern_ops)',
    'CREATE INDEX more ON users USING hash (email)',
    'CREATE INDEX more ON users (name, tenant_id)',
    'CREATE UNIQUE INDEX more ON users (email) NULLS NOT DISTINCT',
    'DROP INDEX users_tenant_name; CREATE INDEX more ON users (tenant_id)',
    'CREATE INDEX IF NOT EXISTS users_live ON users (name) WHERE deleted_at IS NULL',
    'CREATE TABLE other (email text); CREATE INDEX more ON other (email)',
  ])('not: %s', async (migration) => {
    expect(await covered(migration)).toEqual([]);
  });
});

describe('a dropped index that a query needs', () => {
  it('is shown by the plans with and without it', async () => {
    expect(
      await changesOf('DROP INDEX users_tenant_name', [
        'SELECT * FROM users WHERE id = $1',
        'SELECT id\n  FROM users WHERE tenant_id = $1 AND name = $2',
      ]),
    ).toEqual([
      {
        path: '2.sql',
        range: { start: 0, end: 28 },
        index: 'users_tenant_name',
        kind: 'needed',
        by: 'SELECT id FROM users WHERE tenant_id = $1 AND name = $2',
        plan: {
          before: [
            'Index Scan using users_tenant_name on users',
            '  Index Cond: ((tenant_id = $1) AND (name = $2))',
          ],
          after: ['Seq Scan on users', '  Filter: ((tenant_id = $1) AND (name = $2))'],
        },
      },
    ]);
  });

  it('may be a constraint’s', async () => {
    const proofs = await changesOf('ALTER TABLE users DROP CONSTRAINT users_email_key', [
      'SELECT * FROM users WHERE email = $1',
    ]);
    expect(proofs.map(({ index, kind }) => [index, kind])).toEqual([['users_email_key', 'needed']]);
  });

  it.each([
    [
      'DROP INDEX users_tenant_name; CREATE INDEX n ON users (tenant_id)',
      'SELECT * FROM users WHERE tenant_id = $1',
    ],
    [
      'CREATE INDEX n ON users (tenant_id, id); DROP INDEX users_tenant_name',
      'SELECT * FROM users WHERE tenant_id = $1',
    ],
    ['DROP INDEX users_tenant_name', 'SELECT * FROM users WHERE email = $1'],
    ['DROP INDEX users_tenant_name', 'SELECT * FROM users'],
    ['DROP INDEX users_tenant_name', 'SELECT * FROM users WHERE id = $1 AND tenant_id = $2'],
    ['ALTER TABLE users DROP COLUMN tenant_id', 'SELECT * FROM users WHERE name = $1'],
    ['ALTER INDEX users_tenant_name RENAME TO n', 'SELECT * FROM users WHERE tenant_id = $1'],
    ['DROP TABLE users', 'SELECT * FROM users WHERE tenant_id = $1'],
  ])('not: %s', async (migration, query) => {
    expect(await changesOf(migration, [query])).toEqual([]);
  });
});
