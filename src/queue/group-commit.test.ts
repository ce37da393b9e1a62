import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGroupCommit } from './group-commit.ts';

test('a lone item is stored at once, and what arrives meanwhile shares the next group', async () => {
  const groups: number[][] = [];
  const gates: (() => void)[] = [];
  const commit = createGroupCommit<number>((items) => {
    groups.push([...items]);
    const { promise, resolve } = Promise.withResolvers<void>();
    gates.push(resolve);
    return promise;
  }, 3);
  const first = commit.add(1);
  await nextTurn();
  expect(groups).toEqual([[1]]);
  const others = [2, 3, 4, 5].map((item) => commit.add(item));
  gates.shift()?.();
  await first;
  await nextTurn();
  expect(groups).toEqual([[1], [2, 3, 4]]);
  gates.shift()?.();
  await Promise.all(others.slice(0, 3));
  await nextTurn();
  gates.shift()?.();
  await others[3];
  await commit.idle();
  expect(groups).toEqual([[1], [2, 3, 4], [5]]);
});

test('what is read in the same turn is stored together, even where storing holds the event loop up', async () => {
  const groups: number[][] = [];
  const commit = createGroupCommit<number>(async (items) => {
    groups.push([...items]);
  }, 10);
  await Promise.all([1, 2, 3].map((item) => commit.add(item)));
  expect(groups).toEqual([[1, 2, 3]]);
});

test('a group that fails rejects its items and no others', async () => {
  const commit = createGroupCommit<string>(async (items) => {
    if (items.includes('bad')) throw new Error('refused');
  }, 2);
  const outcomes = await Promise.allSettled(['bad', 'worse', 'a', 'b'].map((item) => commit.add(item)));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
});

test('every item is stored once and in order before it resolves, and groups never overlap', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      async (pauses, maximum) => {
        const stored: number[] = [];
        let running = 0;
        const commit = createGroupCommit<number>(async (items) => {
          running += 1;
          expect(running).toBe(1);
          expect(items.length).toBeLessThanOrEqual(maximum);
          await Promise.resolve();
          running -= 1;
          stored.push(...items);
        }, maximum);
        const results: Promise<void>[] = [];
        for (const [index, pause] of pauses.entries()) {
          results.push(commit.add(index).then(() => expect(stored).toContain(index)));
          for (let turn = 0; turn < pause; turn += 1) await nextTurn();
        }
        await Promise.all(results);
        expect(stored).toEqual(pauses.map((_, index) => index));
      },
    ),
    { numRuns: 100 },
  );
});
