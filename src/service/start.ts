import { mkdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createGit } from '../change/git.ts';
import { createMirrorCache, defaultFetchLimits } from '../change/mirror.ts';
import type { FetchLimits } from '../change/mirror-fetch.ts';
import { parseCommands } from '../commands/parse-command.ts';
import type { OperatorSettings } from '../config/environment.ts';
import { type AppClient, createAppClient } from '../github/app-client.ts';
import { createIntake } from '../github/intake.ts';
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
import type { TaskLimits } from './child-task.ts';
import { createGitHub } from './github-of-job.ts';
import { listen, shut } from './listen.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { openMirrorSource } from './mirror-source.ts';
import { createPersonaReviewer } from './persona-reviewer.ts';
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
}

export interface Service {
  /** Where webhooks are taken, null where this process takes none. */
  readonly webhookUrl: string | null;
  readonly adminUrl: string;
  /** Stops intake, finishes jobs or gives them back within the deadline. */
  stop(options: { readonly deadlineMs: number }): Promise<void>;
}

/** Mirrors that nobody used for so long go. */
const mirrorDays = 30;

/** Starts what `settings.role` asks for. Throws ConfigurationError, DatabaseError, or the error of a port. */
export async function startService(settings: OperatorSettings, world: ServiceWorld): Promise<Service> {
  const { log, clock } = world;
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const analyzer = createAnalyzer({ ...defaultTaskLimits, ...world.limits?.task });
  // The child starts and compiles its parsers while the database opens: the first review does not wait for it.
  const ready = settings.role === 'web' ? null : analyzer.warmUp();
  const database = await openDatabase({ dataDir: settings.dataDir, databaseUrl: settings.databaseUrl, log });
  const queue = await openQueue(database, { log });
  const metrics = createMetrics();
  let stopping = false;
  const webServer = settings.role === 'worker' ? null : await openWeb(settings, queue, metrics, log);
  if (settings.role !== 'web') await openWorker(settings, world, { database, queue, metrics, analyzer });
  await ready;
  const admin = createAdminServer(metrics, async () => {
    if (stopping) return 'stopping';
    await database.query('SELECT 1');
    return null;
  });
  const adminUrl = await listen(admin, settings.admin.port, settings.admin.host);
  const webhookUrl = webServer === null ? null : await listen(webServer, settings.port, null);
  log.info({ role: settings.role, webhookUrl, adminUrl, now: clock.now() }, 'Started');
  return {
    webhookUrl,
    adminUrl,
    async stop({ deadlineMs }) {
      if (stopping) return;
      stopping = true;
      if (webServer !== null) await shut(webServer);
      await queue.stop({ deadlineMs });
      analyzer.close();
      await database.close();
      await shut(admin);
      log.info('Stopped');
    },
  };
}

async function openWeb(
  settings: OperatorSettings,
  queue: Queue,
  metrics: Metrics,
  log: Logger,
): Promise<Server> {
  const intake = createIntake({
    appId: settings.app.id,
    commandNames: (body) => parseCommands(body).map(({ name }) => name),
    enqueue: (delivery, jobs) => queue.enqueue(delivery, jobs),
  });
  const probots = await openProbots({
    app: settings.app,
    webhookSecrets: settings.webhookSecrets,
    log,
    intake,
  });
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
  },
): Promise<void> {
  const { database, queue, metrics, analyzer } = parts;
  const client = createAppClient({ host: settings.github, app: settings.app, clock, log });
  const git = createGit({ path: searchPath });
  const mirrors = createMirrorCache({
    git,
    folder: join(settings.dataDir, 'mirrors'),
    limits: { ...defaultFetchLimits, ...limits?.fetch },
  });
  await mirrors.prune(clock.now() - mirrorDays * 24 * 3600 * 1000);
  const markers = createMarkers(settings.webhookSecrets);
  const reviewWorld: ReviewWorld = {
    database,
    markers,
    clock,
    github: (ref) => createGitHub({ client, ref, markers, database }),
    openSource: (ref, signal) =>
      openMirrorSource({ ref, remote: client.git(ref, signal), mirrors, git, searchPath, analyzer }),
    persona: personaOf(settings, analyzer),
  };
  await startWorker({
    reviewWorld,
    queue,
    database,
    mirrors,
    metrics,
    clock,
    redeliverer: createRedeliverer({ client, clock, log }),
    reconciler: reconcilerOf(client, queue, log),
  });
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
