import type { SourceTree } from '../change/source-tree.ts';
import { type Dump, dumpFor, isDump, mayBeDump } from '../migrations/dumps.ts';
import type { SqlParser } from '../sql/parse.ts';
import { emptySchema } from '../sql/schema/empty-schema.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import { type HistoryCache, historyKey, textKey } from './history-cache.ts';
import { replay, type Watched } from './migration-history.ts';
import type { MigrationText } from './migration-text.ts';

/** So many are read at most: a repository with more holds those of something else. */
const maximumDumps = 20;

/** The dumps of a tree. */
export async function readDumps(tree: SourceTree, { skip, onFile }: Watched): Promise<readonly Dump[]> {
  const entries = await tree.list();
  const paths = dumpPaths(entries.map(({ path }) => path)).filter((path) => !(path in skip));
  const files = await tree.read(paths);
  return paths.flatMap((path) => {
    onFile(path);
    const text = files.get(path)?.text ?? null;
    return text !== null && isDump(text) ? [{ path, text }] : [];
  });
}

/** The files that are read for dumps, by path alone. */
export function dumpPaths(paths: readonly string[]): string[] {
  return paths.filter(mayBeDump).slice(0, maximumDumps);
}

/**
 * The schema before a pull request: what the migrations of the base branch make. Where they do not tell all of it (they
 * are written in code, or do not start from nothing), it is the dump that the base branch keeps, if there is one.
 */
export function baseSchema(
  {
    folder,
    earlier,
    dumps,
  }: {
    readonly folder: string;
    readonly earlier: readonly MigrationText[];
    readonly dumps: readonly Dump[];
  },
  parser: SqlParser,
  { histories, onFile }: { readonly histories: HistoryCache; onFile(path: string): void },
): SchemaModel {
  const replayed = histories.schema(historyKey(earlier, parser.dialect), () =>
    replay(earlier, parser, onFile),
  );
  if (replayed.complete) return replayed;
  const dump = dumpFor(folder, dumps);
  if (dump === null) return replayed;
  onFile(dump.path);
  return histories.schema(textKey(dump.text, parser.dialect), () => schemaOfDump(dump, parser)) ?? replayed;
}

/** What a dump holds; null where it holds no table, being one of another database. */
export function schemaOfDump({ text }: Dump, parser: SqlParser): SchemaModel | null {
  const schema = applyStatements(emptySchema({ complete: true }), parser.parse(text));
  return schema.tables.size === 0 ? null : schema;
}
