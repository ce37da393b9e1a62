import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { copyBlankDatabase } from '../../src/sandbox/blank-database.ts';
import { type HouseOptions, startHouse } from '../../src/sandbox/house.ts';
import { makeKeyPair } from '../../src/sandbox/keys.ts';
import { type RepositoryOptions, type StandIn, startStandIn } from '../../src/sandbox/stand-in.ts';
import { searchPath } from '../support/repository.ts';
import { environmentAt, launchService } from '../support/service-process.ts';

/** The stand-in for GitHub, and the service that works with it. */
export interface RunningService {
  readonly github: StandIn;
  /** @returns the status of the service's answer */
  deliver(event: string, payload: object): Promise<number>;
  /** The service's log, JSON, a line each. */
  log(): readonly string[];
  close(): Promise<void>;
}

/** In this process, with limits that only tests set. */
export async function startInside(
  repositories: readonly RepositoryOptions[],
  limits: NonNullable<HouseOptions['limits']>,
): Promise<RunningService> {
  const lines: string[] = [];
  const log = pino({ level: 'info', base: null }, { write: (line: string) => void lines.push(line) });
  const house = await startHouse({ repositories, searchPath, log, limits, proof: false });
  return { github: house.github, deliver: house.deliver, log: () => lines, close: () => house.close() };
}

const app = { id: 4711, slug: 'backend-engineer' };
const webhookSecret = 'shared-by-the-fault-tests-and-the-service';

/**
 * In a process of its own: where hundreds of reviews are made, each starts its many git processes in less time.
 * @param processes the variables of each process; several need a DATABASE_URL. The first takes the webhooks
 */
export async function startApart(
  repositories: readonly RepositoryOptions[],
  processes: readonly Readonly<Record<string, string>>[] = [{}],
): Promise<RunningService> {
  const { privateKey } = await makeKeyPair();
  const github = await startStandIn({
    repositories,
    app: { ...app, privateKey, webhookSecret },
    clock: () => Date.now(),
    requestsPerHour: 1_000_000,
  });
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  await copyBlankDatabase(folder);
  const services = processes.map((variables, index) =>
    launchService({
      environment: {
        ...environmentAt(github.url, { ...app, privateKey, webhookSecret }),
        DATA_DIR: index === 0 ? folder : join(folder, String(index)),
        ...variables,
      },
    }),
  );
  const [first] = await Promise.all(services.map((service) => service.ready()));
  const webhooks = `${first?.webhookUrl}/api/github/webhooks`;
  /** Of each process, as far as it was asked for: whoever waits for a line asks often. */
  const lines = services.map((): string[] => []);
  return {
    github,
    deliver: async (event, payload) => (await github.deliver(event, payload, webhooks)).statusCode,
    log: () =>
      services.flatMap(({ log }, index) => {
        const known = lines[index] ?? [];
        for (const line of log.slice(known.length)) known.push(JSON.stringify(line));
        return known;
      }),
    async close() {
      await Promise.all(services.map((service) => service.terminate(60_000)));
      await github.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
