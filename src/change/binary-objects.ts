import { decodeText } from '../text/decode.ts';
import { openObjectReader } from './cat-file.ts';
import type { Git } from './git.ts';

/** Git's diff takes larger files for binary ones, unseen: a text of this size has no patch on GitHub either. */
export const bigFileBytes = 20 * 1024 * 1024;

/**
 * Which of these blobs are binary. Git's diff does not know: it says nothing of a file that was only renamed, takes
 * UTF-16 for binary, and what is too large for it too.
 * @param candidates object ids, each with what git's diff says
 */
export async function binaryObjects(options: {
  readonly git: Git;
  readonly repository: string;
  readonly candidates: ReadonlyMap<string, boolean>;
}): Promise<ReadonlySet<string>> {
  if (options.candidates.size === 0) return new Set();
  const reader = openObjectReader(options);
  try {
    const found = await reader.read([...options.candidates.keys()]);
    const binary = [...options.candidates].filter(([object, saidByGit]) => {
      const content = found.get(object);
      if (content?.state === 'read') return decodeText(content.bytes) === null;
      return saidByGit && !(content?.state === 'too-large' && content.size > bigFileBytes);
    });
    return new Set(binary.map(([object]) => object));
  } finally {
    reader.close();
  }
}
