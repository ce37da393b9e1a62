import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWatchedShop, type WatchedShop } from './watched-shop.ts';

let shop: WatchedShop;
beforeAll(async () => {
  shop = await openWatchedShop();
}, 180_000);
afterAll(() => shop?.close());

const purge = { 'queries/purge.sql': 'DELETE FROM order_events;\n' };

it('a report and its comments stay in force under a new name of the repository', async () => {
  const { github, deliver, concluded } = shop.house;
  const first = shop.commit(purge);
  const pull = await shop.opened({ head: first });
  const [comment] = pull.reviewComments;
  await deliver('repository', github.renameRepository('acme', 'shop', 'store'));

  // Nobody has to push: what GitHub lists under the new name has its report.
  const seen = github.requests.length;
  await deliver('installation', github.installed('acme'));
  const listed = /\/repos\/acme\/store\/commits\/\w+\/check-runs/;
  await shop.until('the look for missing reports', () =>
    github.requests.slice(seen).some(({ path }) => listed.test(path)) ? true : null,
  );

  const head = shop.commit({ 'queries/more.sql': 'DELETE FROM orders;\n' }, first);
  await deliver(
    'pull_request',
    await github.push({ owner: 'acme', name: 'store', number: pull.number }, head),
  );
  await concluded('acme', 'store', pull.number, 120_000);
  expect(pull.reviews.map(({ body }) => body.split('\n')[0])).toEqual([
    '## Backend Implementation',
    expect.stringContaining('One new finding'),
  ]);
  expect(shop.report(pull)).toContain(head.slice(0, 7));
  expect(pull.reviewComments.map(({ path }) => path)).toEqual(['queries/purge.sql', 'queries/more.sql']);
  expect(pull.reviewComments[0]).toEqual(comment);
}, 300_000);
