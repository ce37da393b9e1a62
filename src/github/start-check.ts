import { GitHubError, isLasting, RetryLater } from '../errors.ts';
import { beginCheck } from '../store/begin-check.ts';
import type { Database } from '../store/database.ts';
import { forgetCheck } from '../store/forget-check.ts';
import { recordCheck } from '../store/record-check.ts';
import { renewCheck } from '../store/renew-check.ts';
import { storeBirth } from '../store/store-birth.ts';
import { listLagSeconds } from './lag.ts';
import type {
  CheckRunRef,
  GitHubReading,
  GitHubWriting,
  PullRequestRef,
  PullRequestState,
} from './pull-request.ts';

type CheckAccess = Pick<GitHubReading, 'findCheckRun'> &
  Pick<GitHubWriting, 'startCheckRun' | 'restartCheckRun'>;

/**
 * Shows the check of a head as in progress: the known check run once more, or a new one. An attempt whose answer was
 * lost is looked for first, so that no second one stays "in progress" for ever. Null where GitHub does not let us: a
 * review is worth its while without.
 */
export async function startCheck(
  database: Database,
  github: CheckAccess,
  ref: PullRequestRef,
  pullRequest: Pick<PullRequestState, 'head' | 'conversation' | 'createdAt'>,
  signal: AbortSignal,
): Promise<CheckRunRef | null> {
  try {
    return await start(database, github, ref, pullRequest, signal);
  } catch (error) {
    if (isLasting(error)) return null;
    throw error;
  }
}

async function start(
  database: Database,
  github: CheckAccess,
  ref: PullRequestRef,
  { head: { sha }, conversation, createdAt }: Pick<PullRequestState, 'head' | 'conversation' | 'createdAt'>,
  signal: AbortSignal,
): Promise<CheckRunRef> {
  const known = await beginCheck(database, ref, sha);
  if (known.kind === 'known') {
    const restarted = await restart(github, ref, sha, known, signal);
    if (restarted !== null) return restarted;
  }
  // What our report is about has a check run, though the store has forgotten it; and so may have what is older than it.
  const forgotten =
    known.kind === 'new' &&
    (conversation.report?.head === sha || createdAt < (await storeBirth(database)).at);
  if (known.kind === 'unknown' || forgotten) {
    const found = await github.findCheckRun(ref, sha, signal);
    if (found !== null) {
      await recordCheck(database, ref, sha, found.id);
      return (await restart(github, ref, sha, found, signal)) ?? found;
    }
    if (known.kind === 'unknown' && known.begunSeconds < listLagSeconds)
      throw new RetryLater(
        Math.ceil(listLagSeconds - known.begunSeconds),
        'it is not known yet whether a check run was made',
      );
  }
  // Whatever was asked for before is not there: from now on this one's answer may be lost.
  if (known.kind !== 'new') await renewCheck(database, ref, sha);
  const created = await create(database, github, ref, sha, signal);
  await recordCheck(database, ref, sha, created.id);
  return created;
}

async function create(
  database: Database,
  github: CheckAccess,
  ref: PullRequestRef,
  sha: string,
  signal: AbortSignal,
): Promise<CheckRunRef> {
  try {
    return await github.startCheckRun(ref, sha, signal);
  } catch (error) {
    if (error instanceof GitHubError && error.code === 'GITHUB_ANSWER_LOST') {
      const found = await github.findCheckRun(ref, sha, signal);
      // It costs an attempt: the next one waits for the list before it makes another.
      if (found === null) throw error;
      return found;
    }
    if (error instanceof GitHubError || error instanceof RetryLater) await forgetCheck(database, ref, sha);
    throw error;
  }
}

/** Null where GitHub does not know it any more. */
async function restart(
  github: CheckAccess,
  ref: PullRequestRef,
  sha: string,
  check: CheckRunRef,
  signal: AbortSignal,
): Promise<CheckRunRef | null> {
  try {
    const { id, annotations } = await github.restartCheckRun(ref, { id: check.id }, signal);
    return { id, annotations };
  } catch (error) {
    if (!isLasting(error)) throw error;
    return github.findCheckRun(ref, sha, signal);
  }
}
