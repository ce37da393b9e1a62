import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createGit } from '../change/git.ts';
import { type GitHelper, startGitHelper } from '../change/git-helper.ts';
import { createMirrorCache, defaultFetchLimits } from '../change/mirror.ts';
import type { FetchLimits } from '../change/mirror-fetch.ts';
import { parseCommands } from '../commands/parse-command.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { OperatorSettings } from '../config/environment.ts';
import { type AppClient, createAppClient } from '../github/app-client.ts';
import { createIntake } from '../github/intake.ts';
import { listLagSeconds } from '../github/lag.ts';
import { openProbots } from '../github/open-probots.ts';
import { createReconciler } from '../github/reconcile.ts';
import { createRedeliverer } from '../github/redeliver.ts';
import { createWebhookServer } from '../github/webhook-server.ts';
import { createAnthropicClient } from '../persona/anthropic-client.ts';
import { parsePersonaFile } from '../persona/persona-file.ts';
import { openQueue, type Queue } from '../queue/open-queue.ts';
import { createMarkers } from '../review/marker.ts';
import type { Database } from '../store/database.ts';
import { openDatabase } from '../store/open-database.ts';
import { createAdminServer } from './admin-server.ts';
import { type Analyzer, createAnalyzer, defaultTaskLimits } from './analyzer.ts';
import { type CatchUp, createCatchUp } from './catch-up.ts';
import type { TaskLimits } from './child-task.ts';
import { openDataFolder } from './data-folder.ts';
import { createGitHub } from './github-of-job.ts';
import { listen, shut } from './listen.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { type MirrorKeeper, startMirrorKeeper } from './mirror-keeper.ts';
import { openMirrorSource } from './mirror-source.ts';
import { createPersonaReviewer } from './persona-reviewer.ts';
import { openProofHost, warmProofHost } from './proof-host.ts';
import type { ReviewWorld } from './review-world.ts';
import { startWorker } from './worker.ts';

/** What the service gets of the world besides its settings. */
export interface ServiceWorld {
  readonly log: Logger;
  readonly clock: { now(): number };
  /** PATH for git. */
  readonly searchPath: string;
  readonly limits?: ServiceLimits;
}

/** What is not given is as everywhere. */
export interface ServiceLimits {
  /** Of an analysis. */
  readonly task?: Partial<TaskLimits>;
  /** Of what is fetched by git. */
  readonly fetch?: Partial<FetchLimits>;
  /** When what was missed is looked for, beside the start: five fields, UTC; null for never. */
  readonly reconcileCron?: string | null;
}

export interface Service {
  /** Where webhooks are taken, null where this process takes none. */
  readonly webhookUrl: string | null;
  readonly adminUrl: string;
  /** Stops intake, finishes jobs or gives them back within the deadline. */
  stop(options: { readonly deadlineMs: number }): Promise<void>;
}

/**
 * After the start what was missed is looked for once more. What came while nobody listened yet came after the first
 * look, and lists did not show what was made shortly before it.
 */
const secondLookMs = listLagSeconds * 1000;

/** Every ten minutes. */
const defaultReconcileCron = '*/10 * * * *';

/** Starts what `settings.role` asks for. Throws ConfigurationError, DatabaseError, or the error of a port. */
export async function startService(settings: OperatorSettings, world: ServiceWorld): Promise<Service> {
  const opened = new AsyncDisposableStack();
  try {
    return await open(settings, world, opened);
  } catch (error) {
    // What is open (the child above all) would keep the process from ending.
    await opened
      .disposeAsync()
      .catch((failure: unknown) => world.log.warn({ reason: String(failure) }, 'It did not close cleanly'));
    throw error;
  }
}

/** @param opened gets what has to be closed where the start fails */
async function open(
  settings: OperatorSettings,
  world: ServiceWorld,
  opened: AsyncDisposableStack,
): Promise<Service> {
  const { log, clock } = world;
  openDataFolder(settings.dataDir, log);
  const proofHost = openProofHost(settings);
  opened.defer(() => proofHost?.close());
  const analyzer = createAnalyzer({ ...defaultTaskLimits, ...world.limits?.task }, log, proofHost);
  opened.defer(() => analyzer.close());
  // While this process is small; it is copied once more where the helper has to be started anew.
  const gitHelper = settings.role === 'web' ? null : startGitHelper();
  opened.defer(() => gitHelper?.close());
  // The child starts and compiles its parsers while the database opens: the first review does not wait for it.
  const ready = settings.role === 'web' ? null : analyzer.warmUp();
  // Nobody waits for this one, unless a migration comes in the first seconds.
  void warmProofHost(proofHost);
  const database = await openDatabase({ dataDir: settings.dataDir, databaseUrl: settings.databaseUrl, log });
  opened.defer(() => database.close());
  const queue = await openQueue(database, { log });
  opened.defer(() => queue.stop({ deadlineMs: 1_000 }));
  const metrics = createMetrics();
  let stopping = false;
  const catchUp = createCatchUp(() => queue.enqueue(null, [{ name: 'reconcile', data: {} }]));
  const webServer = settings.role === 'worker' ? null : await openWeb(settings, queue, catchUp, metrics, log);
  const keeper =
    gitHelper === null
      ? null
      : await openWorker(settings, world, { database, queue, metrics, analyzer, gitHelper });
  opened.defer(() => keeper?.stop());
  await ready;
  const admin = createAdminServer(metrics, async () => {
    if (stopping) return 'stopping';
    await database.query('SELECT 1');
    return null;
  });
  const adminUrl = await listen(admin, settings.admin.port, settings.admin.host);
  opened.defer(() => shut(admin));
  const webhookUrl = webServer === null ? null : await listen(webServer, settings.port, null);
  const secondLook = setTimeout(catchUp.missed, secondLookMs).unref();
  log.info({ role: settings.role, webhookUrl, adminUrl, now: clock.now() }, 'Started');
  return {
    webhookUrl,
    adminUrl,
    async stop({ deadlineMs }) {
      if (stopping) return;
      stopping = true;
      clearTimeout(secondLook);
      catchUp.stop();
      keeper?.stop();
      if (webServer !== null) await shut(webServer);
      await queue.stop({ deadlineMs });
      analyzer.close();
      proofHost?.close();
      gitHelper?.close();
      await database.close();
      await shut(admin);
      log.info('Stopped');
    },
  };
}

async function openWeb(
  settings: OperatorSettings,
  queue: Queue,
  catchUp: CatchUp,
  metrics: Metrics,
  log: Logger,
): Promise<Server> {
  const intake = createIntake({
    appId: settings.app.id,
    commandNames: (body) => parseCommands(body).map(({ name }) => name),
    enqueue: (delivery, jobs) =>
      queue.enqueue(delivery, jobs).catch((error: unknown) => {
        catchUp.missed();
        throw error;
      }),
  });
  const probots = await openProbots({ webhookSecrets: settings.webhookSecrets, log, intake });
  return createWebhookServer({ probots, log, onAnswer: metrics.delivery });
}

async function openWorker(
  settings: OperatorSettings,
  { log, clock, searchPath, limits }: ServiceWorld,
  parts: {
    readonly database: Database;
    readonly queue: Queue;
    readonly metrics: Metrics;
    readonly analyzer: Analyzer;
    readonly gitHelper: GitHelper;
  },
): Promise<MirrorKeeper> {
  const { database, queue, metrics, analyzer, gitHelper } = parts;
  const { id, privateKey } = settings.app;
  if (privateKey === null) throw new ConfigurationError('PRIVATE_KEY is missing: a worker talks to GitHub');
  const client = createAppClient({ host: settings.github, app: { id, privateKey }, clock, log });
  const git = createGit({ path: searchPath, launch: gitHelper.launch });
  const mirrors = createMirrorCache({
    git,
    folder: join(settings.dataDir, 'mirrors'),
    limits: { ...defaultFetchLimits, ...limits?.fetch },
    maximumBytes: settings.mirrorsMaxBytes,
  });
  const keeper = await startMirrorKeeper({ database, mirrors, clock, log });
  const markers = createMarkers(settings.webhookSecrets);
  const reviewWorld: ReviewWorld = {
    database,
    markers,
    clock,
    github: (ref) => createGitHub({ client, ref, markers, database }),
    openSource: (ref, signal) =>
      openMirrorSource({ ref, remote: client.git(ref, signal), mirrors, git, searchPath, analyzer }),
    persona: personaOf(settings, analyzer),
    policy: settings.policy,
  };
  await startWorker({
    reviewWorld,
    queue,
    database,
    forgetting: { database, queue, mirrors, forgetTokens: client.forget },
    metrics,
    clock,
    redeliverer: createRedeliverer({ client, clock, log }),
    reconciler: reconcilerOf(client, queue, log),
    reconcileCron: limits?.reconcileCron === undefined ? defaultReconcileCron : limits.reconcileCron,
  });
  return keeper;
}

function reconcilerOf(client: AppClient, queue: Queue, log: Logger): ReturnType<typeof createReconciler> {
  return createReconciler({
    client,
    log,
    enqueue: (jobs) => queue.enqueue(null, jobs),
    underWay: (jobs) => queue.underWay(jobs),
  });
}

function personaOf(settings: OperatorSettings, analyzer: Analyzer): ReviewWorld['persona'] {
  if (settings.anthropic === null) return null;
  const path = new URL('../../agents/backend-engineer.md', import.meta.url);
  const persona = parsePersonaFile(readFileSync(path, 'utf8'), 'agents/backend-engineer.md');
  return createPersonaReviewer(persona, createAnthropicClient(settings.anthropic), analyzer.parses);
}
