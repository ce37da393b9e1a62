import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PullRecord } from '../../src/sandbox/state/records.ts';
import { breachesOf } from './law.ts';
import { requestName } from './request-name.ts';
import { findings, happens, openTown, purge, type Street, type Town } from './town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
}, 180_000);
afterAll(() => town?.close());

const limitMs = 150_000;
const strict = { unmarked: false, withoutCheck: false };

async function whole(street: Street, pull: PullRecord, phase: 'first' | 'push'): Promise<void> {
  await happens(() => breachesOf(street, pull, phase, strict).length === 0, limitMs);
  expect(breachesOf(street, pull, phase, strict)).toEqual([]);
}
async function concluded(street: Street, head: string): Promise<void> {
  const done = () => street.checkRuns(head).some(({ status }) => status === 'completed');
  await happens(done, limitMs);
  expect(done()).toBe(true);
}
const checksOf = (street: Street) =>
  street.repository.checkRuns.map(({ headSha, conclusion, output }) => [headSha, conclusion, output.title]);

describe('a pull request', { timeout: 300_000 }, () => {
  it('whose head moves while it is reviewed gets one report, about the new head', async () => {
    const street = await town.street('moving');
    const heal = street.failWith({
      match: { where: (seen) => requestName(seen).includes('/compare/') },
      fault: { slow: 2_000 },
    });
    const pull = await street.open();
    await happens(() => street.requests().some(({ path }) => path.includes('/compare/')), limitMs);
    await street.push();
    await concluded(street, town.commits.first);
    heal();
    await concluded(street, town.commits.second);
    expect(pull.reviews).toHaveLength(1);
    expect(pull.reviews[0]?.body).toContain(town.commits.second.slice(0, 7));
    expect(pull.reviewComments.map(({ path, body }) => [path, body.startsWith('Fixed')])).toEqual(
      findings.second.map((path) => [path, false]),
    );
    expect(checksOf(street)).toEqual([
      [town.commits.first, 'neutral', 'Overtaken by a newer commit'],
      [town.commits.second, 'failure', '2 blockers'],
    ]);
  });

  it('that is force-pushed has what is gone marked, and what is new said', async () => {
    const street = await town.street('forced');
    const pull = await street.open();
    await whole(street, pull, 'first');
    const other = town.commitOn(town.commits.base, {
      [purge('baskets')]: 'DELETE FROM baskets;\n',
      [purge('carts')]: 'DELETE FROM carts;\n',
    });
    await street.push(other);
    await whole(street, pull, 'push');
  });

  it('whose base changes is compared anew', async () => {
    const street = await town.street('rebased');
    const pull = await street.open();
    await whole(street, pull, 'first');
    const half = town.commitOn(town.commits.base, { [purge('orders')]: 'DELETE FROM orders;\n' });
    const onHalf = town.commitOn(half, { [purge('baskets')]: 'DELETE FROM baskets;\n' });
    await street.push(onHalf);
    await concluded(street, onHalf);
    await street.changeBase(half);
    const marked = () =>
      pull.reviewComments.filter(({ body }) => body.startsWith('Fixed in ')).map(({ path }) => path);
    await happens(() => marked().length > 0, limitMs);
    // What is on the base now is no part of the change any more.
    expect(marked()).toEqual([purge('orders')]);
    await happens(() => street.checkRuns(onHalf)[0]?.status === 'completed', limitMs);
    expect(street.checkRuns(onHalf).map(({ output }) => output.title)).toEqual(['1 blocker']);
    expect(pull.reviews).toHaveLength(1);
  });

  it('that changes no file is told so', async () => {
    const street = await town.street('empty');
    const pull = await street.open(town.commitOn(town.commits.base, {}));
    await concluded(street, pull.head.sha);
    const [run] = street.checkRuns(pull.head.sha);
    expect([run?.conclusion, run?.output.summary]).toEqual(['neutral', 'This pull request changes no file.']);
    expect([pull.reviews, pull.comments]).toEqual([[], []]);
  });

  it('that was merged by hand, so that nothing is left of it, is told so', async () => {
    const street = await town.street('merged');
    const pull = await street.open();
    await whole(street, pull, 'first');
    await street.changeBase(town.commits.second);
    const marked = () => pull.reviewComments.filter(({ body }) => body.startsWith('Fixed in ')).length;
    await happens(
      () => marked() === 2 && street.checkRuns(pull.head.sha)[0]?.status === 'completed',
      limitMs,
    );
    expect(marked()).toBe(2);
    expect(street.checkRuns(pull.head.sha).map(({ conclusion }) => conclusion)).toEqual(['neutral']);
    expect(pull.reviews).toHaveLength(1);
  });
});
