import type { SourceFile, SourceTree } from './source-tree.ts';

/** A tree of texts that are in memory: what git would give for such files. */
export function createMemoryTree(commit: string, texts: Readonly<Record<string, string>>): SourceTree {
  const file = (path: string): SourceFile => {
    const text = texts[path];
    return text === undefined
      ? { path, object: '', text: null, unreadable: 'missing', size: 0, lossy: false }
      : { path, object: `${commit} ${path}`, text, unreadable: null, size: text.length, lossy: false };
  };
  return {
    commit,
    list: async () =>
      Object.keys(texts).map((path) => ({ path, mode: '100644', object: `${commit} ${path}` })),
    folderId: async (folder) =>
      Object.keys(texts).some((path) => path.startsWith(`${folder}/`)) ? commit : null,
    read: async (paths) => new Map(paths.map((path) => [path, file(path)])),
  };
}
