import { expect, it } from 'vitest';
import type { SourceFile } from '../change/source-tree.ts';
import { findMigrations, readMigration } from '../migrations/find-migrations.ts';
import { createParser } from '../sql/parse.ts';
import { emptySchema } from '../sql/schema/empty-schema.ts';
import { migrationFact } from './migration-fact.ts';

const from = 'db/migrations/01_init/migration.sql';
const to = 'prisma/migrations/01_init/migration.sql';

async function statusOf(before: string, after: string): Promise<string | null> {
  const framework = findMigrations([to]).get(to);
  const migration = framework === undefined ? null : readMigration(to, after, framework, new Map());
  if (migration === null) throw new Error('not a migration');
  const read = { migration, text: after, settings: new Map<string, string>(), unread: false, key: null };
  const fact = migrationFact(
    {
      file: {
        status: 'renamed',
        kind: 'text',
        path: to,
        basePath: from,
        baseObject: 'a',
        headObject: 'b',
        hunks: [],
      },
      base: sourceFile(from, before),
      head: sourceFile(to, after),
    },
    read,
    [read],
    await createParser('postgres'),
    emptySchema({ complete: true }),
  );
  return fact?.status ?? null;
}

function sourceFile(path: string, text: string): SourceFile {
  return { path, object: path, text, unreadable: null, size: text.length, lossy: false };
}

it('says nothing of a migration that only moved to another folder', async () => {
  const text = 'CREATE TABLE orders (id int);\n';
  expect([await statusOf(text, text), await statusOf(text, `${text}DROP TABLE users;\n`)]).toEqual([
    null,
    'modified',
  ]);
});
