import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RepositoryOptions } from '../../src/sandbox/stand-in.ts';
import { freePort } from '../../test/support/free-port.ts';
import type { Told } from './github-child.ts';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly port: number;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** The App, and the secret that signs its deliveries. */
export interface BenchApp {
  readonly id: number;
  readonly privateKey: string;
  readonly secret: string;
}

export interface ServiceOptions {
  readonly app: BenchApp;
  readonly dataDir: string;
  /** Null for the embedded database. */
  readonly databaseUrl: string | null;
  readonly githubPort: number;
  readonly searchPath: string;
}

/** The service as `npm start` starts it: it takes deliveries and reviews in one process. */
export async function startServiceProcess(options: ServiceOptions): Promise<ServerProcess> {
  const { app, databaseUrl } = options;
  const { server } = await start([pathOf('../../src/main.ts')], {
    PATH: options.searchPath,
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.secret,
    PORT: '0',
    ADMIN_PORT: '0',
    DATA_DIR: options.dataDir,
    GHE_HOST: `127.0.0.1:${options.githubPort}`,
    GHE_PROTOCOL: 'http',
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  });
  return server;
}

/** Probot alone, with an empty handler. */
export async function startBareProbot({ id, privateKey, secret }: BenchApp): Promise<ServerProcess> {
  const told = { appId: id, privateKey, secret, port: await freePort() };
  const { server } = await start([pathOf('./bare-probot.ts'), JSON.stringify(told)], {});
  return server;
}

export interface GitHubOptions {
  readonly app: BenchApp;
  readonly repositories: readonly RepositoryOptions[];
  /** Branches that become pull requests, in this order. */
  readonly pulls: readonly {
    readonly owner: string;
    readonly name: string;
    readonly base: string;
    readonly head: string;
  }[];
  readonly searchPath: string;
}

/** The stand-in for GitHub. */
export interface GitHubProcess extends ServerProcess {
  /** Opens the pull requests and delivers them. @returns the installation that they belong to */
  deliver(servicePort: number): Promise<number>;
  /** Of each pull request whether its review began and has not ended. */
  underReview(): Promise<readonly boolean[]>;
}

export async function startGitHub({ app, searchPath, ...options }: GitHubOptions): Promise<GitHubProcess> {
  const { secret: webhookSecret, ...shared } = app;
  const told = { ...options, app: { ...shared, slug: 'backend-engineer', webhookSecret } };
  const { server, child } = await start(
    [pathOf('./github-child.ts'), JSON.stringify(told)],
    { PATH: searchPath },
    'ipc',
  );
  const ask = async (message: object): Promise<Told> => {
    const answer = once(child, 'message');
    child.send(message);
    const [received] = await answer;
    return received;
  };
  return {
    ...server,
    async deliver(servicePort) {
      const answer = await ask({ deliverTo: `http://127.0.0.1:${servicePort}/api/github/webhooks` });
      return 'installation' in answer ? answer.installation : 0;
    },
    async underReview() {
      const answer = await ask({ ask: 'under review' });
      return 'underReview' in answer ? answer.underReview : [];
    },
  };
}

/** A GitHub that takes every connection and never says a word: what waits for it costs nothing. */
export async function startSilentGitHub(): Promise<{ readonly port: number; close(): void }> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.resume();
  });
  return {
    port: await listening(server),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function start(
  args: readonly string[],
  environment: Record<string, string>,
  ipc?: 'ipc',
): Promise<{ readonly server: ServerProcess; readonly child: ChildProcess }> {
  const child = spawn(process.execPath, args, {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit', ...(ipc === undefined ? [] : [ipc])],
  });
  const ended = once(child, 'exit');
  const server = {
    port: await portOf(child),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
  return { server, child };
}

/** From the line that each of them prints when it listens. The rest is read and forgotten: a full pipe would stop it. */
function portOf(child: ChildProcess): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  if (child.stdout === null) throw new Error('a server without output');
  createInterface({ input: child.stdout }).on('line', (line) => {
    const found = /"(?:port|webhookUrl)":"?(?:http:\/\/[\d.]+:)?(\d+)/.exec(line)?.[1];
    if (found !== undefined) resolve(Number(found));
  });
  child.once('exit', (code) => reject(new Error(`a server ended with ${code} before it listened`)));
  return promise;
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return address.port;
}

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
