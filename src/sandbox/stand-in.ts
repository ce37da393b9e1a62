import { createPublicKey, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeBareCopy } from './git/bare-copy.ts';
import { makeApi } from './http/api.ts';
import { type FaultRule, makeFaultRules } from './http/faults.ts';
import { makeRateLimiter, requestsPerHour } from './http/rate-limit.ts';
import type { RequestEntry } from './http/request-log.ts';
import { makeRouter } from './http/route.ts';
import { makeServer, type PageHandler } from './http/server.ts';
import { makeOwners, type Owners } from './owners.ts';
import { makePages } from './page/pages.ts';
import { makePeople, type People } from './people.ts';
import { makeRegistrations } from './registrations.ts';
import { allRoutes } from './rest/routes.ts';
import type {
  Account,
  AppPermissions,
  DeliveryRecord,
  RepositoryRole,
  WebhookName,
} from './state/records.ts';
import { accountOf, type State } from './state/state.ts';
import type { World } from './state/world.ts';
import { deliver } from './webhooks/deliver.ts';

export interface RepositoryOptions {
  readonly owner: string;
  readonly name: string;
  /** Any local git repository, bare or not. It is read, never changed. */
  readonly directory: string;
  readonly ownerType?: 'Organization' | 'User';
  readonly private?: boolean;
  /** Roles by login. The author of a pull request from a branch of the repository may write. */
  readonly collaborators?: Readonly<Record<string, RepositoryRole>>;
  /** False where the App is not installed for it. */
  readonly installed?: boolean;
}

export interface AppOptions {
  readonly id: number;
  readonly slug: string;
  /** PEM of either key of the App; only the public one is kept. */
  readonly privateKey?: string;
  readonly publicKey?: string;
  readonly webhookSecret: string;
  readonly permissions?: AppPermissions;
  readonly events?: readonly WebhookName[];
}

export interface StandInOptions {
  readonly repositories: readonly RepositoryOptions[];
  readonly app: AppOptions;
  /** People with personal access tokens, by token. */
  readonly users?: Readonly<Record<string, string>>;
  /** A free one by default. */
  readonly port?: number;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly random?: (bytes: number) => string;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  readonly requestsPerHour?: number;
  /** Told of faults in the stand-in itself. */
  readonly log?: (message: string, error?: unknown) => void;
}

/** A running stand-in: what people and owners do on GitHub, and what a test looks at afterwards. */
export interface StandIn extends People, Owners {
  /** `http://127.0.0.1:PORT`: REST below `/api/v3`, GraphQL at `/api/graphql`, git at `/OWNER/NAME.git`. */
  readonly url: string;
  readonly state: State;
  /** Every request to the API and to git, in the order they came. */
  readonly requests: readonly RequestEntry[];
  /** A repository more, installed like those of the start. */
  addRepository(options: RepositoryOptions): Promise<void>;
  /** Makes requests fail; call the result to take the rule away. */
  failWith(rule: FaultRule): () => void;
  /**
   * Delivers a webhook, signed; the answer's status is `statusCode`. The address is kept for what the page delivers
   * (applied suggestions, comments). Throws `RangeError` for a payload over 25 MB.
   */
  deliver(event: string, payload: object, to: URL | string): Promise<DeliveryRecord>;
  /** Resolves when redeliveries and deliveries of the page have been answered. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const defaultPermissions: AppPermissions = {
  checks: 'write',
  contents: 'read',
  issues: 'write',
  metadata: 'read',
  pull_requests: 'write',
};
const defaultEvents: readonly WebhookName[] = ['check_run', 'issue_comment', 'pull_request', 'repository'];

/** Starts a local stand-in for GitHub over copies of local git repositories. Listens on 127.0.0.1 only. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'github-stand-in-'));
  const state = makeState(options);
  const running = new Set<Promise<unknown>>();
  const log = options.log ?? (() => undefined);
  let port = 0;
  let webhooks: URL | null = null;

  const world: World = {
    state,
    clock: options.clock,
    random: options.random ?? ((bytes) => randomBytes(bytes).toString('hex')),
    sleep: options.sleep ?? ((milliseconds) => wait(milliseconds)),
    url: () => `http://127.0.0.1:${port}`,
    requests: [],
    faults: makeFaultRules(),
    background(work) {
      const watched = work.catch((error: unknown) => log('work after an answer failed', error));
      running.add(watched);
      void watched.finally(() => running.delete(watched));
    },
  };
  try {
    for (const repository of options.repositories) await addRepository(world, folder, repository);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const limiter = makeRateLimiter(world.clock, { perHour: options.requestsPerHour ?? requestsPerHour });
  const people = makePeople(world);
  const send = (event: string, payload: object, to: URL) =>
    deliver(world, { event, payload: JSON.stringify(payload), to, redeliveryOf: null });
  const owners = makeOwners(world);
  const tell = (event: string, payload: object): void => {
    if (webhooks !== null) world.background(send(event, payload, webhooks));
  };
  const pages = makePages(world, people, tell);
  const registrations = makeRegistrations(world, {
    owners,
    deliver: tell,
    onHook: (url) => {
      webhooks = url;
    },
  });
  const page: PageHandler = async (...request) => (await registrations.page(...request)) ?? pages(...request);
  const api = makeApi(world, limiter, makeRouter(allRoutes(limiter)), registrations.convert);
  const server = makeServer({ world, api, page, log });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address === 'object' && address !== null) port = address.port;

  const settled = async () => {
    while (running.size > 0) await Promise.all(running);
  };
  return {
    ...people,
    ...owners,
    url: world.url(),
    state,
    requests: world.requests,
    addRepository: (repository) => addRepository(world, folder, repository),
    failWith: (rule) => world.faults.add(rule),
    deliver(event, payload, to) {
      webhooks = new URL(to);
      return send(event, payload, webhooks);
    },
    settled,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      await settled();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function makeState({ app, clock, users = {} }: StandInOptions): State {
  let lastId = 1_000;
  const accounts = new Map<string, Account>();
  const ids = { accounts, nextId: () => (lastId += 1) };
  const key = app.publicKey ?? app.privateKey;
  if (key === undefined) throw new TypeError('the App needs a privateKey or a publicKey');
  return {
    ...ids,
    app: {
      id: app.id,
      slug: app.slug,
      name: app.slug,
      publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
      webhookSecret: app.webhookSecret,
      permissions: app.permissions ?? defaultPermissions,
      events: app.events ?? defaultEvents,
      bot: accountOf(ids, `${app.slug}[bot]`, 'Bot'),
      owner: accountOf(ids, `${app.slug}-owner`),
      createdAt: clock(),
    },
    installations: [],
    repositories: [],
    tokens: new Map(),
    userTokens: new Map(Object.entries(users).map(([token, login]) => [token, accountOf(ids, login)])),
    deliveries: [],
  };
}

async function addRepository(world: World, folder: string, options: RepositoryOptions): Promise<void> {
  const { state } = world;
  const owner = accountOf(state, options.owner, options.ownerType ?? 'Organization');
  const id = state.nextId();
  const roles = Object.entries(options.collaborators ?? {}).map(
    ([login, role]) => [accountOf(state, login).login.toLowerCase(), role] as const,
  );
  state.repositories.push({
    id,
    owner,
    name: options.name,
    private: options.private ?? true,
    git: await makeBareCopy(options.directory, join(folder, `${id}.git`)),
    roles: new Map(roles),
    pulls: [],
    checkRuns: [],
    createdAt: world.clock(),
    nextNumber: 1,
    diffs: new Map(),
    mergeBases: new Map(),
    commits: new Map(),
  });
  let installation = state.installations.find((one) => one.account.id === owner.id);
  if (!installation) {
    installation = {
      id: state.nextId(),
      account: owner,
      permissions: state.app.permissions,
      events: state.app.events,
      repositories: new Set(),
      suspendedAt: null,
      createdAt: world.clock(),
    };
    state.installations.push(installation);
  }
  if (options.installed !== false) installation.repositories?.add(id);
}
