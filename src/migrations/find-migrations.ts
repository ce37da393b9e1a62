import { baseName, folderOf } from './file-name.ts';
import type { Migration, MigrationFramework } from './migration.ts';
import { compareVersions } from './numbering.ts';
import { orderRuns } from './order-runs.ts';
import { migrationFrameworks } from './registry.generated.ts';

const bySpecificity = [...migrationFrameworks].sort(
  (a, b) => b.specificity - a.specificity || (a.id < b.id ? -1 : 1),
);
const byId = new Map(bySpecificity.map((framework) => [framework.id, framework]));
const extensions = new Set(bySpecificity.flatMap(extensionsOf));
const signNames = new Set(bySpecificity.flatMap((framework) => framework.signs));

/** The framework of an id; undefined for an id that no framework has. */
export function frameworkOf(id: string): MigrationFramework | undefined {
  return byId.get(id);
}

/**
 * Which paths of one tree are migrations, by path alone, each with the id of the most specific framework that claims
 * it. Give all paths of the tree: folders are told by their siblings. Tools that are told by a line of the file show
 * only in `readMigration`.
 */
export function findMigrations(paths: readonly string[]): ReadonlyMap<string, string> {
  const signs: string[] = [];
  const unclaimed = new Map<string, string[]>([...extensions].map((extension) => [extension, []]));
  for (const path of paths) {
    const ofExtension = unclaimed.get(extensionOf(path));
    if (ofExtension !== undefined) ofExtension.push(path);
    if (signNames.has(baseName(path))) signs.push(path);
  }
  const claims = new Map<string, string>();
  for (const framework of bySpecificity) {
    const own = extensionsOf(framework);
    const claimed = framework.claim(
      own.flatMap((extension) => unclaimed.get(extension) ?? []),
      signs,
    );
    if (claimed.length === 0) continue;
    for (const path of claimed) claims.set(path, framework.id);
    for (const extension of own)
      unclaimed.set(
        extension,
        (unclaimed.get(extension) ?? []).filter((path) => !claims.has(path)),
      );
  }
  // A file without a number beside folders of migrations is none: somebody runs it by hand.
  const holdFolders = new Set([...claims.keys()].filter(isPair).map((path) => folderOf(folderOf(path))));
  for (const path of claims.keys())
    if (!/\d/.test(baseName(path)) && !isPair(path) && holdFolders.has(folderOf(path))) claims.delete(path);
  return claims;
}

/** Whether a file may be a migration, by its extension. */
export function mayBeMigration(path: string): boolean {
  return extensions.has(extensionOf(path));
}

/** Whether a text has the line that only files of one tool have, whatever its path says. */
export function isMarkedMigration(path: string, text: string): boolean {
  return bySpecificity.some(
    (framework) =>
      framework.marker?.test(text) === true && extensionsOf(framework).includes(extensionOf(path)),
  );
}

function extensionsOf({ extensions: own }: MigrationFramework): readonly string[] {
  return own ?? ['sql'];
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}

/** Settings files that change how a claimed migration runs: candidates, most of which do not exist. */
export function settingsPathsOf(claimedBy: string | undefined, path: string): readonly string[] {
  return claimedBy === undefined ? [] : (byId.get(claimedBy)?.settingsOf(path) ?? []);
}

/**
 * Reads a file as a migration: of the tool whose line it has, else of the one that claims its path (`findMigrations`).
 * null where there is neither. `settings` holds the texts of those `settingsPathsOf` that exist.
 */
export function readMigration(
  path: string,
  text: string,
  claimedBy: string | undefined,
  settings: ReadonlyMap<string, string> = new Map(),
): Migration | null {
  const own = bySpecificity.filter((framework) => extensionsOf(framework).includes(extensionOf(path)));
  const marked = own.find(({ marker }) => marker?.test(text));
  const claiming = claimedBy === undefined ? undefined : byId.get(claimedBy);
  let last: MigrationFramework | undefined;
  for (const framework of [marked, claiming]) {
    const read = framework?.read(path, text, settings) ?? null;
    if (read !== null) return read;
    last = framework ?? last;
  }
  // The tool that took the path says that it is another's: the next one that takes it by itself.
  if (last === undefined) return null;
  const others = own.slice(own.indexOf(last) + 1);
  return others.find((other) => other.claim([path], []).length > 0)?.read(path, text, settings) ?? null;
}

/** The order in which migrations run: history by history, by version, what runs again on each change at the end. */
export function compareMigrations(a: Migration, b: Migration): number {
  return (
    compareText(a.folder, b.folder) ||
    Number(a.repeatable) - Number(b.repeatable) ||
    (isByText(a) && isByText(b) ? compareText(a.path, b.path) : compareVersions(a.version, b.version)) ||
    compareText(a.name, b.name) ||
    compareText(a.path, b.path)
  );
}

function isByText({ framework }: Migration): boolean {
  return byId.get(framework)?.ordersByText === true;
}

/**
 * The migrations in the order in which they run, as the files that name others have them run: their folder, transaction and
 * direction may be other ones than in the given array, which stays as it is.
 */
export function orderMigrations(migrations: readonly Migration[]): readonly Migration[] {
  const { migrations: run, places } = orderRuns(migrations);
  const placeOf = ({ path }: Migration): number => places.get(path) ?? places.size;
  return [...run].sort(
    (a, b) => compareText(a.folder, b.folder) || placeOf(a) - placeOf(b) || compareMigrations(a, b),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isPair(path: string): boolean {
  return /^(?:up|down|migration)\.sql$/i.test(baseName(path));
}
