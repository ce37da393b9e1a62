import { belowChangeLog, changeLogFolder, changeLogSigns } from '../change-log-folder.ts';
import { baseName, folderOf, inFolder } from '../file-name.ts';
import { changeSetsOf } from '../liquibase-sql.ts';
import type { Migration, MigrationFramework, TransactionModel } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { wholeFile } from '../sections.ts';

const fileName = /^(v?\d+(?:[._-]\d+)*)(?:[-_. ]+(.*))?\.sql$/i;
const formatted = /^\s*--[^\S\n]*liquibase[^\S\n]+formatted[^\S\n]+sql\b/i;
const changeSetLine = /^[^\S\n]*--[^\S\n]*changeset\b[^\n]*$/gim;

const liquibase: MigrationFramework = {
  id: 'liquibase',
  title: 'Liquibase formatted SQL',
  sources: [
    'https://docs.liquibase.com/concepts/changelogs/sql-format.html',
    'https://docs.liquibase.com/concepts/changelogs/attributes/run-in-transaction.html',
    'https://docs.liquibase.com/concepts/changelogs/attributes/end-delimiter.html',
  ],
  specificity: 60,
  marker: formatted,
  signs: changeLogSigns,
  claim: belowChangeLog,
  settingsOf: () => [],
  read(path, text) {
    if (!formatted.test(text)) return plainFile(path, text);
    const [, version = '', name] = fileName.exec(baseName(path)) ?? [];
    const { changeSets, rollbacks, asSent } = changeSetsOf(text);
    const off = changeSets.filter(({ inTransaction }) => !inTransaction).length;
    return {
      framework: 'liquibase',
      path,
      folder: changeLogFolder(path),
      version,
      name: name ?? baseName(path).replace(/\.sql$/i, ''),
      sections: [
        ...changeSets.map(({ range, inTransaction }) => ({
          direction: 'up' as const,
          range,
          transaction: inTransaction ? wrapped : none,
        })),
        ...rollbacks.map((range) => ({ direction: 'down' as const, range })),
      ],
      transaction:
        off === 0
          ? wrapped
          : off === changeSets.length
            ? none
            : { mode: 'unknown', because: 'some of its change sets say `runInTransaction:false`' },
      repeatable: changeSets.length > 0 && changeSets.every(({ repeats }) => repeats),
      batches: changeSets.filter(({ splits }) => !splits).map(({ range }) => range),
      asSent,
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const separator = /\d([-_. ]+)\D/.exec(baseName(migration.path))?.[1] ?? '_';
    const file = `${laterVersion(migration.version, offset)}${separator}${name}.sql`;
    const attributes = transaction ? '' : ' runInTransaction:false';
    return {
      path: inFolder(folderOf(migration.path), file),
      text: `--liquibase formatted sql\n\n--changeset you:${name}${attributes}\n${sql}\n`,
    };
  },
  withoutTransaction:
    '`runInTransaction:false` on its `--changeset` line, or in the change set that runs the file',
  leaveTransaction(text) {
    const [line, ...more] = text.matchAll(changeSetLine);
    if (line === undefined || more.length > 0) return null;
    const end = line.index + line[0].trimEnd().length;
    const already = /\brunInTransaction:"?false\b/i.test(line[0]);
    return { range: { start: end, end }, text: already ? '' : ' runInTransaction:false' };
  },
  examples: [
    {
      path: 'db/changelog/0042_add_email.sql',
      text: '--liquibase formatted sql\n\n--changeset ann:42\nALTER TABLE users ADD COLUMN email text;\n--rollback ALTER TABLE users DROP COLUMN email;\n',
      expect: {
        version: '0042',
        name: 'add_email',
        mode: 'wrapped',
        up: 'ALTER TABLE users ADD COLUMN email text;',
      },
    },
    {
      path: 'src/main/resources/db/changelog/sql/7-plain.sql',
      text: 'SELECT 1;\n',
      siblings: ['src/main/resources/db/changelog/db.changelog-master.yaml'],
      expect: { version: '7', name: 'plain', mode: 'unknown', up: 'SELECT 1;' },
    },
    {
      path: 'db/changelog/43-idx.sql',
      text: '-- liquibase formatted sql\n-- changeset ann:43 runInTransaction:false\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      expect: {
        version: '43',
        name: 'idx',
        mode: 'none',
        up: 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
      },
    },
    {
      path: 'db/changelog/44_two.sql',
      text: '--liquibase formatted sql\n--changeset ann:a runInTransaction:false\nCREATE INDEX CONCURRENTLY a ON users (a);\n--changeset ann:b\nSELECT 1;\n',
      expect: {
        version: '44',
        name: 'two',
        mode: 'unknown',
        up: 'CREATE INDEX CONCURRENTLY a ON users (a);\nSELECT 1;',
      },
    },
  ],
};

/** SQL that a change log in another form names: as `sqlFile`, by `include`, or as what `rollback` runs. */
function plainFile(path: string, text: string): Migration {
  const [, version = '', name] = fileName.exec(baseName(path)) ?? [];
  const isDown = /(?:^|[-_./])(?:rollback|undo|down|revert)(?:[-_./]|$)/i.test(path);
  return {
    framework: 'liquibase',
    path,
    folder: changeLogFolder(path),
    version,
    name: name ?? baseName(path).replace(/\.sql$/i, ''),
    sections: wholeFile(text, isDown ? 'down' : 'up'),
    transaction: { mode: 'unknown', because: 'the change set that runs this file decides it' },
    repeatable: false,
    batches: [],
  };
}

const wrapped: TransactionModel = {
  mode: 'wrapped',
  because: 'Liquibase runs each change set in one transaction',
};
const none: TransactionModel = { mode: 'none', because: 'the change set says `runInTransaction:false`' };

export default liquibase;
