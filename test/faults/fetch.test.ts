import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/http/faults.ts';
import type { PullRecord } from '../../src/sandbox/state/records.ts';
import { breachesOf } from './law.ts';
import { requestName } from './request-name.ts';
import { happens, openTown, purge, type Street, type Town } from './town.ts';

let town: Town;
beforeAll(async () => {
  // Small, but larger than what the other repositories' mirrors hold.
  town = await openTown({ fetch: { mirrorBytes: 200_000, fetchMs: 20_000 } });
}, 180_000);
afterAll(() => town?.close());

const limitMs = 150_000;
const strict = { unmarked: false, withoutCheck: false };
const tail = '\n\n`/backend review` tries again, and so does the next push.';

async function whole(street: Street, pull: PullRecord): Promise<void> {
  await happens(() => breachesOf(street, pull, 'first', strict).length === 0, limitMs);
  expect(breachesOf(street, pull, 'first', strict)).toEqual([]);
}

/** The failure that the check run tells. */
async function failure(street: Street, { head }: PullRecord): Promise<string | null | undefined> {
  const done = () => street.checkRuns(head.sha).find(({ status }) => status === 'completed');
  await happens(() => done() !== undefined, limitMs);
  expect(done()?.output.title).toBe('The review failed');
  return done()?.output.summary;
}

const answer = (status: number): Fault => ({ status, body: { message: 'No.' } });
const named = (name: string) => ({
  where: (seen: Parameters<typeof requestName>[0]) => requestName(seen) === name,
});

describe('a fetch', { timeout: 300_000 }, () => {
  it.each([403, 404])(
    'that is refused (%i) is told in plain words, and done when it is let',
    async (status) => {
      const street = await town.street(`refused-${status}`);
      const heal = street.failWith({ match: { kind: 'git' }, fault: answer(status) });
      const pull = await street.open();
      expect(await failure(street, pull)).toBe(
        `The review failed: GitHub did not let the repository be fetched. The App may lack the permission to read contents, or the repository is gone.${tail}`,
      );
      expect(street.requests().filter(({ kind }) => kind === 'git').length).toBeLessThanOrEqual(4);
      heal();
      await street.ask();
      await whole(street, pull);
    },
  );

  it('that is cut off is done again', async () => {
    const street = await town.street('cut-off');
    for (const nth of [1, 2, 4])
      street.failWith({ match: { ...named('git git-upload-pack'), nth }, fault: 'drop-after' });
    await whole(street, await street.open());
  });

  it('that is larger than its limit is told in plain words', async () => {
    const street = await town.street('too-large');
    // Words that do not compress.
    const noise = Array.from({ length: 40_000 }, (_, index) => Math.sin(index).toString(36).slice(2));
    const head = town.commitOn(town.commits.base, {
      [purge('orders')]: 'DELETE FROM orders;\n',
      'queries/large.sql': `-- ${noise.join('\n-- ')}\n`,
    });
    const pull = await street.open(head);
    expect(await failure(street, pull)).toBe(
      `The review failed: the repository is larger than this installation of the App fetches.${tail}`,
    );
    expect(pull.reviews).toEqual([]);
  });
});

describe('a comparison', { timeout: 300_000 }, () => {
  const compare = 'GET /REPO/compare/SHA...SHA';

  it('that GitHub does not find is told in plain words, and made when it does', async () => {
    const street = await town.street('compare-404');
    const heal = street.failWith({ match: named(compare), fault: answer(404) });
    const pull = await street.open();
    expect(await failure(street, pull)).toMatch(
      /^The review failed: GitHub does not find something that a review needs\. `GET \/api\/v3\/repos\/compare-404\/shop\/compare\/\S+: GitHub answered 404 \(No\.\)`\n/,
    );
    heal();
    await street.ask();
    await whole(street, pull);
  });

  it('that GitHub fails at (500) is made later', async () => {
    const street = await town.street('compare-500');
    for (const nth of [1, 2]) street.failWith({ match: { ...named(compare), nth }, fault: answer(500) });
    await whole(street, await street.open());
  });
});

describe('a review', { timeout: 300_000 }, () => {
  it('that GitHub refuses because of a comment is posted without, and its findings are in the report', async () => {
    const street = await town.street('refused-comment');
    street.failWith({
      match: { ...named('POST /REPO/pulls/N/reviews'), body: `"path":"${purge('orders')}"` },
      fault: { status: 422, body: { message: 'Unprocessable Entity' } },
    });
    const pull = await street.open();
    await whole(street, pull);
    expect(pull.reviewComments).toEqual([]);
    const [review] = pull.reviews;
    for (const path of [purge('orders'), purge('baskets')]) expect(review?.body).toContain(path);
    // Again and again refused, it makes no further review.
    await street.ask();
    await happens(
      () => street.requests().filter((seen) => requestName(seen) === 'query PullRequest').length > 1,
      limitMs,
    );
    await whole(street, pull);
    expect(pull.reviews).toHaveLength(1);
  });
});
