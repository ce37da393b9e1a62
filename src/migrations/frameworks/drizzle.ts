import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { wholeFile } from '../sections.ts';

/** `0042_name.sql` beside `meta/_journal.json`; from version 1 on `20240131120000_name/migration.sql` beside `snapshot.json`. */
const filePath = /(?:^|\/)(\d+)_([^/]*?)(\/migration)?\.sql$/;

const drizzle: MigrationFramework = {
  id: 'drizzle',
  title: 'Drizzle Kit',
  sources: [
    'https://orm.drizzle.team/docs/drizzle-kit-migrate',
    'https://github.com/drizzle-team/drizzle-orm/issues/860',
    'https://github.com/drizzle-team/drizzle-orm/pull/6133',
  ],
  specificity: 50,
  marker: /^--> statement-breakpoint\s*$|;--> statement-breakpoint\s*$/m,
  signs: ['_journal.json', 'snapshot.json'],
  claim(paths, signs) {
    const journals = new Set(
      signs.filter((path) => path.endsWith('meta/_journal.json')).map((path) => folderOf(folderOf(path))),
    );
    const snapshots = new Set(
      signs.filter((path) => baseName(path) === 'snapshot.json').map((path) => folderOf(path)),
    );
    return paths.filter((path) => {
      const match = filePath.exec(path);
      if (match === null) return false;
      return match[3] === undefined ? journals.has(folderOf(path)) : snapshots.has(folderOf(path));
    });
  },
  settingsOf: () => [],
  read(path, text) {
    const [, version = '', name = '', inOwnFolder] = filePath.exec(path) ?? [];
    return {
      framework: 'drizzle',
      path,
      folder: inOwnFolder === undefined ? folderOf(path) : folderOf(folderOf(path)),
      version,
      name: name === '' ? baseName(path) : name,
      sections: wholeFile(text, 'up'),
      transaction: {
        mode: 'wrapped',
        because: 'Drizzle runs all migrations that are pending in one transaction',
        scope: 'run',
      },
      repeatable: false,
      batches: [],
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const stem = `${laterVersion(migration.version, offset)}_${name}`;
    const own = baseName(migration.path) === 'migration.sql';
    // `drizzle-kit generate --custom` makes the file with its entry in the journal.
    const note = transaction ? '' : '-- Cannot run in Drizzle’s transaction: run it by hand before\n';
    return {
      path: inFolder(migration.folder, own ? `${stem}/migration.sql` : `${stem}.sql`),
      text: `${note}${sql}\n`,
    };
  },
  withoutTransaction: null,
  leaveTransaction: () => null,
  examples: [
    {
      path: 'drizzle/0042_wise_hulk.sql',
      text: 'ALTER TABLE "users" ADD COLUMN "email" text;--> statement-breakpoint\nALTER TABLE "users" ADD COLUMN "name" text;\n',
      siblings: ['drizzle/meta/_journal.json', 'drizzle/0043_later_idx.sql', 'drizzle/0044_later_idx.sql'],
      expect: {
        version: '0042',
        name: 'wise_hulk',
        mode: 'wrapped',
        up: 'ALTER TABLE "users" ADD COLUMN "email" text;--> statement-breakpoint\nALTER TABLE "users" ADD COLUMN "name" text;',
      },
    },
    {
      path: 'src/db/migrations/0000_init.sql',
      text: 'CREATE TABLE "users" ("id" serial PRIMARY KEY NOT NULL);\n',
      siblings: ['src/db/migrations/meta/_journal.json'],
      expect: {
        version: '0000',
        name: 'init',
        mode: 'wrapped',
        up: 'CREATE TABLE "users" ("id" serial PRIMARY KEY NOT NULL);',
      },
    },
    {
      path: 'drizzle/20240131120000_wise_hulk/migration.sql',
      text: 'SELECT 1;\n',
      siblings: [
        'drizzle/20240131120000_wise_hulk/snapshot.json',
        'drizzle/20240131120001_drop_idx/snapshot.json',
        'drizzle/20240131120002_later_idx/snapshot.json',
      ],
      expect: { version: '20240131120000', name: 'wise_hulk', mode: 'wrapped', up: 'SELECT 1;' },
    },
  ],
};

export default drizzle;
