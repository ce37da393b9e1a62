import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lag, lastingFaults, passingFaults } from './faults/fault-list.ts';
import { playAll } from './faults/play-all.ts';
import { describeScenario, linesOf, type Outcome, type Phase, type Scenario } from './faults/scenario.ts';
import { openTown, type Town } from './faults/town.ts';

function scenario(phase: Phase, label: string, request: string, lists: 'lagging' | 'current'): Scenario {
  const lasting = label in lastingFaults;
  const fault = { ...passingFaults, ...lastingFaults }[label];
  if (fault === undefined) throw new RangeError(`there is no fault ${label}`);
  const one = { request, nth: lasting ? null : 1, label, fault };
  const other = { request: null, nth: null, label: 'lag', fault: lag };
  return { phase, lasting, faults: lists === 'lagging' ? [one, other] : [one] };
}

const reviews = 'POST /REPO/pulls/N/reviews';
/** The most telling of `npm run test:faults`. */
const scenarios = [
  scenario('push', '502 after', reviews, 'lagging'),
  scenario('first', 'dropped after', reviews, 'current'),
  scenario('first', '502 before', reviews, 'current'),
  scenario('first', '502 after', 'POST /REPO/check-runs', 'lagging'),
  scenario('push', '429', 'PUT /REPO/pulls/N/reviews/N', 'current'),
  scenario('push', 'token ended', 'git refs', 'current'),
  scenario('first', '502 after', 'PATCH /REPO/check-runs/N completed', 'current'),
  scenario('push', 'dropped after', 'mutation Minimize', 'current'),
  scenario('first', '403 always', reviews, 'current'),
  scenario('first', 'secondary limit', 'query PullRequest', 'current'),
];

let town: Town;
const outcomes = new Map<Scenario, Outcome>();
beforeAll(async () => {
  town = await openTown();
  await playAll(town, scenarios, scenarios.length, (outcome) => outcomes.set(outcome.scenario, outcome));
}, 900_000);
afterAll(() => town?.close(), 120_000);

describe('a review with a fault on its way says everything once', () => {
  it.each(scenarios.map((one) => [describeScenario(one), one] as const))('%s', (_name, one) => {
    const outcome = outcomes.get(one);
    expect(outcome?.breaches, linesOf(outcome?.requests ?? []).join('\n')).toEqual([]);
  });
});
