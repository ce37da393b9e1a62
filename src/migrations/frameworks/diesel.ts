import { baseName, folderOf, inFolder, nearestAbove } from '../file-name.ts';
import type { MigrationFramework, TransactionModel } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { asOneQuery } from '../one-query.ts';
import { pairFile } from '../pair-folder.ts';
import { wholeFile } from '../sections.ts';

const version = /\d[\d-]*/;

const diesel: MigrationFramework = {
  id: 'diesel',
  title: 'Diesel',
  sources: [
    'https://docs.rs/diesel_migrations/latest/diesel_migrations/',
    'https://docs.diesel.rs/main/diesel/migration/trait.MigrationMetadata.html',
    'https://github.com/diesel-rs/diesel/issues/4552',
  ],
  specificity: 25,
  marker: null,
  signs: ['diesel.toml', 'Cargo.toml'],
  claim(paths, signs) {
    const crates = signs.filter((path) => ['diesel.toml', 'Cargo.toml'].includes(baseName(path)));
    return paths.filter((path) => pairFile(path, version) !== null && nearestAbove(path, crates) !== null);
  },
  settingsOf: (path) => [inFolder(folderOf(path), 'metadata.toml')],
  read(path, text, settings) {
    const pair = pairFile(path, version);
    const metadata = settings.get(inFolder(folderOf(path), 'metadata.toml')) ?? '';
    return {
      framework: 'diesel',
      path,
      folder: pair?.folder ?? folderOf(path),
      version: pair?.version ?? '',
      name: pair?.name ?? '',
      sections: wholeFile(text, pair?.direction ?? 'up'),
      transaction: transactionOf(text, metadata),
      repeatable: false,
      batches: [{ start: 0, end: text.length }],
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const folder = `${laterVersion(migration.version, offset)}_${name}`;
    const note = transaction ? '' : '-- Needs a metadata.toml beside it with run_in_transaction = false\n';
    return { path: inFolder(migration.folder, `${folder}/up.sql`), text: `${note}${sql}\n` };
  },
  withoutTransaction: '`run_in_transaction = false` in a `metadata.toml` beside it, and no second statement',
  leaveTransaction: () => null,
  examples: [
    {
      path: 'migrations/2024-01-31-120000_add_email/up.sql',
      text: 'ALTER TABLE users ADD COLUMN email text;\n',
      siblings: ['Cargo.toml', 'migrations/2024-01-31-120000_add_email/down.sql'],
      expect: {
        version: '2024-01-31-120000',
        name: 'add_email',
        mode: 'wrapped',
        up: 'ALTER TABLE users ADD COLUMN email text;',
      },
    },
    {
      path: 'migrations/2024-01-31-120001_idx/up.sql',
      text: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      siblings: ['diesel.toml'],
      settings: { 'migrations/2024-01-31-120001_idx/metadata.toml': 'run_in_transaction = false\n' },
      expect: {
        version: '2024-01-31-120001',
        name: 'idx',
        mode: 'none',
        up: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
      },
    },
    {
      path: 'migrations/2024-01-31-120002_idx/up.sql',
      text: 'CREATE INDEX CONCURRENTLY a ON users (a);\nCREATE INDEX CONCURRENTLY b ON users (b);\n',
      siblings: ['diesel.toml'],
      settings: { 'migrations/2024-01-31-120002_idx/metadata.toml': 'run_in_transaction = false\n' },
      expect: {
        version: '2024-01-31-120002',
        name: 'idx',
        mode: 'wrapped',
        up: 'CREATE INDEX CONCURRENTLY a ON users (a);\nCREATE INDEX CONCURRENTLY b ON users (b);',
      },
    },
    {
      path: 'crates/db/migrations/00000000000000_diesel_initial_setup/down.sql',
      text: 'SELECT 1;\n',
      siblings: ['crates/db/Cargo.toml'],
      expect: { version: '00000000000000', name: 'diesel_initial_setup', mode: 'wrapped', up: '' },
    },
  ],
};

function transactionOf(text: string, metadata: string): TransactionModel {
  if (!/^\s*run_in_transaction\s*=\s*false\b/m.test(metadata))
    return { mode: 'wrapped', because: 'Diesel runs each migration in one transaction' };
  return asOneQuery('Diesel', 'its `metadata.toml`', '`run_in_transaction = false`', text);
}

export default diesel;
