import { afterAll, expect, test } from 'vitest';
import { createParser } from '../sql/parse.ts';
import { type OpenedDatabase, openPglite } from './pglite-database.ts';
import { prove } from './prove.ts';
import type { ProofDatabases, ProofRequest } from './subject.ts';

const blank = await openPglite(null);
const image = await blank.image();
await blank.close();
const parser = await createParser('postgres');
const opened: OpenedDatabase[] = [];
afterAll(async () => {
  for (const database of opened) await database.close();
});

const databases: ProofDatabases = {
  async open(_, prepare) {
    const database = await openPglite(image);
    opened.push(database);
    await prepare(database);
    return { exec: database.exec, async close() {} };
  },
};

function request(base: string, up: string, down: string): ProofRequest {
  const path = 'migrations/2.sql';
  const statements = (sql: string) => parser.parse(sql).map((each) => ({ ...each, transaction: 1 }));
  return {
    base: { key: base, texts: () => [base], statements: () => statements(base), isWhole: true },
    migrations: [{ path, text: up, up: statements(up), down: { path, statements: statements(down) } }],
    queries: [],
    transactions: [],
    sources: { statements: [], writers: [] },
    isSmall: () => false,
    parser,
  };
}

const tables =
  'CREATE TABLE a (id int PRIMARY KEY, email text); CREATE TABLE b (id int PRIMARY KEY, email text);';
const up = (table: string): string =>
  `ALTER TABLE ${table} ALTER COLUMN email SET NOT NULL; DELETE FROM ${table} WHERE id > 1; ALTER TABLE ${table} DROP CONSTRAINT email_is`;
const down = (table: string): string => `ALTER TABLE ${table} DROP COLUMN email`;

test('of a table whose base is not known whole nothing is claimed', async () => {
  const base = `${tables} ALTER TABLE a ADD CONSTRAINT email_is CHECK (of_another_server(email))`;
  const { migrations } = await prove(request(base, up('a'), down('a')), databases);
  expect(migrations[0]).toMatchObject({ losses: [], reversal: null });
  expect(migrations[0]?.statements).toMatchObject([
    { outcome: 'ran', counterexample: null },
    { outcome: 'ran' },
    { outcome: 'not-run' },
  ]);
});

test('of another one it is', async () => {
  const base = `${tables} ALTER TABLE b ADD CONSTRAINT email_is CHECK (email <> ''); ALTER TABLE a ADD CONSTRAINT email_is CHECK (of_another_server(email))`;
  const { migrations } = await prove(request(base, up('b'), down('b')), databases);
  expect(migrations[0]?.statements[0]?.counterexample?.error.code).toBe('23502');
  expect(migrations[0]?.losses).toMatchObject([{ kind: 'rows-removed', table: 'b' }]);
  expect(migrations[0]?.reversal?.differences.map(({ object }) => object)).toContain('column b.email');
});

test('of a base that is another database’s nothing is run', async () => {
  const base =
    'CREATE TABLE a (id int PRIMARY KEY) ENGINE=InnoDB; ALTER TABLE a MODIFY id bigint; CREATE TABLE b (id int)';
  const { migrations, notices } = await prove(request(base, 'EXECUTE stmt', 'SELECT 1'), databases);
  expect(migrations).toEqual([]);
  expect(notices).toEqual([
    expect.stringMatching(/^Nothing was run: of the 3 statements .* 2 do not run here\.$/),
  ]);
});

test('its way back is not tried', async () => {
  const base = `${tables} ALTER TABLE a ADD CONSTRAINT email_is CHECK (of_another_server(email))`;
  const added = 'ALTER TABLE a ADD COLUMN note text';
  const { migrations } = await prove(request(base, added, down('a')), databases);
  expect(migrations[0]?.reversal).toMatchObject({
    outcome: 'not-run',
    reason: 'the replayed schema lacks something of a',
  });
});
