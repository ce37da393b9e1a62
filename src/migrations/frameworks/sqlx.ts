import { baseName, folderOf, inFolder, nearestAbove } from '../file-name.ts';
import type { MigrationFramework, TransactionModel } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { asOneQuery } from '../one-query.ts';
import { filesAbove } from '../pair-folder.ts';

const fileName = /^(\d+)_(.+?)(?:\.(up|down))?\.sql$/;
/** sqlx asks whether the file starts with these characters. */
const noTransaction = '-- no-transaction';

const sqlx: MigrationFramework = {
  id: 'sqlx',
  title: 'sqlx',
  sources: [
    'https://docs.rs/sqlx/latest/sqlx/macro.migrate.html',
    'https://github.com/launchbadge/sqlx/pull/3181',
    'https://github.com/launchbadge/sqlx/issues/3693',
  ],
  specificity: 15,
  marker: null,
  signs: ['Cargo.toml', 'go.mod'],
  claim(paths, signs) {
    const crates = signs.filter((path) => baseName(path) === 'Cargo.toml');
    const modules = signs.filter((path) => baseName(path) === 'go.mod');
    return paths.filter((path) => {
      if (!fileName.test(baseName(path)) || !/migrations?(?:$|[/_-])/i.test(folderOf(path))) return false;
      const crate = nearestAbove(path, crates);
      const module = nearestAbove(path, modules);
      return crate !== null && (module === null || crate.length > module.length);
    });
  },
  settingsOf: (path) => filesAbove(path, 'Cargo.toml'),
  read(path, text, settings) {
    const isSqlx = sqlx
      .settingsOf(path)
      .some((file) => /^\s*(?:\[.*\.)?sqlx\b/m.test(settings.get(file) ?? ''));
    if (!isSqlx && !text.startsWith(noTransaction)) return null;
    const [, version = '', name = '', direction] = fileName.exec(baseName(path)) ?? [];
    const start = text.startsWith(noTransaction) ? text.indexOf('\n') + 1 || text.length : 0;
    return {
      framework: 'sqlx',
      path,
      folder: folderOf(path),
      version,
      name,
      sections: [{ direction: direction === 'down' ? 'down' : 'up', range: { start, end: text.length } }],
      transaction: transactionOf(text),
      repeatable: false,
      batches: [{ start: 0, end: text.length }],
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const up = /\.(?:up|down)\.sql$/.test(migration.path) ? '.up' : '';
    const file = `${laterVersion(migration.version, offset)}_${name}${up}.sql`;
    return {
      path: inFolder(folderOf(migration.path), file),
      text: `${transaction ? '' : `${noTransaction}\n`}${sql}\n`,
    };
  },
  withoutTransaction: '`-- no-transaction` as its first line, and no second statement',
  leaveTransaction: (text) => ({
    range: { start: 0, end: 0 },
    text: text.startsWith(noTransaction) ? '' : `${noTransaction}\n`,
  }),
  examples: [
    {
      path: 'migrations/20240131120000_add_email.sql',
      text: 'ALTER TABLE users ADD COLUMN email text;\n',
      siblings: ['Cargo.toml'],
      settings: { 'Cargo.toml': '[dependencies]\nsqlx = { version = "0.8", features = ["postgres"] }\n' },
      expect: {
        version: '20240131120000',
        name: 'add_email',
        mode: 'wrapped',
        up: 'ALTER TABLE users ADD COLUMN email text;',
      },
    },
    {
      path: 'crates/db/migrations/0002_idx.up.sql',
      text: '-- no-transaction\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      siblings: ['Cargo.toml', 'crates/db/Cargo.toml', 'crates/db/migrations/0002_idx.down.sql'],
      settings: { 'Cargo.toml': '[workspace.dependencies]\nsqlx = "0.8"\n' },
      expect: {
        version: '0002',
        name: 'idx',
        mode: 'none',
        up: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
      },
    },
    {
      path: 'migrations/0003_idx.sql',
      text: '-- no-transaction\nCREATE INDEX CONCURRENTLY a ON users (a);\nCREATE INDEX CONCURRENTLY b ON users (b);\n',
      siblings: ['Cargo.toml'],
      settings: { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' },
      expect: {
        version: '0003',
        name: 'idx',
        mode: 'wrapped',
        up: 'CREATE INDEX CONCURRENTLY a ON users (a);\nCREATE INDEX CONCURRENTLY b ON users (b);',
      },
    },
  ],
};

function transactionOf(text: string): TransactionModel {
  if (!text.startsWith(noTransaction))
    return { mode: 'wrapped', because: 'sqlx runs each migration in one transaction' };
  return asOneQuery('sqlx', 'the file', '`-- no-transaction`', text);
}

export default sqlx;
