import { GitError } from '../errors.ts';
import { missingObjects } from './cat-file.ts';
import type { Git, GitCommand, GitProtocol } from './git.ts';
import { mirrorSize } from './mirror-folder.ts';
import { objectIds } from './object-id.ts';
import { remoteFailure, Unauthorized } from './remote-failure.ts';

export interface Remote {
  /** Without credentials. */
  readonly url: string;
  /** The value of the Authorization header, null for none; asked before each command, since tokens end. */
  authorization(): Promise<string | null>;
  /** Told that the last authorization was not accepted: true where the next may be better. */
  readonly onUnauthorized?: () => boolean;
}

export interface FetchLimits {
  /** Milliseconds of one fetch. */
  readonly fetchMs: number;
  /** Bytes that a mirror may hold, the running fetch included. */
  readonly mirrorBytes: number;
  /** Packs that a mirror may hold before it is made anew: git looks into each of them. */
  readonly packs: number;
}

export interface FetchOptions {
  readonly git: Git;
  readonly remote: Remote;
  readonly limits: FetchLimits;
  readonly protocols: readonly GitProtocol[];
}

/** How often a running fetch's size is looked at, in milliseconds. */
const sizeCheckMs = 200;

const fetchArguments = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
  '--recurse-submodules=no',
];

/** Fetches two commits with their trees; with the blobs too when `filter` is off. Throws GitError and the signal's reason. */
export async function fetchTrees(
  options: FetchOptions,
  mirror: string,
  request: { readonly commits: readonly string[]; readonly filter: boolean; readonly signal: AbortSignal },
): Promise<void> {
  const filter = request.filter ? [] : ['--no-filter'];
  await runFetch(options, mirror, {
    args: [...fetchArguments, '--depth=1', ...filter, 'origin', ...objectIds(request.commits)],
    signal: request.signal,
  });
  await readTrees(options.git, mirror, request.commits, request.signal);
}

/** Fetches those of these objects that the mirror does not have: one look, one fetch. */
export async function fetchMissing(
  options: FetchOptions,
  mirror: string,
  objects: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const missing = await missingObjects({
    git: options.git,
    repository: mirror,
    objects: objectIds(objects),
    signal,
  });
  if (missing.length === 0) return;
  await runFetch(options, mirror, {
    args: [...fetchArguments, '--stdin', 'origin'],
    configuration: { 'fetch.negotiationAlgorithm': 'noop' },
    input: `${missing.join('\n')}\n`,
    signal,
  });
}

/** The commit that a ref of the remote points to, null where there is none. */
export async function readRemoteRef(
  options: FetchOptions,
  mirror: string,
  ref: string,
  signal: AbortSignal,
): Promise<string | null> {
  const { output } = await runRemote(options, {
    args: ['ls-remote', '--quiet', 'origin', ref],
    repository: mirror,
    signal,
  });
  const lines = output.toString('utf8').split('\n');
  return lines.find((line) => line.endsWith(`\t${ref}`))?.split('\t')[0] ?? null;
}

/** True where both commits and their root trees are there: a fetch brings a commit's trees all at once. */
export async function hasCommits(
  git: Git,
  mirror: string,
  commits: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const objects = commits.flatMap((commit) => [`${commit}^{commit}`, `${commit}^{tree}`]);
  return (await missingObjects({ git, repository: mirror, objects, signal })).length === 0;
}

/** Reads every tree of the commits, so that a corrupt mirror shows here and not in the middle of a review. */
export async function readTrees(
  git: Git,
  mirror: string,
  commits: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const read = (commit: string): Promise<number> =>
    git.stream(
      { args: ['ls-tree', '-r', '--name-only', '--full-tree', commit], repository: mirror, signal },
      () => 'more',
    );
  await Promise.all([...new Set(commits)].map(read));
}

/**
 * Only a fetch knows that the mirror is a partial clone. Were it written in the mirror's configuration, git would die
 * of a missing object where it now says that it is missing (and without GIT_NO_LAZY_FETCH, fetch it by itself). For the
 * same reason the filter is here and no argument: git writes the argument into the configuration.
 */
const partialClone = {
  'remote.origin.promisor': 'true',
  'remote.origin.partialclonefilter': 'blob:none',
  'transfer.fsckObjects': 'true',
};

async function access(remote: Remote): Promise<Record<string, string>> {
  const authorization = await remote.authorization();
  const url = { 'remote.origin.url': remote.url };
  if (authorization === null) return url;
  // Bound to the address: a redirect to another host is not told the token.
  return { ...url, [`http.${remote.url}.extraHeader`]: `Authorization: ${authorization}` };
}

/**
 * Runs a command that talks to the remote; once more where the token had ended, or nothing was answered.
 * Throws GitError, RetryLater where the remote limits us, and the signal's reason.
 */
async function runRemote(options: FetchOptions, command: GitCommand): Promise<{ readonly output: Buffer }> {
  const { git, remote, protocols, limits } = options;
  const attempt = async (): Promise<{ readonly output: Buffer }> => {
    const configuration = { ...command.configuration, ...(await access(remote)) };
    try {
      return await git.run({ ...command, configuration, protocols, timeLimitMs: limits.fetchMs });
    } catch (error) {
      throw remoteFailure(error);
    }
  };
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const renewed = error instanceof Unauthorized && remote.onUnauthorized?.() === true;
    if (!renewed && error.code !== 'GIT_UNAVAILABLE') throw error;
    return attempt();
  }
}

async function runFetch(
  options: FetchOptions,
  mirror: string,
  command: {
    readonly args: readonly string[];
    readonly configuration?: Readonly<Record<string, string>>;
    readonly input?: string;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { mirrorBytes } = options.limits;
  const size = new AbortController();
  const checkSize = async (): Promise<void> => {
    if ((await mirrorSize(mirror)).bytes > mirrorBytes)
      size.abort(
        new GitError('GIT_TOO_LARGE', `the repository's objects are more than ${mirrorBytes} bytes`),
      );
  };
  const watch = setInterval(checkSize, sizeCheckMs);
  try {
    await runRemote(options, {
      ...command,
      repository: mirror,
      configuration: { ...partialClone, ...command.configuration },
      signal: AbortSignal.any([command.signal, size.signal]),
    });
  } finally {
    clearInterval(watch);
  }
  await checkSize();
  size.signal.throwIfAborted();
}
