import { expect, it } from 'vitest';
import { measureFairness } from './support/fairness.ts';

const limitMs = 300_000;

// How long it waits is a matter of `npm run bench:fairness`; that it does not wait for the flood is not.
it('an installation that floods does not keep another one waiting', { timeout: limitMs }, async () => {
  const { flooded, waiting } = await measureFairness({
    flood: 40,
    samples: 3,
    githubMs: 0,
    databaseUrl: null,
  });
  expect(flooded).toHaveLength(3);
  expect(waiting).toBeGreaterThan(20);
});
