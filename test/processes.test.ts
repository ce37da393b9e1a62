import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CrashGitHub, type PullName, startCrashGitHub } from './crash/crash-github.ts';
import { finish } from './crash/finish.ts';
import { createFleet, type Fleet } from './crash/fleet.ts';
import { breachesOf } from './crash/law.ts';
import { type PostgresServer, postgresAvailable, postgresNeeded, startPostgres } from './support/postgres.ts';
import {
  launchService,
  type ServiceAddresses,
  type ServiceExit,
  type ServiceProcess,
} from './support/service-process.ts';

const here = postgresAvailable();
const suite = (name: string): string => (here ? name : `${name}: ${postgresNeeded}`);

/** A job whose worker lost its claim comes back when its heartbeat is missed, with pauses between attempts. */
const limitMs = 300_000;
/** GitHub waits 10 s for an answer. */
const answerMs = 10_000;
/** PostgreSQL is away for so long. A minute takes no other way: statements are refused at once, the pauses are seconds. */
const awayMs = 10_000;

const startCheck = { method: 'POST', path: '/repos/*/*/check-runs', nth: 1 } as const;
const createReview = { method: 'POST', path: '/repos/*/*/pulls/*/reviews', nth: 1 } as const;

let server: PostgresServer;
let databaseUrl: string;
let github: CrashGitHub;

beforeAll(async () => {
  if (here) server = await startPostgres();
}, limitMs);
afterAll(() => server?.close());
beforeEach(async () => {
  if (!here) return;
  databaseUrl = await server.createDatabase();
  github = await startCrashGitHub({ lagMs: 0 });
}, limitMs);
afterEach(() => github?.close());

/** The first request that fits waits for `meanwhile`. */
function during(match: Parameters<CrashGitHub['hold']>[0], meanwhile: () => Promise<unknown>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  github.hold(match, 'carried out', async () => {
    await meanwhile().then(() => resolve(), reject);
  });
  return promise;
}

async function deliver(payload: object, to: string): Promise<number> {
  return (await github.standIn.deliver('pull_request', payload, to)).statusCode;
}

async function readiness({ adminUrl }: ServiceAddresses): Promise<number> {
  return (await fetch(`${adminUrl}/readyz`)).status;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + limitMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`${what} did not happen`);
    await wait(50);
  }
}

describe.skipIf(!here)(suite('two processes that share a PostgreSQL'), () => {
  let fleet: Fleet;
  let addresses: ServiceAddresses[];
  beforeEach(async () => {
    fleet = await createFleet({ github, size: 2, databaseUrl });
    addresses = await Promise.all(fleet.indexes.map((index) => fleet.start(index).ready()));
  }, limitMs);
  afterEach(() => fleet?.close());

  async function opened(owner: string): Promise<PullName> {
    const { pull, payload } = await github.open(owner);
    expect(await deliver(payload, fleet.webhooks(0))).toBeLessThan(300);
    return pull;
  }

  it('review once where all connections are cut in the middle', { timeout: limitMs }, async () => {
    const cuts: number[] = [];
    const cut = async (): Promise<void> => {
      cuts.push(await server.terminateBackends(databaseUrl));
    };
    const cutTwice = [during(startCheck, cut), during(createReview, cut)];
    const pulls = [await opened('acme')];
    await cutTwice[0];
    pulls.push(await opened('globex'));
    await cutTwice[1];
    expect(await finish(github, fleet, pulls)).toEqual([]);
    expect(cuts.every((count) => count > 0)).toBe(true);
    expect(fleet.errors()).toBe('');
  });

  it('outlive a PostgreSQL that is away, refuse deliveries meanwhile and have them sent again', {
    timeout: limitMs,
  }, async () => {
    const away = during(startCheck, () => server.stop('fast'));
    const begun = await opened('acme');
    await away;
    const back = wait(awayMs).then(() => server.startAgain());
    const { pull: missed, payload } = await github.open('globex');
    const started = performance.now();
    const answers = await Promise.all([deliver(payload, fleet.webhooks(0)), ...addresses.map(readiness)]);
    expect(answers).toEqual([500, 503, 503]);
    expect(performance.now() - started).toBeLessThan(answerMs);
    await back;
    // GitHub is asked for what was missed, though nobody starts a process and the clock's turn is minutes away.
    expect(await finish(github, fleet, [begun, missed])).toEqual([]);
    await until('both ready', async () => {
      const states = await Promise.all(addresses.map(readiness));
      return states.every((status) => status === 200);
    });
    expect(fleet.errors()).toBe('');
  });

  it('end in time when told to while PostgreSQL is away', { timeout: limitMs }, async () => {
    await server.stop('immediate');
    try {
      const exits = await Promise.all(fleet.indexes.map((index) => fleet.process(index).terminate(30_000)));
      expect(exits.map(({ signal }) => signal)).toEqual([null, null]);
    } finally {
      await server.startAgain();
    }
  });
});

describe.skipIf(!here)(suite('a process'), () => {
  const started: ServiceProcess[] = [];
  let folder: string;
  const start = (variables: Readonly<Record<string, string>>): ServiceProcess => {
    const environment = {
      ...github.environment,
      PORT: '0',
      DATA_DIR: join(folder, String(started.length)),
      ...variables,
    };
    const service = launchService({ environment });
    started.push(service);
    return service;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'processes-'));
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((service) => service.kill()));
    await rm(folder, { recursive: true, force: true });
  });

  it('without its PostgreSQL ends with one line', { timeout: limitMs }, async () => {
    const url = new URL(databaseUrl);
    url.port = '1';
    url.password = 'a-password';
    const service = start({ DATABASE_URL: url.href });
    expect(await service.ended).toEqual<ServiceExit>({ code: 1, signal: null });
    expect(service.errors()).toBe(
      `backend-engineer: PostgreSQL at ${url.host}${url.pathname} cannot be used: connect ECONNREFUSED 127.0.0.1:1\n`,
    );
    expect(service.log).toEqual([]);
  });

  it('that only takes webhooks hands over to one that only reviews', { timeout: limitMs }, async () => {
    const web = start({ DATABASE_URL: databaseUrl, ROLE: 'web' });
    const { webhookUrl } = await web.ready();
    const first = await github.open('acme');
    expect(await deliver(first.payload, `${webhookUrl}/api/github/webhooks`)).toBeLessThan(300);
    // Nobody works yet: the job waits.
    expect([github.standIn.requests.length, web.children()]).toEqual([0, []]);
    const worker = start({ DATABASE_URL: databaseUrl, ROLE: 'worker' });
    expect(await worker.ready()).toMatchObject({ webhookUrl: null });
    const second = await github.open('acme');
    expect(await deliver(second.payload, `${webhookUrl}/api/github/webhooks`)).toBeLessThan(300);
    const pulls = [first.pull, second.pull];
    await until('both reviews', async () => pulls.every((pull) => breachesOf(github, pull).length === 0));
    expect(web.children()).toEqual([]);
    const { adminUrl } = await web.ready();
    const metrics = await (await fetch(`${adminUrl}/metrics`)).text();
    expect(metrics).not.toMatch(/^backend_engineer_review_seconds_count\{/m);
  });
});
