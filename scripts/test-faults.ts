import process, { argv, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { createRandom } from '../test/crash/random.ts';
import {
  pairedScenario,
  type ReviewRequest,
  requestsOfReview,
  singleScenarios,
} from '../test/faults/plan-scenarios.ts';
import { playAll } from '../test/faults/play-all.ts';
import { describeScenario, linesOf, type Outcome, type Phase, play } from '../test/faults/scenario.ts';
import { openTown, type Town } from '../test/faults/town.ts';

/** Scenarios at the same time: most of each one's time is waiting. */
const atOnce = 12;

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    seed: { type: 'string', default: '1' },
    pairs: { type: 'string', default: '100' },
    /** Only those whose description holds this. */
    only: { type: 'string', default: '' },
    /** Prints the requests of each scenario. */
    verbose: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const started = performance.now();
const counts = { scenarios: 0, lost: 0, doubled: 0, loop: 0 };
const town = await openTown();
try {
  const requests = { first: await record(town, 'first'), push: await record(town, 'push') };
  for (const phase of ['first', 'push'] as const)
    stdout.write(`${phase}: ${requests[phase].map(({ name, nth }) => `${name} #${nth}`).join(', ')}\n`);
  const random = createRandom(seed);
  const scenarios = [
    ...singleScenarios('first', requests.first),
    ...singleScenarios('push', requests.push),
    ...Array.from({ length: Number(values.pairs) }, () => pairedScenario(requests, random)),
  ].filter((scenario) => describeScenario(scenario).includes(values.only));
  await playAll(town, scenarios, atOnce, (outcome) => tell(outcome, scenarios.length));
} finally {
  await town.close();
}
const seconds = Math.round((performance.now() - started) / 1000);
stdout.write(`seed ${seed}, ${seconds} s${counts.loop > 0 ? `, ${counts.loop} tried too often` : ''}\n`);
stdout.write(`${counts.scenarios} scenarios, ${counts.lost} lost, ${counts.doubled} doubled\n`);
process.exitCode = counts.lost + counts.doubled + counts.loop === 0 ? 0 : 1;

async function record(where: Town, phase: Phase): Promise<ReviewRequest[]> {
  const outcome = await play(where, `record-${phase}`, { phase, faults: [], lasting: false });
  const [breach] = outcome.breaches;
  if (breach !== undefined) throw new Error(`A review without faults: ${breach.what}`);
  return requestsOfReview(outcome.requests);
}

function tell({ scenario, breaches, requests, log }: Outcome, all: number): void {
  counts.scenarios += 1;
  for (const { kind } of breaches) counts[kind] += 1;
  const name = describeScenario(scenario);
  if (breaches.length > 0 || values.verbose)
    stdout.write(
      `${breaches.length > 0 ? 'FAILED' : 'ok'} (seed ${seed}) ${name}\n${breaches.map(({ kind, what }) => `  ${kind}: ${what}\n`).join('')}${linesOf(
        requests,
      )
        .map((line) => `    ${line}\n`)
        .join('')}${log.map((line) => `    ${line}`).join('')}`,
    );
  if (counts.scenarios % 50 === 0)
    stdout.write(`${counts.scenarios} of ${all}, ${Math.round((performance.now() - started) / 1000)} s\n`);
}
