import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { z } from 'zod';
import { BackendEngineerError, isLasting, RetryLater } from '../errors.ts';
import { type JobName, type Jobs, type NewJob, placeInQueue, waitingPriority } from './jobs.ts';
import { queueSettings } from './queue-settings.ts';

/** A job in the hands of a handler. */
interface RunningJob<Name extends JobName> {
  readonly data: Jobs[Name];
  /** Aborted when the job is lost (time, a missed heartbeat) or the process stops: goes into every outgoing call. */
  readonly signal: AbortSignal;
  /** 0 for the first attempt. */
  readonly attempt: number;
  /** Whether the job ends with this failure: it was its last attempt, or trying again is of no use. */
  isFinal(error: unknown): boolean;
}

/**
 * Does a job. A rejection is tried again with growing pauses and ends in the failure handler, a lasting one after the
 * second; `RetryLater` puts the job back without costing an attempt.
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
  await boss.work(
    name,
    {
      localConcurrency: options.concurrency,
      localGroupConcurrency: options.perInstallation,
      pollingIntervalSeconds: pollingSeconds,
      notifyPollingIntervalSeconds: pollingSeconds,
      includeMetadata: true,
      perJobResults: true,
    },
    async ([job]: JobWithMetadata<Jobs[Name]>[]) => {
      if (job === undefined) return [];
      try {
        return [await doJob(boss, { name, job, handler, log })];
      } finally {
        lookAtOnce(boss, name);
      }
    },
  );
}

/** Who ends a job takes the next one; by itself it would first wait for what is left of the polling time. */
function lookAtOnce(boss: PgBoss, name: JobName): void {
  const busy = boss.getWipData().filter((worker) => worker.name === name && worker.count > 0);
  for (const { id } of busy) boss.notifyWorker(id);
}

async function doJob<Name extends JobName>(
  boss: PgBoss,
  work: {
    readonly name: Name;
    readonly job: JobWithMetadata<Jobs[Name]>;
    readonly handler: JobHandler<Name>;
    readonly log: Pick<Logger, 'info' | 'warn'>;
  },
): Promise<JobResult> {
  const { name, job, handler, log } = work;
  const { id, retryCount, retryLimit } = job;
  // What is new may be out of GitHub's sight for seconds: what is refused is asked for a second time.
  const isFinal = (error: unknown): boolean =>
    retryCount >= retryLimit || (retryCount > 0 && isLasting(error));
  try {
    await handler({ data: job.data, signal: job.signal, attempt: retryCount, isFinal });
  } catch (error) {
    if (error instanceof RetryLater) {
      log.info(
        { queue: name, ...placeOf(job.data), seconds: error.seconds, reason: error.message },
        'A job was put back',
      );
      await postpone(boss, { name, data: job.data } as NewJob, job, error);
      return { id, status: 'completed' };
    }
    const failure = failureOf(error);
    const last = isFinal(error);
    // What has a code was foreseen: its message says all. The stack is for our own mistakes.
    const stack = failure.code === null && error instanceof Error ? error.stack : undefined;
    log.warn(
      { queue: name, ...placeOf(job.data), attempt: retryCount, last, ...failure, stack },
      'A job failed',
    );
    return { id, status: last ? 'deadletter' : 'failed', output: failure };
  }
  return { id, status: 'completed' };
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
      perJobResults: true,
    },
    async ([job]: JobWithMetadata<Jobs[Name]>[]): Promise<JobResult[]> => {
      if (job === undefined) return [];
      const { id } = job;
      try {
        await handler(job.data, readFailure(job.sourceOutput), job.signal);
      } catch (error) {
        const failure = failureOf(error);
        log.warn(
          { queue: deadLetter, ...placeOf(job.data), attempt: job.retryCount, ...failure },
          'A failure could not be told',
        );
        if (!(error instanceof RetryLater))
          return [{ id, status: isLasting(error) ? 'deadletter' : 'failed', output: failure }];
        // Only a job that waits can be put off.
        await boss.fail(deadLetter, id, failure);
        await boss.update(deadLetter, undefined, { id, startAfter: Math.ceil(error.seconds) });
      }
      return [{ id, status: 'completed' }];
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
  { id, retryCount, retryLimit }: Pick<JobWithMetadata, 'id' | 'retryCount' | 'retryLimit'>,
  { seconds, interruptible }: RetryLater,
): Promise<void> {
  const { singletonKey, ...place } = placeInQueue(job);
  const options = {
    startAfter: Math.ceil(seconds),
    // It costs no attempt, and gives none back.
    retryLimit: Math.max(0, retryLimit - retryCount),
    ...place,
    ...(interruptible ? { priority: waitingPriority } : {}),
  };
  // First the new one: a crash in between runs the job twice, the other order would lose it.
  if (singletonKey === undefined) await boss.send(job.name, job.data, options);
  else if (interruptible) await boss.send(job.name, job.data, { ...options, singletonKey });
  else await boss.upsert(job.name, job.data, { ...options, singletonKey });
  await boss.complete(job.name, { id, retryCount });
}

/** Names what a job is about in the log. */
function placeOf(data: object): { readonly repository?: string; readonly number?: number } {
  return {
    ...('r' in data && { repository: String(data.r) }),
    ...('n' in data && { number: Number(data.n) }),
  };
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: 'Error', code: null, message: String(error) };
  const code = error instanceof BackendEngineerError ? error.code : null;
  return { name: error.name, code, message: error.message };
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
