import type { SourceTree } from '../change/source-tree.ts';
import { folderOf } from '../migrations/file-name.ts';
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

/** Versions that there are: a tag of an image may be anything. */
const possibleVersion = { from: 9, to: 99 };

/** PostgreSQL's major version for a folder, null where the project does not tell it. */
export function postgresVersionOf(folder: string, signs: readonly DialectSign[]): number | null {
  for (const sure of [true, false]) {
    const sign = nearestSign(
      folder,
      signs.filter(({ dialect, version }) => dialect === 'postgres' && version !== null),
      sure,
    );
    const version = sign?.version ?? null;
    if (version !== null && version >= possibleVersion.from && version <= possibleVersion.to) return version;
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
