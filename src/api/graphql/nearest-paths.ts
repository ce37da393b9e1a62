/** At most `limit` of these paths, those first that lie nearest to a path in the tree of folders; itself left out. */
export function nearestPaths(path: string, paths: readonly string[], limit: number): string[] {
  const own = foldersOf(path);
  return paths
    .filter((other) => other !== path)
    .map((other) => ({ other, distance: distanceOf(own, foldersOf(other)) }))
    .sort((a, b) => a.distance - b.distance || (a.other < b.other ? -1 : 1))
    .slice(0, limit)
    .map(({ other }) => other);
}

function foldersOf(path: string): string[] {
  return path.split('/').slice(0, -1);
}

/** Steps up and down between two folders. */
function distanceOf(a: readonly string[], b: readonly string[]): number {
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common++;
  return a.length + b.length - 2 * common;
}
