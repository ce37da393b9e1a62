import { baseName, folderOf, inFolder } from './file-name.ts';
import type { Migration, Parameter, Run, RunBy, TransactionModel } from './migration.ts';

/** Each names all files of a folder: a project has a handful. */
const maximumFolders = 500;

/** The migrations as the files that name others have them run, and the places that they get by it, by path. */
export interface OrderedRuns {
  readonly migrations: readonly Migration[];
  readonly places: ReadonlyMap<string, number>;
}

/**
 * Follows what files name. A file that is reached is one of the history of the outermost file, and so are its neighbours
 * that nobody names; plain SQL runs as the change that names it says.
 */
export function orderRuns(migrations: readonly Migration[]): OrderedRuns {
  if (!migrations.some(namesOthers)) return { migrations, places: new Map() };
  const walk = walkRuns(migrations);
  const moves = new Map<string, string>();
  const parameters = new Map<string, Parameter[]>();
  for (const { migration, root } of walk.reached.values()) {
    if (!moves.has(migration.folder)) moves.set(migration.folder, root.folder);
    parameters.set(root.folder, [...(parameters.get(root.folder) ?? []), ...(migration.parameters ?? [])]);
  }
  const ran = new Set([...walk.by.values()].map(({ statement }) => statement));
  return {
    places: new Map([...walk.reached.keys()].map((path, place) => [path, place])),
    migrations: migrations.map((migration) => {
      const reached = walk.reached.get(migration.path);
      const folder = reached?.root.folder ?? moves.get(migration.folder) ?? migration.folder;
      const run = ranBy({ ...migration, folder }, walk.by.get(migration.path), reached !== undefined);
      return givenParameters(withoutRun(run, ran), parameters.get(folder) ?? []);
    }),
  };
}

/** What was reached from the outermost files. */
interface Walk {
  /** By path, in the order in which they run. */
  readonly reached: ReadonlyMap<string, { readonly migration: Migration; readonly root: Migration }>;
  /** The changes that run files of plain SQL, by the file's path. */
  readonly by: ReadonlyMap<string, RunBy>;
}

function walkRuns(migrations: readonly Migration[]): Walk {
  const resolve = createResolver(migrations);
  const named = new Map(
    migrations.map((migration) => [
      migration,
      (migration.runs ?? []).map((run) => ({
        run,
        found: run.what === 'itself' ? [migration] : resolve(migration, run),
      })),
    ]),
  );
  const inner = new Set(
    [...named].flatMap(([from, runs]) => runs.flatMap(({ found }) => found.filter((to) => to !== from))),
  );
  const reached = new Map<string, { readonly migration: Migration; readonly root: Migration }>();
  const by = new Map<string, RunBy>();
  const entered = new Set<Migration>();
  for (const root of migrations) {
    if (!namesOthers(root) || inner.has(root)) continue;
    // A stack of its own: how deep files name each other is theirs to say.
    const pending: (() => void)[] = [() => enter(root, root, pending)];
    for (let step = pending.pop(); step !== undefined; step = pending.pop()) step();
  }
  return { reached, by };

  function enter(migration: Migration, root: Migration, pending: (() => void)[]): void {
    if (entered.has(migration)) return;
    entered.add(migration);
    const place = (): void => {
      if (!reached.has(migration.path)) reached.set(migration.path, { migration, root });
    };
    const steps = (named.get(migration) ?? []).flatMap(({ run, found }) =>
      found.map((target) => () => {
        if (run.what === 'file' && run.by !== null) by.set(target.path, run.by);
        if (run.what === 'itself') place();
        else enter(target, root, pending);
      }),
    );
    pending.push(place, ...steps.reverse());
  }
}

function givenParameters(migration: Migration, parameters: readonly Parameter[]): Migration {
  const { synthesized } = migration;
  if (synthesized === undefined || parameters.length === 0) return migration;
  return {
    ...migration,
    synthesized: synthesized.map((statement) => ({
      ...statement,
      sql: (dialect) => statement.sql(dialect, parameters),
    })),
  };
}

function namesOthers({ runs = [] }: Migration): boolean {
  return runs.some(({ what }) => what !== 'itself');
}

/**
 * Plain SQL runs in the transaction, and in the direction, of the change that names it. Where a file includes it, Liquibase
 * makes one change set of it (`SqlChangeLogParser`).
 */
function ranBy(migration: Migration, by: RunBy | undefined, isIncluded: boolean): Migration {
  const isPlain = migration.sections.every((section) => section.transaction === undefined);
  if (migration.transaction.mode !== 'unknown' || !isPlain) return migration;
  if (by === undefined) return isIncluded ? { ...migration, transaction: oneChangeSet } : migration;
  const { direction, transaction } = by;
  const sections = direction === null ? [] : migration.sections.map((section) => ({ ...section, direction }));
  return { ...migration, sections, transaction };
}

const oneChangeSet: TransactionModel = {
  mode: 'wrapped',
  because: 'Liquibase runs an included file of SQL as one change set, in one transaction',
};

/** The file read anew, run as it was. */
export function ranAsBefore(migration: Migration, before: Migration): Migration {
  const { transaction, sections } = before;
  if (migration.transaction.mode !== 'unknown' || before.runs !== undefined) return migration;
  const direction = sections[0]?.direction;
  if (transaction.mode === 'unknown' || direction === undefined) return migration;
  return {
    ...migration,
    transaction,
    sections: migration.sections.map((section) => ({ ...section, direction })),
  };
}

/** What a file of its own says is not said here. */
function withoutRun(migration: Migration, ran: ReadonlySet<RunBy['statement']>): Migration {
  const { synthesized } = migration;
  if (synthesized === undefined || !synthesized.some((statement) => ran.has(statement))) return migration;
  return {
    ...migration,
    synthesized: synthesized.map((statement) =>
      ran.has(statement) ? { ...statement, sql: () => 'nothing' } : statement,
    ),
  };
}

type NamedRun = Exclude<Run, { readonly what: 'itself' }>;

function createResolver(
  migrations: readonly Migration[],
): (from: Migration, run: NamedRun) => readonly Migration[] {
  const sorted = [...migrations].sort((a, b) => (a.path < b.path ? -1 : 1));
  const byName = Map.groupBy(sorted, ({ path }) => baseName(path));
  let folders = 0;
  return (from, run) => {
    const written = run.path.replace(/^(?:classpath\*?|file):/i, '');
    const path = normal(run.isRelative ? inFolder(folderOf(from.path), written) : written);
    if (run.what === 'file') {
      const [found] = nearest(
        from,
        (byName.get(baseName(path)) ?? []).filter((each) => isAt(each.path, path, run.isRelative)),
        ({ path: each }) => each,
      );
      return found === undefined ? [] : [found];
    }
    if (folders++ >= maximumFolders) return [];
    const below = sorted.flatMap((each) => {
      const root = each === from ? null : rootOf(folderOf(each.path), path, run.isRelative);
      return root === null ? [] : [{ root, each }];
    });
    const [first] = nearest(from, below, ({ root }) => root);
    return below.filter(({ root }) => root === first?.root).map(({ each }) => each);
  };
}

function isAt(path: string, written: string, isRelative: boolean): boolean {
  return path === written || (!isRelative && path.endsWith(`/${written}`));
}

/** The folder that is meant by `written`, where `folder` is it or lies below; null otherwise. */
function rootOf(folder: string, written: string, isRelative: boolean): string | null {
  if (folder === written || folder.startsWith(`${written}/`)) return written;
  if (isRelative) return written === '' ? '' : null;
  const at = `${folder}/`.lastIndexOf(`/${written}/`);
  return at === -1 || written === '' ? null : folder.slice(0, at + 1 + written.length);
}

/** Those first whose path shares most with the file that names them: a module's own before another's. */
function nearest<T>(from: Migration, found: readonly T[], pathOf: (found: T) => string): T[] {
  const shared = (path: string): number => {
    let length = 0;
    while (length < path.length && path[length] === from.path[length]) length++;
    return length;
  };
  return found
    .map((each) => ({ each, length: shared(pathOf(each)) }))
    .sort((a, b) => b.length - a.length)
    .map(({ each }) => each);
}

/** Without `.`, `..` and slashes at the ends. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
