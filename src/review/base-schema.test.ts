import { describe, expect, it } from 'vitest';
import { createMemoryTree } from '../change/memory-tree.ts';
import { dumpFor } from '../migrations/dumps.ts';
import { folderOf } from '../migrations/file-name.ts';
import { createParser } from '../sql/parse.ts';
import { baseSchema, readDumps } from './base-schema.ts';
import { createHistoryCache } from './history-cache.ts';
import { readHistories } from './migration-history.ts';

const dump =
  "--\n-- PostgreSQL database dump\n--\n\n\\restrict x1\n\nSET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n\nCREATE TABLE public.users (\n    id bigint NOT NULL,\n    email text\n);\n\nCOPY public.users (id, email) FROM stdin;\n1\tit's; me\n\\.\n\nALTER TABLE ONLY public.users\n    ADD CONSTRAINT users_pkey PRIMARY KEY (id);\n\n\\unrestrict x1\n\nINSERT INTO \"schema_migrations\" (version) VALUES\n('20240101000000');\n";
const watched = { skip: {}, onFile: () => {} };

/** The tables before a change of the history in `db/migrate`, and whether these are all. */
async function tablesOf(texts: Readonly<Record<string, string>>) {
  const schema = await schemaOf(texts, { folder: 'db/migrate' });
  return { complete: schema.complete, tables: [...schema.tables.values()].map(({ name }) => name.name) };
}

async function schemaOf(
  texts: Readonly<Record<string, string>>,
  { folder, change = '' }: { readonly folder: string; readonly change?: string },
) {
  const tree = createMemoryTree('base', texts);
  const histories = createHistoryCache();
  const earlier = (await readHistories(tree, watched, histories)).get(folder) ?? [];
  const dumps = await readDumps(tree, watched);
  const parser = await createParser('postgres');
  return baseSchema({ folder, earlier, dumps, changed: parser.parse(change) }, parser, {
    histories,
    onFile() {},
  }).schema;
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
    const at = (path: string) => ({ form: 'sql' as const, path, folder: folderOf(path), text: '' });
    const dumps = ['db/structure.sql', 'db/schema.sql', 'structure.sql', 'api/db/schema.sql'].map(at);
    expect(dumpFor('db/migrate', dumps)).toBeNull();
    expect(dumpFor('api/db/migrations', dumps)?.path).toBe('api/db/schema.sql');
    expect(dumpFor('web/migrations', dumps)?.path).toBe('structure.sql');
  });
});

describe('the schema that a Prisma schema declares', () => {
  const main = 'datasource db {\n  provider = "postgresql"\n}\n';
  const users = 'model User {\n  id Int @id\n  mail String @unique\n}\n';
  const path = 'prisma/migrations/20240101000000_init/migration.sql';
  /** Code that is not read: what it did, nobody knows. */
  const unclear = "DO $$ BEGIN EXECUTE format('x'); END $$;";
  const folder = 'prisma/migrations';

  async function shown(texts: Readonly<Record<string, string>>, change = '') {
    const schema = await schemaOf(texts, { folder, change });
    return [...schema.tables.values()].map(
      ({ name, complete, columns, indexes, constraints }) =>
        `${name.name}${complete ? '' : '?'}: ${[...columns.keys()]} ${indexes.map((each) => each.name)} ${constraints.map((each) => each.name)}`,
    );
  }

  it('stands before a change where the migrations leave something open', async () => {
    const declared = ['User: id,mail User_pkey,User_mail_key User_pkey'];
    expect(await shown({ 'prisma/schema.prisma': main + users, [path]: unclear })).toEqual(declared);
    expect(await shown({ 'prisma/schema.prisma': main + users, [path]: 'CREATE TABLE a (id int);' })).toEqual(
      ['a: id  '],
    );
    expect(
      await shown({ 'prisma/schema/main.prisma': main, 'prisma/schema/user.prisma': users, [path]: unclear }),
    ).toEqual(declared);
  });

  it('takes along what migrations made that Prisma has no words for', async () => {
    const sql = `CREATE TABLE "User" (id int, mail text, CONSTRAINT long CHECK (length(mail) > 3));
CREATE INDEX few ON "User" (mail) WHERE mail <> '';
CREATE TABLE raw (id int);
${unclear}`;
    expect(await shown({ 'prisma/schema.prisma': main + users, [path]: sql })).toEqual([
      'User: id,mail User_pkey,User_mail_key,few User_pkey,long',
      'raw?: id  ',
    ]);
    const more = {
      'prisma/schema.prisma': main + users,
      [path]: `${sql}ALTER TABLE "User" ADD ts tsvector;`,
    };
    expect((await shown(more))[0]).toMatch(/^User\?: id,mail /);
  });

  it('does not stand before a change that it has already, nor before the first migration', async () => {
    const texts = { 'prisma/schema.prisma': main + users, [path]: unclear };
    expect(await shown(texts, 'ALTER TABLE "User" ADD COLUMN mail text;')).toEqual([]);
    expect(await shown(texts, 'DROP TABLE "User"; CREATE TABLE "User" (id int);')).toHaveLength(1);
    expect(await shown({ 'prisma/schema.prisma': main + users })).toEqual([]);
  });

  it('is none where it is not clear which files make it', async () => {
    const others = {
      'prisma/schema.prisma': main + users,
      'prisma/post.prisma': 'model Post {\n  id Int @id\n}\n',
      [path]: unclear,
    };
    expect(await shown(others)).toEqual([]);
    const two = { 'prisma/a.prisma': main + users, 'prisma/b.prisma': main + users, [path]: unclear };
    expect(await shown(two)).toEqual([]);
  });
});
