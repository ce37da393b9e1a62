import type { SourceTree } from '../change/source-tree.ts';
import {
  findMigrations,
  isMarkedMigration,
  mayBeMigration,
  readMigration,
} from '../migrations/find-migrations.ts';
import type { Dialect } from '../sql/dialect.ts';
import { createParser, type SqlParser } from '../sql/parse.ts';
import type { DialectSign } from '../sql/project-dialect.ts';
import type { AnalysisInput, ChangedSource } from './analysis-input.ts';
import { analyzeHistory } from './analyze-history.ts';
import { analyzeQueries } from './analyze-queries.ts';
import { readDumps } from './base-schema.ts';
import { readSearchedCode } from './code-search.ts';
import { readHistories } from './migration-history.ts';
import type { Histories, MigrationText } from './migration-text.ts';
import { readProjectSigns } from './project-signs.ts';
import { notAsked } from './prove-history.ts';
import { maySendQueries, proveQueries, sentQueries } from './prove-queries.ts';
import { type ChangedMigration, noSqlAnalysis, type SqlAnalysis, type SqlContext } from './sql-analysis.ts';

/** SQL files of the change: migrations on top of the base branch's schema, and files of queries. */
export async function analyzeSql(
  input: AnalysisInput,
  sources: readonly ChangedSource[],
): Promise<SqlAnalysis> {
  const possible = await possibleMigrations(input, sources);
  const maySend = input.prove === null ? [] : sources.filter(maySendQueries);
  if (possible.length === 0 && maySend.length === 0) return noSqlAnalysis;
  // One after the other: the head's files that are the base's are known by then.
  const base = await readHistories(input.base, input, input.histories);
  const head = await readHistories(input.head, input, input.histories);
  const paths = new Set([...pathsOf(base), ...pathsOf(head)]);
  // What a migration runs once needs no index.
  const senders = maySend.filter(({ file }) => !paths.has(file.path));
  const changed = possible.filter(
    (source) => isSqlOrMarked(source) || paths.has(source.file.path) || paths.has(source.file.basePath ?? ''),
  );
  if (changed.length === 0 && (senders.length === 0 || base.size === 0)) return noSqlAnalysis;
  const parsers = new Map<Dialect, Promise<SqlParser>>();
  let code: ReturnType<SqlContext['searchedCode']> | null = null;
  const context: SqlContext = {
    input,
    base,
    head,
    senders,
    dumps: await readDumps(input.base, input),
    signs: await signsOf(input, head, changed),
    parserOf(dialect) {
      const parser = parsers.get(dialect) ?? createParser(dialect);
      parsers.set(dialect, parser);
      return parser;
    },
    searchedCode() {
      code ??= readSearchedCode(input, paths);
      return code;
    },
  };
  const migrations: ChangedMigration[] = [];
  const queries: ChangedSource[] = [];
  for (const source of changed) {
    const read = migrationOf(source, context);
    if (read !== null) migrations.push({ source, read });
    else if (isSql(source)) queries.push(source);
  }
  const parts: SqlAnalysis[] = [];
  for (const [folder, group] of Map.groupBy(migrations, ({ read }) => read.migration.folder))
    parts.push(await analyzeHistory(context, folder, group));
  const proven = parts.flatMap(({ proofs }) => proofs).at(0) ?? null;
  const asked = proven === null ? await proveQueries(context) : notAsked;
  const proof = (proven ?? asked.fact)?.proof ?? null;
  parts.push(...(await analyzeQueries(context, queries, proof)), ...sentQueries(context, asked, proof));
  return {
    migrations: parts.flatMap((part) => part.migrations),
    queryFiles: parts.flatMap((part) => part.queryFiles),
    pictures: parts.flatMap((part) => part.pictures),
    proofs: parts.flatMap((part) => part.proofs),
    notRun: [...new Set(parts.flatMap((part) => part.notRun))],
    findings: parts.flatMap((part) => part.findings),
    outcomes: new Map(parts.flatMap((part) => [...part.outcomes])),
    notices: [...new Set(parts.flatMap((part) => part.notices))],
  };
}

/** YAML and JSON are in every pull request: histories are read only for those that a tool's folders hold, or that say so. */
async function possibleMigrations(
  { base, head }: AnalysisInput,
  sources: readonly ChangedSource[],
): Promise<readonly ChangedSource[]> {
  const candidates = sources.filter(({ file }) => mayBeMigration(file.path));
  if (candidates.every(isSqlOrMarked)) return candidates;
  const claimedIn = async (tree: SourceTree): Promise<ReadonlyMap<string, string>> =>
    findMigrations((await tree.list()).map(({ path }) => path));
  const claimed = [await claimedIn(base), await claimedIn(head)];
  return candidates.filter(
    (source) =>
      isSqlOrMarked(source) ||
      claimed.some((claims) => claims.has(source.file.path) || claims.has(source.file.basePath ?? '')),
  );
}

function isSql({ file }: ChangedSource): boolean {
  return /\.sql$/i.test(file.path);
}

function isSqlOrMarked(source: ChangedSource): boolean {
  const { file, head, base } = source;
  return isSql(source) || isMarkedMigration(file.path, head?.text ?? base?.text ?? '');
}

/** As the base branch has them, like all settings; where it has none, as the pull request brings them. */
async function signsOf(
  input: AnalysisInput,
  head: Histories,
  changed: readonly ChangedSource[],
): Promise<readonly DialectSign[]> {
  const paths = [...pathsOf(head), ...changed.map(({ file }) => file.path)];
  const signs = await readProjectSigns(input.base, paths, input);
  return signs.length > 0 ? signs : await readProjectSigns(input.head, paths, input);
}

function pathsOf(histories: Histories): string[] {
  return [...histories.values()].flatMap((history) => history.map(({ migration }) => migration.path));
}

function migrationOf({ file, head, base }: ChangedSource, context: SqlContext): MigrationText | null {
  const removed = file.status === 'removed';
  const path = removed ? (file.basePath ?? file.path) : file.path;
  for (const history of (removed ? context.base : context.head).values())
    for (const read of history) if (read.migration.path === path) return read;
  // A tool that is told by a line of the file is not found by its path.
  const text = (removed ? base : head)?.text ?? null;
  const migration = text === null ? null : readMigration(path, text, undefined);
  return migration === null || text === null
    ? null
    : { migration, text, settings: new Map(), unread: false, key: null };
}
