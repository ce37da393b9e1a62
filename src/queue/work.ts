import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { z } from 'zod';
import { BackendEngineerError, RetryLater } from '../errors.ts';
import { groupOf, type JobName, type Jobs, type NewJob, singletonKey, waitingPriority } from './jobs.ts';
import { queueSettings } from './queue-settings.ts';

/** A job in the hands of a handler. */
interface RunningJob<Name extends JobName> {
  readonly data: Jobs[Name];
  /** Aborted when the job is lost (time, a missed heartbeat) or the process stops: goes into every outgoing call. */
  readonly signal: AbortSignal;
  /** 0 for the first attempt. */
  readonly attempt: number;
  /** True where a failure is final. */
  readonly last: boolean;
}

/**
 * Does a job. A rejection is tried again with growing pauses and ends in the failure handler; `RetryLater` puts the
 * job back without costing an attempt.
 */
export type JobHandler<Name extends JobName> = (job: RunningJob<Name>) => Promise<void>;

/** What is stored of an error: no stack, no cause, which may hold code or addresses. */
export interface Failure {
  readonly name: string;
  readonly code: string | null;
  readonly message: string;
}

export interface WorkOptions {
  /** Jobs at the same time in this process. */
  readonly concurrency: number;
  /** Of these at most so many of one installation: what is left is for the others, however much waits for the one. */
  readonly perInstallation: number;
}

/** Jobs that become due without a notification (put back, retried) are found at this pace. */
const pollingSeconds = 2;

export async function startWork<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  options: WorkOptions,
  handler: JobHandler<Name>,
  log: Pick<Logger, 'info' | 'warn'>,
): Promise<void> {
  // One by one, since only a worker with an id of its own can be told to look for the next job at once.
  for (let count = 0; count < options.concurrency; count += 1) {
    const worker: string = await boss.work(
      name,
      {
        localGroupConcurrency: options.perInstallation,
        pollingIntervalSeconds: pollingSeconds,
        notifyPollingIntervalSeconds: pollingSeconds,
        includeMetadata: true,
      },
      async ([job]: JobWithMetadata<Jobs[Name]>[]) => {
        if (job === undefined) return;
        try {
          await doJob(boss, { name, job, handler, log });
        } finally {
          // Otherwise it would wait for the rest of the polling time, with the next job before it.
          boss.notifyWorker(worker);
        }
      },
    );
  }
}

async function doJob<Name extends JobName>(
  boss: PgBoss,
  work: {
    readonly name: Name;
    readonly job: JobWithMetadata<Jobs[Name]>;
    readonly handler: JobHandler<Name>;
    readonly log: Pick<Logger, 'info' | 'warn'>;
  },
): Promise<void> {
  const { name, job, handler, log } = work;
  const attempt = { id: job.id, retryCount: job.retryCount };
  const last = job.retryCount >= job.retryLimit;
  try {
    await handler({ data: job.data, signal: job.signal, attempt: job.retryCount, last });
  } catch (error) {
    if (error instanceof RetryLater) {
      log.info({ queue: name, seconds: error.seconds, reason: error.message }, 'A job was put back');
      await postpone(boss, { name, data: job.data } as NewJob, attempt, error);
      return;
    }
    const failure = failureOf(error);
    // What has a code was foreseen: its message says all. The stack is for our own mistakes.
    const stack = failure.code === null && error instanceof Error ? error.stack : undefined;
    log.warn({ queue: name, attempt: job.retryCount, last, ...failure, stack }, 'A job failed');
    throw stored(failure);
  }
}

export async function startFailureWork<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  handler: (data: Jobs[Name], failure: Failure, signal: AbortSignal) => Promise<void>,
  log: Pick<Logger, 'warn'>,
): Promise<void> {
  const { deadLetter } = queueSettings[name];
  if (deadLetter === null) throw new Error(`Jobs of ${name} have no dead letter queue`);
  await boss.work(
    deadLetter,
    {
      pollingIntervalSeconds: pollingSeconds,
      notifyPollingIntervalSeconds: pollingSeconds,
      includeMetadata: true,
    },
    async ([job]: JobWithMetadata<Jobs[Name]>[]) => {
      if (job === undefined) return;
      try {
        await handler(job.data, readFailure(job.sourceOutput), job.signal);
      } catch (error) {
        const failure = failureOf(error);
        log.warn({ queue: deadLetter, attempt: job.retryCount, ...failure }, 'A failure could not be told');
        throw stored(failure);
      }
    },
  );
}

/**
 * The job ends and a new one is due later, or the one that waits already is put off: a limit of GitHub holds for both.
 * Where the limit is our own, the one that waits already stays as it is, since it is about something newer.
 */
async function postpone(
  boss: PgBoss,
  job: NewJob,
  attempt: { id: string; retryCount: number },
  { seconds, interruptible }: RetryLater,
): Promise<void> {
  const startAfter = Math.ceil(seconds);
  const key = singletonKey(job);
  const group = groupOf(job);
  const options = {
    startAfter,
    ...(group === null ? {} : { group: { id: group } }),
    ...(interruptible ? { priority: waitingPriority } : {}),
  };
  // First the new one: a crash in between runs the job twice, the other order would lose it.
  if (key === null) await boss.send(job.name, job.data, options);
  else if (interruptible) await boss.send(job.name, job.data, { ...options, singletonKey: key });
  else await boss.upsert(job.name, job.data, { ...options, singletonKey: key });
  await boss.complete(job.name, attempt);
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: 'Error', code: null, message: String(error) };
  const code = error instanceof BackendEngineerError ? error.code : null;
  return { name: error.name, code, message: error.message };
}

/** pg-boss stores every enumerable property and the stack. */
function stored(failure: Failure): Error {
  const error = Object.assign(new Error(failure.message), { name: failure.name, code: failure.code });
  delete error.stack;
  return error;
}

const storedFailure = z.object({
  name: z.string().default('Error'),
  code: z.string().nullable().default(null),
  message: z.string(),
});
/** pg-boss's own words, where the time was up or it shut down. */
const storedWords = z.object({ value: z.union([storedFailure, z.looseObject({ message: z.string() })]) });

function readFailure(output: unknown): Failure {
  const failure = storedFailure.safeParse(output);
  if (failure.success) return failure.data;
  const words = storedWords.safeParse(output);
  const message = words.success ? words.data.value.message : 'The work ended unexpectedly';
  return { name: 'Error', code: null, message };
}
