import type { SourceTree } from './source-tree.ts';

export interface SourceText {
  readonly path: string;
  readonly text: string;
  /** Git's id of what the file holds. */
  readonly object: string;
}

/** Those of the files that have a text, in one read. */
export async function readTexts(tree: SourceTree, paths: readonly string[]): Promise<SourceText[]> {
  const files = await tree.read(paths);
  return [...files.values()].flatMap(({ path, text, object }) =>
    text === null ? [] : [{ path, text, object }],
  );
}
