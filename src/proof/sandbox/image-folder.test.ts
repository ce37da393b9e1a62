import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keepInFolder } from './image-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'images-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('those that were used last stay, within size and age', async () => {
  // Ahead of the files' own times.
  const clock = { ms: Date.now() + 1_000_000, now: () => clock.ms };
  const images = keepInFolder(join(folder, 'kept'), { bytes: 2_500, ageMs: 3_600_000 }, clock);
  const image = (byte: number): Buffer => Buffer.alloc(1_000, byte);
  await images.set('one', image(1));
  await images.set('two', image(2));
  expect(await images.get('one')).toEqual(image(1));
  clock.ms += 1_000;
  expect(await images.get('two')).toEqual(image(2));
  clock.ms += 1_000;
  expect(await images.get('one')).toEqual(image(1));
  writeFileSync(join(folder, 'kept', 'left.unfinished'), image(9));
  await images.set('large', Buffer.alloc(3_000));
  expect(await images.get('large')).toBeNull();
  clock.ms += 10_000_000;
  await images.set('three', image(3));
  expect(await images.get('one')).toBeNull();
  expect(await images.get('two')).toBeNull();
  expect(readdirSync(join(folder, 'kept')).filter((name) => name.endsWith('unfinished'))).toEqual([]);
});

test('a folder that cannot be written keeps nothing, without a word', async () => {
  writeFileSync(`${folder}-file`, '');
  const images = keepInFolder(
    join(`${folder}-file`, 'below'),
    { bytes: 9_999, ageMs: 9_999 },
    { now: () => 0 },
  );
  await images.set('one', Buffer.alloc(10));
  expect(await images.get('one')).toBeNull();
  rmSync(`${folder}-file`);
});
