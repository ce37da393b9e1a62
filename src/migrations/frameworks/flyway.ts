import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework, TransactionModel } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { roughStatements } from '../rough-statements.ts';
import { wholeFile } from '../sections.ts';

const versioned = /^([VUB])(\d+(?:[._]\d+)*)__(.+)\.sql$/;
const repeatable = /^R__(.+)\.sql$/;

/** Statements that Flyway knows cannot run in a transaction (its PostgreSQL parser); others it does not recognise. */
const nonTransactional =
  /^(?:(?:CREATE|DROP)(?: UNIQUE)? INDEX CONCURRENTLY|(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)|ALTER SYSTEM|REINDEX(?: VERBOSE)? (?:SCHEMA|DATABASE|SYSTEM)|VACUUM|DISCARD ALL)\b/i;

const flyway: MigrationFramework = {
  id: 'flyway',
  title: 'Flyway',
  sources: [
    'https://documentation.red-gate.com/fd/migrations-271585107.html',
    'https://documentation.red-gate.com/fd/flyway-execute-in-transaction-setting-277578997.html',
    'https://documentation.red-gate.com/fd/flyway-mixed-setting-277579004.html',
    'https://github.com/flyway/flyway/issues/3854',
  ],
  specificity: 40,
  marker: null,
  signs: [],
  claim(paths) {
    const history = new Set(paths.filter((path) => versioned.test(baseName(path))).map(historyFolder));
    return paths.filter((path) => {
      const name = baseName(path);
      return versioned.test(name) || (repeatable.test(name) && history.has(historyFolder(path)));
    });
  },
  settingsOf: (path) => [`${path}.conf`],
  read(path, text, settings) {
    const [, kind, version = '', name] = versioned.exec(baseName(path)) ?? [];
    return {
      framework: 'flyway',
      path,
      folder: historyFolder(path),
      version,
      name: name ?? repeatable.exec(baseName(path))?.[1] ?? baseName(path),
      sections: wholeFile(text, kind === 'U' ? 'down' : 'up'),
      transaction: transactionOf(roughStatements(text), settings.get(`${path}.conf`) ?? ''),
      repeatable: kind === undefined,
      batches: [],
    };
  },
  followUp(migration, offset, name, sql, transaction) {
    const file = `V${laterVersion(migration.version, offset)}__${name}.sql`;
    // Flyway's own lock is a transaction that CONCURRENTLY waits for, unless it is told to lock by session. Other
    // statements it puts into a transaction until a settings file says no.
    const note = transaction
      ? ''
      : roughStatements(sql).every((statement) => nonTransactional.test(statement))
        ? '-- Needs flyway.postgresql.transactional.lock=false\n'
        : `-- Needs ${file}.conf beside it with executeInTransaction=false\n`;
    return { path: inFolder(folderOf(migration.path), file), text: `${note}${sql}\n` };
  },
  withoutTransaction: '`executeInTransaction=false` in a file of the same name with `.conf` behind it',
  leaveTransaction: () => ({ range: { start: 0, end: 0 }, text: '' }),
  examples: [
    {
      path: 'src/main/resources/db/migration/V42__add_email.sql',
      text: 'ALTER TABLE users ADD COLUMN email text;\n',
      expect: {
        version: '42',
        name: 'add_email',
        mode: 'wrapped',
        up: 'ALTER TABLE users ADD COLUMN email text;',
      },
    },
    {
      path: 'db/V1.2__email_idx.sql',
      text: 'CREATE UNIQUE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      expect: {
        version: '1.2',
        name: 'email_idx',
        mode: 'none',
        up: 'CREATE UNIQUE INDEX CONCURRENTLY users_email_idx ON users (email);',
      },
    },
    {
      path: 'db/V1_3__mixed.sql',
      text: 'ALTER TABLE users ADD COLUMN email text;\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n',
      expect: {
        version: '1_3',
        name: 'mixed',
        mode: 'unknown',
        up: 'ALTER TABLE users ADD COLUMN email text;\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);',
      },
    },
    {
      path: 'db/V4__backfill.sql',
      text: 'REINDEX INDEX CONCURRENTLY users_email_idx;\n',
      settings: { 'db/V4__backfill.sql.conf': 'executeInTransaction=false\n' },
      expect: {
        version: '4',
        name: 'backfill',
        mode: 'none',
        up: 'REINDEX INDEX CONCURRENTLY users_email_idx;',
      },
    },
    {
      path: 'db/U42__add_email.sql',
      text: 'ALTER TABLE users DROP COLUMN email;\n',
      expect: { version: '42', name: 'add_email', mode: 'wrapped', up: '' },
    },
    {
      path: 'db/R__views.sql',
      text: 'CREATE OR REPLACE VIEW v AS SELECT 1;\n',
      siblings: ['db/V1__init.sql'],
      expect: { version: '', name: 'views', mode: 'wrapped', up: 'CREATE OR REPLACE VIEW v AS SELECT 1;' },
    },
  ],
};

/** Flyway reads a location with all its subfolders: the history hangs at the folder named for it. */
function historyFolder(path: string): string {
  const folder = folderOf(path);
  return /^(?:.*\/)?migrations?(?=\/|$)/.exec(folder)?.[0] ?? folder;
}

function transactionOf(statements: readonly string[], conf: string): TransactionModel {
  if (/^\s*executeInTransaction\s*=\s*false\s*$/m.test(conf)) {
    return { mode: 'none', because: 'its `.conf` file says `executeInTransaction=false`' };
  }
  const outside = statements.filter((text) => nonTransactional.test(text)).length;
  if (outside === 0) return { mode: 'wrapped', because: 'Flyway runs each migration in one transaction' };
  return outside === statements.length
    ? {
        mode: 'none',
        because: 'Flyway runs a migration of non-transactional statements without a transaction',
      }
    : {
        mode: 'unknown',
        because:
          'Flyway runs such a mix without a transaction where `mixed` is set, and refuses it otherwise',
      };
}

export default flyway;
