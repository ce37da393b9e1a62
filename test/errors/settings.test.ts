import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelStandIn, startModelStandIn } from '../../src/sandbox/model/start-model-stand-in.ts';
import { openWatchedShop, type WatchedShop } from './watched-shop.ts';

const settings = '.github/backend-engineer.yml';
const purge = { 'queries/purge.sql': 'DELETE FROM order_events;\n' };

const answer = { summary: { api: [], database: [], security: [], testing: [] }, claims: [] };

let model: ModelStandIn;
let shop: WatchedShop;
beforeAll(async () => {
  model = await startModelStandIn({ script: Array.from({ length: 20 }, () => ({ kind: 'answer', answer })) });
  shop = await openWatchedShop({ anthropic: { apiKey: 'a key', baseUrl: model.url } });
}, 180_000);
afterAll(async () => {
  await shop?.close();
  await model?.close();
});

/** A pull request onto a branch that has this settings file. */
async function reviewedWith(text: string, head: Readonly<Record<string, string>> = {}) {
  const base = shop.commit({ [settings]: text });
  return shop.opened({ base, head: shop.commit({ ...purge, ...head }, base) });
}

describe('the settings file', { timeout: 300_000 }, () => {
  it.each([
    ['is no YAML', 'ignore: [\n', 'line 2 is not YAML'],
    ['has an unknown key', 'ignroe: []\n', 'Unrecognized key: "ignroe"'],
    ['has a wrong value', 'inline:\n  limit: 1000\n', '`inline.limit`'],
    ['is a list', '- ignore\n', 'expected object'],
    ['holds bytes that are no text', '\0\0\0', 'it is binary'],
    ['is far too long', `# ${'x'.repeat(70_000)}\n`, 'it is larger than 64 KiB'],
  ])('that %s on the base branch is told, and the defaults are in force', async (_, text, problem) => {
    const pull = await reviewedWith(text);
    const notice = shop.report(pull).match(/^> .*$/m)?.[0];
    expect(notice).toContain(`${settings} is not in force, the defaults are`);
    expect(notice).toContain(problem);
    expect(shop.checkRun(pull)?.output.summary).toContain(notice);
    expect(pull.reviewComments.map(({ path }) => path)).toEqual(['queries/purge.sql']);
    expect(shop.leaks([])).toEqual([]);
  });

  it('of the head alone is not looked at', async () => {
    const pull = await shop.opened({
      head: shop.commit({ ...purge, [settings]: 'ignore: ["**"]\ngate: { warnings: neutral }\n' }),
    });
    expect(pull.reviewComments.map(({ path }) => path)).toEqual(['queries/purge.sql']);
    expect(shop.report(pull)).not.toContain('not in force');
    expect(shop.checkRun(pull)?.conclusion).toBe('failure');
  });

  it('of the base branch keeps ignored files from the model, too', async () => {
    const base = shop.commit({ [settings]: 'ignore: ["queries/**"]\n' });
    await shop.opened({
      base,
      head: shop.commit({ ...purge, 'scripts/shown.sql': 'DELETE FROM orders;\n' }, base),
    });
    // The model may still be busy with the pull requests before.
    const sent = model.requests.map((request) => JSON.stringify(request));
    const ours = sent.filter((request) => request.includes('scripts/shown.sql'));
    expect(ours.map((request) => request.includes('order_events'))).toEqual([false]);
  });

  it('of the base branch is in force, also where the head takes it away', async () => {
    const base = shop.commit({ [settings]: 'ignore: ["queries/**"]\n' });
    const pull = await shop.opened({ base, head: shop.commit({ ...purge, [settings]: null }, base) });
    expect(pull.reviewComments).toEqual([]);
    expect(shop.coverage(pull)['queries/purge.sql']).toBe('ignored by the settings');
  });
});
