import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processorMs } from '../src/child-usage.ts';
import { type CrashGitHub, type PullName, startCrashGitHub } from './crash/crash-github.ts';
import { finish } from './crash/finish.ts';
import { createFleet, type Fleet } from './crash/fleet.ts';
import { takesForEver } from './errors/hostile-files.ts';
import { freePort } from './support/free-port.ts';
import { isAlive, launchService, type ServiceExit } from './support/service-process.ts';

const limitMs = 600_000;
const lagMs = 3_000;
/** SIGTERM gives running reviews 20 s. */
const deadlineMs = 30_000;

let github: CrashGitHub;
let fleet: Fleet;

beforeEach(async () => {
  github = await startCrashGitHub({ lagMs });
  fleet = await createFleet({ github, size: 1, databaseUrl: null });
});
afterEach(async () => {
  await fleet.close();
  await github.close();
});

const compare = { method: 'GET', path: '/repos/*/*/compare/*' } as const;
/** Of the first review: git asks so for the commits, for their contents, and for the head beside the analysis. */
const headRead = { kind: 'git', path: /\/info\/refs$/, nth: 3 } as const;

async function opened(more: Readonly<Record<string, string>> = {}): Promise<PullName> {
  const { pull, payload } = await github.open('acme', more);
  const { statusCode } = await github.standIn.deliver('pull_request', payload, fleet.webhooks(0));
  expect(statusCode).toBeLessThan(300);
  return pull;
}

/** Resolves when such a request arrives; it is answered when `go` is called. */
function arrival(match: Parameters<CrashGitHub['hold']>[0]): {
  readonly arrived: Promise<void>;
  go(): void;
} {
  const arrived = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  github.hold({ nth: 1, ...match }, 'carried out', () => {
    arrived.resolve();
    return gone.promise;
  });
  return { arrived: arrived.promise, go: gone.resolve };
}

function analysisChildren(): number[] {
  const children = fleet.process(0).children();
  return children.filter(({ command }) => command.includes('analysis-child')).map(({ pid }) => pid);
}

describe('SIGTERM', () => {
  it('lets a review come to its end', { timeout: limitMs }, async () => {
    const service = fleet.start(0);
    await service.ready();
    const reading = arrival(compare);
    const pull = await opened();
    await reading.arrived;
    const ended = service.terminate(deadlineMs);
    reading.go();
    expect(await ended).toEqual<ServiceExit>({ code: 0, signal: null });
    expect(service.errors()).toBe('');
    fleet.start(0);
    expect(await finish(github, fleet, [pull])).toEqual([]);
    const starts = github.standIn.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/check-runs'),
    );
    expect(starts).toHaveLength(1);
  });

  it('gives a review back that does not end in time, and the next start finishes it', {
    timeout: limitMs,
  }, async () => {
    const service = fleet.start(0);
    await service.ready();
    const reading = arrival(compare);
    const pull = await opened();
    await reading.arrived;
    expect(await service.terminate(deadlineMs)).toEqual<ServiceExit>({ code: 0, signal: null });
    reading.go();
    fleet.start(0);
    expect(await finish(github, fleet, [pull])).toEqual([]);
  });
});

describe('a data directory', () => {
  it('that was deleted loses no review and repeats none', { timeout: limitMs }, async () => {
    const first = fleet.start(0);
    await first.ready();
    const before = await opened();
    expect(await finish(github, fleet, [before])).toEqual([]);
    await first.kill();
    rmSync(fleet.dataDir(0), { recursive: true });
    const { pull: meanwhile } = await github.open('acme');
    await fleet.start(0).ready();
    expect(await finish(github, fleet, [before, meanwhile])).toEqual([]);
    await wait(lagMs);
    expect(await finish(github, fleet, [before, meanwhile])).toEqual([]);
  });

  it('that is damaged is moved aside, with a word, and rebuilt', { timeout: limitMs }, async () => {
    const first = fleet.start(0);
    await first.ready();
    const before = await opened();
    expect(await finish(github, fleet, [before])).toEqual([]);
    await first.kill();
    writeFileSync(join(fleet.dataDir(0), 'database/global/pg_control'), 'no control file');
    const { pull: meanwhile } = await github.open('acme');
    const second = fleet.start(0);
    await second.ready();
    expect(second.log.filter(({ level }) => level >= 50)).toMatchObject([
      {
        movedTo: join(fleet.dataDir(0), 'database.damaged-1'),
        msg: 'The embedded database cannot be opened: it was moved aside and is rebuilt from GitHub',
      },
    ]);
    expect(readdirSync(fleet.dataDir(0))).toEqual(expect.arrayContaining(['database', 'database.damaged-1']));
    expect(await finish(github, fleet, [before, meanwhile])).toEqual([]);
    await wait(lagMs);
    expect(await finish(github, fleet, [before, meanwhile])).toEqual([]);
  });

  it('that another process works on is refused with one line', { timeout: limitMs }, async () => {
    const holder = fleet.start(0);
    await holder.ready();
    const second = launchService({
      environment: {
        ...github.environment,
        PORT: String(await freePort()),
        DATA_DIR: fleet.dataDir(0),
      },
    });
    expect(await second.ended).toEqual<ServiceExit>({ code: 1, signal: null });
    expect(second.errors().trimEnd().split('\n')).toEqual([
      expect.stringMatching(`^backend-engineer: .* is in use by process ${holder.pid} on .*$`),
    ]);
    expect(holder.running()).toBe(true);
    const pull = await opened();
    expect(await finish(github, fleet, [pull])).toEqual([]);
  });
});

describe('the analysis child', () => {
  it('that is killed during a review is replaced, and the review is whole', {
    timeout: limitMs,
  }, async () => {
    const service = fleet.start(0);
    await service.ready();
    const children = analysisChildren();
    expect(children).not.toEqual([]);
    const [reading, analysing] = [arrival(compare), arrival(headRead)];
    const pull = await opened();
    await reading.arrived;
    // Stopped, it takes its task and does nothing.
    for (const child of children) process.kill(child, 'SIGSTOP');
    reading.go();
    await analysing.arrived;
    analysing.go();
    for (const child of children) process.kill(child, 'SIGKILL');
    expect(await finish(github, fleet, [pull])).toEqual([]);
    expect(analysisChildren().some((child) => children.includes(child))).toBe(false);
  });

  it('ends with its killed parent, also in the middle of a file', { timeout: limitMs }, async () => {
    const service = fleet.start(0);
    await service.ready();
    const analysing = arrival(headRead);
    await opened({ 'migrations/0004_all.sql': takesForEver });
    await analysing.arrived;
    analysing.go();
    const used = (): number[] => analysisChildren().map((child) => processorMs(child) ?? 0);
    const before = Math.max(...used());
    const busy = (): boolean => used().some((milliseconds) => milliseconds > before + 1_000);
    while (!busy()) await wait(50);
    const children = analysisChildren();
    await service.kill();
    expect(children.filter(isAlive)).toEqual([]);
  });
});
