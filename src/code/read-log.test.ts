import { expect, it } from 'vitest';
import { createReadLog } from './read-log.ts';

it('notes what is read inside, and tells it to whoever is outside', () => {
  const log = createReadLog();
  let inner: ReadonlySet<string> = new Set();
  const outer = log.during(() => {
    log.note('a');
    inner = log.during(() => log.note('b')).reads;
    log.note('c');
  });
  expect([...inner]).toEqual(['b']);
  expect([...outer.reads].sort()).toEqual(['a', 'b', 'c']);
});

it('tells everybody who asks for what was computed once what it was drawn from', () => {
  const log = createReadLog();
  let times = 0;
  const answer = log.once(() => {
    log.note('a');
    times++;
    return 42;
  });
  const asked = [1, 2].map(() => log.during(answer));
  expect(asked.map(({ value, reads }) => [value, ...reads])).toEqual([
    [42, 'a'],
    [42, 'a'],
  ]);
  expect(times).toBe(1);
});

it('forgets what ran when it failed, not what was read', () => {
  const log = createReadLog();
  const outer = log.during(() => {
    try {
      log.during(() => {
        log.note('a');
        throw new Error('broken');
      });
    } catch {}
  });
  expect([...outer.reads]).toEqual(['a']);
});
