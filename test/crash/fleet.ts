import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyBlankDatabase } from '../../src/sandbox/blank-database.ts';
import { freePort } from '../support/free-port.ts';
import { type LogLine, launchService, type ServiceProcess } from '../support/service-process.ts';
import type { CrashGitHub } from './crash-github.ts';

/** Processes of one installation of the service. Each keeps its port and its data directory over its lives. */
export interface Fleet {
  /** The processes' names. */
  readonly indexes: readonly number[];
  /** Where a process takes webhooks, whether it lives or not. */
  webhooks(index: number): string;
  dataDir(index: number): string;
  /** Starts it; `ready` of the answer tells when it works. */
  start(index: number): ServiceProcess;
  /** The present life of a process. */
  process(index: number): ServiceProcess;
  /** The log of all lives of all processes, oldest life first. */
  log(): readonly LogLine[];
  /** What they wrote to their standard error. */
  errors(): string;
  close(): Promise<void>;
}

export interface FleetOptions {
  readonly github: CrashGitHub;
  readonly size: number;
  /** The PostgreSQL that they share; null for the embedded database, which has one process. */
  readonly databaseUrl: string | null;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Nothing runs yet. */
export async function createFleet(options: FleetOptions): Promise<Fleet> {
  const { github, size, databaseUrl } = options;
  const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  const ports: number[] = [];
  while (ports.length < size) ports.push(await freePort());
  if (databaseUrl === null)
    for (const index of ports.keys()) await copyBlankDatabase(join(folder, String(index)));
  const lives: ServiceProcess[] = [];
  const present = new Map<number, ServiceProcess>();

  const dataDir = (index: number): string => join(folder, String(index));

  function process(index: number): ServiceProcess {
    const found = present.get(index);
    if (found === undefined) throw new Error(`process ${index} was never started`);
    return found;
  }
  return {
    indexes: ports.map((_, index) => index),
    webhooks: (index) => `http://127.0.0.1:${ports[index]}/api/github/webhooks`,
    dataDir,
    start(index) {
      const started = launchService({
        environment: {
          ...github.environment,
          PORT: String(ports[index]),
          DATA_DIR: dataDir(index),
          ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
          ...options.environment,
        },
      });
      lives.push(started);
      present.set(index, started);
      return started;
    },
    process,
    log: () => lives.flatMap(({ log }) => log),
    errors: () => lives.map(({ errors }) => errors()).join(''),
    async close() {
      await Promise.all([...present.values()].map((one) => one.kill()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
