import type { SourceTree } from '../change/source-tree.ts';
import {
  findMigrations,
  orderMigrations,
  readMigration,
  settingsPathsOf,
} from '../migrations/find-migrations.ts';
import { migrationStatements } from '../migrations/migration-statements.ts';
import { detectDialect } from '../sql/detect-dialect.ts';
import type { SqlParser } from '../sql/parse.ts';
import type { DialectSign } from '../sql/project-dialect.ts';
import { emptySchema } from '../sql/schema/empty-schema.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import type { Statement } from '../sql/statement.ts';
import type { HistoryCache } from './history-cache.ts';
import type { Histories, MigrationText } from './migration-text.ts';

/** Whom a review tells what it works on, and what it leaves out. */
export interface Watched {
  /** Files to leave out, by path. */
  readonly skip: Readonly<Record<string, string>>;
  onFile(path: string): void;
}

/** Reads the migrations of a tree: those that the cache knows without reading their files. */
export async function readHistories(
  tree: SourceTree,
  { skip, onFile }: Watched,
  cache: HistoryCache,
): Promise<Histories> {
  const objects = new Map((await tree.list()).map(({ path, object }) => [path, object]));
  const claims = [...findMigrations([...objects.keys()])].map(([path, framework]) => {
    const settings = settingsPathsOf(framework, path).filter((candidate) => objects.has(candidate));
    const key = [framework, ...[path, ...settings].map((each) => `${each} ${objects.get(each)}`)].join('\n');
    return { path, framework, settings, key, known: path in skip ? null : cache.migration(key) };
  });
  const files = await tree.read(
    claims.flatMap(({ path, settings, known }) => (known === null ? [path, ...settings] : [])),
  );
  const migrations = claims.flatMap(({ path, framework, settings, key, known }) => {
    onFile(path);
    if (known !== null) return [known];
    const text = path in skip ? null : (files.get(path)?.text ?? null);
    const beside = new Map(
      settings.flatMap((each) => {
        const found = files.get(each)?.text ?? null;
        return found === null ? [] : [[each, found] as const];
      }),
    );
    const migration = readMigration(path, text ?? '', framework, beside);
    if (migration === null) return [];
    const unread = text === null;
    const read = { migration, text: text ?? '', settings: beside, unread, key: unread ? null : key };
    cache.keep(read);
    return [read];
  });
  const byPath = new Map(migrations.map((read) => [read.migration.path, read]));
  const ordered = orderMigrations(migrations.map(({ migration }) => migration)).flatMap((migration) => {
    const read = byPath.get(migration.path);
    return read === undefined ? [] : [{ ...read, migration }];
  });
  return Map.groupBy(ordered, ({ migration }) => migration.folder);
}

/** The statements of one direction of a migration, parsed. */
export function statementsOf(
  { migration, text }: Pick<MigrationText, 'migration' | 'text'>,
  direction: 'up' | 'down',
  parser: SqlParser,
): readonly Statement[] {
  const { statements, down } = migrationStatements(migration, text, parser);
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
