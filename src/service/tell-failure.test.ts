import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { GitHubError } from '../errors.ts';
import type { GitHubReading, GitHubWriting, PullRequestState } from '../github/pull-request.ts';
import type { PlannedCheck } from '../review/conversation.ts';
import { openTestDatabase } from '../sandbox/fixture-database.ts';
import type { Database } from '../store/database.ts';
import { tellFailure } from './tell-failure.ts';

const never = new AbortController().signal;
const head = 'b'.repeat(40);
const tail = '\n\n`/backend review` tries again, and so does the next push.';

let database: Database;
let number = 0;
let told: PlannedCheck[] = [];
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  number += 1;
  told = [];
});

const state: PullRequestState = {
  id: '1',
  state: 'open',
  // Younger than the store: what is not in it was never made.
  createdAt: Date.UTC(2100, 0),
  draft: false,
  title: 'Change',
  author: 'sam',
  authorIsApp: false,
  authorAssociation: 'MEMBER',
  head: { sha: head, ref: 'change', fork: false },
  base: { sha: 'a'.repeat(40), ref: 'main' },
  url: 'http://github.test/acme/shop/pull/1',
  conversation: { report: null, comments: [] },
};

type Api = GitHubReading & GitHubWriting;

async function tell(failure: { code: string | null; message: string }, more: Partial<Api> = {}) {
  const api: Partial<Api> = {
    pullRequest: async () => state,
    startCheckRun: async () => ({ id: 7 }),
    async concludeCheckRun(_ref, check, conclusion) {
      expect(check.id).toBe(7);
      told.push(conclusion);
    },
    ...more,
  };
  const ref = { installation: 1, owner: 'acme', name: 'shop', number };
  // Only these are used.
  const github = () => api as Api;
  await tellFailure({ database, github }, ref, { name: 'Error', ...failure }, never);
}

test.each([
  ['GIT_REFUSED', /did not let the repository be fetched/],
  ['GIT_UNAVAILABLE', /connection was cut off\./],
  ['GIT_FAILED', /git could not use what GitHub sent\./],
  ['GIT_TIMED_OUT', /took too long\./],
  ['GIT_TOO_LARGE', /larger than this installation/],
  ['GIT_NOT_FOUND', /git is missing where the App runs/],
  ['NO_MERGE_BASE', /no common ancestor\./],
])('%s is told without git’s own words', async (code, words) => {
  await tell({ code, message: 'git fetch ended with exit code 128: fatal: /srv/secret/path' });
  expect(told).toEqual([
    {
      conclusion: 'neutral',
      title: 'The review failed',
      summary: expect.stringMatching(words),
      annotations: [],
    },
  ]);
  expect(told[0]?.summary).not.toContain('secret');
});

test.each([
  'GITHUB_UNAUTHORIZED',
  'GITHUB_FORBIDDEN',
  'GITHUB_NOT_FOUND',
  'GITHUB_REFUSED',
  'GITHUB_UNAVAILABLE',
  'GITHUB_ANSWER_LOST',
])('%s is told with the request, as code', async (code) => {
  await tell({ code, message: 'GET /repos/acme/shop: GitHub answered 500 (@everyone ![](http://x))' });
  expect(told[0]?.summary).toMatch(
    /`GET \/repos\/acme\/shop: GitHub answered 500 \(@everyone !\[\]\(http:\/\/x\)\)`\n/,
  );
});

test('our own mistakes are in the log, not in the check run', async () => {
  await tell({ code: null, message: 'Cannot read properties of undefined' });
  expect(told[0]?.summary).toBe(
    `The review failed: an internal error, which is in the log of the App.${tail}`,
  );
});

test('a pull request that was closed meanwhile is told nothing', async () => {
  await tell({ code: null, message: 'x' }, { pullRequest: async () => ({ ...state, state: 'closed' }) });
  expect(told).toEqual([]);
});

test('where there may be no check run, the log is told', async () => {
  const refused = new GitHubError('GITHUB_FORBIDDEN', 'POST check-runs: GitHub answered 403', {
    status: 403,
  });
  const telling = tell(
    { code: 'GITHUB_NOT_FOUND', message: 'GET /repos/acme/shop: GitHub answered 404' },
    { startCheckRun: () => Promise.reject(refused) },
  );
  await expect(telling).rejects.toThrow(
    'no check run to say it in: GET /repos/acme/shop: GitHub answered 404',
  );
});
