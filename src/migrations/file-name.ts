/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path's folder, `''` for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** A path in a folder; the root is `''`. */
export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folder of `paths` nearest above `path` (or its own), or null. Used to tell which project a file belongs to. */
export function nearestAbove(path: string, paths: readonly string[]): string | null {
  let nearest: string | null = null;
  for (const other of paths) {
    const folder = folderOf(other);
    if (folder !== '' && !path.startsWith(`${folder}/`)) continue;
    if (nearest === null || folder.length > nearest.length) nearest = folder;
  }
  return nearest;
}
