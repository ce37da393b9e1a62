import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework, TransactionModel } from '../migration.ts';
import { laterVersion } from '../numbering.ts';

const fileName = /^(\d+)(?:_(.*))?\.sql$/;
const modeLine = /^--[^\S\n]*atlas:txmode[^\S\n]+(none|file|all)[^\S\n]*$/m;
/** A file's directives stand before its first statement, an empty line behind them. */
const header = /^(?:--[^\n]*\n)+\n+/;

const atlas: MigrationFramework = {
  id: 'atlas',
  title: 'Atlas',
  sources: [
    'https://atlasgo.io/versioned/apply#transaction-configuration',
    'https://atlasgo.io/concepts/migration-directory-integrity',
    'https://atlasgo.io/versioned/checkpoint',
  ],
  specificity: 35,
  marker: null,
  signs: ['atlas.sum'],
  // In a folder with `atlas.sum` other tools' names (`1_x.up.sql`, `V1__x.sql`) stay with the tools that they are for.
  claim(paths, signs) {
    const folders = new Set(signs.filter((path) => baseName(path) === 'atlas.sum').map(folderOf));
    return paths.filter(
      (path) =>
        folders.has(folderOf(path)) && fileName.test(baseName(path)) && !/\.(?:up|down)\.sql$/.test(path),
    );
  },
  settingsOf: () => [],
  read(path, text) {
    const [, version = '', name = ''] = fileName.exec(baseName(path)) ?? [];
    const start = header.exec(text)?.[0].length ?? 0;
    const head = text.slice(0, start);
    // A checkpoint repeats the files before it for databases that are empty.
    const isCheckpoint = /^--[^\S\n]*atlas:checkpoint\b/m.test(head);
    return {
      framework: 'atlas',
      path,
      folder: folderOf(path),
      version,
      name,
      sections: isCheckpoint ? [] : [{ direction: 'up', range: { start, end: text.length } }],
      transaction: transactionOf(modeLine.exec(head)?.[1]),
      repeatable: false,
      batches: [],
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const file = `${laterVersion(migration.version, offset)}_${name}.sql`;
    return {
      path: inFolder(folderOf(migration.path), file),
      text: `${transaction ? '' : '-- atlas:txmode none\n\n'}${sql}\n`,
    };
  },
  withoutTransaction: '`-- atlas:txmode none` as its first line, with an empty line behind it',
  leaveTransaction(text) {
    const head = header.exec(text)?.[0] ?? '';
    const range = { start: 0, end: 0 };
    const set = modeLine.exec(head);
    if (set === null) return { range, text: '-- atlas:txmode none\n\n' };
    return set[1] === 'none'
      ? { range, text: '' }
      : { range: { start: set.index, end: set.index + set[0].length }, text: '-- atlas:txmode none' };
  },
  examples: [
    {
      path: 'migrations/20240131120000_add_email.sql',
      text: '-- Modify "users" table\nALTER TABLE "users" ADD COLUMN "email" text;\n',
      siblings: ['migrations/atlas.sum'],
      expect: {
        version: '20240131120000',
        name: 'add_email',
        mode: 'wrapped',
        up: '-- Modify "users" table\nALTER TABLE "users" ADD COLUMN "email" text;',
      },
    },
    {
      path: 'ent/migrate/migrations/20240131120001_idx.sql',
      text: '-- atlas:txmode none\n\n-- the index\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      siblings: ['ent/migrate/migrations/atlas.sum'],
      expect: {
        version: '20240131120001',
        name: 'idx',
        mode: 'none',
        up: '-- the index\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
      },
    },
    {
      path: 'migrations/20240131120002_checkpoint.sql',
      text: '-- atlas:checkpoint\n\nCREATE TABLE users (id bigint PRIMARY KEY);\n',
      siblings: ['migrations/atlas.sum'],
      expect: { version: '20240131120002', name: 'checkpoint', mode: 'wrapped', up: '' },
    },
  ],
};

function transactionOf(mode: string | undefined): TransactionModel {
  switch (mode) {
    case 'none':
      return { mode: 'none', because: 'the file says `-- atlas:txmode none`' };
    case 'all':
      return { mode: 'wrapped', because: 'the file says `-- atlas:txmode all`', scope: 'run' };
    default:
      return { mode: 'wrapped', because: 'Atlas runs each file in one transaction' };
  }
}

export default atlas;
