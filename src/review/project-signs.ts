import type { SourceTree } from '../change/source-tree.ts';
import { folderOf } from '../migrations/file-name.ts';
import { type DialectSign, isProjectFile, reachOf, readProjectFile } from '../sql/project-dialect.ts';
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
