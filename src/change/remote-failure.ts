import { GitError, RetryLater } from '../errors.ts';

/** The remote did not accept the authorization. */
export class Unauthorized extends GitError {
  constructor(cause: GitError) {
    super('GIT_REFUSED', 'the remote did not accept the authorization (401)', { cause });
  }
}

/** Git keeps the header that says how long to itself; GitHub asks for at least a minute where it names no time. */
const unnamedLimitSeconds = 60;

/** Git has no code for what went wrong at the remote: its words are all there is (LC_ALL is C). */
const status = /^(?:fatal|error): .*returned error: (\d{3})$/m;
const unauthorized = /^fatal: (?:could not read Username|Authentication failed) for /m;
const notFound = /^fatal: repository '.*' not found$/m;
const cutOff =
  /^(?:fatal|error|fetch-pack): .*(?:Could not resolve (?:host|proxy)|Failed to connect|Couldn't connect|Empty reply|Connection (?:reset|refused|timed out|was reset)|Recv failure|Send failure|transfer closed|RPC failed|early EOF|unexpected disconnect|the remote end hung up|invalid index-pack output|expected flush after)/m;

/** A failure of a command that talks to a remote, told by whose fault it is; anything else as it is. */
export function remoteFailure(error: unknown): unknown {
  if (!(error instanceof GitError && error.code === 'GIT_FAILED')) return error;
  // What the other side says about itself comes behind `remote:` and decides nothing.
  const words = error.message.replace(/^.*?exit code \d+: /, '').replace(/^remote: .*$/gm, '');
  if (unauthorized.test(words)) return new Unauthorized(error);
  const answered = notFound.test(words) ? 404 : Number(status.exec(words)?.[1] ?? 0);
  if (answered === 401) return new Unauthorized(error);
  if (answered === 429)
    return new RetryLater(unnamedLimitSeconds, 'git: a rate limit of the remote (429)', { cause: error });
  if (answered >= 400 && answered < 500)
    return new GitError('GIT_REFUSED', `the remote refused git (${answered})`, { cause: error });
  if (answered >= 500)
    return new GitError('GIT_UNAVAILABLE', `the remote did not serve git (${answered})`, { cause: error });
  if (cutOff.test(words))
    return new GitError('GIT_UNAVAILABLE', 'the connection to the remote failed, or was cut off', {
      cause: error,
    });
  return error;
}
