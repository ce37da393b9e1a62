import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SourceFile, SourceTree, TreeEntry, Unreadable } from '../change/source-tree.ts';
import { decodeText } from '../text/decode.ts';
import { UsageError } from './usage-error.ts';

/** Longer files are not read. Bytes; all that reads them says no earlier. */
const maximumFileBytes = 64_000_000;
/** A folder of contracts has hundreds of files. */
const maximumEntries = 100_000;
/** Around a single file: what it refers to lies near, and nobody asked for the rest. */
const maximumEntriesAround = 5_000;

const foreignFolders: ReadonlySet<string> = new Set(['node_modules', '.git']);

/**
 * A folder of the disk as a tree; links are listed and not followed. Throws UsageError for a folder that cannot be read,
 * or has more than 100,000 files.
 */
export function createFolderTree(folder: string): SourceTree {
  const entries = entriesBelow(folder, maximumEntries);
  if (entries === null) throw new UsageError(`${folder} has more than ${maximumEntries} files`);
  return treeOf(folder, entries);
}

/** A file with what lies below its folder, as far as 5,000 files go. Its path in the tree is its name. */
export function createFileTree(file: string): SourceTree {
  const folder = dirname(file);
  const around = entriesBelow(folder, maximumEntriesAround) ?? [];
  const own: TreeEntry = { path: basename(file), mode: '100644', object: '' };
  return treeOf(folder, [own, ...around.filter(({ path }) => path !== own.path)], own.path);
}

/** `followed`: the one path that may be a link, since somebody named it. */
function treeOf(folder: string, entries: readonly TreeEntry[], followed?: string): SourceTree {
  const known = new Map(entries.map((entry) => [entry.path, entry]));
  return {
    commit: '',
    list: async () => entries,
    folderId: async () => null,
    read: async (paths) =>
      new Map(
        paths.map((path) => {
          const entry = known.get(path);
          const isLink = entry?.mode === '120000' && path !== followed;
          const file = entry === undefined ? unread(path, 'missing') : readFile(folder, path, isLink);
          return [path, file];
        }),
      ),
  };
}

/** By breadth, so that a limit leaves out what is deepest; null where there are more. */
function entriesBelow(folder: string, limit: number): TreeEntry[] | null {
  const found: TreeEntry[] = [];
  const folders = [''];
  for (let at = 0; at < folders.length; at++) {
    const below = folders[at] ?? '';
    for (const entry of children(join(folder, below))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && !foreignFolders.has(entry.name)) folders.push(path);
      else if (entry.isFile()) found.push({ path, mode: '100644', object: '' });
      else if (entry.isSymbolicLink()) found.push({ path, mode: '120000', object: '' });
      if (found.length + folders.length > limit) return null;
    }
  }
  return found;
}

function children(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    throw new UsageError(
      `${folder} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

function readFile(folder: string, path: string, isLink: boolean): SourceFile {
  if (isLink) return unread(path, 'symlink');
  const full = join(folder, path);
  try {
    const { size } = lstatSync(full);
    if (size > maximumFileBytes) return unread(path, 'too-large');
    const decoded = decodeText(readFileSync(full));
    if (decoded === null) return unread(path, 'binary');
    return { path, object: '', text: decoded.text, unreadable: null, size, lossy: decoded.lossy };
  } catch (cause) {
    throw new UsageError(`${full} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function unread(path: string, unreadable: Unreadable): SourceFile {
  return { path, object: '', text: null, unreadable, size: 0, lossy: false };
}
