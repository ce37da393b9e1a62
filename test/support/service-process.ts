import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { searchPath } from './repository.ts';

/** A line of the service's log: pino's JSON. */
export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [key: string]: unknown;
}

export interface ServiceExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Where a service listens. `webhookUrl` is null where it takes no webhooks. */
export interface ServiceAddresses {
  readonly webhookUrl: string | null;
  readonly adminUrl: string;
}

/** The real service in a process of its own. */
export interface ServiceProcess {
  readonly pid: number;
  /** Resolves when it takes work; rejects with what it said where it ended instead. */
  ready(): Promise<ServiceAddresses>;
  readonly ended: Promise<ServiceExit>;
  /** True until it has ended. */
  running(): boolean;
  /**
   * SIGKILL at once. Resolves when it and the processes of ours below it have ended; rejects where one lives on. Git may
   * go on: it ends when its request is answered.
   */
  kill(): Promise<void>;
  /** SIGTERM. Resolves with the exit; rejects where it takes longer than this. */
  terminate(limitMs: number): Promise<ServiceExit>;
  /** The processes below it now, by what they run. */
  children(): readonly ChildOfService[];
  readonly log: readonly LogLine[];
  /** What it wrote to its standard error. */
  errors(): string;
}

interface ChildOfService {
  readonly pid: number;
  readonly command: string;
}

export interface ServiceOptions {
  /** The service's variables. PATH is added, nothing else of this process. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The variables of a service that is this App at a stand-in for GitHub, on free ports. */
export function environmentAt(
  githubUrl: string,
  app: { readonly id: number; readonly privateKey: string; readonly webhookSecret: string },
): Readonly<Record<string, string>> {
  return {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    GHE_PROTOCOL: 'http',
    GHE_HOST: new URL(githubUrl).host,
    PORT: '0',
    ADMIN_PORT: '0',
  };
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Generous: on a busy machine a start takes a minute. */
const startLimitMs = 300_000;
/** How long what a killed service leaves below it may go on. */
const orphanLimitMs = 12_000;
/** How often what is waited for is looked at. */
const pollMs = 10;

/** Starts `src/main.ts` with this Node. It ends with this process at the latest. */
export function launchService({ environment }: ServiceOptions): ServiceProcess {
  const child = spawn(process.execPath, [main], {
    env: { PATH: searchPath, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('the service cannot be started');
  const log: LogLine[] = [];
  let errors = '';
  const started = Promise.withResolvers<ServiceAddresses>();
  // Who only wants it to end does not ask whether it was ready.
  started.promise.catch(() => {});
  readLines(child, (line) => {
    const parsed = parseLine(line);
    if (parsed === null) errors += `${line}\n`;
    else log.push(parsed);
    if (parsed?.msg === 'Started') started.resolve(addressesOf(parsed));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const atExit = (): void => void child.kill('SIGKILL');
  process.once('exit', atExit);
  const { promise: ended, resolve } = Promise.withResolvers<ServiceExit>();
  child.once('close', (code, signal) => {
    process.off('exit', atExit);
    started.reject(new Error(`the service ended (${signal ?? code}) before it was ready: ${errors}`));
    resolve({ code, signal });
  });
  const running = (): boolean => child.exitCode === null && child.signalCode === null;

  return {
    pid,
    ended,
    running,
    log,
    errors: () => errors,
    async ready() {
      const addresses = await within(startLimitMs, started.promise, 'the service was not ready');
      const answer = await fetch(`${addresses.adminUrl}/readyz`);
      if (answer.status !== 200) throw new Error(`/readyz answered ${answer.status}`);
      return addresses;
    },
    async kill() {
      const below = running() ? processesBelow(pid).filter(isOurs) : [];
      child.kill('SIGKILL');
      await ended;
      const end = performance.now() + orphanLimitMs;
      while (below.some(({ pid: one }) => isAlive(one))) {
        if (performance.now() > end) throw new Error(`of a killed service lives on: ${named(below)}`);
        await wait(pollMs);
      }
    },
    async terminate(limitMs) {
      child.kill('SIGTERM');
      return within(limitMs, ended, 'the service did not end after SIGTERM');
    },
    children: () => (running() ? processesBelow(pid) : []),
  };
}

function readLines(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
}

/** Null for what is no line of the log: a warning of Node's, half a line of a process that was killed. */
function parseLine(line: string): LogLine | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'msg' in value ? (value as LogLine) : null;
  } catch {
    return null;
  }
}

function addressesOf({ webhookUrl, adminUrl }: LogLine): ServiceAddresses {
  return { webhookUrl: webhookUrl === null ? null : String(webhookUrl), adminUrl: String(adminUrl) };
}

async function within<Result>(limitMs: number, result: Promise<Result>, what: string): Promise<Result> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      result,
      wait(limitMs, undefined, { signal: timer.signal }).then(() => {
        throw new Error(`${what} in ${limitMs} ms`);
      }),
    ]);
  } finally {
    timer.abort();
  }
}

/** Every process whose parent is this one, or one of those. Linux only: empty elsewhere. */
function processesBelow(top: number): ChildOfService[] {
  const parents = new Map<number, number>();
  for (const entry of list('/proc')) {
    const parent = /^\d+$/.test(entry) ? statOf(Number(entry))?.parent : undefined;
    if (parent !== undefined) parents.set(Number(entry), parent);
  }
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && (parents.get(pid) === top || isBelow(parents.get(pid)));
  return [...parents.keys()]
    .filter(isBelow)
    .map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() }));
}

function isOurs({ command }: ChildOfService): boolean {
  return command.startsWith(process.execPath);
}

/** A zombie has ended: who should take note of it is gone, too. */
export function isAlive(pid: number): boolean {
  const state = statOf(pid)?.state;
  return state !== undefined && state !== 'Z' && state !== 'X';
}

interface ProcessStat {
  readonly state: string;
  readonly parent: number;
}

function statOf(pid: number): ProcessStat | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The name in brackets may hold anything; what follows is fields 3 and 4 of proc(5).
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || parent === undefined) return undefined;
  return { state, parent: Number(parent) };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function named(processes: readonly ChildOfService[]): string {
  return processes
    .filter(({ pid }) => isAlive(pid))
    .map(({ pid, command }) => `${pid} (${command})`)
    .join(', ');
}
