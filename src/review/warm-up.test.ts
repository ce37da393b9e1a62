import { expect, it } from 'vitest';
import { warmUp } from './warm-up.ts';

it('analyses its made-up change', async () => {
  await expect(warmUp()).resolves.toBeUndefined();
});
