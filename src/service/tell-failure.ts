import { GitHubError } from '../errors.ts';
import type { PullRequestRef } from '../github/pull-request.ts';
import { startCheck } from '../github/start-check.ts';
import type { Failure } from '../queue/work.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import type { ReviewWorld } from './review-world.ts';

/** What a reader can do with a failure: in plain words, where its message is made for operators. */
const words: Readonly<Record<string, string>> = {
  GIT_REFUSED:
    'GitHub did not let the repository be fetched. The App may lack the permission to read contents, or the repository is gone.',
  GIT_UNAVAILABLE:
    'the repository could not be fetched: GitHub did not answer, or the connection was cut off.',
  GIT_FAILED: 'the repository could not be fetched: git could not use what GitHub sent.',
  GIT_TIMED_OUT: 'fetching the repository took too long.',
  GIT_TOO_LARGE: 'the repository is larger than this installation of the App fetches.',
  GIT_NOT_FOUND: 'git is missing where the App runs. Its operator has to install it.',
  NO_MERGE_BASE: 'the two branches have no common ancestor.',
  GITHUB_UNAUTHORIZED: 'GitHub does not accept the App’s key. Its operator has to look at it.',
  GITHUB_FORBIDDEN:
    'GitHub does not let the App do something that a review needs. An owner may have to agree to its permissions (Settings → GitHub Apps).',
  GITHUB_NOT_FOUND: 'GitHub does not find something that a review needs.',
  GITHUB_REFUSED: 'GitHub does not take something that a review needs.',
  GITHUB_UNAVAILABLE: 'GitHub did not answer, or only with errors.',
  GITHUB_ANSWER_LOST: 'GitHub did not answer, or only with errors.',
};

/** These name the request, which says more than the word for all of them. */
const withMessage = /^GITHUB_/;

/**
 * After the last failure the check run says what failed: a word, never a stack. Throws where not even that is
 * possible, for the log.
 * @returns `gone` where the repository, or the installation, is not there any more
 */
export async function tellFailure(
  { database, github }: Pick<ReviewWorld, 'database' | 'github'>,
  ref: PullRequestRef,
  failure: Failure,
  signal: AbortSignal,
): Promise<'told' | 'gone'> {
  const api = github(ref);
  const pullRequest = await api.pullRequest(ref, signal).catch((error: unknown) => {
    if (isGone(error)) return null;
    throw error;
  });
  if (pullRequest === null) return 'gone';
  if (pullRequest.state === 'closed') return 'told';
  const check = await startCheck(database, api, ref, pullRequest, signal);
  if (check === null)
    throw new GitHubError('GITHUB_FORBIDDEN', `There is no check run to say it in: ${failure.message}`);
  const summary = `The review failed: ${reasonOf(failure)}\n\n\`/backend review\` tries again, and so does the next push.`;
  await api.concludeCheckRun(
    ref,
    check,
    { conclusion: 'neutral', title: 'The review failed', summary, annotations: [] },
    null,
    signal,
  );
  return 'told';
}

/** A token for a repository that the installation does not have is refused (422), not missing. */
function isGone(error: unknown): boolean {
  return (
    error instanceof GitHubError && (error.code === 'GITHUB_NOT_FOUND' || error.code === 'GITHUB_REFUSED')
  );
}

function reasonOf({ code, message }: Failure): string {
  if (code === null) return 'an internal error, which is in the log of the App.';
  const known = words[code];
  if (known === undefined) return codeSpan(message);
  return withMessage.test(code) ? `${known} ${codeSpan(message)}` : known;
}
