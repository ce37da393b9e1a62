import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import type { OperatorSettings } from '../config/environment.ts';
import type { ReviewPolicy } from '../config/review-policy.ts';
import { type Service, type ServiceLimits, startService } from '../service/start.ts';
import { copyBlankDatabase } from './blank-database.ts';
import { makeKeyPair } from './keys.ts';
import { type RepositoryOptions, type StandIn, startStandIn } from './stand-in.ts';
import type { PullRecord } from './state/records.ts';
import { findPull, findRepository } from './state/state.ts';

export interface HouseOptions {
  readonly repositories: readonly RepositoryOptions[];
  /** PATH, for git. */
  readonly searchPath: string;
  /** The page's port; a free one by default. */
  readonly standInPort?: number;
  readonly anthropic?: OperatorSettings['anthropic'];
  /** Without limits by default: the demo and the benchmarks open what they like. */
  readonly policy?: Partial<ReviewPolicy>;
  /** Whether what is reviewed is run, too: a process of 350 MB more. By default it is. */
  readonly proof?: boolean;
  /** A PostgreSQL server; the embedded database by default. */
  readonly databaseUrl?: string;
  /** The role of each process of the service, one of all by default; several need `databaseUrl`. */
  readonly roles?: readonly OperatorSettings['role'][];
  readonly logLevel?: OperatorSettings['logLevel'];
  /** Where the service logs to, by default to this process's output. */
  readonly log?: Logger;
  /** Tighter than the service's own, for tests that reach them. */
  readonly limits?: ServiceLimits;
  /** Keeps the service's data beyond `close`; a temporary folder by default. */
  readonly dataDir?: string;
  /** The time for both; the machine's by default. */
  readonly clock?: { now(): number };
}

/** The service and the stand-in for GitHub, as the demo, the benchmarks and the end-to-end tests use them. */
export interface House {
  readonly github: StandIn;
  /** The first of its processes. */
  readonly service: Service;
  /** Its processes, in the order of their roles. They share nothing but the database. */
  readonly services: readonly [Service, ...Service[]];
  /** The folder of the first one's data; the others' lie in it. */
  readonly dataDir: string;
  /** What all of its processes were started with. */
  readonly settings: Omit<OperatorSettings, 'role' | 'dataDir'>;
  /** Delivers a signed webhook to the first process that takes them. @returns the status of its answer */
  deliver(event: string, payload: object): Promise<number>;
  /** Waits until the check run of the pull request's present head is concluded. Rejects after `limitMs`. */
  concluded(owner: string, name: string, number: number, limitMs: number): Promise<PullRecord>;
  close(): Promise<void>;
}

const app = { id: 4711, slug: 'backend-engineer' };
/** How often the stand-in is looked at. */
const pollMs = 10;

const withoutLimits: ReviewPolicy = {
  modelFor: 'members',
  reviewsPerRepositoryPerHour: 1_000_000,
  reviewsPerOutsiderPerHour: 1_000_000,
  modelReviewsPerRepositoryPerDay: 1_000_000,
};

const webhookSecret = 'the stand-in and the service share this one';

/** Starts both: the service, and the stand-in that it is pointed at as at any other GitHub. */
export async function startHouse(options: HouseOptions): Promise<House> {
  const { privateKey } = await makeKeyPair();
  const clock = options.clock ?? { now: () => Date.now() };
  const github = await startStandIn({
    repositories: options.repositories,
    app: { ...app, privateKey, webhookSecret },
    clock: () => clock.now(),
    ...(options.standInPort === undefined ? {} : { port: options.standInPort }),
  });
  const folder = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'backend-engineer-house-')));
  if (options.databaseUrl === undefined) await copyBlankDatabase(folder);
  const roles = options.roles ?? ['all'];
  const settings: Omit<OperatorSettings, 'role' | 'dataDir'> = {
    app: { id: app.id, privateKey },
    webhookSecrets: [webhookSecret],
    port: 0,
    admin: { host: '127.0.0.1', port: 0 },
    databaseUrl: options.databaseUrl ?? null,
    anthropic: options.anthropic ?? null,
    mirrorsMaxBytes: 1024 ** 3,
    proof: options.proof === false ? null : { memoryBytes: 900 * 1024 ** 2 },
    policy: { ...withoutLimits, ...options.policy },
    logLevel: options.logLevel ?? 'silent',
    github: { protocol: 'http', host: new URL(github.url).host },
  };
  const log = options.log ?? pino({ level: settings.logLevel, base: null });
  const { searchPath, limits } = options;
  // The clock's look for what was missed would come between, whenever ten minutes are full.
  const world = { log, searchPath, clock, limits: { reconcileCron: null, ...limits } };
  const start = (role: OperatorSettings['role'], index: number): Promise<Service> =>
    startService({ ...settings, role, dataDir: index === 0 ? folder : join(folder, String(index)) }, world);
  const [service, ...others] = await Promise.all(roles.map(start));
  if (service === undefined) throw new RangeError('a house has at least one process');
  const services = [service, ...others] as const;
  const intake = services.find(({ webhookUrl }) => webhookUrl !== null);
  return {
    github,
    service,
    services,
    dataDir: folder,
    settings,
    async deliver(event, payload) {
      const record = await github.deliver(event, payload, `${intake?.webhookUrl}/api/github/webhooks`);
      return record.statusCode;
    },
    async concluded(owner, name, number, limitMs) {
      const end = performance.now() + limitMs;
      for (;;) {
        const repository = findRepository(github.state, owner, name);
        const pull = repository === null ? null : findPull(repository, number);
        const runs = repository?.checkRuns.filter((run) => run.headSha === pull?.head.sha) ?? [];
        if (pull !== null && runs.length > 0 && runs.every((run) => run.status === 'completed')) return pull;
        if (performance.now() > end)
          throw new Error(`${owner}/${name}#${number} was not reviewed in ${limitMs} ms`);
        await wait(pollMs);
      }
    },
    async close() {
      await Promise.all(services.map((one) => one.stop({ deadlineMs: 5_000 })));
      await github.close();
      if (options.dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
