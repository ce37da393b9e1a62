import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { blocksByLine, sectionsByLine } from '../sections.ts';

const upLine = /^--[^\S\n]*\+migrate[^\S\n]+up\b([^\n]*)$/im;

const sqlMigrate: MigrationFramework = {
  id: 'sql-migrate',
  title: 'sql-migrate',
  sources: ['https://github.com/rubenv/sql-migrate#writing-migrations'],
  specificity: 30,
  marker: /^--[^\S\n]*\+migrate[^\S\n]+(?:up|down)\b/im,
  signs: [],
  claim: () => [],
  settingsOf: () => [],
  read(path, text) {
    const [, version = '', name = ''] = /^(\d*)[-_]?(.*)\.sql$/i.exec(baseName(path)) ?? [];
    return {
      framework: 'sql-migrate',
      path,
      folder: folderOf(path),
      version,
      name,
      sections: sectionsByLine(text, /^--[^\S\n]*\+migrate[^\S\n]+(up|down)\b[^\n]*$/i, (word) =>
        /^up$/i.test(word) ? 'up' : 'down',
      ),
      transaction: /\bnotransaction\b/i.test(upLine.exec(text)?.[1] ?? '')
        ? { mode: 'none', because: 'the file says `notransaction`' }
        : { mode: 'wrapped', because: 'sql-migrate runs each migration in one transaction' },
      repeatable: false,
      batches: blocksByLine(
        text,
        /^--[^\S\n]*\+migrate[^\S\n]+statementbegin\s*$/i,
        /^--[^\S\n]*\+migrate[^\S\n]+statementend\s*$/i,
      ),
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const separator = /^\d+-/.test(baseName(migration.path)) ? '-' : '_';
    const file = `${laterVersion(migration.version, offset)}${separator}${name}.sql`;
    // It ends a statement at a line's last semicolon, so that a body in dollar quotes needs its marks.
    const body = sql.includes('$$') ? `-- +migrate StatementBegin\n${sql}\n-- +migrate StatementEnd` : sql;
    return {
      path: inFolder(folderOf(migration.path), file),
      text: `-- +migrate Up${transaction ? '' : ' notransaction'}\n${body}\n\n-- +migrate Down\n`,
    };
  },
  withoutTransaction: '`-- +migrate Up notransaction`',
  leaveTransaction(text) {
    const line = upLine.exec(text);
    if (line === null) return null;
    const end = line.index + line[0].trimEnd().length;
    const already = /\bnotransaction\b/i.test(line[1] ?? '');
    return { range: { start: end, end }, text: already ? '' : ' notransaction' };
  },
  examples: [
    {
      path: 'migrations/20240131120000-add_email.sql',
      text: '-- +migrate Up\nALTER TABLE users ADD COLUMN email text;\n\n-- +migrate Down\nALTER TABLE users DROP COLUMN email;\n',
      expect: {
        version: '20240131120000',
        name: 'add_email',
        mode: 'wrapped',
        up: 'ALTER TABLE users ADD COLUMN email text;',
      },
    },
    {
      path: 'db/2_idx.sql',
      text: '-- +migrate Up notransaction\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      expect: {
        version: '2',
        name: 'idx',
        mode: 'none',
        up: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
      },
    },
  ],
};

export default sqlMigrate;
