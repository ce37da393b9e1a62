import { matchesGlob } from 'node:path/posix';
import type { SourceTree } from '../change/source-tree.ts';
import type { SearchedFile } from '../code/usages/find-usages.ts';
import { maximumSearchedFiles, searchPaths } from '../code/usages/search-paths.ts';
import type { AnalysisInput } from './analysis-input.ts';

/** The code of both sides, as far as it was read. */
export interface SearchedCode {
  readonly files: readonly SearchedFile[];
  /** Paths of which all was read. */
  readonly searched: number;
  /** Paths that would have had to be searched. */
  readonly wanted: number;
  readonly complete: boolean;
}

/** Between two of these it is looked at how much there was; a partial clone fetches once for each. */
const filesInOneRead = 2_000;

/** All text that is held, in UTF-16 units. */
const maximumText = 48 * 1024 * 1024;

/**
 * Reads the code of both sides, each text once: what is the same on both is read from the head. In a partial clone this
 * is one fetch for each two thousand files, of those that are not there yet. null where the code cannot be had.
 */
export async function readSearchedCode(
  input: AnalysisInput,
  migrations: ReadonlySet<string>,
): Promise<SearchedCode | null> {
  const [base, head] = await Promise.all([input.base.list(), input.head.list()]);
  const before = new Map(base.map(({ path, object }) => [path, object]));
  const after = new Map(head.map(({ path, object }) => [path, object]));
  const all = searchPaths([...new Set([...after.keys(), ...before.keys()])], migrations);
  const allowed = all.filter((path) => !isLeftOut(path, input));
  const paths = allowed.slice(0, maximumSearchedFiles);
  const same = paths.filter((path) => before.get(path) === after.get(path));
  const differing = paths.filter((path) => before.get(path) !== after.get(path));
  const parts = [
    { tree: input.head, side: 'both', paths: same },
    { tree: input.head, side: 'head', paths: differing.filter((path) => after.has(path)) },
    { tree: input.base, side: 'base', paths: differing.filter((path) => before.has(path)) },
  ] as const;
  const files: SearchedFile[] = [];
  const left: string[] = [];
  let room = maximumText;
  for (const { tree, side, paths: wanted } of parts)
    for (let at = 0; at < wanted.length; at += filesInOneRead) {
      const part = wanted.slice(at, at + filesInOneRead);
      const texts = room > 0 ? await textsOf(tree, part) : new Map<string, string | null>();
      if (texts === null) return null;
      for (const path of part) {
        const text = texts.get(path) ?? null;
        if (text === null || text.length > room) left.push(path);
        else files.push({ path, text, side });
        room -= text?.length ?? 0;
      }
    }
  const unread = new Set(left);
  return {
    files,
    searched: paths.length - unread.size,
    wanted: all.length,
    complete: unread.size === 0 && paths.length === all.length,
  };
}

/** null for a file that is no text: nothing in it is code. */
async function textsOf(
  tree: SourceTree,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string | null> | null> {
  // What is too much for the mirror must not cost the review: then usage is not known.
  const files = await tree.read(paths).catch(() => null);
  if (files === null) return null;
  const texts = new Map<string, string | null>();
  for (const [path, { text, unreadable }] of files) {
    if (unreadable === 'missing') return null;
    // A link, a submodule or a picture names nothing.
    texts.set(path, text ?? (unreadable === 'too-large' ? null : ''));
  }
  return texts;
}

function isLeftOut(path: string, { settings, skip }: AnalysisInput): boolean {
  return path in skip || settings.ignore.some((glob) => matchesGlob(path, glob));
}
