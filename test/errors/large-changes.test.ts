import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PullRecord } from '../../src/sandbox/state/records.ts';
import { fillsTheMemory, takesForEver } from './hostile-files.ts';
import { openWatchedShop, type WatchedShop } from './watched-shop.ts';

const megabyte = 1024 * 1024;
const purge = { 'queries/purge.sql': 'DELETE FROM order_events;\n' };

let shop: WatchedShop;
let hasty: WatchedShop;
beforeAll(async () => {
  shop = await openWatchedShop({ limits: { task: { memoryBytes: 450 * megabyte } } });
  hasty = await openWatchedShop({ limits: { task: { fileMs: 3_000 } } });
}, 180_000);
afterAll(async () => {
  await shop?.close();
  await hasty?.close();
});

/** Where comments stand, and how the check ended. */
function seen(pull: PullRecord, { checkRun } = shop): unknown {
  const check = checkRun(pull);
  return {
    comments: pull.reviewComments.map(({ path, line }) => `${path}:${line}`),
    check: [check?.conclusion, check?.output.title],
  };
}
const onlyThePurge = (title: string): object => ({
  comments: ['queries/purge.sql:1'],
  check: ['failure', title],
});

describe('a change that is large or hostile', { timeout: 300_000 }, () => {
  it('of 3,000 files is reviewed, and the coverage names what was not analysed', async () => {
    const code = Array.from({ length: 2_990 }, (_, number) => [
      `src/generated/part-${number}.ts`,
      `export const part${number} = ${number};\n`,
    ]);
    const pictures = Array.from({ length: 9 }, (_, number) => [`docs/picture-${number}.png`, 'x\0y']);
    const pull = await shop.opened({
      head: shop.commit({ ...Object.fromEntries([...code, ...pictures]), ...purge }),
    });
    expect(seen(pull)).toEqual(onlyThePurge('1 blocker, 990 files not fully analysed'));
    const [, read] = /(\d+) of 2991 backend files read/.exec(shop.report(pull)) ?? [];
    expect(Number(read)).toBe(2_991);
    const coverage = Object.entries(shop.coverage(pull));
    const searched = 'partly: endpoints are searched in 2000 files of code';
    expect(coverage.filter(([, why]) => why === searched)).toHaveLength(200);
    expect(shop.report(pull)).toMatch(/Not or only partly analysed \(990 files\)/);
    expect(shop.report(pull)).toMatch(/\| 790 more files \| \|/);
    expect(coverage.filter(([path]) => path.endsWith('.png'))).toHaveLength(9);
  });

  it('with an SQL file of 20 MB names that file, and reviews the rest', async () => {
    const row = `INSERT INTO orders (id, email) VALUES (1, 'secret-of-a-customer');\n`;
    const dump = row.repeat(Math.ceil((20 * megabyte) / row.length));
    const pull = await shop.opened({ head: shop.commit({ 'migrations/0009_dump.sql': dump, ...purge }) });
    expect(seen(pull)).toEqual(onlyThePurge('1 blocker, 1 file not analysed'));
    expect(shop.coverage(pull)).toEqual({ 'migrations/0009_dump.sql': 'it is too large' });
    expect(shop.leaks(['secret-of-a-customer'])).toEqual([]);
  });

  it('with a file that takes the parser for ever names that file, and reviews the rest', async () => {
    const pull = await hasty.opened({
      head: hasty.commit({ 'migrations/0009_all.sql': takesForEver, ...purge }),
    });
    expect(seen(pull, hasty)).toEqual(onlyThePurge('1 blocker, 1 file not analysed'));
    expect(hasty.coverage(pull)).toEqual({ 'migrations/0009_all.sql': 'it took too long' });
    expect(hasty.checkRun(pull)?.output.summary).toContain(
      '| `migrations/0009_all.sql` | skipped | it took too long |',
    );
    expect(hasty.leaks(['CREATE TABLE'])).toEqual([]);
  });

  it('with a file that takes too much memory names that file, and reviews the rest', async () => {
    const pull = await shop.opened({
      head: shop.commit({ 'migrations/0009_all.sql': fillsTheMemory, ...purge }),
    });
    expect(seen(pull)).toEqual(onlyThePurge('1 blocker, 1 file not analysed'));
    expect(shop.coverage(pull)).toEqual({ 'migrations/0009_all.sql': 'it needed too much memory' });
    expect(shop.leaks(['SELECT *'])).toEqual([]);
  });

  it('with nothing but hostile files says so, and does not call it a clean bill', async () => {
    const files = Array.from({ length: 2 }, (_, number) => [`migrations/001${number}_all.sql`, takesForEver]);
    const pull = await hasty.opened({ head: hasty.commit(Object.fromEntries(files)) });
    expect(seen(pull, hasty)).toEqual({ comments: [], check: ['neutral', 'Not analysed'] });
    expect(Object.values(hasty.coverage(pull))).toEqual(files.map(() => 'it took too long'));
  });
});
