const extensions = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'];

/** What a compiled extension in an import may have been written as. */
const sourcesOf: Readonly<Record<string, readonly string[]>> = {
  js: ['ts', 'tsx'],
  jsx: ['tsx'],
  mjs: ['mts'],
  cjs: ['cts'],
};

/**
 * The file of the tree that an import names, or null for a package, a path outside the tree or one that does not exist.
 * Relative imports, `src/…` as seen from a folder that has a `src` (a common base path), and what `others` knows.
 */
export function resolveImport(
  from: string,
  source: string,
  has: (path: string) => boolean,
  others?: { candidates(from: string, source: string): readonly string[] },
): string | null {
  const near = candidates(from, source);
  const isNeighbour = source.startsWith('.');
  for (const base of isNeighbour ? near : [...near, ...(others?.candidates(from, source) ?? [])]) {
    if (base === null) continue;
    const found = fileAt(base, has);
    if (found !== null) return found;
  }
  return null;
}

function candidates(from: string, source: string): (string | null)[] {
  const folder = from.split('/').slice(0, -1);
  if (source.startsWith('./') || source.startsWith('../') || source === '.' || source === '..')
    return [joinPath(folder, source)];
  if (!source.startsWith('src/')) return [];
  const at = folder.lastIndexOf('src');
  return at === -1 ? [] : [joinPath(folder.slice(0, at), source)];
}

/** Joins and normalises; null where the path leaves the tree. */
export function joinPath(folder: readonly string[], relative: string): string | null {
  const parts = [...folder];
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

function fileAt(base: string, has: (path: string) => boolean): string | null {
  const extension = /\.([a-z]+)$/.exec(base)?.[1];
  if (extension !== undefined && extensions.includes(extension)) {
    if (has(base)) return base;
    const stem = base.slice(0, -extension.length);
    const source = sourcesOf[extension]?.find((candidate) => has(stem + candidate));
    if (source !== undefined) return stem + source;
  }
  for (const suffix of [...extensions, ...extensions.map((each) => `index.${each}`)]) {
    const path = suffix.startsWith('index.')
      ? `${base === '' ? '' : `${base}/`}${suffix}`
      : `${base}.${suffix}`;
    if (has(path)) return path;
  }
  return null;
}
