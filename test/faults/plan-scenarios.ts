import type { RequestEntry } from '../../src/sandbox/http/request-log.ts';
import type { Random } from '../crash/random.ts';
import { hang, lag, lastingFaults, passingFaults } from './fault-list.ts';
import { requestName } from './request-name.ts';
import type { Phase, PlannedFault, Scenario } from './scenario.ts';

/** A request of a review: the nth of its name. */
export interface ReviewRequest {
  readonly name: string;
  readonly nth: number;
}

/** The requests of a review without faults, from its log. */
export function requestsOfReview(entries: readonly RequestEntry[]): ReviewRequest[] {
  const counts = new Map<string, number>();
  return entries.map((entry) => {
    const name = requestName(entry);
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    return { name, nth };
  });
}

/** Requests that only a review with a fault makes: the second fault of a pair may meet them. */
const recovering: readonly ReviewRequest[] = [
  { name: 'query LastReviews', nth: 1 },
  { name: 'query PullRequest', nth: 2 },
  { name: 'GET /REPO/commits/SHA/check-runs', nth: 1 },
  { name: 'PATCH /REPO/check-runs/N in_progress', nth: 1 },
  { name: 'POST /REPO/pulls/N/reviews', nth: 2 },
  { name: 'GET /REPO/pulls/N/files', nth: 1 },
];

const lists: PlannedFault = { request: null, nth: null, label: 'lag', fault: lag };

/** Every fault at every request, alone. */
export function singleScenarios(phase: Phase, requests: readonly ReviewRequest[]): Scenario[] {
  const once = requests.flatMap(({ name, nth }) =>
    Object.entries(passingFaults).map(([label, fault]) =>
      passing(phase, [{ request: name, nth, label, fault }]),
    ),
  );
  const always = [...new Set(requests.map(({ name }) => name))].flatMap((request) =>
    Object.entries(lastingFaults).map(
      ([label, fault]): Scenario => ({
        phase,
        lasting: true,
        faults: [{ request, nth: null, label, fault }],
      }),
    ),
  );
  const creations = requests.filter(({ name }) => /^POST \/REPO\/(check-runs|pulls)/.test(name));
  const hanging = creations.map(({ name, nth }) =>
    passing(phase, [{ request: name, nth, label: 'hangs', fault: hang }]),
  );
  return [passing(phase, [lists]), ...hanging, ...once, ...always];
}

/** Two passing faults at two requests, or one while all lists lag. */
export function pairedScenario(
  requests: Readonly<Record<Phase, readonly ReviewRequest[]>>,
  random: Random,
): Scenario {
  const phase = random.pick(['first', 'push']);
  const fault = (among: readonly ReviewRequest[]): PlannedFault => {
    const { name, nth } = among[random.between(0, among.length - 1)] ?? { name: '', nth: 1 };
    const faults = Object.entries(passingFaults);
    const [label, chosen] = faults[random.between(0, faults.length - 1)] ?? ['drop', 'drop'];
    return { request: name, nth, label, fault: chosen };
  };
  const one = fault(requests[phase]);
  const other = random.next() < 0.25 ? lists : fault([...requests[phase], ...recovering]);
  return passing(phase, [one, other]);
}

function passing(phase: Phase, faults: readonly PlannedFault[]): Scenario {
  return { phase, faults, lasting: false };
}
