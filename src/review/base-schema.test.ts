import { describe, expect, it } from 'vitest';
import { createMemoryTree } from '../change/memory-tree.ts';
import { dumpFor } from '../migrations/dumps.ts';
import { createParser } from '../sql/parse.ts';
import { baseSchema, readDumps } from './base-schema.ts';
import { createHistoryCache } from './history-cache.ts';
import { readHistories } from './migration-history.ts';

const dump =
  "--\n-- PostgreSQL database dump\n--\n\n\\restrict x1\n\nSET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n\nCREATE TABLE public.users (\n    id bigint NOT NULL,\n    email text\n);\n\nCOPY public.users (id, email) FROM stdin;\n1\tit's; me\n\\.\n\nALTER TABLE ONLY public.users\n    ADD CONSTRAINT users_pkey PRIMARY KEY (id);\n\n\\unrestrict x1\n\nINSERT INTO \"schema_migrations\" (version) VALUES\n('20240101000000');\n";
const watched = { skip: {}, onFile: () => {} };

/** The tables before a change of the history in `db/migrate`, and whether these are all. */
async function tablesOf(texts: Readonly<Record<string, string>>) {
  const tree = createMemoryTree('base', texts);
  const histories = createHistoryCache();
  const earlier = (await readHistories(tree, watched, histories)).get('db/migrate') ?? [];
  const dumps = await readDumps(tree, watched);
  const parser = await createParser('postgres');
  const schema = baseSchema({ folder: 'db/migrate', earlier, dumps }, parser, { histories, onFile() {} });
  return { complete: schema.complete, tables: [...schema.tables.values()].map(({ name }) => name.name) };
}

describe('the schema before a pull request', () => {
  it('is the dump where the migrations are not SQL', async () => {
    expect(await tablesOf({ 'db/structure.sql': dump, 'db/migrate/1_users.rb': 'x' })).toEqual({
      complete: true,
      tables: ['users'],
    });
  });

  it('is the dump where the migrations do not start from nothing', async () => {
    const later = { 'db/migrate/7_email.sql': 'ALTER TABLE users ADD COLUMN email text;' };
    expect(await tablesOf(later)).toEqual({ complete: false, tables: [] });
    expect(await tablesOf({ ...later, 'db/schema.sql': dump })).toEqual({
      complete: true,
      tables: ['users'],
    });
  });

  it('is what the migrations make where they tell all of it', async () => {
    expect(
      await tablesOf({ 'db/migrate/1_a.sql': 'CREATE TABLE a (id bigint);', 'db/structure.sql': dump }),
    ).toEqual({ complete: true, tables: ['a'] });
  });

  it('is no schema that a person wrote, and none of a test', async () => {
    const nothing = { complete: false, tables: [] };
    expect(await tablesOf({ 'db/schema.sql': 'CREATE TABLE users (id bigint);' })).toEqual(nothing);
    expect(await tablesOf({ 'test/structure.sql': dump })).toEqual(nothing);
  });

  it('is the dump nearest above, and none of two', () => {
    const at = (path: string) => ({ path, text: '' });
    const dumps = ['db/structure.sql', 'db/schema.sql', 'structure.sql', 'api/db/schema.sql'].map(at);
    expect(dumpFor('db/migrate', dumps)).toBeNull();
    expect(dumpFor('api/db/migrations', dumps)?.path).toBe('api/db/schema.sql');
    expect(dumpFor('web/migrations', dumps)?.path).toBe('structure.sql');
  });
});
