import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { laterVersion } from '../numbering.ts';

const noTransaction = /^--![^\S\n]*no-transaction\b/m;
/** `--! Previous: …`, `--! Hash: …`, options. */
const header = /^(?:--![^\n]*\n)+\n*/;
const fileName = /^(\d{6,})(?:-(.*))?\.sql$/;

const graphileMigrate: MigrationFramework = {
  id: 'graphile-migrate',
  title: 'Graphile Migrate',
  sources: [
    'https://github.com/graphile/migrate#header-comments',
    'https://github.com/graphile/migrate#usage',
  ],
  specificity: 32,
  marker: /^--![^\S\n]*(?:Previous|Hash|Message)[^\S\n]*:/m,
  signs: [],
  claim: (paths) =>
    paths.filter(
      (path) => /(?:^|\/)migrations\/committed\/[^/]*$/.test(path) && fileName.test(baseName(path)),
    ),
  settingsOf: () => [],
  read(path, text) {
    const [, version = '', name] = fileName.exec(baseName(path)) ?? [];
    return {
      framework: 'graphile-migrate',
      path,
      folder: folderOf(path),
      version,
      name: name ?? '',
      sections: [{ direction: 'up', range: { start: header.exec(text)?.[0].length ?? 0, end: text.length } }],
      transaction: noTransaction.test(text)
        ? { mode: 'none', because: 'the file says `--! no-transaction`' }
        : { mode: 'wrapped', because: 'Graphile Migrate runs each migration in one transaction' },
      repeatable: false,
      batches: [{ start: 0, end: text.length }],
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const file = `${laterVersion(migration.version, offset)}-${name}.sql`;
    return {
      path: inFolder(migration.folder, file),
      text: `${transaction ? '' : '--! no-transaction\n'}${sql}\n`,
    };
  },
  withoutTransaction: '`--! no-transaction` as its first line, and no second statement',
  leaveTransaction: (text) => ({
    range: { start: 0, end: 0 },
    text: noTransaction.test(text) ? '' : '--! no-transaction\n',
  }),
  examples: [
    {
      path: 'migrations/committed/000002-add-email.sql',
      text: '--! Previous: sha1:0123\n--! Hash: sha1:4567\n\nALTER TABLE users ADD COLUMN IF NOT EXISTS email text;\n',
      expect: {
        version: '000002',
        name: 'add-email',
        mode: 'wrapped',
        up: 'ALTER TABLE users ADD COLUMN IF NOT EXISTS email text;',
      },
    },
    {
      path: 'migrations/committed/000003.sql',
      text: '--! Previous: sha1:4567\n--! Hash: sha1:89ab\n--! no-transaction\n\nSELECT 1;\n',
      expect: {
        version: '000003',
        name: '',
        mode: 'none',
        up: 'SELECT 1;',
      },
    },
  ],
};

export default graphileMigrate;
