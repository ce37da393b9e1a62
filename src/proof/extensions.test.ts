import { expect, test } from 'vitest';
import { rowsOf } from './database.ts';
import { extensionsOf, hasExtension, shippedOf } from './extensions.ts';
import { openPglite } from './pglite-database.ts';

const everything = [
  ...[
    'amcheck',
    'bloom',
    'btree_gin',
    'btree_gist',
    'citext',
    'cube',
    'dict_int',
    'dict_xsyn',
    'earthdistance',
  ],
  ...['fuzzystrmatch', 'hstore', 'intarray', 'isn', 'lo', 'ltree', 'moddatetime', 'pg_buffercache'],
  ...[
    'pg_freespacemap',
    'pg_stat_statements',
    'pg_trgm',
    'pg_visibility',
    'pgcrypto',
    'seg',
    'tablefunc',
    'tcn',
  ],
  ...['tsm_system_rows', 'tsm_system_time', 'unaccent', 'uuid-ossp'],
];

test('names are read of statements and of the code in them', () => {
  const texts = [
    'CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public',
    "DO $$ BEGIN EXECUTE 'create extension citext'; END $$",
    'create extension citext',
  ];
  expect(extensionsOf(texts.map((text) => ({ text })))).toEqual(['citext', 'uuid-ossp']);
});

test('what is required comes along, what is not shipped does not', () => {
  expect(shippedOf(['postgis', 'earthdistance', 'constructor'])).toEqual(['cube', 'earthdistance']);
  expect(hasExtension('file_fdw')).toBe(false);
  expect(hasExtension('plpgsql')).toBe(true);
});

test('each that is shipped can be created by an owner who is no superuser', async () => {
  const database = await openPglite(null, { extensions: everything });
  const refused: string[] = [];
  for (const name of everything) {
    const outcome = await database.exec(`CREATE EXTENSION IF NOT EXISTS "${name}" CASCADE`);
    if (!outcome.ok) refused.push(`${name}: ${outcome.error.message}`);
  }
  expect(refused).toEqual([]);
  expect(await rowsOf(database, "SELECT 'a'::citext = 'A' AS same, cube(1) AS cube")).toEqual([
    { same: 't', cube: '(1)' },
  ]);
  // Only for the moment in which an extension's script runs.
  expect(await database.exec('UPDATE pg_catalog.pg_class SET relname = relname')).toMatchObject({
    ok: false,
    error: { code: '42501' },
  });
  await database.close();
});
