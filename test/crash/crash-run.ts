import { setTimeout as wait } from 'node:timers/promises';
import { type CrashGitHub, owners, type PullName, startCrashGitHub } from './crash-github.ts';
import { finish } from './finish.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { type Breach, breachesOf, requestsAbout } from './law.ts';
import { describeMoment, killAt, type Moment, pickMoment, type ReviewLength } from './moment.ts';
import { createRandom } from './random.ts';

export interface CrashRunOptions {
  readonly seed: number;
  readonly kills: number;
  /** Processes at once: one on the embedded database. */
  readonly processes: number;
  readonly databaseUrl: string | null;
  /** What would be posted twice is posted within this time after all is there: lists lag, and there is a pause after. */
  readonly quietMs: number;
  readonly onProgress: (line: string) => void;
}

export interface CrashRun {
  readonly kills: number;
  readonly pullRequests: number;
  readonly lost: number;
  readonly doubled: number;
  /** What was found and how it came about, empty where nothing was. */
  readonly report: string;
}

/** As GitHub's lists may. */
const lagMs = 3_000;
/** After so many kills all is allowed to finish, so that no job is killed more often than it is tried. */
const killsOfRound = 8;
/** A moment that does not come within so many lengths of a review is taken to be now. */
const patience = 5;

interface Kill {
  readonly number: number;
  readonly at: number;
  readonly process: number;
  readonly moment: Moment;
  readonly request: string | null;
}

/**
 * Opens pull requests and kills the service in the middle of them, again and again, then looks at what GitHub has. The
 * same seed makes the same choices; when exactly a process is hit is up to the machine.
 */
export async function crashRun(options: CrashRunOptions): Promise<CrashRun> {
  const github = await startCrashGitHub({ lagMs });
  const { processes, databaseUrl } = options;
  const fleet = await createFleet({ github, size: processes, databaseUrl });
  try {
    return await run(options, github, fleet);
  } finally {
    await fleet.close();
    await github.close();
  }
}

async function run(options: CrashRunOptions, github: CrashGitHub, fleet: Fleet): Promise<CrashRun> {
  const { seed, onProgress } = options;
  const random = createRandom(seed);
  const began = Date.now();
  const kills: Kill[] = [];
  const pulls: PullName[] = [];
  const deliveries: Promise<unknown>[] = [];

  await Promise.all(fleet.indexes.map((index) => fleet.start(index).ready()));
  const length = await measure(github, fleet, (pull) => pulls.push(pull));
  onProgress(`a review takes ${Math.round(length.ms)} ms and ${length.requests} requests`);
  let breaches: readonly Breach[] = [];
  while (kills.length < options.kills && breaches.length === 0) {
    const end = Math.min(kills.length + killsOfRound, options.kills);
    while (kills.length < end) await killOnce(end);
    const started = performance.now();
    breaches = await finish(github, fleet, pulls);
    await Promise.all(deliveries.splice(0));
    const seconds = Math.round((performance.now() - started) / 1000);
    onProgress(
      `${kills.length} kills, ${pulls.length} pull requests, ${breaches.length} breaches; at rest after ${seconds} s`,
    );
  }
  if (breaches.length === 0) {
    await wait(options.quietMs);
    breaches = pulls.flatMap((pull) => breachesOf(github, pull));
  }
  const count = (kind: Breach['kind']): number =>
    new Set(breaches.filter((breach) => breach.kind === kind).map(({ pull }) => nameOf(pull))).size;
  return {
    kills: kills.length,
    pullRequests: pulls.length,
    lost: count('lost'),
    doubled: count('doubled'),
    report: breaches.length === 0 ? '' : reportOf(breaches),
  };

  /** One or more pull requests are opened, and one process is killed meanwhile; perhaps once more while it starts. */
  async function killOnce(end: number): Promise<void> {
    const victim = random.between(0, fleet.indexes.length - 1);
    const moment = pickMoment(random, length);
    const opened = random.between(1, 2);
    const again = random.next() < 0.25 ? pickMoment(random, length) : null;
    const killed = strike(victim, moment);
    for (let one = 0; one < opened; one += 1) {
      const { pull, payload } = await github.open(random.pick(owners));
      pulls.push(pull);
      // Nobody waits for the answer: the process may die before it.
      const to = fleet.webhooks(random.between(0, fleet.indexes.length - 1));
      deliveries.push(github.standIn.deliver('pull_request', payload, to));
    }
    await killed;
    const restarted = fleet.start(victim);
    if (again !== null && kills.length < end) {
      // Counted from the start of the process: opening the database and looking for what is missing are hit, too.
      restarted.ready().catch(() => {});
      await strike(victim, again);
      await fleet.start(victim).ready();
    } else await restarted.ready();
  }

  async function strike(victim: number, moment: Moment): Promise<void> {
    const kill = (): Promise<void> => fleet.process(victim).kill();
    const request = await killAt(github, moment, kill, Math.max(length.ms * patience, 3_000));
    kills.push({ number: kills.length + 1, at: Date.now() - began, process: victim, moment, request });
  }

  function reportOf(found: readonly Breach[]): string {
    const lines = [`seed ${seed}`, 'kills:', ...kills.map(describeKill)];
    for (const [name, group] of Map.groupBy(found, ({ pull }) => nameOf(pull))) {
      lines.push('', `${name}: ${group.map(({ kind, what }) => `${kind}: ${what}`).join('; ')}`);
      const [first] = group;
      if (first !== undefined) lines.push(...requestsAbout(github, first.pull, began));
    }
    const said = fleet.log().filter(({ msg }) => msg !== 'Started');
    lines.push('', 'log:', ...said.map((line) => JSON.stringify(line)), fleet.errors());
    return lines.join('\n');
  }
}

function describeKill({ number, at, process, moment, request }: Kill): string {
  const hit = request === null ? '' : ` (${request})`;
  return `  ${number}. at ${at} ms, process ${process}, ${describeMoment(moment)}${hit}`;
}

/** The length of a review that nobody disturbs; the second one, since the first compiles. */
async function measure(
  github: CrashGitHub,
  fleet: Fleet,
  onPull: (pull: PullName) => void,
): Promise<ReviewLength> {
  let length: ReviewLength = { ms: 0, requests: 0 };
  for (const owner of [owners[0], owners[0]]) {
    const { pull, payload } = await github.open(owner);
    onPull(pull);
    const before = github.standIn.requests.length;
    const started = performance.now();
    const { statusCode } = await github.standIn.deliver('pull_request', payload, fleet.webhooks(0));
    if (statusCode >= 300) throw new Error(`the service answered the webhook with ${statusCode}`);
    const breaches = await finish(github, fleet, [pull]);
    if (breaches.length > 0) throw new Error(`a review without a kill: ${JSON.stringify(breaches)}`);
    length = { ms: performance.now() - started, requests: github.standIn.requests.length - before };
  }
  return length;
}

function nameOf({ owner, name, number }: PullName): string {
  return `${owner}/${name}#${number}`;
}
