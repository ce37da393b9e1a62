import { randomInt, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { processSettings } from '../src/config/process.ts';
import { openQueue } from '../src/queue/open-queue.ts';
import { createExampleRepository } from '../src/sandbox/example-repository.ts';
import { makeKeyPair } from '../src/sandbox/keys.ts';
import { openDatabase } from '../src/store/open-database.ts';
import { atLeast, atMost, type Figure, median, plain, printFigures, quantile } from './figures.ts';
import { makeDeliveries } from './intake/deliveries.ts';
import { closedLoop, type LoadResult, openLoop, type Prepared } from './intake/load.ts';
import {
  type BenchApp,
  type ServerProcess,
  startBareProbot,
  startGitHub,
  startServiceProcess,
  startSilentGitHub,
} from './intake/processes.ts';
import { createLargeRepository } from './large-repository.ts';
import { readArguments } from './read-arguments.ts';

// How the service takes deliveries: as many as it can beside a bare Probot app with an empty handler, in turns; at a
// calm pace; and at that pace while it reviews a large and a hostile pull request. At the end of the first part it is
// killed, and what is in its database is compared with what it acknowledged.

const usage = `npm run bench:intake -- [--json] [--connections N] [--deliveries N] [--rounds N] [--rate PER_SECOND]
  [--seconds N] [--payload FILE] [--database-url postgres://…]

--deliveries is for each round and server, --rate and --seconds are for the calm and the busy part, --payload is the
JSON of a pull_request event (GitHub's own example by default).
`;
const values = readArguments(
  {
    json: { type: 'boolean', default: false },
    connections: { type: 'string', default: '20' },
    deliveries: { type: 'string', default: '3000' },
    rounds: { type: 'string', default: '5' },
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '10' },
    payload: { type: 'string' },
    'database-url': { type: 'string' },
  },
  ['connections', 'deliveries', 'rounds', 'rate', 'seconds'],
  usage,
);
const connections = Number(values.connections);
const perRound = Number(values.deliveries);
const rate = Number(values.rate);
const seconds = Number(values.seconds);
const databaseUrl = values['database-url'] ?? null;

/** 21 KB, as the example is: a longer payload stays as it is. */
const bodyBytes = 21 * 1024;
/** What V8 needs to see before it compiles. Not counted. */
const warmUp = 1_000;
/** More than are reviewed while the hostile one is. */
const largeReviews = 40;

const { searchPath } = processSettings();
const scratch = mkdtempSync(join(tmpdir(), 'backend-engineer-bench-'));
const run = randomUUID();
const app: BenchApp = { id: 4711, privateKey: (await makeKeyPair()).privateKey, secret: randomUUID() };
const servers: ServerProcess[] = [];
/** The number of the last pull request. */
let last = 0;

try {
  const figures = [...(await measureIntake()), ...(await measureBusy())];
  printFigures(figures, values.json);
  process.exitCode = figures.every(({ ok }) => ok !== false) ? 0 : 1;
} finally {
  for (const server of servers) await server.kill();
  rmSync(scratch, { recursive: true, force: true });
}

/** At a calm pace, then at full speed in turns with the bare app, then killed in the middle. */
async function measureIntake(): Promise<Figure[]> {
  const dataDir = join(scratch, 'data');
  const github = await startSilentGitHub();
  const service = await startService(dataDir, github.port);
  const bare = await startBareProbot(app);
  servers.push(bare);
  // Not that of another run on the same database.
  const installation = randomInt(2 ** 31, 2 ** 40);
  const prepare = preparing(installation);
  const accepted: number[] = [];
  const atBare = (count: number) => closedLoop(bare.port, connections, prepare(count));
  const atService = async (load: Promise<LoadResult>): Promise<LoadResult> => {
    const result = await load;
    accepted.push(...result.accepted);
    return result;
  };
  await atBare(warmUp);
  await atService(closedLoop(service.port, connections, prepare(warmUp)));
  const bareCalm = await openLoop(bare.port, rate, prepare(rate * seconds));
  const calm = await atService(openLoop(service.port, rate, prepare(rate * seconds)));
  const rounds: { readonly bare: number; readonly service: number }[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const one = await atBare(perRound);
    const other = await atService(closedLoop(service.port, connections, prepare(perRound)));
    rounds.push({ bare: perSecond(one), service: perSecond(other) });
  }
  await atService(
    closedLoop(service.port, connections, prepare(perRound), (answers) => {
      if (answers === Math.ceil(perRound / 2)) void service.kill();
    }),
  );
  await service.kill();
  github.close();
  const stored = await storedPulls(dataDir, installation);
  const lost = accepted.filter((number) => !stored.has(number)).length;
  const ratio = median(rounds.map((round) => round.service / round.bare));
  return [
    atLeast('intake.throughput_ratio', ratio, 'times', 0.7),
    plain('intake.service_per_second', median(rounds.map((round) => round.service)), 'deliveries/s'),
    plain('intake.bare_per_second', median(rounds.map((round) => round.bare)), 'deliveries/s'),
    atMost('intake.p99_ms', quantile(calm.latencies, 0.99), 'ms', 10),
    plain('intake.bare_p99_ms', quantile(bareCalm.latencies, 0.99), 'ms'),
    plain('intake.acknowledged', accepted.length, 'deliveries'),
    atMost('intake.lost', lost, 'deliveries', 0),
  ];
}

/** At the calm pace while two reviews are at work: one of 100 files after another, and one of files that are not to be parsed. */
async function measureBusy(): Promise<Figure[]> {
  const large = { owner: 'acme', name: 'large', base: 'main', head: 'change' };
  const hostile = { ...large, name: 'hostile' };
  const github = await startGitHub({
    app,
    repositories: [
      { ...large, directory: await createLargeRepository(join(scratch, 'large')) },
      { ...hostile, directory: await createHostileRepository(join(scratch, 'hostile')) },
    ],
    pulls: [hostile, ...Array.from({ length: largeReviews }, () => large)],
    searchPath,
  });
  servers.push(github);
  const service = await startService(join(scratch, 'busy-data'), github.port);
  // What is measured waits behind the reviews: its pull requests are of the same installation.
  const prepare = preparing(await github.deliver(service.port));
  while (!(await github.underReview())[0]) await wait(20);
  await closedLoop(service.port, 1, prepare(50));
  const busy = await openLoop(service.port, rate, prepare(rate * seconds));
  const [hostileRuns, ...largeRuns] = await github.underReview();
  if (!hostileRuns || !largeRuns.some((runs) => runs))
    throw new Error('the reviews ended before the measurement: take fewer --seconds');
  if (busy.refused > 0) throw new Error(`${busy.refused} deliveries were refused`);
  return [atMost('intake.p99_busy_ms', quantile(busy.latencies, 0.99), 'ms', 100)];
}

async function startService(dataDir: string, githubPort: number): Promise<ServerProcess> {
  const service = await startServiceProcess({ app, dataDir, databaseUrl, githubPort, searchPath });
  servers.push(service);
  return service;
}

/** Makes signed deliveries of pull requests that no other delivery of this run is about. */
function preparing(installation: number): (count: number) => Prepared[] {
  const payload = values.payload === undefined ? {} : { payload: readFileSync(values.payload, 'utf8') };
  const deliveries = makeDeliveries({ secret: app.secret, run, installation, bodyBytes, ...payload });
  return (count) =>
    Array.from({ length: count }, () => {
      last += 1;
      return { number: last, request: deliveries.request(last) };
    });
}

/** The numbers of all pull requests that a review is stored for, by what the next start finds. */
async function storedPulls(dataDir: string, installation: number): Promise<ReadonlySet<number>> {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const database = await openDatabase({ dataDir, databaseUrl, log });
  const queue = await openQueue(database, { log });
  try {
    await queue.settled();
    const rows = await database.query<{ number: number }>(
      "SELECT DISTINCT (data->>'n')::int AS number FROM pgboss.job WHERE name = 'review' AND (data->>'i')::bigint = $1",
      [installation],
    );
    return new Set(rows.map(({ number }) => number));
  } finally {
    await queue.stop({ deadlineMs: 1_000 });
    await database.close();
  }
}

/** 20 MB of SQL, a history that costs its square to judge, and a condition that fills the memory. */
async function createHostileRepository(into: string): Promise<string> {
  const put = (folder: string, name: string, lines: Iterable<string>): void => {
    mkdirSync(join(into, folder, 'migrations'), { recursive: true });
    writeFileSync(join(into, folder, 'migrations', name), [...lines].join('\n'));
  };
  const count = (to: number, line: (number: number) => string): string[] =>
    Array.from({ length: to }, (_, number) => line(number));
  put('base', '1.sql', ['CREATE TABLE orders (id bigint PRIMARY KEY);']);
  put('head', '1.sql', ['CREATE TABLE orders (id bigint PRIMARY KEY);']);
  put(
    'head',
    '2.sql',
    count(400_000, (number) => `ALTER TABLE orders ADD COLUMN column_${number} text NOT NULL;`),
  );
  put(
    'head',
    '3.sql',
    count(40_000, (number) => `CREATE TABLE t${number} (id bigint PRIMARY KEY);`),
  );
  put('head', '4.sql', [
    `SELECT * FROM orders WHERE ${count(120_000, (number) => `a = ${number}`).join(' OR ')};`,
  ]);
  const [base, head] = [join(into, 'base'), join(into, 'head')];
  return (await createExampleRepository({ base, head, into: join(into, 'repository') })).directory;
}

function perSecond({ accepted, refused, milliseconds }: LoadResult): number {
  if (refused > 0) throw new Error(`${refused} deliveries were refused`);
  return (accepted.length / milliseconds) * 1000;
}
