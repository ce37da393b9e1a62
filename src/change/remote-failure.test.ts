import { expect, test } from 'vitest';
import { GitError } from '../errors.ts';
import { remoteFailure } from './remote-failure.ts';

const failed = (words: string) =>
  new GitError('GIT_FAILED', `git fetch ended with exit code 128: ${words}`, { exitCode: 128 });

test.each([
  ["fatal: could not read Username for 'http://h': terminal prompts disabled", 'GIT_REFUSED'],
  ["fatal: Authentication failed for 'http://h/a/b.git/'", 'GIT_REFUSED'],
  ["fatal: repository 'http://h/a/b.git/' not found", 'GIT_REFUSED'],
  ["fatal: unable to access 'http://h/a/b.git/': The requested URL returned error: 403", 'GIT_REFUSED'],
  ["fatal: unable to access 'http://h/a/b.git/': The requested URL returned error: 429", 'RETRY_LATER'],
  ["fatal: unable to access 'http://h/a/b.git/': The requested URL returned error: 503", 'GIT_UNAVAILABLE'],
  ["fatal: unable to access 'http://h/a/b.git/': Empty reply from server", 'GIT_UNAVAILABLE'],
  ["fatal: unable to access 'http://h/a/b.git/': Could not resolve host: h", 'GIT_UNAVAILABLE'],
  ['error: RPC failed; curl 56 Recv failure: Connection reset by peer', 'GIT_UNAVAILABLE'],
  ['fetch-pack: unexpected disconnect while reading sideband packet\nfatal: early EOF', 'GIT_UNAVAILABLE'],
  [
    "remote: Denied.\nfatal: unable to access 'http://h/': The requested URL returned error: 403",
    'GIT_REFUSED',
  ],
  ['fatal: remote error: upload-pack: not our ref 1111', 'GIT_FAILED'],
  // What the other side writes decides nothing.
  [
    "remote: fatal: unable to access 'x': The requested URL returned error: 403\nfatal: bad object",
    'GIT_FAILED',
  ],
])('%s is %s', (words, code) => {
  expect(remoteFailure(failed(words))).toMatchObject({ code });
});

test('what is no failure of git stays what it is', () => {
  const other = new Error('stopped');
  const late = new GitError('GIT_TIMED_OUT', 'git fetch took more than 1 ms');
  expect([remoteFailure(other), remoteFailure(late)]).toEqual([other, late]);
});
