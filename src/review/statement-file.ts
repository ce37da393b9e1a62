import { readMigration } from '../migrations/find-migrations.ts';
import type { Migration } from '../migrations/migration.ts';
import type { StatementFile } from '../rules/statement-file.ts';
import type { SqlParser } from '../sql/parse.ts';
import type { FileOutcome } from './analysis-input.ts';
import { type MigrationText, statementsByDirection } from './migration-history.ts';

/** A migration as the rules see it: the statements of its way up. */
export function migrationFile(
  read: Pick<MigrationText, 'migration' | 'text'>,
  parser: SqlParser,
  dialectKnown: boolean,
): StatementFile {
  const { migration, text } = read;
  return {
    path: migration.path,
    text,
    dialect: parser.dialect,
    migration,
    ...statementsByDirection(read, parser),
    dialectKnown,
  };
}

/** A file of queries as the rules see it: DDL in it belongs to dumps and set-up scripts, which nobody deploys. */
export function queryFile(path: string, text: string, parser: SqlParser): StatementFile {
  const statements = parser.parse(text).filter(({ query }) => query !== null);
  return { ...unmigrated(path, text, parser), statements, dialectKnown: false };
}

/** A file that is checked by itself: all of its statements, as a migration even where no tool is known to run it. */
export function checkFile(
  path: string,
  text: string,
  migration: Migration | null,
  parser: SqlParser,
): StatementFile {
  if (migration !== null) return migrationFile({ migration, text }, parser, true);
  return { ...unmigrated(path, text, parser), statements: parser.parse(text), dialectKnown: true };
}

function unmigrated(
  path: string,
  text: string,
  { dialect }: SqlParser,
): Pick<StatementFile, 'path' | 'text' | 'dialect' | 'migration' | 'down'> {
  return { path, text, dialect, migration: null, down: [] };
}

/** The same file with another text, read in the same way. */
export function withText(
  file: StatementFile,
  text: string,
  parser: SqlParser,
  settings: ReadonlyMap<string, string>,
): StatementFile {
  if (file.migration === null)
    return file.dialectKnown ? checkFile(file.path, text, null, parser) : queryFile(file.path, text, parser);
  const migration = readMigration(file.path, text, file.migration.framework, settings);
  return migration === null
    ? { ...file, text, statements: [], down: [] }
    : migrationFile({ migration, text }, parser, file.dialectKnown);
}

/** How much of a file's statements could be analysed. */
export function parseOutcome(statements: StatementFile['statements']): FileOutcome {
  const failed = statements.filter(({ failure }) => failure !== null).length;
  if (failed === 0) return { status: 'analyzed', reason: null };
  return {
    status: failed === statements.length ? 'skipped' : 'partial',
    reason: `${failed} of ${statements.length} statements did not parse`,
  };
}
