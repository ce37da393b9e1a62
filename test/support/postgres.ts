import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { searchPath } from './repository.ts';

/** How a server ends: after its clients, cutting them off, or at once as in a crash. */
type StopMode = 'smart' | 'fast' | 'immediate';

/** A PostgreSQL server of its own in a temporary folder, on 127.0.0.1. What is in it need not outlive the machine. */
export interface PostgresServer {
  /** Its database `postgres`. The port stays the same over restarts. */
  readonly url: string;
  /** Makes an empty database; gives its address. */
  createDatabase(): Promise<string>;
  /** Stops it (`fast` unless told otherwise) and starts it again. */
  restart(mode?: StopMode): Promise<void>;
  /** Resolves when it has ended; nobody listens on its port then. */
  stop(mode?: StopMode): Promise<void>;
  /** Starts it after `stop`; resolves when it answers. */
  startAgain(): Promise<void>;
  /** Cuts all connections, or those to one database (57P01); gives their number. */
  terminateBackends(databaseUrl?: string): Promise<number>;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

const debianFolder = '/usr/lib/postgresql';
const startLimitMs = 60_000;
/** How often a server that starts is asked. */
const pollMs = 25;
const signals = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/** Durability is not what is tested, and it is what makes a server slow. */
const serverSettings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=64MB',
  'max_connections=200',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
];

/** True where this machine has a PostgreSQL server that can be started here. */
export function postgresAvailable(): boolean {
  return findBinaries() !== null && findUser() !== null;
}

/** What to put into the name of tests that are left out where `postgresAvailable` is false. */
export const postgresNeeded = 'left out without a PostgreSQL server (Debian: apt-get install postgresql)';

/**
 * Makes a cluster and starts it. Throws where there is no PostgreSQL, and with its log where it does not start.
 * @param binaries the folder of the server's programs; the machine's own where none is given
 */
export async function startPostgres(binaries: string | null = findBinaries()): Promise<PostgresServer> {
  const user = findUser();
  if (binaries === null || user === null) throw new Error(postgresNeeded);
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  if (user !== 'own') chownSync(folder, user.uid, user.gid);
  const as = { cwd: folder, env: { PATH: searchPath, LC_ALL: 'C' }, ...(user === 'own' ? {} : user) };
  const data = join(folder, 'data');
  const made = spawnSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...as, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);

  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | null = null;
  let log = '';

  async function startAgain(): Promise<void> {
    const settings = serverSettings.flatMap((setting) => ['-c', setting]);
    const started = spawn(join(binaries ?? '', 'postgres'), ['-D', data, '-p', String(port), ...settings], {
      ...as,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    started.stderr.setEncoding('utf8').on('data', (text: string) => {
      log = `${log}${text}`.slice(-20_000);
    });
    server = started;
    watch(started, folder);
    const end = performance.now() + startLimitMs;
    while (!(await answers(url))) {
      if (started.exitCode !== null || performance.now() > end)
        throw new Error(`PostgreSQL did not start:\n${log}`);
      await wait(pollMs);
    }
  }

  async function stop(mode: StopMode = 'fast'): Promise<void> {
    const running = server;
    server = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill(signals[mode]);
    await ended;
  }

  await startAgain();
  return {
    url,
    createDatabase: () => createDatabase(url),
    async restart(mode) {
      await stop(mode);
      await startAgain();
    },
    stop,
    startAgain,
    async terminateBackends(databaseUrl) {
      const name = databaseUrl === undefined ? null : new URL(databaseUrl).pathname.slice(1);
      const rows = await ask(
        url,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE pid <> pg_backend_pid() AND backend_type = 'client backend' AND datname = coalesce($1, datname)`,
        [name],
      );
      return rows.length;
    },
    async close() {
      await stop('immediate');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes an empty database on a running server; gives its address. */
export async function createDatabase(serverUrl: string): Promise<string> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await ask(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** One statement on a connection of its own; gives its rows. */
async function ask(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  return ask(url, 'SELECT 1').then(
    () => true,
    () => false,
  );
}

/** A server does not end with the process that started it, so a shell waits for the end of that and tidies up. */
function watch(server: ChildProcess, folder: string): void {
  const script = 'cat >/dev/null; kill -QUIT "$0" 2>/dev/null && sleep 1 && rm -rf "$1"';
  const watcher = spawn('sh', ['-c', script, String(server.pid), folder], {
    env: { PATH: searchPath },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  server.once('exit', () => watcher.kill());
}

/** Whether there is a user to run a server: as root it does not run. */
export function mayRunServers(): boolean {
  return findUser() !== null;
}

/** The newest of Debian's, else what is on the path. */
function findBinaries(): string | null {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a)).map((one) => join(debianFolder, one, 'bin'));
  return [...newest, ...searchPath.split(delimiter)].find(hasServer) ?? null;
}

function hasServer(folder: string): boolean {
  try {
    for (const name of ['initdb', 'postgres']) accessSync(join(folder, name), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`. */
function findUser(): 'own' | { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return 'own';
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].flatMap((name) => users.filter((fields) => fields[0] === name))[0];
  return user === undefined ? null : { uid: Number(user[2]), gid: Number(user[3]) };
}
