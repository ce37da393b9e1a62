import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppPermissions, InstallationRecord, PullRecord } from '../../src/sandbox/state/records.ts';
import { breachesOf } from './law.ts';
import { requestName } from './request-name.ts';
import { happens, openTown, type Street, type Town } from './town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
}, 180_000);
afterAll(() => town?.close());

const limitMs = 150_000;
const all: AppPermissions = {
  checks: 'write',
  contents: 'read',
  issues: 'write',
  metadata: 'read',
  pull_requests: 'write',
};
const strict = { unmarked: false, withoutCheck: false };

function installationOf({ installation }: Street): InstallationRecord {
  const found = town.github.state.installations.find(({ id }) => id === installation);
  if (found === undefined) throw new Error('there is no such installation');
  return found;
}

const isWhole = (street: Street, pull: PullRecord, mercy = strict): boolean =>
  breachesOf(street, pull, 'first', mercy).length === 0;

/** The check run's words, once there are some. */
async function told(street: Street, { head }: PullRecord): Promise<string> {
  const done = () => street.checkRuns(head.sha).find(({ status }) => status === 'completed');
  await happens(() => done() !== undefined, limitMs);
  const run = done();
  return `${run?.conclusion}: ${run?.output.title}\n${run?.output.summary}`;
}

const givenUp = (street: Street): boolean =>
  street.log().some((line) => line.includes('A failure could not be told'));

const count = (street: Street, name: string): number =>
  street.requests().filter((seen) => requestName(seen) === name).length;

describe('an installation', { timeout: 300_000 }, () => {
  it('whose owner has not agreed to check runs gets its review, which says so', async () => {
    const street = await town.street('no-checks');
    const { checks: _checks, ...rest } = all;
    installationOf(street).permissions = rest;
    const pull = await street.open();
    await happens(() => isWhole(street, pull, { ...strict, withoutCheck: true }), limitMs);
    expect(breachesOf(street, pull, 'first', { ...strict, withoutCheck: true })).toEqual([]);
    expect(street.checkRuns(pull.head.sha)).toEqual([]);
    expect(pull.reviews[0]?.body).toContain('needs the permission `checks: write`');

    installationOf(street).permissions = all;
    for (const token of town.github.state.tokens.keys()) town.github.state.tokens.delete(token);
    await street.ask();
    await happens(() => isWhole(street, pull), limitMs);
    expect(breachesOf(street, pull, 'first', strict)).toEqual([]);
    expect(pull.reviews[0]?.body).not.toContain('checks: write');
  });

  it('whose owner has not agreed to reviews is told in the check run, and reviewed once they have', async () => {
    const street = await town.street('no-reviews');
    installationOf(street).permissions = { ...all, pull_requests: 'read' };
    const pull = await street.open();
    expect(await told(street, pull)).toBe(
      'neutral: The review failed\nThe review failed: GitHub does not let the App do something that a review needs. An owner may have to agree to its permissions (Settings → GitHub Apps). `POST /api/v3/repos/no-reviews/shop/pulls/1/reviews: GitHub answered 403 (Resource not accessible by integration)`\n\n`/backend review` tries again, and so does the next push.',
    );
    expect(pull.reviews).toEqual([]);
    expect(count(street, 'POST /REPO/pulls/N/reviews')).toBe(2);

    installationOf(street).permissions = all;
    for (const token of town.github.state.tokens.keys()) town.github.state.tokens.delete(token);
    await street.ask();
    await happens(() => isWhole(street, pull), limitMs);
    expect(breachesOf(street, pull, 'first', strict)).toEqual([]);
  });

  it('whose owner has not agreed to contents is told in the check run', async () => {
    const street = await town.street('no-contents');
    const { contents: _contents, ...rest } = all;
    installationOf(street).permissions = rest;
    const pull = await street.open();
    expect(await told(street, pull)).toMatch(/^neutral: The review failed\n.*owner may have to agree/);
    expect(pull.reviews).toEqual([]);
  });

  it('that is suspended is in the log, asked little, and reviewed when it is back', async () => {
    const street = await town.street('suspended');
    installationOf(street).suspendedAt = Date.now();
    const pull = await street.open();
    await happens(() => givenUp(street), limitMs);
    expect(givenUp(street)).toBe(true);
    expect(street.log().some((line) => line.includes('This installation has been suspended'))).toBe(true);
    expect(street.requests().length).toBeLessThan(20);

    installationOf(street).suspendedAt = null;
    await street.ask();
    await happens(() => isWhole(street, pull), limitMs);
    expect(breachesOf(street, pull, 'first', strict)).toEqual([]);
  });
});

describe('a repository', { timeout: 300_000 }, () => {
  it('that vanishes in the middle of its review is in the log, and keeps nobody else waiting', async () => {
    const street = await town.street('vanishing');
    street.failWith({
      match: { where: (seen) => requestName(seen).includes('/compare/') },
      fault: { slow: 1_500 },
    });
    await street.open();
    await happens(() => count(street, 'GET /REPO/compare/SHA...SHA') > 0, limitMs);
    town.github.deleteRepository('vanishing', 'shop');
    const other = await town.street('beside');
    const pull = await other.open();
    await happens(() => isWhole(other, pull), limitMs);
    expect(breachesOf(other, pull, 'first', strict)).toEqual([]);
    await happens(() => givenUp(street), limitMs);
    expect(givenUp(street)).toBe(true);
    expect(street.requests().length).toBeLessThan(60);
  });
});
