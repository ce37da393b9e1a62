import { GitHubError } from '../errors.ts';
import type { GitHubClient } from './client.ts';
import type { PullRequestRef } from './pull-request.ts';

/** The file as it was last seen. */
export interface CachedConfig {
  readonly text: string | null;
  readonly etag: string | null;
  readonly ageSeconds: number;
}

/** Where settings files are kept between jobs: the store, or nothing. */
export interface ConfigCache {
  get(installation: number, owner: string): Promise<CachedConfig | null>;
  put(
    installation: number,
    owner: string,
    config: { readonly text: string | null; readonly etag: string | null },
  ): Promise<void>;
}

/** An account keeps what holds for all its repositories in the repository of this name. */
const organizationRepository = '.github';
const path = '.github/backend-engineer.yml';

/** Longer files are not settings. */
const maximumCharacters = 64 * 1024;

interface Answer {
  readonly text: string | null;
  readonly etag: string | null;
}

/**
 * The organisation's settings file: from the cache while it is young, else one conditional request.
 * @param clients to try in turn: one for the `.github` repository, which may be private, and one that reads public ones
 */
export async function organizationConfig(
  clients: readonly GitHubClient[],
  cache: ConfigCache | null,
  ttlSeconds: number,
  ref: Pick<PullRequestRef, 'installation' | 'owner'>,
  signal: AbortSignal,
): Promise<string | null> {
  const cached = (await cache?.get(ref.installation, ref.owner)) ?? null;
  if (cached !== null && cached.ageSeconds < ttlSeconds) return cached.text;
  const answer = await readFirst(clients, cached, ref.owner, signal);
  await cache?.put(ref.installation, ref.owner, answer);
  return answer.text;
}

async function readFirst(
  clients: readonly GitHubClient[],
  cached: CachedConfig | null,
  owner: string,
  signal: AbortSignal,
): Promise<Answer> {
  for (const client of clients) {
    try {
      return await read(client, cached, owner, signal);
    } catch (error) {
      // 422 where the token cannot be minted, since the App is not installed on `.github`.
      const absent = ['GITHUB_NOT_FOUND', 'GITHUB_FORBIDDEN', 'GITHUB_REFUSED'];
      if (!(error instanceof GitHubError && absent.includes(error.code))) throw error;
    }
  }
  return { text: null, etag: null };
}

async function read(
  client: GitHubClient,
  cached: CachedConfig | null,
  owner: string,
  signal: AbortSignal,
): Promise<Answer> {
  const condition = cached?.etag == null ? {} : { 'if-none-match': cached.etag };
  return client.call('read', signal, async (octokit, request) => {
    try {
      const { data, headers } = await octokit.rest.repos.getContent({
        owner,
        repo: organizationRepository,
        path,
        headers: condition,
        request,
      });
      const text = 'content' in data ? Buffer.from(data.content, 'base64').toString('utf8') : null;
      return { text: text?.slice(0, maximumCharacters) ?? null, etag: headers.etag ?? null };
    } catch (error) {
      if (cached !== null && isNotModified(error)) return { text: cached.text, etag: cached.etag };
      throw error;
    }
  });
}

/** Octokit throws 304. */
export function isNotModified(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 304;
}
