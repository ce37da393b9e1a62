import { compareMigrations, frameworkOf } from './find-migrations.ts';
import type { FollowUpFile, Migration } from './migration.ts';

/** What a later migration runs. */
export interface FollowUpStep {
  /** Snake case, becomes part of the file's name. */
  readonly name: string;
  readonly sql: string;
  readonly transaction: boolean;
}

/**
 * The files that run these steps after `migration`, in its tool's form. `history` are the migrations known at the head:
 * numbers go on behind the last one of the same folder, so that none is taken twice.
 */
export function followUpFiles(
  migration: Migration,
  history: readonly Migration[],
  steps: readonly FollowUpStep[],
): readonly FollowUpFile[] {
  const framework = frameworkOf(migration.framework);
  if (framework === undefined || migration.version === '') return [];
  const last = history
    .filter((other) => other.folder === migration.folder && !other.repeatable && other.version !== '')
    .reduce((latest, other) => (compareMigrations(latest, other) < 0 ? other : latest), migration);
  const from: Migration = { ...migration, version: last.version };
  return steps.map((step, index) =>
    framework.followUp(from, index + 1, step.name, step.sql, step.transaction),
  );
}
