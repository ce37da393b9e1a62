import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GitHubReading, GitHubWriting, Permission } from '../github/pull-request.ts';
import { openTestDatabase } from '../sandbox/fixture-database.ts';
import type { Database } from '../store/database.ts';
import { answerToRefused } from './answer-to-refused.ts';
import { doCommand } from './command-job.ts';

const never = new AbortController().signal;
const ref = { installation: 1, owner: 'acme', name: 'shop', number: 7 };
let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** A repository in which `body` was written by somebody with this permission. */
function scene(body: string | null, permission: Permission, clock: { now(): number }) {
  const calls: string[] = [];
  const github: Partial<GitHubReading & GitHubWriting> = {
    async permission() {
      calls.push('permission');
      return permission;
    },
    async commentBody() {
      calls.push('body');
      return body;
    },
    async react(_ref, _id, reaction) {
      calls.push(reaction);
    },
    async createComment(_ref, text) {
      calls.push(text);
    },
  };
  const world = {
    github: github as GitHubReading & GitHubWriting,
    answerToRefused: () => answerToRefused({ database, clock }, ref),
    askModel: async () => void calls.push('ask'),
    queueReview: async () => void calls.push('queue'),
  };
  return { calls, run: () => doCommand(world, { ref, commentId: 3, author: 'mallory' }, never) };
}
const fixed = { now: () => Date.UTC(2100, 0, 7, 9) };

test('a review that is asked for may be the model’s, and is queued after that is stored', async () => {
  const { calls, run } = scene('/backend review', 'write', fixed);
  await run();
  expect(calls).toEqual(['permission', 'body', 'eyes', 'ask', 'queue', 'rocket']);
});

test('a mistyped one asks for nothing', async () => {
  const { calls, run } = scene('/backend review now', 'admin', fixed);
  await run();
  expect(calls).toEqual(['permission', 'body', 'eyes', '`/backend review` takes no argument.', 'confused']);
});

test('a comment that is gone, or holds no command any more, is not answered', async () => {
  for (const body of [null, 'never mind']) {
    const { calls, run } = scene(body, 'write', fixed);
    await run();
    expect(calls).toEqual(['permission', 'body']);
  }
});

test('500 comments of strangers get 5 answers, 50 reactions, and then nothing until the hour is over', async () => {
  const clock = { time: Date.UTC(2100, 0, 7, 12), now: () => clock.time };
  const { calls, run } = scene('/backend review', 'read', clock);
  for (let comment = 0; comment < 500; comment += 1) await run();
  const said = 'Commands are for people with write access to this repository.';
  expect(
    Object.fromEntries(
      Map.groupBy(calls, (call) => call)
        .entries()
        .map(([call, all]) => [call, all.length]),
    ),
  ).toEqual({
    permission: 500,
    body: 55,
    confused: 55,
    [said]: 5,
  });
  calls.length = 0;
  clock.time += 3_600_000;
  await run();
  expect(calls).toEqual(['permission', 'body', 'confused', said]);
});
