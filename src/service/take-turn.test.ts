import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ReviewPolicy } from '../config/review-policy.ts';
import { GitHubError, RetryLater } from '../errors.ts';
import type { GitHubReading, GitHubWriting, PullRequestRef } from '../github/pull-request.ts';
import { openTestDatabase } from '../sandbox/fixture-database.ts';
import type { Database } from '../store/database.ts';
import { endTurn } from '../store/end-turn.ts';
import { recordAsk } from '../store/record-ask.ts';
import { takeTurn } from './take-turn.ts';

const never = new AbortController().signal;
const hour = 3_600_000;
const policy: ReviewPolicy = {
  modelFor: 'members',
  reviewsPerRepositoryPerHour: 3,
  reviewsPerOutsiderPerHour: 1,
  modelReviewsPerRepositoryPerDay: 1,
};
const ofAuthor = 'Waiting: limit of 1 review an hour for an author without write access';
const ofRepository = 'Waiting: limit of 3 reviews an hour for this repository';

let database: Database;
let installation = 0;
/** A quarter past some hour. */
let now = 0;
let said: string[] = [];
let gone = false;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  installation += 1;
  now = Date.UTC(2100, 0, 7, 9, 15);
  said = [];
  gone = false;
});

const place = (number: number): PullRequestRef => ({ installation, owner: 'Acme', name: 'shop', number });

/** What is asked of GitHub in here; anything else fails the test. */
const github: Partial<GitHubReading & GitHubWriting> = {
  async startCheckRun(ref, head) {
    said.push(`start ${ref.number} ${head}`);
    return { id: ref.number };
  },
  async restartCheckRun(_ref, check) {
    return { id: check.id, completed: false, title: null, annotations: 0 };
  },
  async holdCheckRun(ref, _check, reason) {
    said.push(`hold ${ref.number} ${reason.title}`);
  },
  async concludeCheckRun(ref, _check, conclusion) {
    if (gone) throw new GitHubError('GITHUB_NOT_FOUND', 'gone');
    said.push(`conclude ${ref.number} ${conclusion.conclusion} ${conclusion.title}`);
  },
};
const world = {
  get database() {
    return database;
  },
  policy,
  clock: { now: () => now },
  github: () => github as GitHubReading & GitHubWriting,
};

/** What became of it: null where it begins, else seconds and reason. */
async function take(
  number: number,
  head: string,
  author = 'mallory',
  mayWrite = false,
): Promise<RetryLater | null> {
  const pullRequest = {
    author,
    head: { sha: head, ref: 'x', fork: true },
    conversation: { report: null, comments: [] },
    createdAt: now,
  };
  try {
    await takeTurn(world, place(number), pullRequest, async () => mayWrite, never);
    return null;
  } catch (error) {
    if (error instanceof RetryLater) return error;
    throw error;
  }
}

describe('takeTurn', () => {
  test('an author without write access waits for the next hour, and one with it does not', async () => {
    expect(await take(1, 'a')).toBe(null);
    expect(await take(2, 'b')).toMatchObject({ seconds: 45 * 60, interruptible: true });
    expect(said).toEqual(['start 2 b', `hold 2 ${ofAuthor}`]);
    expect(await take(3, 'c', 'Sam', true)).toBe(null);
    expect(await take(4, 'd', 'sam', true)).toBe(null);
    now += hour;
    expect(await take(2, 'b')).toBe(null);
  });

  test('whoever may write can let a stranger’s review begin', async () => {
    await take(1, 'a');
    await recordAsk(database, place(2), 'b');
    expect(await take(2, 'b')).toBe(null);
    expect(await take(2, 'later')).toBeInstanceOf(RetryLater);
  });

  test('the limit of the repository is for everybody', async () => {
    for (const number of [1, 2, 3]) expect(await take(number, 'a', 'sam', true)).toBe(null);
    expect(await take(4, 'a', 'sam', true)).toMatchObject({ seconds: 45 * 60 });
    expect(said).toEqual(['start 4 a', `hold 4 ${ofRepository}`]);
  });

  test('what is tried again before it ended costs nothing, and what ended does', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) expect(await take(1, 'a')).toBe(null);
    await endTurn(database, place(1), 'a');
    expect(await take(1, 'a')).toBeInstanceOf(RetryLater);
  });

  test('a head is told once, and one that is pushed over is given up', async () => {
    await take(1, 'a');
    await take(2, 'b');
    await take(2, 'b');
    await take(2, 'c');
    expect(said).toEqual([
      'start 2 b',
      `hold 2 ${ofAuthor}`,
      'conclude 2 neutral Overtaken by a newer commit',
      'start 2 c',
      `hold 2 ${ofAuthor}`,
    ]);
    gone = true;
    now += hour;
    expect(await take(2, 'd')).toBe(null);
  });

  test('the last second of an hour is waited for, and no less than one', async () => {
    await take(1, 'a');
    now = Date.UTC(2100, 0, 7, 9, 59, 59, 999);
    expect(await take(2, 'b')).toMatchObject({ seconds: 1 });
  });

  test('a flood of pushes is not told of for ever', async () => {
    await take(1, 'a');
    await database.query(
      `INSERT INTO backend_engineer.counts (installation, repository, what, subject, begins_at, count)
       VALUES ($1, 'acme/shop', 'waits', '', '2100-01-07T09:00:00Z', 500)`,
      [installation],
    );
    expect(await take(2, 'b')).toMatchObject({ seconds: 45 * 60, interruptible: false });
    expect(said).toEqual([]);
  });
});
