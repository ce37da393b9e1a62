import { afterEach, describe, expect, it } from 'vitest';
import { openWatchedShop, type WatchedShop } from './watched-shop.ts';

let shop: WatchedShop | null = null;
afterEach(() => shop?.close());

describe('a repository that cannot be fetched within the limits', { timeout: 300_000 }, () => {
  it.each([
    [
      'is larger',
      { mirrorBytes: 1_000 },
      'the repository is larger than this installation of the App fetches.',
    ],
    ['takes longer', { fetchMs: 1 }, 'fetching the repository took too long.'],
  ])('and %s is told in plain words', async (_, fetch, words) => {
    shop = await openWatchedShop({ limits: { fetch } });
    const pull = await shop.opened({
      head: shop.commit({ 'queries/purge.sql': 'DELETE FROM order_events;\n' }),
    });
    expect(pull.reviews).toEqual([]);
    const check = shop.checkRun(pull);
    expect([check?.conclusion, check?.output.title]).toEqual(['neutral', 'The review failed']);
    expect(check?.output.summary).toContain(words);
    expect(check?.output.summary).not.toMatch(/\bat \S+:\d+|\.ts\b|GIT_/);
    expect(shop.leaks([])).toEqual([]);
  });
});
