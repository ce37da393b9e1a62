import type { QueueOptions, QueuePolicy } from 'pg-boss';
import type { JobName } from './jobs.ts';

interface QueueSettings extends QueueOptions {
  readonly policy: QueuePolicy;
  /** Where jobs go after their last failure, so that somebody hears of it; null where nobody waits for them. */
  readonly deadLetter: string | null;
}

/** A worker that says nothing for so long is dead; it speaks at half of it. 10 s is the least that pg-boss takes. */
const heartbeatSeconds = 20;

/** Waits between attempts: 5, 10, 20 … seconds, some of it by chance, so that an outage is not ended by a stampede. */
const backOff = { retryBackoff: true, retryDelay: 5, retryDelayMax: 300 };

/** Failed and completed jobs are kept for this long, for somebody who looks. */
const deleteAfterSeconds = 24 * 3600;

/** Those that name what was to be forgotten. */
const deleteSoonSeconds = 3600;

/**
 * pg-boss's defaults are 2 retries without a pause, 15 minutes, and no heartbeat: a killed worker is noticed only then.
 * A review is long enough for its own limits to end it first; a killed process costs one of its attempts.
 */
export const queueSettings: Readonly<Record<JobName, QueueSettings>> = {
  review: {
    policy: 'stately',
    retryLimit: 8,
    expireInSeconds: 900,
    heartbeatSeconds,
    deadLetter: 'review-failed',
    deleteAfterSeconds,
    ...backOff,
  },
  command: {
    policy: 'standard',
    retryLimit: 4,
    expireInSeconds: 300,
    heartbeatSeconds,
    deadLetter: 'command-failed',
    deleteAfterSeconds,
    ...backOff,
  },
  lifecycle: {
    policy: 'standard',
    retryLimit: 8,
    expireInSeconds: 120,
    heartbeatSeconds,
    deadLetter: null,
    deleteAfterSeconds: deleteSoonSeconds,
    ...backOff,
  },
  reconcile: {
    policy: 'stately',
    retryLimit: 3,
    expireInSeconds: 3600,
    heartbeatSeconds,
    deadLetter: null,
    deleteAfterSeconds,
    ...backOff,
  },
};

/** A failure is told in few attempts or not at all. */
export const deadLetterSettings: QueueOptions = {
  retryLimit: 4,
  expireInSeconds: 120,
  heartbeatSeconds,
  deleteAfterSeconds: deleteSoonSeconds,
  ...backOff,
};
