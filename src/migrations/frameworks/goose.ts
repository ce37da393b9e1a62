import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { blocksByLine, sectionsByLine } from '../sections.ts';

const noTransaction = /^--\s*\+goose\s+no\s+transaction\s*$/im;

const goose: MigrationFramework = {
  id: 'goose',
  title: 'goose',
  sources: ['https://pressly.github.io/goose/documentation/annotations'],
  specificity: 30,
  marker: /^--\s*\+goose\s+(?:up|down|statementbegin)\s*$/im,
  signs: [],
  claim: () => [],
  settingsOf: () => [],
  read(path, text) {
    const [, version = '', name = ''] = /^(\d*)[_-]?(.*)\.sql$/i.exec(baseName(path)) ?? [];
    const off = noTransaction.test(text);
    return {
      framework: 'goose',
      path,
      folder: folderOf(path),
      version,
      name,
      sections: sectionsByLine(text, /^--\s*\+goose\s+(up|down)\s*$/i, (word) =>
        word.toLowerCase() === 'up' ? 'up' : 'down',
      ),
      transaction: off
        ? { mode: 'none', because: 'the file says `-- +goose NO TRANSACTION`' }
        : { mode: 'wrapped', because: 'goose runs each file in one transaction' },
      repeatable: false,
      batches: blocksByLine(text, /^--\s*\+goose\s+statementbegin\s*$/i, /^--\s*\+goose\s+statementend\s*$/i),
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const file = `${laterVersion(migration.version, offset)}_${name}.sql`;
    // goose ends a statement at a line's last semicolon, so that a body in dollar quotes needs its marks.
    const body = sql.includes('$$') ? `-- +goose StatementBegin\n${sql}\n-- +goose StatementEnd` : sql;
    return {
      path: inFolder(folderOf(migration.path), file),
      text: `${transaction ? '' : '-- +goose NO TRANSACTION\n'}-- +goose Up\n${body}\n`,
    };
  },
  withoutTransaction: '`-- +goose NO TRANSACTION` on a line of its own',
  leaveTransaction(text) {
    const start = { start: 0, end: 0 };
    return noTransaction.test(text)
      ? { range: start, text: '' }
      : { range: start, text: '-- +goose NO TRANSACTION\n' };
  },
  examples: [
    {
      path: 'db/migrations/00042_add_email.sql',
      text: '-- +goose Up\nALTER TABLE users ADD COLUMN email text;\n\n-- +goose Down\nALTER TABLE users DROP COLUMN email;\n',
      expect: {
        version: '00042',
        name: 'add_email',
        mode: 'wrapped',
        up: 'ALTER TABLE users ADD COLUMN email text;',
      },
    },
    {
      path: 'sql/20240131120000_email_idx.sql',
      text: '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      expect: {
        version: '20240131120000',
        name: 'email_idx',
        mode: 'none',
        up: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
      },
    },
  ],
};

export default goose;
