import { folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework, TransactionModel } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { roughStatements } from '../rough-statements.ts';
import { wholeFile } from '../sections.ts';

const filePath = /(?:^|\/)(\d+)(?:_([^/]*))?\/migration\.sql$/;

const prisma: MigrationFramework = {
  id: 'prisma',
  title: 'Prisma Migrate',
  sources: [
    'https://www.prisma.io/docs/orm/prisma-migrate/workflows/customizing-migrations',
    'https://github.com/prisma/prisma/issues/14456',
    'https://github.com/prisma/prisma-engines/pull/5767',
  ],
  specificity: 40,
  marker: null,
  signs: [],
  claim: (paths) => paths.filter((path) => filePath.test(path)),
  // The nearest package.json says which Prisma runs the migration: `app/prisma/migrations/1_x/migration.sql`.
  settingsOf(path) {
    const folders: string[] = [];
    for (let folder = folderOf(folderOf(path)); folder !== ''; ) {
      folder = folderOf(folder);
      folders.push(inFolder(folder, 'package.json'));
    }
    return folders;
  },
  read(path, text, settings) {
    const [, version = '', name = ''] = filePath.exec(path) ?? [];
    const transaction = transactionOf(
      roughStatements(text),
      splitsAtConcurrently(prisma.settingsOf(path), settings),
    );
    return {
      framework: 'prisma',
      path,
      folder: folderOf(folderOf(path)),
      version,
      name,
      sections: wholeFile(text, 'up'),
      transaction,
      repeatable: false,
      batches: transaction.mode === 'wrapped' ? [{ start: 0, end: text.length }] : [],
    };
  },
  ordersByText: true,
  followUp(migration, offset, name, sql) {
    const folder = `${laterVersion(migration.version, offset)}_${name}`;
    return { path: inFolder(migration.folder, `${folder}/migration.sql`), text: `${sql}\n` };
  },
  withoutTransaction: 'a migration with this one statement only',
  leaveTransaction: () => ({ range: { start: 0, end: 0 }, text: '' }),
  examples: [
    {
      path: 'prisma/migrations/20240131120000_add_email/migration.sql',
      text: '-- AlterTable\nALTER TABLE "User" ADD COLUMN "email" TEXT;\nALTER TABLE "User" ADD COLUMN "name" TEXT;\n',
      expect: {
        version: '20240131120000',
        name: 'add_email',
        mode: 'wrapped',
        up: '-- AlterTable\nALTER TABLE "User" ADD COLUMN "email" TEXT;\nALTER TABLE "User" ADD COLUMN "name" TEXT;',
      },
    },
    {
      path: 'app/prisma/migrations/20240131120001_idx/migration.sql',
      text: 'CREATE INDEX CONCURRENTLY a ON "User" (a);\nCREATE INDEX CONCURRENTLY b ON "User" (b);\n',
      settings: { 'app/package.json': '{"devDependencies":{"prisma":"^6.2.0"}}' },
      expect: {
        version: '20240131120001',
        name: 'idx',
        mode: 'wrapped',
        up: 'CREATE INDEX CONCURRENTLY a ON "User" (a);\nCREATE INDEX CONCURRENTLY b ON "User" (b);',
      },
    },
    {
      path: 'prisma/migrations/20240131120001_idx/migration.sql',
      text: 'CREATE INDEX CONCURRENTLY a ON "User" (a);\nCREATE INDEX CONCURRENTLY b ON "User" (b);\n',
      settings: { 'package.json': '{"devDependencies":{"prisma":"^7.5.0"}}' },
      expect: {
        version: '20240131120001',
        name: 'idx',
        mode: 'none',
        up: 'CREATE INDEX CONCURRENTLY a ON "User" (a);\nCREATE INDEX CONCURRENTLY b ON "User" (b);',
      },
    },
    {
      path: 'prisma/migrations/20240131120002_idx/migration.sql',
      text: 'CREATE INDEX CONCURRENTLY a ON "User" (a);',
      expect: {
        version: '20240131120002',
        name: 'idx',
        mode: 'none',
        up: 'CREATE INDEX CONCURRENTLY a ON "User" (a);',
      },
    },
  ],
};

function transactionOf(statements: readonly string[], splits: boolean | null): TransactionModel {
  if (statements.length < 2) {
    return { mode: 'none', because: 'Prisma opens no transaction for a migration with a single statement' };
  }
  const concurrently = statements.some((text) =>
    /^(?:CREATE (?:UNIQUE )?|DROP )INDEX CONCURRENTLY\b/i.test(text),
  );
  if (concurrently && splits !== false) {
    return splits === null
      ? { mode: 'unknown', because: 'Prisma from 7.4 on runs CONCURRENTLY by itself, older versions do not' }
      : {
          mode: 'none',
          because: 'Prisma from 7.4 on runs a migration with CONCURRENTLY statement by statement',
        };
  }
  return {
    mode: 'wrapped',
    because:
      'Prisma sends the migration as one query, and PostgreSQL runs several statements of one query in one transaction',
  };
}

/** Whether this Prisma splits a migration at CONCURRENTLY (7.4 and later), null where its version is not known. */
function splitsAtConcurrently(
  candidates: readonly string[],
  settings: ReadonlyMap<string, string>,
): boolean | null {
  for (const path of candidates) {
    const [, major, minor] =
      /"(?:prisma|@prisma\/client)"\s*:\s*"[\^~>=v\s]*(\d+)\.(\d+)/.exec(settings.get(path) ?? '') ?? [];
    if (major !== undefined) return Number(major) > 7 || (Number(major) === 7 && Number(minor) >= 4);
  }
  return null;
}

export default prisma;
