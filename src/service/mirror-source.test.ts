import { expect, test } from 'vitest';
import { createGit } from '../change/git.ts';
import type { MirrorCache } from '../change/mirror.ts';
import { readRepositorySettings } from '../config/repository-settings.ts';
import { GitError, RetryLater } from '../errors.ts';
import { unanalyzed } from '../review/unanalyzed.ts';
import type { Analyzer } from './analyzer.ts';
import { openMirrorSource } from './mirror-source.ts';

const never = new AbortController().signal;
const change = { base: 'a'.repeat(40), head: 'b'.repeat(40), files: [], complete: true } as const;
const { settings } = readRepositorySettings(null);

/** A source whose analysis asks for an object that the remote does not give. */
async function sourceThatLacks(error: Error) {
  const mirrors: Pick<MirrorCache, 'open'> = {
    open: async () => ({
      repository: '/nowhere',
      fetchCommits: async () => {},
      fetchObjects: () => Promise.reject(error),
      remoteHead: async () => null,
      close: async () => {},
    }),
  };
  const analyzer: Pick<Analyzer, 'analyze'> = {
    analyze: async (request, fetchObjects) =>
      unanalyzed(
        request.change,
        await fetchObjects(['c'.repeat(40)]).then(
          () => 'all was there',
          (reason: Error) => reason.message,
        ),
      ),
  };
  return openMirrorSource({
    ref: { installation: 1, owner: 'acme', name: 'shop', number: 1 },
    remote: { url: 'http://localhost/acme/shop.git', authorization: async () => null },
    mirrors,
    git: createGit({ path: '' }),
    searchPath: '',
    analyzer,
  });
}

test.each([new GitError('GIT_UNAVAILABLE', 'cut off'), new RetryLater(60, 'a limit'), new Error('aborted')])(
  'a review is not made of what could not be fetched this time: %s',
  async (error) => {
    const source = await sourceThatLacks(error);
    await expect(source.analyze(change, settings, never)).rejects.toBe(error);
    await source.close();
  },
);

test('an object that is itself at fault is named, and the rest is reviewed', async () => {
  const source = await sourceThatLacks(new GitError('GIT_TOO_LARGE', 'too large'));
  expect(await source.analyze(change, settings, never)).toEqual(unanalyzed(change, 'too large'));
  await source.close();
});
