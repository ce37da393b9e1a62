import type { SourceTree } from '../change/source-tree.ts';
import { folderOf } from '../migrations/file-name.ts';
import type { Dialect } from '../sql/dialect.ts';
import {
  type DialectSign,
  isProjectFile,
  nearestSign,
  reachOf,
  readProjectFile,
} from '../sql/project-dialect.ts';
import type { Watched } from './migration-history.ts';

/** So many files are asked, shallow ones first: a repository with more has its word in the first. */
const maximumFiles = 200;

/** The files of a tree that may tell which database SQL files are for, by path alone. */
export function projectFilesAbove(paths: Iterable<string>, sqlPaths: Iterable<string>): string[] {
  const folders = new Set(['']);
  for (const path of sqlPaths)
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder))
      folders.add(folder);
  return [...paths]
    .filter((path) => isProjectFile(path) && folders.has(reachOf(path)))
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
    .slice(0, maximumFiles);
}

/** Versions of servers as the project tells them; null where it does not. */
export interface ServerVersions {
  /** Major: 16. */
  readonly postgres: number | null;
  /** Of MySQL or MariaDB, whichever the SQL is for, major and minor: 5.7. */
  readonly mysql: number | null;
}

/** Versions that there are: a tag of an image may be anything. */
const possibleVersions = { postgres: { from: 9, to: 99 }, mysql: { from: 5, to: 99 } };

/** What is believed first: settings, then containers, then what tests run with. */
const weights = [{ sure: true }, { sure: false }, { sure: false, onlyVersion: true }];

/** The versions of the servers for the SQL of a folder. */
export function serverVersionsOf(
  folder: string,
  signs: readonly DialectSign[],
  dialect: Dialect,
): ServerVersions {
  const postgres = versionOf(folder, signs, { dialect: 'postgres', ...possibleVersions.postgres });
  const isMysql = dialect === 'mysql' || dialect === 'mariadb';
  return {
    postgres: postgres === null ? null : Math.floor(postgres),
    mysql: isMysql ? versionOf(folder, signs, { dialect, ...possibleVersions.mysql }) : null,
  };
}

function versionOf(
  folder: string,
  signs: readonly DialectSign[],
  { dialect, from, to }: { readonly dialect: Dialect; readonly from: number; readonly to: number },
): number | null {
  const own = signs.filter((sign) => sign.dialect === dialect && sign.version !== null);
  for (const weight of weights) {
    const version = nearestSign(folder, own, weight)?.version ?? null;
    if (version !== null && version >= from && version <= to) return version;
  }
  return null;
}

/** What they say. */
export async function readProjectSigns(
  tree: SourceTree,
  sqlPaths: Iterable<string>,
  { skip, onFile }: Watched,
): Promise<readonly DialectSign[]> {
  const entries = await tree.list();
  const paths = projectFilesAbove(
    entries.map(({ path }) => path),
    sqlPaths,
  ).filter((path) => !(path in skip));
  const files = await tree.read(paths);
  return paths.flatMap((path) => {
    onFile(path);
    return readProjectFile(path, files.get(path)?.text ?? '');
  });
}
