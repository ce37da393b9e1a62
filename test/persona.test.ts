import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelStandIn, startModelStandIn } from '../src/sandbox/model/start-model-stand-in.ts';
import type { PullRecord } from '../src/sandbox/state/records.ts';
import { exampleShop, openShop, type Shop } from './support/shop.ts';

const path = 'src/exports/router.ts';
const lines = readFileSync(join(exampleShop, 'head', path), 'utf8').split('\n');
const at = lines.findIndex((line) => line.includes('SELECT id FROM orders'));

const claim = {
  path,
  startLine: at,
  endLine: at + 1,
  quote: lines.slice(at - 1, at + 1).join('\n'),
  category: 'race',
  severity: 'blocker',
  title: 'Two exports at once take the same orders',
  scenario: 'Both read the orders before either marks them, so that each order is in two exports.',
  fix: 'Lock the rows while they are read.',
  replacement: null,
};
const invented = {
  ...claim,
  quote: '    await client.query("TRUNCATE orders");',
  title: 'Every export empties the orders',
};

let model: ModelStandIn;
let shop: Shop;
let pull: PullRecord;

beforeAll(async () => {
  model = await startModelStandIn({
    script: [
      {
        kind: 'answer',
        answer: {
          summary: { api: [], database: [], security: ['Exports are kept apart by tenant.'], testing: [] },
          claims: [claim, invented],
        },
      },
      { kind: 'error', status: 529, type: 'overloaded_error', message: 'Overloaded' },
    ],
  });
  shop = await openShop({ anthropic: { apiKey: 'a key', baseUrl: model.url } });
  pull = await shop.reviewed('change');
}, 180_000);
afterAll(async () => {
  await shop?.close();
  await model?.close();
});

const footer = (body: string | undefined): string | undefined => /<sub>(.*?) <code>/.exec(body ?? '')?.[1];

describe('a review with a model', { timeout: 120_000 }, () => {
  it('posts a claim whose quote is in the code, and none whose quote is invented', () => {
    const claims = pull.reviewComments.filter(({ body }) => body.includes('`persona-'));
    expect(claims.map((one) => [one.path, one.startLine, one.line, one.body.split('\n')[0]])).toEqual([
      [path, at, at + 1, '**Warning** · `persona-race` · quoted'],
    ]);
    expect(claims[0]?.body).toContain(claim.title);
    const said = [...pull.reviews, ...pull.reviewComments].map(({ body }) => body).join('\n');
    expect(said).not.toContain(invented.title);
  });

  it('names the model and what became of its claims, and takes its sentences', () => {
    const body = pull.reviews[0]?.body;
    expect(footer(body)).toMatch(/^Reviewed by claude-[\w-]+: 2 claims, 1 verified\.$/);
    expect(body).toContain('Exports are kept apart by tenant.');
  });

  it('posts what was proven, and says that no model reviewed it, where the model is overloaded', async () => {
    const head = shop.commitOn(shop.repository.base.sha, {
      'queries/purge_events.sql': 'DELETE FROM order_events;\n',
    });
    const other = await shop.reviewed(head);
    expect(footer(other.reviews[0]?.body)).toBe('No model reviewed this: the model is overloaded.');
    expect(other.reviewComments.map(({ path, line }) => [path, line])).toEqual([
      ['queries/purge_events.sql', 1],
    ]);
    expect(shop.checkRun(other)?.conclusion).toBe('failure');
    expect(model.requests.at(-1)?.status).toBe(529);
  });

  it('leaves its comment open where the model could not be asked again', async () => {
    const before = pull.reviewComments.map(({ body }) => body);
    await shop.pushed(pull.number, shop.commitOn(pull.head.sha, { 'docs/words.md': 'Words.\n' }));
    expect(footer(pull.reviews[0]?.body)).toBe('No model reviewed this: the model is overloaded.');
    expect(pull.reviewComments.map(({ body }) => body)).toEqual(before);
  });
});
