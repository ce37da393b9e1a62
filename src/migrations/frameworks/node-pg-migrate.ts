import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { sectionsByLine } from '../sections.ts';

/** Milliseconds, or a date with them. Such a comment alone stands in files of other tools, too. */
const fileName = /^(\d{13,17})[-_](?!.*\.(?:up|down)\.sql$)(.*)\.sql$/i;

const nodePgMigrate: MigrationFramework = {
  id: 'node-pg-migrate',
  title: 'node-pg-migrate',
  sources: [
    'https://salsita.github.io/node-pg-migrate/cli',
    'https://salsita.github.io/node-pg-migrate/migrations/misc',
  ],
  specificity: 30,
  marker: /^[^\S\n]*--[- \t]*(?:up|down)[^\S\n]+migration\b/im,
  signs: [],
  claim: () => [],
  settingsOf: () => [],
  read(path, text) {
    const named = fileName.exec(baseName(path));
    if (named === null) return null;
    const [, version = '', name = ''] = named;
    const marked = sectionsByLine(text, /^[^\S\n]*--[- \t]*(up|down)[^\S\n]+migration\b[^\n]*$/i, (word) =>
      /^up$/i.test(word) ? 'up' : 'down',
    );
    return {
      framework: 'node-pg-migrate',
      path,
      folder: folderOf(path),
      version,
      name,
      sections: marked,
      transaction: {
        mode: 'wrapped',
        because: 'node-pg-migrate runs all migrations that are pending in one transaction',
        scope: 'run',
      },
      repeatable: false,
      batches: marked.map((section) => section.range),
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const separator = /^\d+-/.test(baseName(migration.path)) ? '-' : '_';
    const file = `${laterVersion(migration.version, offset)}${separator}${name}.sql`;
    const note = transaction
      ? ''
      : '-- Cannot run in a transaction: needs a migration in JavaScript with pgm.noTransaction()\n';
    return {
      path: inFolder(folderOf(migration.path), file),
      text: `-- Up Migration\n${note}${sql}\n\n-- Down Migration\n`,
    };
  },
  withoutTransaction: null,
  leaveTransaction: () => null,
  examples: [
    {
      path: 'migrations/1706702400000_add-email.sql',
      text: '-- Up Migration\nALTER TABLE users ADD COLUMN email text;\n\n-- Down Migration\nALTER TABLE users DROP COLUMN email;\n',
      expect: {
        version: '1706702400000',
        name: 'add-email',
        mode: 'wrapped',
        up: 'ALTER TABLE users ADD COLUMN email text;',
      },
    },
    {
      path: 'db/20240131120000123-email.sql',
      text: '--- up migration ---\nSELECT 1;\n--- down migration ---\n',
      expect: { version: '20240131120000123', name: 'email', mode: 'wrapped', up: 'SELECT 1;' },
    },
  ],
};

export default nodePgMigrate;
