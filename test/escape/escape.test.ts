import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ProofDatabase, ProofEnded, rowsOf } from '../../src/proof/database.ts';
import { createProofHost, defaultProofLimits } from '../../src/proof/sandbox/host.ts';
import { keepInMemory } from '../../src/proof/sandbox/image-store.ts';
import { type Ending, hostileScripts } from './hostile-scripts.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 240_000 });

const secret = 'what-is-only-on-this-machine';
const folder = mkdtempSync(join(tmpdir(), 'escape-'));
writeFileSync(join(folder, 'secret'), secret);
let connections = 0;
const listener = createServer((socket) => {
  connections++;
  socket.destroy();
});

const host = createProofHost({
  limits: { ...defaultProofLimits, execMs: 700, memoryBytes: 700 * 1024 * 1024 },
  images: keepInMemory(1024 ** 3),
});
const options = { extensions: ['citext'] };

beforeAll(async () => {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const patient = await host.open('shop', shop, options);
  await patient.close();
});
afterAll(() => {
  host.close();
  listener.close();
  rmSync(folder, { recursive: true });
});

async function shop(database: ProofDatabase): Promise<void> {
  await database.exec(
    'CREATE TABLE orders (id int); INSERT INTO orders VALUES (1), (2); CREATE TABLE notes (t text)',
  );
}

/** What a proof of the shop finds. */
async function whatIsThere(database: ProofDatabase): Promise<unknown> {
  return await rowsOf(
    database,
    `SELECT (SELECT pg_catalog.array_agg(id) FROM orders) AS orders, session_user AS who,
         pg_catalog.current_setting('search_path') AS path, pg_catalog.current_setting('client_encoding') AS encoding,
         pg_catalog.current_setting('default_transaction_read_only') AS reads,
         (SELECT pg_catalog.string_agg(rolname, ',' ORDER BY rolname) FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_') AS roles,
         (SELECT pg_catalog.count(*) FROM pg_catalog.pg_class WHERE relnamespace = 2200) AS relations,
         (SELECT pg_catalog.count(*) FROM pg_catalog.pg_database) AS databases,
         (SELECT pg_catalog.count(*) FROM pg_catalog.pg_prepared_statements) AS prepared,
         pg_catalog.now() > '2020-01-01' AS clock`,
  );
}

const shopAsItIs = [
  {
    orders: '{1,2}',
    who: 'postgres',
    path: 'public',
    encoding: 'UTF8',
    reads: 'off',
    roles: 'postgres',
    relations: '2',
    databases: '3',
    prepared: '0',
    clock: 't',
  },
];

/**
 * How the last statement ended, and all that was answered. Before it runs the database must be as if nothing had: each
 * script is the proof of the one before.
 */
async function play(statements: readonly string[]): Promise<{ ending: Ending; said: string }> {
  const { port } = listener.address() as AddressInfo;
  const database = await host.open('shop', shop, options);
  let ending: Ending = '00000';
  let said = '';
  try {
    expect(await whatIsThere(database)).toEqual(shopAsItIs);
    for (const statement of statements) {
      const outcome = await database.exec(
        statement.replaceAll('{folder}', folder).replaceAll('{port}', String(port)),
      );
      said += JSON.stringify(outcome);
      ending = outcome.ok ? '00000' : outcome.error.code;
    }
  } catch (error) {
    if (!(error instanceof ProofEnded)) throw error;
    ending = 'ended';
  } finally {
    await database.close();
  }
  return { ending, said };
}

describe('a hostile script is contained, and the next proof is right', () => {
  test.each(hostileScripts.map((script) => [script.name, script] as const))('%s', async (_, script) => {
    const { ending, said } = await play(script.statements);
    expect(script.endings).toContain(ending);
    expect(said).not.toContain(secret);
    expect(readdirSync(folder)).toEqual(['secret']);
    expect(connections).toBe(0);
  });

  test('there are enough of them', () => {
    expect(new Set(hostileScripts.map(({ name }) => name)).size).toBe(hostileScripts.length);
    expect(hostileScripts.length).toBeGreaterThanOrEqual(60);
  });
});

test('a hostile base is contained, and the next one is right', async () => {
  const endless = async (database: ProofDatabase): Promise<void> => {
    await database.exec('SELECT pg_sleep(100000)');
  };
  await expect(host.open('endless', endless)).rejects.toMatchObject({ code: 'PROOF_ENDED' });
  const shadowing = await host.open('shadowing', async (database) => {
    await database.exec("CREATE FUNCTION public.count() RETURNS int LANGUAGE sql AS 'SELECT 7'");
    await database.exec('DELETE FROM orders');
  });
  await shadowing.close();
  expect(await play(['SELECT 1'])).toMatchObject({ ending: '00000' });
});
