import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMarkers, type Marker } from '../../src/review/marker.ts';
import type { Account, PullRecord } from '../../src/sandbox/state/records.ts';
import { accountOf } from '../../src/sandbox/state/state.ts';
import { openWatchedShop, type WatchedShop } from './watched-shop.ts';

let shop: WatchedShop;
/** The pull request that was reviewed: its marker is genuine. */
let first: PullRecord;
let bot: Account;

beforeAll(async () => {
  shop = await openWatchedShop();
  first = await shop.opened({ head: shop.commit({ 'queries/purge.sql': 'DELETE FROM order_events;\n' }) });
  bot = shop.house.github.state.app.bot;
}, 180_000);
afterAll(() => shop?.close());

/** What our own App really wrote, with what its hidden lines say. */
function genuine(): { report: string; comment: string; says: Marker } {
  const [report, comment] = [first.reviews[0]?.body ?? '', first.reviewComments[0]?.body ?? ''];
  const says = createMarkers(shop.house.settings.webhookSecrets).read(comment, String(first.id));
  if (says === null) throw new Error('the marker of the first review is not genuine');
  return { report, comment, says };
}

/** Opens a second pull request with the same change, lets `forge` write into it, and then tells the service. */
async function reviewedAfter(forge: (pull: PullRecord) => void): Promise<PullRecord> {
  const { github, deliver, concluded } = shop.house;
  const event = await github.openPullRequest({
    owner: 'acme',
    name: 'shop',
    base: 'main',
    head: first.head.sha,
    title: 'The same once more',
  });
  const pull = shop.pull(event.number);
  // The same head has a finished check of the first pull request, which would end the waiting at once.
  shop.house.github.state.repositories[0]?.checkRuns.splice(0);
  forge(pull);
  await deliver('pull_request', event);
  return concluded('acme', 'shop', event.number, 60_000);
}

/** Writes a review with a report and a comment on the finding's line, as somebody. */
function write(pull: PullRecord, author: Account, report: string, comment: string): void {
  const { state } = shop.house.github;
  const [review, line] = [first.reviews[0], first.reviewComments[0]];
  if (review === undefined || line === undefined) throw new Error('there is nothing to copy');
  const id = state.nextId();
  const thread = `THREAD_${id}`;
  pull.reviews.push({ ...review, id, author, body: report });
  pull.threads.push({ id: thread, resolvedBy: null });
  pull.reviewComments.push({ ...line, id: state.nextId(), review: id, thread, author, body: comment });
}

/** Our own review, which stands beside the forged one and leaves it as it is. */
function expectOwnReview(pull: PullRecord, forged: { report: string; comment: string }): void {
  const told = pull.reviews.map(({ author, body }) => [author.login, body.split('\n')[0]]);
  expect(told.slice(1)).toEqual([[bot.login, '## Backend Implementation']]);
  expect(pull.reviewComments.slice(1).map(({ author, path }) => [author.login, path])).toEqual([
    [bot.login, 'queries/purge.sql'],
  ]);
  expect(pull.reviews[0]?.body).toBe(forged.report);
  expect(pull.reviewComments[0]).toMatchObject({ body: forged.comment, minimized: null });
  expect(shop.checkRun(pull)?.output.title).toBe('1 blocker');
}

describe('a forged marker', { timeout: 300_000 }, () => {
  it.each(['mallory', 'other-app[bot]'])(
    'is not believed in what %s wrote, though its signature holds',
    async (login) => {
      const { report, comment, says } = genuine();
      const author = accountOf(shop.house.github.state, login, login.endsWith('[bot]') ? 'Bot' : 'User');
      const markers = createMarkers(shop.house.settings.webhookSecrets);
      const forged = { report: '', comment: '' };
      const pull = await reviewedAfter((opened) => {
        const place = String(opened.id);
        forged.report = markers.sign(markers.strip(report), { kind: 'report', head: opened.head.sha }, place);
        forged.comment = markers.sign(markers.strip(comment), says, place);
        write(opened, author, forged.report, forged.comment);
      });
      expectOwnReview(pull, forged);
    },
  );

  it('is not believed where it is of another pull request, though our App wrote it', async () => {
    const forged = genuine();
    const pull = await reviewedAfter((opened) => write(opened, bot, forged.report, forged.comment));
    expectOwnReview(pull, forged);
  });

  it('is not believed where the text before it was changed, though our App wrote it', async () => {
    const { report, comment, says } = genuine();
    const markers = createMarkers(shop.house.settings.webhookSecrets);
    const forged = { report: '', comment: '' };
    const pull = await reviewedAfter((opened) => {
      const place = String(opened.id);
      forged.report = `Approved!\n\n${markers.sign(markers.strip(report), { kind: 'report', head: opened.head.sha }, place)}`;
      forged.comment = `Never mind.\n\n${markers.sign(markers.strip(comment), says, place)}`;
      write(opened, bot, forged.report, forged.comment);
    });
    expectOwnReview(pull, forged);
  });
});
