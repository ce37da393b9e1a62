/**
 * The jobs. They name a place on GitHub and carry nothing of its content: what they are about is read when they start.
 * Keys are short, since a job is at most 300 bytes. `i` is the installation, `r` is `owner/name`, `n` the pull request.
 */
export interface Jobs {
  /** Review the present head. At most one waits and one runs for a pull request. */
  readonly review: PullRequestJob;
  readonly command: CommandJob;
  readonly lifecycle: LifecycleJob;
  /** Compare open pull requests with what was posted. One at a time. */
  readonly reconcile: Readonly<Record<string, never>>;
}

export interface PullRequestJob {
  readonly i: number;
  readonly r: string;
  readonly n: number;
}

/** Somebody wrote a command or pressed a button. */
export interface CommandJob extends PullRequestJob {
  /** Id of the comment, or of the check run whose button was pressed. */
  readonly c: number;
  readonly k: 'issue' | 'review' | 'check';
  /** Login of the person. */
  readonly u: string;
  /** The command's name (the first of the comment), or the button's identifier. */
  readonly t?: string;
}

/** Something went away, and what is stored about it goes, too. */
export type LifecycleJob =
  | { readonly e: 'installation'; readonly i: number }
  | { readonly e: 'repository'; readonly i: number; readonly r: string }
  | { readonly e: 'closed'; readonly i: number; readonly r: string; readonly n: number };

export type JobName = keyof Jobs;

/** A job to store, with the queue it goes to. */
export type NewJob = {
  readonly [Name in JobName]: { readonly name: Name; readonly data: Jobs[Name] };
}[JobName];

/** Longest stored form of a job, in bytes. */
export const maximumJobBytes = 300;

/** At most one job with the same key waits, and one runs; null where every job stands for itself. */
export function singletonKey(job: NewJob): string | null {
  if (job.name === 'review') return `${job.data.i}/${job.data.r.toLowerCase()}#${job.data.n}`;
  return job.name === 'reconcile' ? 'all' : null;
}

/** Of jobs that wait for a limit of ours. They come after all others, and a new one of the same key brings them forward. */
export const waitingPriority = -1;

/**
 * What pg-boss is told of a job beside its data: its key, and its group. Jobs of one group share a limit, so that an
 * installation with many waits behind itself.
 */
export function placeInQueue(job: NewJob): {
  readonly singletonKey?: string;
  readonly group?: { readonly id: string };
} {
  const key = singletonKey(job);
  return {
    ...(key === null ? {} : { singletonKey: key }),
    ...('i' in job.data ? { group: { id: String(job.data.i) } } : {}),
  };
}
