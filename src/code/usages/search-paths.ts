import { isBackendPath } from '../backend-files.ts';
import { isTestPath } from '../test-path.ts';

/**
 * Files that are searched for what a migration takes away. A fetch of so many small objects takes GitHub seconds, and
 * reading them less than one; of repositories with more, the names tell which to read first.
 */
export const maximumSearchedFiles = 4_000;

/** Data of developers and tests, which no server runs. */
const data = /(^|[/_.-])(seeds?|seeders?|fixtures?|dumps?|mocks?|testdata)([/_.-]|$)/i;
/** Code of the server that is written like pages: its components ask the database too. */
const pages = /\.(?:[jt]sx|vue|svelte|astro|php)$/i;
const nearData =
  /(^|[/_.-])(models?|entit(?:y|ies)|schemas?|db|database|dao|repositor(?:y|ies)|repos?|stores?|storage|quer(?:y|ies)|sql|persistence|services?|api)([/_.-]|$)/i;

/** Whether a server may run what stands in a file, by its path alone. Migrations are not among them. */
function maySpeakToDatabase(path: string): boolean {
  if (isTestPath(path) || data.test(path)) return false;
  const place = isBackendPath(path);
  if (place.backend)
    return place.kind !== 'configuration' && (place.kind !== 'migration' || path.endsWith('.prisma'));
  return pages.test(path) && place.reason === 'not a backend file';
}

/** A script that lies among migrations is run by hand, once: no server sends it. */
function liesAmong(path: string, folders: ReadonlySet<string>): boolean {
  return path.endsWith('.sql') && folders.has(path.slice(0, path.lastIndexOf('/')));
}

/** Folders of migrations, by their name, with those above them. */
function foldersOf(migrations: ReadonlySet<string>): ReadonlySet<string> {
  const folders = [...migrations].flatMap((path) => {
    const parts = path.split('/').slice(0, -1);
    return parts.flatMap((part, at) => (/migrat/i.test(part) ? parts.slice(0, at + 1).join('/') : []));
  });
  return new Set(folders);
}

/** The files to search, what most likely speaks to the database first, so that a cut loses the least. */
export function searchPaths(paths: readonly string[], migrations: ReadonlySet<string>): string[] {
  const rank = (path: string): number =>
    path.endsWith('.prisma') ? 0 : pages.test(path) ? 3 : nearData.test(path) ? 1 : 2;
  const folders = foldersOf(migrations);
  return paths
    .filter((path) => !migrations.has(path) && !liesAmong(path, folders) && maySpeakToDatabase(path))
    .map((path): [number, string] => [rank(path), path])
    .sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
    .map(([, path]) => path);
}
