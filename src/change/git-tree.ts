import { decodeText } from '../text/decode.ts';
import type { ObjectReader, ReadObject } from './cat-file.ts';
import type { Git, GitCommand } from './git.ts';
import { objectIds } from './object-id.ts';
import type { SourceFile, SourceTree, TreeEntry, Unreadable } from './source-tree.ts';

/** Asked once for each `read`, with the objects that a partial clone does not have. Rejects when it cannot get them. */
type FetchObjects = (objects: readonly string[]) => Promise<void>;

export interface GitTreeOptions {
  readonly git: Git;
  /** Git directory or the top folder of a work tree. */
  readonly repository: string;
  /** Commit id. */
  readonly commit: string;
  /** Of the same repository; may be shared between trees, and is closed by its owner. */
  readonly objects: ObjectReader;
  /** Without it, objects that are not there are `missing`. */
  readonly fetchObjects?: FetchObjects;
  readonly signal?: AbortSignal;
}

interface Listing {
  readonly entries: readonly TreeEntry[];
  readonly byPath: ReadonlyMap<string, TreeEntry>;
  readonly folders: ReadonlyMap<string, string>;
}

/**
 * All files of a commit, from git's objects. Paths that are not valid UTF-8 are read with U+FFFD. Links, submodules
 * and missing files have size 0. Throws GitError.
 */
export function openGitTree(options: GitTreeOptions): SourceTree {
  let listing: Promise<Listing> | null = null;
  const listed = (): Promise<Listing> => {
    listing ??= readListing(options).catch((error: unknown) => {
      listing = null;
      throw error;
    });
    return listing;
  };

  return {
    commit: options.commit,
    async list() {
      return (await listed()).entries;
    },
    async folderId(folder) {
      const path = folder.replace(/\/+$/, '');
      if (path !== '') return (await listed()).folders.get(path) ?? null;
      const root = `${options.commit}^{tree}`;
      return (await options.objects.info([root])).get(root)?.object ?? null;
    },
    async read(paths) {
      const { byPath } = await listed();
      const entries = [...new Set(paths)].map((path) => [path, byPath.get(path) ?? null] as const);
      const wanted = entries.flatMap(([, entry]) => (isBlob(entry) ? [entry.object] : []));
      const objects = await readObjects(options, wanted);
      return new Map(entries.map(([path, entry]) => [path, sourceFile(path, entry, objects)]));
    },
  };
}

function isBlob(entry: TreeEntry | null): entry is TreeEntry {
  return entry?.mode.startsWith('100') === true;
}

async function readObjects(
  { objects, fetchObjects }: GitTreeOptions,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, ReadObject>> {
  if (fetchObjects !== undefined && wanted.length > 0) {
    const missing = [...(await objects.info(wanted))].filter(([, info]) => info === null);
    if (missing.length > 0) await fetchObjects(missing.map(([object]) => object));
  }
  return objects.read(wanted);
}

function sourceFile(
  path: string,
  entry: TreeEntry | null,
  objects: ReadonlyMap<string, ReadObject>,
): SourceFile {
  const without = (unreadable: Unreadable, size = 0): SourceFile => ({
    path,
    object: entry?.object ?? '',
    text: null,
    unreadable,
    size,
    lossy: false,
  });
  if (entry === null) return without('missing');
  if (entry.mode === '120000') return without('symlink');
  if (entry.mode === '160000') return without('submodule');
  const found = objects.get(entry.object) ?? { state: 'missing' };
  if (found.state === 'missing') return without('missing');
  if (found.state === 'too-large') return without('too-large', found.size);
  const decoded = decodeText(found.bytes);
  if (decoded === null) return without('binary', found.bytes.length);
  return {
    path,
    object: entry.object,
    text: decoded.text,
    unreadable: null,
    size: found.bytes.length,
    lossy: decoded.lossy,
  };
}

async function readListing({ git, repository, commit, signal }: GitTreeOptions): Promise<Listing> {
  const entries: TreeEntry[] = [];
  const folders = new Map<string, string>();
  const command: GitCommand = {
    // -t lists folders too: their ids come with the same process.
    args: ['ls-tree', '-r', '-t', '-z', '--full-tree', ...objectIds([commit])],
    repository,
    ...(signal === undefined ? {} : { signal }),
  };
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  await git.stream(command, (chunk) => {
    const records = (rest + decoder.decode(chunk, { stream: true })).split('\0');
    rest = records.pop() ?? '';
    for (const record of records) {
      const tab = record.indexOf('\t');
      const [mode = '', type = '', object = ''] = record.slice(0, tab).split(' ');
      const path = record.slice(tab + 1);
      if (type === 'tree') folders.set(path, object);
      else entries.push({ path, mode, object });
    }
    return 'more';
  });
  return { entries, byPath: new Map(entries.map((entry) => [entry.path, entry])), folders };
}
