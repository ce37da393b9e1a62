import type { SourceTree } from '../change/source-tree.ts';
import {
  findMigrations,
  orderMigrations,
  readMigration,
  settingsPathsOf,
} from '../migrations/find-migrations.ts';
import type { Migration } from '../migrations/migration.ts';
import { migrationStatements } from '../migrations/migration-statements.ts';
import { detectDialect } from '../sql/detect-dialect.ts';
import type { SqlParser } from '../sql/parse.ts';
import type { DialectSign } from '../sql/project-dialect.ts';
import { emptySchema } from '../sql/schema/empty-schema.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import type { Statement } from '../sql/statement.ts';

/** A migration with its text. */
export interface MigrationText {
  readonly migration: Migration;
  readonly text: string;
  /** Files that change how it runs, as far as they exist. */
  readonly settings: ReadonlyMap<string, string>;
  /** True where it is left out or cannot be read (binary, too large): then `text` is empty, and what it does is not known. */
  readonly unread: boolean;
}

/** All migrations of one tree, in the order in which they run, by the folder that makes one history. */
export type Histories = ReadonlyMap<string, readonly MigrationText[]>;

/** Whom a review tells what it works on, and what it leaves out. */
export interface Watched {
  /** Files to leave out, by path. */
  readonly skip: Readonly<Record<string, string>>;
  onFile(path: string): void;
}

/** Reads the migrations of a tree. */
export async function readHistories(tree: SourceTree, { skip, onFile }: Watched): Promise<Histories> {
  const entries = await tree.list();
  const existing = new Set(entries.map((entry) => entry.path));
  const claims = findMigrations([...existing]);
  const settings = [...claims].flatMap(([path, framework]) => settingsPathsOf(framework, path));
  const files = await tree.read([...claims.keys(), ...settings.filter((path) => existing.has(path))]);
  const texts = new Map(
    [...files].flatMap(([path, { text }]) => (text === null ? [] : [[path, text] as const])),
  );
  const migrations = [...claims].flatMap(([path, framework]) => {
    onFile(path);
    const text = path in skip ? undefined : texts.get(path);
    const migration = readMigration(path, text ?? '', framework, texts);
    return migration === null
      ? []
      : [{ migration, text: text ?? '', settings: texts, unread: text === undefined }];
  });
  const byMigration = new Map(migrations.map((read) => [read.migration, read]));
  const ordered = orderMigrations([...byMigration.keys()]).flatMap(
    (migration) => byMigration.get(migration) ?? [],
  );
  return Map.groupBy(ordered, ({ migration }) => migration.folder);
}

/** The statements of a migration, parsed once: its way up and its way down. */
export function statementsByDirection(
  { migration, text }: Pick<MigrationText, 'migration' | 'text'>,
  parser: SqlParser,
): { readonly statements: readonly Statement[]; readonly down: readonly Statement[] } {
  return migrationStatements(migration, text, parser);
}

/** The statements of one direction of a migration, parsed. */
export function statementsOf(
  read: Pick<MigrationText, 'migration' | 'text'>,
  direction: 'up' | 'down',
  parser: SqlParser,
): readonly Statement[] {
  const { statements, down } = statementsByDirection(read, parser);
  return direction === 'up' ? statements : down;
}

/** Which SQL a history is written in, told by the project's files and by all of its own together. */
export function dialectOf(
  history: readonly MigrationText[],
  signs: readonly DialectSign[],
): ReturnType<typeof detectDialect> {
  return detectDialect(
    history.map(({ migration, text }) => ({ path: migration.path, text: migration.asSent ?? text })),
    signs,
  );
}

/**
 * The schema after the given migrations. It is complete only where there is a history and every statement of it was
 * read and understood: otherwise a table that it does not know may still exist.
 */
export function replay(
  history: readonly Pick<MigrationText, 'migration' | 'text' | 'unread'>[],
  parser: SqlParser,
  onFile: (path: string) => void,
): SchemaModel {
  const statements = history.flatMap((read) => {
    onFile(read.migration.path);
    return statementsOf(read, 'up', parser);
  });
  const complete =
    history.length > 0 &&
    !history.some(({ unread }) => unread) &&
    statements.every((statement) => statement.failure === null);
  return applyStatements(emptySchema({ complete }), statements);
}
