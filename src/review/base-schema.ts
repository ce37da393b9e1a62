import type { SourceTree } from '../change/source-tree.ts';
import { type Dump, dumpFor, mayBeDump, mayBePrismaSchema, readDump } from '../migrations/dumps.ts';
import { findPrismaSchemas } from '../migrations/prisma-schema/find-schemas.ts';
import { renderPrismaSchema } from '../migrations/prisma-schema/render-schema.ts';
import type { SqlParser } from '../sql/parse.ts';
import { emptySchema } from '../sql/schema/empty-schema.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import { applyStatements } from '../sql/schema/replay.ts';
import type { Statement } from '../sql/statement.ts';
import { isAhead, withReplayed, withUnsure } from './declared-schema.ts';
import { type HistoryCache, historyKey, textKey } from './history-cache.ts';
import { replay, type Watched } from './migration-history.ts';
import type { MigrationText } from './migration-text.ts';

/** So many are read at most: a repository with more holds those of something else. */
const maximumDumps = 20;

/** Of Prisma's files all are read or none: a part of a schema says of no table that it is not there. */
const maximumPrismaFiles = 200;

/** The dumps of a tree. */
export async function readDumps(tree: SourceTree, { skip, onFile }: Watched): Promise<readonly Dump[]> {
  const entries = await tree.list();
  const paths = dumpPaths(entries.map(({ path }) => path));
  const files = await tree.read(paths.filter((path) => !(path in skip)));
  const prisma = new Map<string, string | null>();
  const dumps = paths.flatMap((path) => {
    const text = files.get(path)?.text ?? null;
    if (text !== null) onFile(path);
    if (mayBePrismaSchema(path)) prisma.set(path, text);
    else if (text !== null) return readDump(path, text) ?? [];
    return [];
  });
  return [...dumps, ...findPrismaSchemas(prisma)];
}

/** The files that are read for dumps, by path alone. */
export function dumpPaths(paths: readonly string[]): string[] {
  const prisma = paths.filter(mayBePrismaSchema);
  return [
    ...paths.filter(mayBeDump).slice(0, maximumDumps),
    ...(prisma.length > maximumPrismaFiles ? [] : prisma),
  ];
}

/** The schema before a pull request, and where it comes from. */
export interface BaseSchema {
  readonly schema: SchemaModel;
  /** The dump that holds it; null where the migrations before make it, as far as they tell. */
  readonly dump: Dump | null;
}

/**
 * The schema before a pull request: what the migrations of the base branch make. Where they do not tell all of it (they
 * are written in code, or do not start from nothing), it is the dump that the base branch keeps, or its Prisma schema, if
 * there is one. `changed` are the statements of the pull request.
 */
export function baseSchema(
  {
    folder,
    earlier,
    dumps,
    changed,
  }: {
    readonly folder: string;
    readonly earlier: readonly MigrationText[];
    readonly dumps: readonly Dump[];
    readonly changed: readonly Statement[];
  },
  parser: SqlParser,
  { histories, onFile }: { readonly histories: HistoryCache; onFile(path: string): void },
): BaseSchema {
  const replayed = histories.schema(historyKey(earlier, parser.dialect), () =>
    replay(earlier, parser, onFile),
  );
  const own = { schema: replayed, dump: null };
  if (replayed.complete) return own;
  const dump = dumpFor(
    folder,
    dumps.filter((each) => tells(each, earlier, parser)),
  );
  if (dump === null) return own;
  onFile(dump.path);
  const schema = histories.schema(textKey(dump.text, parser.dialect), () => schemaOfDump(dump, parser));
  if (schema === null) return own;
  if (dump.form === 'sql') return { schema, dump };
  const declared = withReplayed(schema, replayed);
  return isAhead(declared, changed) ? own : { schema: declared, dump };
}

/** A Prisma schema tells what Prisma's migrations make. Before the first of them it tells what that one is to make. */
function tells(dump: Dump, earlier: readonly MigrationText[], { dialect }: SqlParser): boolean {
  if (dump.form === 'sql') return true;
  return (
    dump.dialects.includes(dialect) &&
    earlier.length > 0 &&
    earlier.every(({ migration }) => migration.framework === 'prisma')
  );
}

/** What a dump holds; null where it holds no table, being one of another database. */
export function schemaOfDump(dump: Dump, parser: SqlParser): SchemaModel | null {
  const rendered = dump.form === 'prisma' ? renderPrismaSchema(dump.schema, parser.dialect) : null;
  if (dump.form === 'prisma' && rendered === null) return null;
  const schema = applyStatements(emptySchema({ complete: true }), parser.parse(rendered?.sql ?? dump.text));
  if (schema.tables.size === 0) return null;
  return rendered === null ? schema : withUnsure(schema, rendered);
}
