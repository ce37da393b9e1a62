import type { Change, ChangedFile } from './change.ts';
import { parsePatch } from './parse-patch.ts';

/** A file in GitHub's compare. `patch` is null where GitHub gives none (binary, too large, nothing but a rename). */
export interface ComparedPatch {
  readonly path: string;
  readonly patch: string | null;
}

/**
 * The change with GitHub's own hunks, which are the truth about the lines that take a comment. A file that GitHub
 * lists without a patch takes none, nor does a file that is not in a whole list (GitHub may see a rename
 * where git sees two files); what is missing from a list that was cut keeps git's hunks.
 * @param complete false where GitHub's list was cut
 */
export function withGitHubHunks(
  change: Change,
  compared: readonly ComparedPatch[],
  complete: boolean,
): Change {
  const patches = new Map(compared.map(({ path, patch }) => [path, patch]));
  const hunks = (file: ChangedFile): ChangedFile['hunks'] => {
    const patch = patches.get(file.path);
    if (patch === undefined) return complete ? null : file.hunks;
    return patch === null || file.kind !== 'text' ? null : parsePatch(patch);
  };
  return { ...change, files: change.files.map((file) => ({ ...file, hunks: hunks(file) })) };
}
