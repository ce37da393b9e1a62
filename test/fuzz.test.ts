import { describe, expect, it } from 'vitest';
import { properties } from './fuzz/properties.ts';

/** The short form of `npm run test:fuzz`: the same cases each time, so that a failure is one of the code. */
const cases = 1_500;
const seed = 20_260_801;

describe('hostile input', () => {
  const shares = properties.reduce((sum, { share }) => sum + share, 0);

  it.each(properties.map((property) => [property.name, property] as const))(
    '%s',
    async (_, { share, run }) => {
      const own = Math.ceil((cases * share) / shares);
      expect(await run({ cases: own, seed })).toEqual({ cases: own, failure: null });
    },
    // It takes a second; the machine may be busy, and a failure is made smaller for a minute.
    180_000,
  );
});
