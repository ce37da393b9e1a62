import { type Outcome, play, type Scenario } from './scenario.ts';
import type { Town } from './town.ts';

/**
 * Plays scenarios, so many at the same time: most of each one's time is waiting.
 * @param told called with each outcome, in the order in which they come
 */
export async function playAll(
  town: Town,
  scenarios: readonly Scenario[],
  atOnce: number,
  told: (outcome: Outcome) => void,
): Promise<void> {
  const waiting = scenarios.map((scenario, index) => ({ scenario, owner: `street-${index + 1}` }));
  const aftermath: Promise<void>[] = [];
  async function next(): Promise<void> {
    for (let found = waiting.shift(); found !== undefined; found = waiting.shift()) {
      const { promise: settled, resolve } = Promise.withResolvers<void>();
      const { scenario, owner } = found;
      const played = play(town, owner, scenario, resolve)
        .catch((error: unknown) => ({
          scenario,
          breaches: [{ kind: 'lost' as const, what: String(error) }],
          requests: [],
          log: [],
        }))
        .then(told)
        .finally(resolve);
      aftermath.push(played);
      await settled;
    }
  }
  await Promise.all(Array.from({ length: atOnce }, next));
  await Promise.all(aftermath);
}
