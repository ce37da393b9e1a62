import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commentable, withGitHubHunks } from '../src/change/commentable.ts';
import { createGit } from '../src/change/git.ts';
import { openLocal } from '../src/change/local.ts';
import { createMarkers } from '../src/review/marker.ts';
import type { RequestEntry } from '../src/sandbox/http/request-log.ts';
import type { PullRecord } from '../src/sandbox/state/records.ts';
import { searchPath } from './support/repository.ts';
import { openShop, type Shop } from './support/shop.ts';

let shop: Shop;
let pull: PullRecord;
let requests: readonly RequestEntry[] = [];

beforeAll(async () => {
  shop = await openShop();
  const before = shop.house.github.requests.length;
  pull = await shop.reviewed('change');
  requests = shop.apiRequests(before);
}, 180_000);
afterAll(() => shop?.close());

const comparison = z.object({
  files: z.array(z.object({ filename: z.string(), patch: z.string().optional() })),
});
const markers = createMarkers(['-']);
const headings = [
  '## Backend Implementation',
  '### API Changes',
  '### Database Changes',
  '### Security Considerations',
  '### Testing',
];

describe('the review of the sample pull request', () => {
  it('is one review with the five headings in their order', () => {
    expect(pull.reviews.map(({ state, body }) => [state, body.match(/^##+ .+$/gm)])).toEqual([
      ['COMMENTED', headings],
    ]);
    expect(pull.comments).toEqual([]);
  });

  it('finds what is wrong, where it is', () => {
    const found = pull.reviewComments.map(({ path, line, side, body }) => [
      `${path}:${line} ${side}`,
      /^\*\*(\w+)\*\* · `([\w-]+)`/.exec(body)?.slice(1),
    ]);
    expect(found).toEqual([
      ['migrations/0009_order_exports.sql:16 RIGHT', ['Blocker', 'add-constraint-fk-not-valid-missing']],
      ['migrations/0010_orders_export_columns.sql:4 RIGHT', ['Blocker', 'add-column-volatile-default']],
      ['migrations/0010_orders_export_columns.sql:5 RIGHT', ['Blocker', 'set-not-null-scan']],
      ['migrations/0010_orders_export_columns.sql:6 RIGHT', ['Blocker', 'create-index-not-concurrent']],
      ['migrations/0011_export_totals.sql:3 RIGHT', ['Blocker', 'alter-column-type-rewrite']],
      ['migrations/0011_export_totals.sql:9 RIGHT', ['Blocker', 'code-still-uses-dropped-object']],
      ['openapi.yaml:179 LEFT', ['Blocker', 'response-property-removed']],
      ['openapi.yaml:251 RIGHT', ['Blocker', 'request-property-became-required']],
      ['queries/purge_order_events.sql:2 RIGHT', ['Blocker', 'dml-without-where']],
      ['src/orders/router.ts:44 RIGHT', ['Blocker', 'endpoint-authentication-removed']],
      ['migrations/0009_order_exports.sql:16 RIGHT', ['Warning', 'unindexed-foreign-key']],
    ]);
  });

  it('says nothing twice: what stands inline is not in the report', () => {
    const report = pull.reviews[0]?.body ?? '';
    const repeated = pull.reviewComments.filter(({ body }) => {
      const [, what = ''] = markers.strip(body).split('\n\n');
      return report.includes(what);
    });
    expect(repeated).toEqual([]);
  });

  it('comments only on lines of GitHub’s own hunks', async () => {
    const { github } = shop.house;
    const token = [...github.state.tokens.values()].find(({ permissions }) => permissions.contents)?.token;
    const url = `${github.url}/api/v3/repos/acme/shop/compare/${pull.base.sha}...${pull.head.sha}`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    const compared = comparison
      .parse(await answer.json())
      .files.map(({ filename, patch }) => ({ path: filename, patch: patch ?? null }));
    const local = await openLocal({
      git: createGit({ path: searchPath }),
      repository: shop.repository.directory,
      range: `${pull.base.sha}..${pull.head.sha}`,
    });
    const { files } = withGitHubHunks(local.change, compared, true);
    await local.close();
    const outside = pull.reviewComments.filter(({ path, side, startLine, line }) => {
      const file = files.find((one) => one.path === path);
      const lines = [startLine ?? line, line];
      return !lines.every(
        (one) => file && one !== null && commentable(file, side === 'LEFT' ? 'base' : 'head', one),
      );
    });
    expect(outside).toEqual([]);
    expect(compared.length).toBeGreaterThan(10);
  });

  it('concludes one check run as failed, with the counts in its title', () => {
    const runs = shop.house.github.state.repositories[0]?.checkRuns;
    expect(runs?.map(({ headSha, conclusion, output }) => [headSha, conclusion, output.title])).toEqual([
      [pull.head.sha, 'failure', '10 blockers, 1 warning, 2 pieces of advice'],
    ]);
  });

  it('takes at most seven requests', () => {
    expect(requests.length).toBeLessThanOrEqual(7);
    expect(requests.filter(({ status }) => status === null || status >= 400)).toMatchObject([
      { path: '/repos/acme/.github/contents/.github%2Fbackend-engineer.yml', status: 404 },
    ]);
  });
});
