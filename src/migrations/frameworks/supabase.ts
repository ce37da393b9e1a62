import { baseName, folderOf, inFolder } from '../file-name.ts';
import type { MigrationFramework, TransactionModel } from '../migration.ts';
import { laterVersion } from '../numbering.ts';
import { filesAbove } from '../pair-folder.ts';
import { roughStatements } from '../rough-statements.ts';
import { wholeFile } from '../sections.ts';

const filePath = /(?:^|\/)supabase\/migrations\/(\d{14})_([^/]*)\.sql$/;

/** Statements that the command line from 2.109 on sends outside of its batch. */
const standsAlone =
  /^(?:CREATE(?: UNIQUE)? INDEX CONCURRENTLY|DROP INDEX CONCURRENTLY|REINDEX\b.* CONCURRENTLY|VACUUM|ALTER SYSTEM|CLUSTER)\b/i;

const supabase: MigrationFramework = {
  id: 'supabase',
  title: 'Supabase CLI',
  sources: [
    'https://supabase.com/docs/guides/deployment/database-migrations',
    'https://github.com/supabase/cli/issues/2898',
    'https://github.com/supabase/cli/pull/6009',
    'https://github.com/supabase/cli/pull/6276',
  ],
  specificity: 40,
  marker: null,
  signs: [],
  claim: (paths) => paths.filter((path) => filePath.test(path)),
  settingsOf: (path) => filesAbove(path, 'package.json'),
  read(path, text, settings) {
    const [, version = '', name = ''] = filePath.exec(path) ?? [];
    return {
      framework: 'supabase',
      path,
      folder: folderOf(path),
      version,
      name: name === '' ? baseName(path) : name,
      sections: wholeFile(text, 'up'),
      transaction: transactionOf(roughStatements(text), flushes(supabase.settingsOf(path), settings)),
      repeatable: false,
      batches: [],
    };
  },
  followUp(migration, offset, name, sql) {
    const file = `${laterVersion(migration.version, offset)}_${name}.sql`;
    return { path: inFolder(folderOf(migration.path), file), text: `${sql}\n` };
  },
  withoutTransaction: null,
  leaveTransaction: () => null,
  examples: [
    {
      path: 'supabase/migrations/20240131120000_add_email.sql',
      text: 'alter table users add column email text;\n',
      expect: {
        version: '20240131120000',
        name: 'add_email',
        mode: 'wrapped',
        up: 'alter table users add column email text;',
      },
    },
    {
      path: 'apps/web/supabase/migrations/20240131120001_idx.sql',
      text: 'create index concurrently users_email_idx on users (email);\n',
      expect: {
        version: '20240131120001',
        name: 'idx',
        mode: 'unknown',
        up: 'create index concurrently users_email_idx on users (email);',
      },
    },
    {
      path: 'supabase/migrations/20240131120002_idx.sql',
      text: 'create index concurrently users_email_idx on users (email);\n',
      settings: { 'package.json': '{"devDependencies":{"supabase":"^2.40.0"}}' },
      expect: {
        version: '20240131120002',
        name: 'idx',
        mode: 'wrapped',
        up: 'create index concurrently users_email_idx on users (email);',
      },
    },
    {
      path: 'supabase/migrations/20240131120003_idx.sql',
      text: 'create index concurrently users_email_idx on users (email);\n',
      settings: { 'package.json': '{"devDependencies":{"supabase":"^2.120.0"}}' },
      expect: {
        version: '20240131120003',
        name: 'idx',
        mode: 'none',
        up: 'create index concurrently users_email_idx on users (email);',
      },
    },
  ],
};

function transactionOf(statements: readonly string[], flushing: boolean | null): TransactionModel {
  const alone = statements.filter((text) => standsAlone.test(text)).length;
  if (alone === 0 || flushing === false) {
    return {
      mode: 'wrapped',
      because: 'the Supabase CLI sends the statements of a migration as one batch, which is one transaction',
    };
  }
  const because = 'the Supabase CLI from 2.109 on runs CONCURRENTLY by itself, older versions do not';
  return flushing === true && alone === statements.length
    ? { mode: 'none', because }
    : { mode: 'unknown', because };
}

/** Whether this command line takes CONCURRENTLY out of its batch; null where its version is not known. */
function flushes(candidates: readonly string[], settings: ReadonlyMap<string, string>): boolean | null {
  for (const path of candidates) {
    const [, major, minor] = /"supabase"\s*:\s*"[\^~>=v\s]*(\d+)\.(\d+)/.exec(settings.get(path) ?? '') ?? [];
    // 2.112 took in DROP INDEX; between the two it depends on the statement.
    if (major === undefined) continue;
    const at = Number(major) * 1000 + Number(minor);
    if (at >= 2112) return true;
    return at < 2109 ? false : null;
  }
  return null;
}

export default supabase;
