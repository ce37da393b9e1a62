import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { roughStatements } from '../rough-statements.ts';
import { sectionsByLine } from '../sections.ts';

const upLine = /^--[^\S\n]*migrate:up\b([^\n]*)$/m;

const dbmate: MigrationFramework = {
  id: 'dbmate',
  title: 'dbmate',
  sources: [
    'https://github.com/amacneil/dbmate#migration-options',
    'https://github.com/amacneil/dbmate/issues/285',
  ],
  specificity: 30,
  marker: upLine,
  signs: [],
  claim: () => [],
  settingsOf: () => [],
  read(path, text) {
    const [, version = '', name = ''] = /^(\d*)[_-]?(.*)\.sql$/i.exec(baseName(path)) ?? [];
    const sections = sectionsByLine(text, /^--[^\S\n]*migrate:(up|down)\b[^\n]*$/, (word) =>
      word === 'up' ? 'up' : 'down',
    );
    const up = sections.find((section) => section.direction === 'up')?.range ?? { start: 0, end: 0 };
    const off = /\btransaction:false\b/.test(upLine.exec(text)?.[1] ?? '');
    const several = roughStatements(text.slice(up.start, up.end)).length > 1;
    return {
      framework: 'dbmate',
      path,
      folder: folderOf(path),
      version,
      name,
      sections,
      transaction: !off
        ? { mode: 'wrapped', because: 'dbmate runs each file in one transaction' }
        : several
          ? {
              mode: 'wrapped',
              because:
                'dbmate sends the section as one query even with `transaction:false`, and PostgreSQL runs several statements of one query in one transaction',
            }
          : { mode: 'none', because: 'the file says `transaction:false`' },
      repeatable: false,
      batches: sections.map((section) => section.range),
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const file = `${laterVersion(migration.version, offset)}_${name}.sql`;
    return {
      path: inFolder(folderOf(migration.path), file),
      text: `-- migrate:up${transaction ? '' : ' transaction:false'}\n${sql}\n\n-- migrate:down\n`,
    };
  },
  withoutTransaction: '`-- migrate:up transaction:false`, and no second statement',
  leaveTransaction(text) {
    const line = upLine.exec(text);
    if (line === null) return null;
    const end = line.index + line[0].trimEnd().length;
    const already = /\btransaction:false\b/.test(line[1] ?? '');
    return { range: { start: end, end }, text: already ? '' : ' transaction:false' };
  },
  examples: [
    {
      path: 'db/migrations/20240131120000_add_email.sql',
      text: '-- migrate:up\nALTER TABLE users ADD COLUMN email text;\n\n-- migrate:down\nALTER TABLE users DROP COLUMN email;\n',
      expect: {
        version: '20240131120000',
        name: 'add_email',
        mode: 'wrapped',
        up: 'ALTER TABLE users ADD COLUMN email text;',
      },
    },
    {
      path: 'db/migrations/20240131120001_email_idx.sql',
      text: '-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n\n-- migrate:down\n',
      expect: {
        version: '20240131120001',
        name: 'email_idx',
        mode: 'none',
        up: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
      },
    },
    {
      path: 'db/migrations/20240131120002_two_indexes.sql',
      text: '-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY a ON users (a);\nCREATE INDEX CONCURRENTLY b ON users (b);\n-- migrate:down\n',
      expect: {
        version: '20240131120002',
        name: 'two_indexes',
        mode: 'wrapped',
        up: 'CREATE INDEX CONCURRENTLY a ON users (a);\nCREATE INDEX CONCURRENTLY b ON users (b);',
      },
    },
  ],
};

export default dbmate;
