/**
 * The base of this project's errors: a `name` and a `code` to decide on, a message for people that holds the
 * offending value and the next step, and the `cause`.
 */
export abstract class BackendEngineerError extends Error {
  abstract readonly code: string;
}

export type GitErrorCode =
  /** Git cannot be started: it is not on the given path. */
  | 'GIT_NOT_FOUND'
  /** Git ended with an exit code that the caller did not expect. */
  | 'GIT_FAILED'
  /** Git answered what this project does not understand. */
  | 'GIT_UNEXPECTED_OUTPUT'
  | 'GIT_TIMED_OUT'
  /** More output, or more fetched bytes, than the limit. */
  | 'GIT_TOO_LARGE'
  /** The remote does not let us (401, 403), or has no such repository (404). */
  | 'GIT_REFUSED'
  /** The remote did not answer, answered 5xx, or the connection was cut off. */
  | 'GIT_UNAVAILABLE'
  | 'NOT_A_REPOSITORY'
  | 'UNKNOWN_REVISION'
  /** The two commits have no common ancestor here. */
  | 'NO_MERGE_BASE'
  /** Objects are needed that a partial clone does not have. */
  | 'MISSING_OBJECTS';

/** Git could not do what it was asked. */
export class GitError extends BackendEngineerError {
  override readonly name = 'GitError';
  readonly code: GitErrorCode;
  /** Where git ended by itself. */
  readonly exitCode: number | null;

  constructor(code: GitErrorCode, message: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.code = code;
    this.exitCode = options.exitCode ?? null;
  }
}

/** Put the job back: a limit was reached, or GitHub's lists lag behind. It costs none of the job's retries. */
export class RetryLater extends BackendEngineerError {
  override readonly name = 'RetryLater';
  readonly code = 'RETRY_LATER';
  readonly seconds: number;
  /** True where the limit is our own: what is new about the same thing may be looked at before the time is up. */
  readonly interruptible: boolean;

  constructor(
    seconds: number,
    reason: string,
    options: { readonly cause?: unknown; readonly interruptible?: boolean } = {},
  ) {
    super(`Again in ${seconds} s: ${reason}`, options);
    this.seconds = seconds;
    this.interruptible = options.interruptible ?? false;
  }
}

export type DatabaseErrorCode =
  /** Another process works on the data directory. */
  | 'DATABASE_LOCKED'
  /** PostgreSQL does not answer at its address. */
  | 'DATABASE_UNREACHABLE'
  /** The tables are of a newer version of this program. */
  | 'DATABASE_TOO_NEW';

/** The database cannot be used. The message is one line that says what to do. */
export class DatabaseError extends BackendEngineerError {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

export type GitHubErrorCode =
  /** 401: the App's key or token is not accepted. */
  | 'GITHUB_UNAUTHORIZED'
  /** 403 that is no limit: the installation lacks a permission. */
  | 'GITHUB_FORBIDDEN'
  /** 404, 410 and 451: it is gone, or out of the installation's sight. */
  | 'GITHUB_NOT_FOUND'
  /** 409 and 422: GitHub does not take what was sent. */
  | 'GITHUB_REFUSED'
  /** 5xx to a request that changed nothing, or no answer to one. */
  | 'GITHUB_UNAVAILABLE'
  /** A write may have happened: its answer was lost, or is a 5xx. Look before writing again. */
  | 'GITHUB_ANSWER_LOST'
  /** GitHub answered what this project does not understand. */
  | 'GITHUB_UNEXPECTED';

/** A request to GitHub failed. The message names method and path, never a token or a body. */
export class GitHubError extends BackendEngineerError {
  override readonly name = 'GitHubError';
  readonly code: GitHubErrorCode;
  /** HTTP status, null where there was no answer. */
  readonly status: number | null;

  constructor(
    code: GitHubErrorCode,
    message: string,
    options: { status?: number | null; cause?: unknown } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.code = code;
    this.status = options.status ?? null;
  }
}

/** A newer attempt works on the pull request: this one has nothing more to write. */
export class Superseded extends BackendEngineerError {
  override readonly name = 'Superseded';
  readonly code = 'SUPERSEDED';
}

/** Failures that the next attempt meets as well: a person has to change something first. */
const lastingCodes: ReadonlySet<string> = new Set([
  'GITHUB_FORBIDDEN',
  'GITHUB_NOT_FOUND',
  'GITHUB_REFUSED',
  'GIT_REFUSED',
  'GIT_TOO_LARGE',
  // Minutes long: a second attempt finds out whether it was the network.
  'GIT_TIMED_OUT',
  'GIT_NOT_FOUND',
]);

/** True where trying again is of no use, but for what GitHub shows only seconds after it was made. */
export function isLasting(error: unknown): boolean {
  return error instanceof BackendEngineerError && lastingCodes.has(error.code);
}
