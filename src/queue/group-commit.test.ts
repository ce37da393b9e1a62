import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGroupCommit } from './group-commit.ts';

test('a lone item is stored at once, and what arrives meanwhile shares the next group', async () => {
  const groups: number[][] = [];
  const gates: (() => void)[] = [];
  const commit = createGroupCommit<number, number>((items) => {
    groups.push([...items]);
    const { promise, resolve } = Promise.withResolvers<number[]>();
    gates.push(() => resolve(items.map((item) => item * 10)));
    return promise;
  }, 3);
  const first = commit.add(1);
  expect(groups).toEqual([[1]]);
  const others = [2, 3, 4, 5].map((item) => commit.add(item));
  gates.shift()?.();
  expect(await first).toBe(10);
  expect(groups).toEqual([[1], [2, 3, 4]]);
  gates.shift()?.();
  expect(await Promise.all(others.slice(0, 3))).toEqual([20, 30, 40]);
  gates.shift()?.();
  expect(await others[3]).toBe(50);
  await commit.idle();
  expect(groups).toEqual([[1], [2, 3, 4], [5]]);
});

test('a group that fails rejects its items and no others', async () => {
  const commit = createGroupCommit<string, string>(async (items) => {
    if (items.includes('bad')) throw new Error('refused');
    return items;
  }, 10);
  const outcomes = await Promise.allSettled([commit.add('bad'), commit.add('a'), commit.add('b')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
});

test('every item gets its own result, and groups never overlap', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      async (pauses, maximum) => {
        let running = 0;
        const commit = createGroupCommit<number, number>(async (items) => {
          running += 1;
          expect(running).toBe(1);
          expect(items.length).toBeLessThanOrEqual(maximum);
          await Promise.resolve();
          running -= 1;
          return items.map((item) => -item);
        }, maximum);
        const results: Promise<number>[] = [];
        for (const [index, pause] of pauses.entries()) {
          results.push(commit.add(index));
          for (let turn = 0; turn < pause; turn += 1) await Promise.resolve();
        }
        expect(await Promise.all(results)).toEqual(pauses.map((_, index) => -index));
      },
    ),
    { numRuns: 100 },
  );
});
