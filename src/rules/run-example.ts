import { findMigrations, readMigration } from '../migrations/find-migrations.ts';
import { followUpFiles } from '../migrations/follow-ups.ts';
import type { Migration } from '../migrations/migration.ts';
import { createParser } from '../sql/parse.ts';
import { emptySchema } from '../sql/schema/empty-schema.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import { contains } from '../text/range.ts';
import type { Rewrite, Rule, SqlExample } from './rule.ts';
import { runStatementRules, type StatementFile, type StatementMatch } from './run-statement-rules.ts';

const { parse } = await createParser('postgres');

/** A file of an example as the pull request would have it. */
export interface ExampleFile {
  readonly path: string;
  readonly text: string;
}

/** The file that an example is about. */
export function fileOf(example: SqlExample): ExampleFile {
  return { path: example.path ?? 'migrations/0042_change.sql', text: example.sql };
}

/** Reads a file as the review does: which tool runs it, and the statements of its way up. */
export function readFile(file: ExampleFile): StatementFile {
  const claimed = findMigrations([file.path]).get(file.path);
  const migration = readMigration(file.path, file.text, claimed);
  const statements = parse(file.text).filter(({ range }) => isUp(migration, range));
  return { ...file, migration, statements, dialectKnown: true };
}

/** Runs rules over files on top of the example's base. */
export function runExample(
  example: SqlExample,
  rules: readonly Rule[],
  files: readonly ExampleFile[] = [fileOf(example)],
): readonly StatementMatch[] {
  return runStatementRules({
    base: applyStatements(emptySchema({ complete: example.base !== undefined }), parse(example.base ?? '')),
    files: files.map((file) => readFile(file)),
    rules,
    settings: { postgresVersion: example.postgresVersion ?? 16 },
  });
}

/** The files after a suggestion: the changed one, and the later migrations that it names. */
export function filesAfter(
  file: ExampleFile,
  found: StatementMatch,
  rewrite: Rewrite,
): readonly ExampleFile[] {
  const { start, end } = rewrite.range;
  const text = file.text.slice(0, start) + rewrite.text + file.text.slice(end);
  const { migration } = found.subject;
  const later = migration === null ? [] : followUpFiles(migration, [migration], rewrite.followUps);
  return [{ path: file.path, text }, ...later];
}

function isUp(migration: Migration | null, range: { start: number; end: number }): boolean {
  if (migration === null) return true;
  return migration.sections.some((section) => section.direction === 'up' && contains(section.range, range));
}
