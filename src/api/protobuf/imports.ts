/** The paths of a side by the name of their file: a repository of interfaces has thousands, and each imports ten. */
const byName = new WeakMap<readonly string[], ReadonlyMap<string, readonly string[]>>();

function namedAlike(imported: string, paths: readonly string[]): readonly string[] {
  const known = byName.get(paths) ?? Map.groupBy(paths, nameOf);
  byName.set(paths, known);
  return known.get(nameOf(imported)) ?? [];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * The file of a repository that an import means. An import begins at a root that only the build knows: that is the
 * nearest folder above the importing file where such a path leads to a file; else, where only one file ends like it,
 * that one.
 */
export function importedPath(imported: string, from: string, paths: readonly string[]): string | null {
  const ends = namedAlike(imported, paths).filter(
    (path) => path === imported || path.endsWith(`/${imported}`),
  );
  const roots = ends
    .map((path) => path.slice(0, path.length - imported.length))
    .filter((root) => from.startsWith(root))
    .sort((a, b) => b.length - a.length);
  if (roots[0] !== undefined) return `${roots[0]}${imported}`;
  return ends.length === 1 ? (ends[0] ?? null) : null;
}
