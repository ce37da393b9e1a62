/** An entry of a commit's tree (blobs, links and submodules; no folders). */
export interface TreeEntry {
  readonly path: string;
  /** Git's mode: `100644`, `100755`, `120000` (symbolic link), `160000` (submodule). */
  readonly mode: string;
  readonly object: string;
}

/** Why a file has no text. */
export type Unreadable = 'missing' | 'binary' | 'too-large' | 'symlink' | 'submodule';

export interface SourceFile {
  readonly path: string;
  readonly object: string;
  /** Decoded text (BOM kept out, see src/text/decode.ts), or null with the reason. */
  readonly text: string | null;
  readonly unreadable: Unreadable | null;
  /** Size in bytes as stored. */
  readonly size: number;
  /** True where bytes were not valid UTF-8 and were read as U+FFFD. */
  readonly lossy: boolean;
}

/** All files of one commit. Reading is batched: ask for many paths at once. */
export interface SourceTree {
  readonly commit: string;
  list(): Promise<readonly TreeEntry[]>;
  /** The tree id of a folder (`''` is the root), null where there is none: a key for caches. */
  folderId(folder: string): Promise<string | null>;
  /** Every asked path is in the answer; unknown paths as `missing`. */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, SourceFile>>;
}
