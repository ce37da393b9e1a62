import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ReviewPolicy } from '../config/review-policy.ts';
import type { Permission } from '../github/pull-request.ts';
import { openTestDatabase } from '../sandbox/fixture-database.ts';
import type { Database } from '../store/database.ts';
import { recordAsk } from '../store/record-ask.ts';
import { modelRefusal } from './model-refusal.ts';
import { authorAccess } from './write-access.ts';

const never = new AbortController().signal;
let database: Database;
let installation = 0;
let now = 0;
/** Logins that GitHub was asked about. */
let asked: string[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  installation += 1;
  now = Date.UTC(2100, 0, 7, 9);
  asked = [];
});

interface Case {
  readonly modelFor?: ReviewPolicy['modelFor'];
  readonly permission?: Permission;
  readonly association?: string;
  readonly author?: string;
  readonly head?: string;
  readonly limit?: number;
}

function refusal(one: Case): Promise<string | null> {
  const ref = { installation, owner: 'acme', name: 'shop', number: 7 };
  const author = one.author ?? 'mallory';
  const pullRequest = {
    author,
    authorIsApp: author.endsWith('[bot]'),
    authorAssociation: one.association ?? 'CONTRIBUTOR',
    head: { sha: one.head ?? 'a', ref: 'x', fork: true },
  };
  const permission = async (_: unknown, login: string): Promise<Permission> => {
    asked.push(login);
    return one.permission ?? 'read';
  };
  const policy: ReviewPolicy = {
    modelFor: one.modelFor ?? 'members',
    reviewsPerRepositoryPerHour: 1,
    reviewsPerOutsiderPerHour: 1,
    modelReviewsPerRepositoryPerDay: one.limit ?? 10,
  };
  const world = { database, policy, clock: { now: () => now } };
  return modelRefusal(world, ref, pullRequest, authorAccess({ permission }, ref, pullRequest, never));
}

const ask = '`/backend review` by somebody with write access asks it.';
const hasNone = `The model was not asked: \`mallory\` has no write access. ${ask}`;

test.each<[Permission, string | null]>([
  ['admin', null],
  ['maintain', null],
  ['write', null],
  ['triage', hasNone],
  ['read', hasNone],
  ['none', hasNone],
])('an author with the permission `%s`', async (permission, expected) => {
  expect(await refusal({ permission })).toBe(expected);
  expect(asked).toEqual(['mallory']);
});

test.each(['MEMBER', 'COLLABORATOR', 'CONTRIBUTOR', 'FIRST_TIME_CONTRIBUTOR', 'NONE'])(
  'to be a %s says nothing of write access',
  async (association) => {
    expect(await refusal({ association, permission: 'read' })).toBe(hasNone);
    expect(await refusal({ association, permission: 'write' })).toBe(null);
  },
);

test('GitHub is not asked about the owner, an App, or where it does not matter', async () => {
  expect(await refusal({ association: 'OWNER' })).toBe(null);
  expect(await refusal({ author: 'renovate[bot]', permission: 'admin' })).toBe(
    `The model was not asked: \`renovate[bot]\` is an App. ${ask}`,
  );
  expect(await refusal({ modelFor: 'everyone' })).toBe(null);
  expect(await refusal({ modelFor: 'asked', association: 'OWNER' })).toBe(`The model was not asked. ${ask}`);
  expect(asked).toEqual([]);
});

test('an ask holds for its head', async () => {
  await recordAsk(database, { installation, owner: 'acme', name: 'shop', number: 7 }, 'a');
  expect(await refusal({ head: 'a' })).toBe(null);
  expect(await refusal({ head: 'a', modelFor: 'asked' })).toBe(null);
  expect(await refusal({ head: 'b' })).toBe(hasNone);
});

test('the limit of a day holds for all, and ends with the day', async () => {
  expect(await refusal({ modelFor: 'everyone', limit: 2 })).toBe(null);
  expect(await refusal({ limit: 2 })).toBe(hasNone);
  expect(await refusal({ permission: 'write', limit: 2 })).toBe(null);
  expect(await refusal({ permission: 'admin', limit: 2 })).toBe(
    'The model was not asked: the limit of 2 model reviews a day for this repository is reached. After midnight (UTC) `/backend review` asks it.',
  );
  now += 15 * 3_600_000;
  expect(await refusal({ permission: 'admin', limit: 2 })).toBe(null);
});
