import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestEntry } from '../src/sandbox/http/request-log.ts';
import type { PullRecord } from '../src/sandbox/state/records.ts';
import { exampleShop, openShop, type Shop } from './support/shop.ts';

let shop: Shop;
let head = '';
let number = 0;

beforeAll(async () => {
  shop = await openShop();
  head = shop.repository.head.sha;
  ({ number } = await shop.reviewed('change'));
}, 180_000);
afterAll(() => shop?.close());

const columns = 'migrations/0010_orders_export_columns.sql';
const textOf = (path: string): string => readFileSync(join(exampleShop, 'head', path), 'utf8');

/** What a pull request holds of us, as numbers. */
function said(pull: PullRecord) {
  return {
    reviews: pull.reviews.length,
    comments: pull.reviewComments.length,
    texts: pull.comments.length,
    fixed: pull.reviewComments.filter(({ body }) => body.startsWith('Fixed in ')).length,
    minimized: pull.reviewComments.filter(({ minimized }) => minimized !== null).length,
  };
}

/** A small pull request beside the large one, with one finding. */
function smallHead(name: string): string {
  return shop.commitOn(shop.repository.base.sha, {
    [`queries/${name}.sql`]: 'DELETE FROM order_events;\n',
  });
}

/** What was asked of GitHub, for the message of a failure. */
const named = (requests: readonly RequestEntry[]): string =>
  requests.map(({ method, path, body }) => `${method} ${path} ${body.slice(0, 60)}`).join('\n');

describe('pushes to a reviewed pull request', { timeout: 120_000 }, () => {
  it('one without effect adds nothing and edits the report at most', async () => {
    const before = said(shop.pull(number));
    const mark = shop.house.github.requests.length;
    head = shop.commitOn(head, { 'README.md': `${textOf('README.md')}\nMore words.\n` });
    const pull = await shop.pushed(number, head);
    const requests = shop.apiRequests(mark);
    expect(said(pull)).toEqual(before);
    expect(pull.reviews[0]?.body).toContain(`\`${head.slice(0, 7)}\``);
    expect(requests.filter(({ path }) => path.includes('/comments'))).toEqual([]);
    expect(requests.length).toBeLessThanOrEqual(5);
    expect(shop.checkRun(pull)?.conclusion).toBe('failure');
  });

  it('one that mends a finding marks its comment as fixed, hides it and adds nothing', async () => {
    const before = said(shop.pull(number));
    const text = textOf(columns).replace('ALTER TABLE orders ALTER COLUMN email SET NOT NULL;\n', '');
    head = shop.commitOn(head, { [columns]: text });
    const pull = await shop.pushed(number, head);
    expect(said(pull)).toEqual({ ...before, fixed: 1, minimized: 1 });
    const fixed = pull.reviewComments.find(({ minimized }) => minimized !== null);
    expect(fixed?.body).toMatch(new RegExp(`^Fixed in \`${head.slice(0, 7)}\`\\.`));
    expect(fixed?.body).toContain('`set-not-null-scan`');
    expect(shop.checkRun(pull)?.output.title).toBe('9 blockers, 1 warning, 2 pieces of advice');
  });

  it('one with a new finding makes one further review that links to the report', async () => {
    const before = said(shop.pull(number));
    const mark = shop.house.github.requests.length;
    head = shop.commitOn(head, { 'queries/purge_products.sql': 'DELETE FROM products;\n' });
    const pull = await shop.pushed(number, head);
    const requests = shop.apiRequests(mark);
    expect(said(pull)).toEqual({ ...before, reviews: before.reviews + 1, comments: before.comments + 1 });
    const [report, further] = pull.reviews;
    expect(further?.body).toMatch(
      new RegExp(
        `^One new finding at \`${head.slice(0, 7)}\`: \\[report\\]\\(http\\S+/acme/shop/pull/${number}#pullrequestreview-${report?.id}\\)\\.`,
      ),
    );
    const added = pull.reviewComments.at(-1);
    expect([added?.path, added?.line, added?.review]).toEqual(['queries/purge_products.sql', 1, further?.id]);
    expect(requests.length, named(requests)).toBeLessThanOrEqual(6);
  });

  it('a finding that comes back is new once more', async () => {
    const before = said(shop.pull(number));
    head = shop.commitOn(head, { [columns]: textOf(columns) });
    const pull = await shop.pushed(number, head);
    expect(said(pull)).toEqual({ ...before, reviews: before.reviews + 1, comments: before.comments + 1 });
    expect(pull.reviewComments.at(-1)?.body).toContain('`set-not-null-scan`');
  });
});

describe('deliveries', { timeout: 120_000 }, () => {
  it('delivered again under the same id or twice at once post nothing twice', async () => {
    const { github } = shop.house;
    const opened = await github.openPullRequest({
      owner: 'acme',
      name: 'shop',
      base: 'main',
      head: smallHead('twice'),
      title: 'Twice',
    });
    const statuses = await Promise.all([
      shop.house.deliver('pull_request', opened),
      shop.house.deliver('pull_request', opened),
    ]);
    const pull = await shop.house.concluded('acme', 'shop', opened.number, 60_000);
    const [delivery] = github.state.deliveries.slice(-1);
    if (delivery === undefined) throw new Error('nothing was delivered');
    expect([...statuses, await shop.redeliver(delivery)].every((status) => status < 300)).toBe(true);
    // A later review of the same pull request comes behind all that was queued for it.
    await shop.pushed(opened.number, shop.commitOn(pull.head.sha, { 'docs/words.md': 'Words.\n' }));
    expect(said(pull)).toEqual({ reviews: 1, comments: 1, texts: 0, fixed: 0, minimized: 0 });
    const runs = github.state.repositories[0]?.checkRuns.filter(({ headSha }) =>
      pull.heads.includes(headSha),
    );
    expect(runs?.map(({ headSha }) => headSha)).toEqual(pull.heads);
  });

  it('leave a draft alone until it is ready', async () => {
    const { github } = shop.house;
    // The second look of the start would find it ready before it is told, and review it once more.
    await shop.until('the second look', () =>
      github.requests.filter(({ method, path }) => method === 'GET' && path === '/repos/acme/shop/pulls')
        .length > 1
        ? true
        : null,
    );
    const mark = github.requests.length;
    const opened = await github.openPullRequest({
      owner: 'acme',
      name: 'shop',
      base: 'main',
      head: smallHead('draft'),
      title: 'Not yet',
      draft: true,
    });
    expect(await shop.house.deliver('pull_request', opened)).toBeLessThan(300);
    const ready = await github.markReady(opened.number);
    expect(await shop.house.deliver('pull_request', ready)).toBeLessThan(300);
    const pull = await shop.house.concluded('acme', 'shop', opened.number, 60_000);
    // Not even looked at while it was a draft: that would have been a query more.
    const queries = shop
      .apiRequests(mark)
      .filter(({ kind, body }) => kind === 'graphql' && body.includes(`"number":${opened.number},`));
    expect(queries.map(({ body }) => body.slice(0, 60))).toHaveLength(1);
    expect(said(pull)).toEqual({ reviews: 1, comments: 1, texts: 0, fixed: 0, minimized: 0 });
  });

  it('leave a closed pull request alone, though it was open when it was delivered', async () => {
    const { github } = shop.house;
    const before = await shop.outcomes('abandoned');
    const opened = await github.openPullRequest({
      owner: 'acme',
      name: 'shop',
      base: 'main',
      head: smallHead('closed'),
      title: 'Given up',
    });
    await github.closePullRequest(opened.number);
    expect(await shop.house.deliver('pull_request', opened)).toBeLessThan(300);
    await shop.until('the review’s end', async () => (await shop.outcomes('abandoned')) > before || null);
    const pull = shop.pull(opened.number);
    expect(said(pull)).toEqual({ reviews: 0, comments: 0, texts: 0, fixed: 0, minimized: 0 });
    expect(shop.checkRun(pull)).toBeUndefined();
  });
});
