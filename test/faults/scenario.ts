import type { Fault } from '../../src/sandbox/http/faults.ts';
import type { RequestEntry } from '../../src/sandbox/http/request-log.ts';
import type { PullRecord } from '../../src/sandbox/state/records.ts';
import { isLimit, retryAfterSeconds } from './fault-list.ts';
import { type Breach, breachesOf, type Mercy } from './law.ts';
import { requestName } from './request-name.ts';
import { happens, type Street, type Town } from './town.ts';

export type Phase = 'first' | 'push';

export interface PlannedFault {
  /** From `requestName`; null for all requests. */
  readonly request: string | null;
  /** The nth of these since the phase began; null for every one. */
  readonly nth: number | null;
  readonly label: string;
  readonly fault: Fault;
}

/** A review (of a new pull request, or of a push to it) with faults on its way. */
export interface Scenario {
  readonly phase: Phase;
  readonly faults: readonly PlannedFault[];
  /** True where the faults stay until they are taken away: then a stated failure is asked for, and what comes after. */
  readonly lasting: boolean;
}

export interface Outcome {
  readonly scenario: Scenario;
  readonly breaches: readonly Breach[];
  /** The requests since the phase began. */
  readonly requests: readonly RequestEntry[];
  readonly log: readonly string[];
}

export function describeScenario({ phase, faults }: Scenario): string {
  const each = faults.map(
    ({ request, nth, label }) => `${label} at ${request ?? 'all requests'}${nth === null ? '' : ` #${nth}`}`,
  );
  return `${phase}: ${each.join(' + ') || 'no fault'}`;
}

/** Without a request for so long a review is lost: nothing of it waits longer, but for a busy machine. */
const patienceMs = 200_000;

/** Nothing takes longer, however busy the machine is. */
const limitMs = 1_200_000;

/** After this time without a request nothing comes any more: the first retry of a job is 10 s away at most. */
const quietMs = 16_000;

/** More requests of one kind than this are a loop. A review that is tried nine times makes as many. */
const maximumOfAKind = 14;

/**
 * Plays a scenario in a street of its own.
 * @param settled called when the outcome is there: what follows only looks whether it stays so
 */
export async function play(
  town: Town,
  owner: string,
  scenario: Scenario,
  settled: () => void = () => {},
): Promise<Outcome> {
  const street = await town.street(owner);
  const { phase, faults, lasting } = scenario;
  const none: Mercy = { unmarked: false, withoutCheck: false };
  let pull: PullRecord | null = null;
  const reached = (goal: () => boolean): Promise<boolean> =>
    happens(() => goal() || isQuiet(street, patienceMs), limitMs).then(goal);
  if (phase === 'push') {
    const opened = await street.open();
    pull = opened;
    if (!(await reached(() => breachesOf(street, opened, 'first', none).length === 0)))
      throw new Error(`the first review of ${owner} did not come: ${linesOf(street.requests()).join('\n')}`);
  }
  const mark = street.requests().length;
  const heal = faults.map(({ request, nth, fault }) =>
    street.failWith({
      match: {
        ...(request === null ? {} : { where: (seen) => requestName(seen) === request }),
        ...(nth === null ? {} : { nth }),
      },
      fault,
    }),
  );
  const present = phase === 'first' ? await street.open() : await street.push();
  const breaches = (mercy: Mercy): Breach[] => breachesOf(street, pull ?? present, phase, mercy);
  const mercy = mercyOf(scenario);
  const during = { unmarked: true, withoutCheck: true };
  const found: Breach[] = [];
  if (lasting) {
    const stated = await reached(() => breaches(during).length === 0 || isStated(street, present));
    if (!stated) found.push({ kind: 'lost', what: 'a word on what failed' });
    found.push(...loops(street.requests().slice(mark)));
    for (const end of heal) end();
    await street.ask();
  }
  await reached(() => breaches(mercy).length === 0);
  settled();
  // Whatever is still under way must not break it again.
  await happens(() => isQuiet(street, quietMs), limitMs);
  for (const end of heal) end();
  const seen = street.requests().slice(mark);
  found.push(...breaches(mercy), ...(lasting ? [] : loops(seen)), ...impatience(scenario, seen));
  town.github.uninstall(owner);
  return { scenario, breaches: found, requests: seen, log: street.log() };
}

function mercyOf({ faults, lasting }: Scenario): Mercy {
  const refused = (name: RegExp): boolean =>
    faults.some(({ request, label }) => /^4(03|04|22)/.test(label) && name.test(request ?? ''));
  // A comment that may not be touched is left to the next review; after a fault that stayed, that one has come.
  return { unmarked: !lasting && refused(/pulls\/comments|Minimize/), withoutCheck: false };
}

/** The check run says what failed; or, where even that was not possible, the log does. */
function isStated(street: Street, { head }: PullRecord): boolean {
  const told = street
    .checkRuns(head.sha)
    .some(({ status, output }) => status === 'completed' && output.title === 'The review failed');
  return told || street.log().some((line) => line.includes('A failure could not be told'));
}

function isQuiet(street: Street, forMs: number): boolean {
  return Date.now() - street.lastSeen() > forMs;
}

function loops(requests: readonly RequestEntry[]): Breach[] {
  const counts = Map.groupBy(requests, requestName);
  return [...counts]
    .filter(([, { length }]) => length > maximumOfAKind)
    .map(([name, { length }]) => ({ kind: 'loop', what: `${length} times ${name}` }));
}

/** A request of the same kind before the time that a limit named. */
function impatience({ faults, lasting }: Scenario, requests: readonly RequestEntry[]): Breach[] {
  if (lasting) return [];
  return faults.flatMap(({ request, nth, fault }) => {
    if (!isLimit(fault) || nth === null) return [];
    const same = requests.filter((seen) => requestName(seen) === request);
    const [limited, next] = same.slice(nth - 1);
    const waited = (next?.at ?? Number.POSITIVE_INFINITY) - (limited?.at ?? 0);
    // The queue counts from the end of the job, to the second.
    if (limited === undefined || waited >= retryAfterSeconds * 1000) return [];
    return [{ kind: 'loop' as const, what: `${request} again after ${waited} ms` }];
  });
}

/** A line for each request, with the time since the first of them. */
export function linesOf(requests: readonly RequestEntry[]): string[] {
  const from = requests[0]?.at ?? 0;
  return requests.map(
    (entry) => `${entry.at - from} ms ${requestName(entry)} ${entry.status ?? 'no answer'}`,
  );
}
