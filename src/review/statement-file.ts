import { withNumberedNames } from '../code/queries/parameters.ts';
import { leavingOutAgain } from '../migrations/applied-sections.ts';
import { readMigration } from '../migrations/find-migrations.ts';
import type { Migration, TransactionModel } from '../migrations/migration.ts';
import { migrationStatements } from '../migrations/migration-statements.ts';
import { ranAsBefore } from '../migrations/order-runs.ts';
import type { StatementFile } from '../rules/statement-file.ts';
import type { SqlParser } from '../sql/parse.ts';
import { indexLines } from '../text/lines.ts';
import type { FileOutcome } from './analysis-input.ts';
import type { MigrationText } from './migration-text.ts';

/** A migration as the rules see it: the statements of its way up. */
export function migrationFile(
  { migration, text }: Pick<MigrationText, 'migration' | 'text'>,
  parser: SqlParser,
  dialectKnown: boolean,
): StatementFile {
  return {
    path: migration.path,
    text,
    dialect: parser.dialect,
    migration,
    wrapping: null,
    ...migrationStatements(migration, text, parser),
    dialectKnown,
  };
}

/** A file of queries as the rules see it: DDL in it belongs to dumps and set-up scripts, which nobody deploys. */
export function queryFile(path: string, text: string, parser: SqlParser): StatementFile {
  const parsed = parser.dialect === 'postgres' ? withNumberedNames(text) : text;
  const statements = parser.parse(parsed).flatMap((statement) => {
    if (statement.query === null) return [];
    const { start, end } = statement.range;
    return [parsed === text ? statement : { ...statement, text: text.slice(start, end) }];
  });
  return { ...unmigrated(path, text, parser), statements, dialectKnown: false };
}

/**
 * A file that is checked by itself: all of its statements, as a migration even where no tool is known to run it.
 * @param wrapping what wraps it, null for what its tool does
 */
export function checkFile(
  path: string,
  text: string,
  migration: Migration | null,
  parser: SqlParser,
  wrapping: TransactionModel | null,
): StatementFile {
  if (migration !== null) return { ...migrationFile({ migration, text }, parser, true), wrapping };
  return { ...unmigrated(path, text, parser), statements: parser.parse(text), wrapping, dialectKnown: true };
}

function unmigrated(
  path: string,
  text: string,
  { dialect }: SqlParser,
): Pick<StatementFile, 'path' | 'text' | 'dialect' | 'migration' | 'wrapping' | 'down'> {
  return { path, text, dialect, migration: null, wrapping: null, down: [] };
}

/** The same file with another text, read in the same way. */
export function withText(
  file: StatementFile,
  text: string,
  parser: SqlParser,
  settings: ReadonlyMap<string, string>,
): StatementFile {
  if (file.migration === null)
    return file.dialectKnown
      ? checkFile(file.path, text, null, parser, file.wrapping)
      : queryFile(file.path, text, parser);
  const read = readMigration(file.path, text, file.migration.framework, settings);
  if (read === null) return { ...file, text, migration: null, statements: [], down: [] };
  const migration = leavingOutAgain({ migration: ranAsBefore(read, file.migration), text }, file.migration);
  return { ...migrationFile({ migration, text }, parser, file.dialectKnown), wrapping: file.wrapping };
}

/** Places that are named where statements do not parse: who mends the first ones sees the others next time. */
const shownPlaces = 3;

/** How much of a file's statements could be analysed, and where the parser stopped. */
export function parseOutcome({ text, statements }: Pick<StatementFile, 'text' | 'statements'>): FileOutcome {
  const failed = statements.filter(({ failure }) => failure !== null);
  if (failed.length === 0) return { status: 'analyzed', reason: null };
  const lines = indexLines(text);
  const places = [
    ...new Set(failed.map(({ failure, range }) => lines.lineAt(Math.max(range.start, failure?.offset ?? 0)))),
  ];
  const shown = places.slice(0, shownPlaces).join(', ');
  const more = places.length > shownPlaces ? ' …' : '';
  return {
    status: failed.length === statements.length ? 'skipped' : 'partial',
    reason: `${failed.length} of ${statements.length} statements did not parse (line ${shown}${more})`,
  };
}
