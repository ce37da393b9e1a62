import type { MirrorCache } from '../change/mirror.ts';
import type { LifecycleJob } from '../queue/jobs.ts';
import type { Queue } from '../queue/open-queue.ts';
import type { Database } from '../store/database.ts';
import { forgetInstallation, forgetPullRequest, forgetRepository } from '../store/forget.ts';
import { type Gone, recordForgotten } from '../store/forgotten.ts';

/** Everything that keeps something of an installation or a repository. */
export interface Forgetting {
  readonly database: Database;
  readonly queue: Pick<Queue, 'forget'>;
  readonly mirrors: Pick<MirrorCache, 'removeInstallation' | 'removeRepository'>;
  /** Drops the tokens that are held in memory. */
  forgetTokens(installation: number): void;
}

/** Deletes what is kept of something that went away: its jobs, its rows, its objects, its tokens. May be repeated. */
export async function doForget(world: Forgetting, job: LifecycleJob): Promise<void> {
  const { database, queue, mirrors } = world;
  if (job.e === 'installation') {
    world.forgetTokens(job.i);
    await queue.forget({ installation: job.i });
    await forgetInstallation(database, job.i);
    await mirrors.removeInstallation(job.i);
    return leaveWord(database, { installation: job.i });
  }
  const [owner = '', name = ''] = job.r.split('/');
  if (job.e === 'closed')
    return forgetPullRequest(database, { installation: job.i, owner, name, number: job.n });
  // A transfer is told to the new owner's installation, while what is kept is the old one's. A name belongs to one
  // repository at a time, so that it is enough.
  const repository = job.r.toLowerCase();
  await queue.forget({ repository });
  await forgetRepository(database, { owner, name });
  await mirrors.removeRepository(repository);
  await leaveWord(database, { repository });
}

/** The embedded database has one process, which has just deleted all there is. */
async function leaveWord(database: Database, gone: Gone): Promise<void> {
  if (database.engine.kind === 'postgres') await recordForgotten(database, gone);
}
