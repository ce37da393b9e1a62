import { baseName, folderOf, inFolder, nearestAbove } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { roughStatements } from '../rough-statements.ts';
import { wholeFile } from '../sections.ts';

const fileName = /^(\d+)_(.*)\.(up|down)\.sql$/;

const golangMigrate: MigrationFramework = {
  id: 'golang-migrate',
  title: 'golang-migrate',
  sources: [
    'https://github.com/golang-migrate/migrate/blob/master/database/postgres/README.md#multi-statement-mode',
    'https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md',
  ],
  specificity: 20,
  marker: null,
  // sqlx names its reversible migrations the same way, and runs them differently.
  signs: ['go.mod', 'Cargo.toml'],
  claim(paths, signs) {
    const modules = signs.filter((path) => baseName(path) === 'go.mod');
    const crates = signs.filter((path) => baseName(path) === 'Cargo.toml');
    return paths.filter((path) => {
      if (!fileName.test(baseName(path))) return false;
      const crate = nearestAbove(path, crates);
      const module = nearestAbove(path, modules);
      return crate === null || (module !== null && module.length >= crate.length);
    });
  },
  settingsOf: () => [],
  read(path, text) {
    const [, version = '', name = '', direction] = fileName.exec(baseName(path)) ?? [];
    const several = roughStatements(text).length > 1;
    return {
      framework: 'golang-migrate',
      path,
      folder: folderOf(path),
      version,
      name,
      sections: wholeFile(text, direction === 'down' ? 'down' : 'up'),
      transaction: several
        ? {
            mode: 'wrapped',
            because:
              'golang-migrate sends the file as one query, and PostgreSQL runs several statements of one query in one transaction',
          }
        : { mode: 'none', because: 'golang-migrate opens no transaction for a file with a single statement' },
      repeatable: false,
      batches: [{ start: 0, end: text.length }],
    };
  },
  followUp(migration, offset, name, sql) {
    const file = `${laterVersion(migration.version, offset)}_${name}.up.sql`;
    return { path: inFolder(folderOf(migration.path), file), text: `${sql}\n` };
  },
  withoutTransaction: 'a file with this one statement only',
  leaveTransaction: () => ({ range: { start: 0, end: 0 }, text: '' }),
  examples: [
    {
      path: 'migrations/000042_add_email.up.sql',
      text: 'ALTER TABLE users ADD COLUMN email text;\nALTER TABLE users ADD COLUMN name text;\n',
      siblings: ['go.mod', 'migrations/000042_add_email.down.sql'],
      expect: {
        version: '000042',
        name: 'add_email',
        mode: 'wrapped',
        up: 'ALTER TABLE users ADD COLUMN email text;\nALTER TABLE users ADD COLUMN name text;',
      },
    },
    {
      path: 'migrations/1706702400_email_idx.up.sql',
      text: '-- one statement\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      expect: {
        version: '1706702400',
        name: 'email_idx',
        mode: 'none',
        up: '-- one statement\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
      },
    },
    {
      path: 'migrations/000042_add_email.down.sql',
      text: 'ALTER TABLE users DROP COLUMN email;\n',
      expect: { version: '000042', name: 'add_email', mode: 'none', up: '' },
    },
  ],
};

export default golangMigrate;
