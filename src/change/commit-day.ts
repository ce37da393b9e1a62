import type { Git } from './git.ts';
import { objectIds } from './object-id.ts';

/** The day of a commit as an ISO date, in its committer's time zone; null where git does not know the commit. */
export async function commitDay(git: Git, repository: string, commit: string): Promise<string | null> {
  const args = ['show', '--no-patch', '--format=%cs', ...objectIds([commit]), '--'];
  const { exitCode, output } = await git.run({ args, repository, accept: [0, 128] });
  const day = output.toString('utf8').trim();
  return exitCode === 0 && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null;
}
