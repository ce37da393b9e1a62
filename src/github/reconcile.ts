import { GitHubError, RetryLater } from '../errors.ts';
import { type AppClient, survey } from './app-client.ts';
import { checkRunName } from './check-run.ts';
import type { GitHubClient } from './client.ts';
import type { EventJob } from './delivery-jobs.ts';
import { externalId } from './external-id.ts';
import { isNotModified } from './organization-config.ts';

export interface Reconciler {
  /**
   * Asks GitHub for the open pull requests of all installations whose head has no finished check of ours, and stores a
   * review of each. It starts from GitHub's word: a deleted data directory loses nothing.
   * Throws RetryLater when a limit is reached; the next run goes on, and what did not change costs nothing of it.
   */
  run(signal: AbortSignal): Promise<{ readonly queued: number; readonly pullRequests: number }>;
}

export interface ReconcilerOptions {
  readonly client: Pick<AppClient, 'app' | 'installation'>;
  readonly enqueue: (jobs: readonly EventJob[]) => Promise<unknown>;
  /** Those of these jobs that wait or run already: their pull requests are being taken care of. */
  readonly underWay: (jobs: readonly EventJob[]) => Promise<readonly EventJob[]>;
  readonly log: { warn(data: object, message: string): void };
}

/** Repositories whose list did not change since all of it was in order: the request with their tag is free. */
const maximumTags = 10_000;

/** Heads that have their finished check: it stays, so that nobody has to ask for it again. */
const maximumChecked = 50_000;

const perPage = 100;

interface Repository {
  readonly owner: string;
  readonly name: string;
}

interface OpenPullRequest {
  readonly number: number;
  readonly head: string;
}

export function createReconciler({ client, enqueue, underWay, log }: ReconcilerOptions): Reconciler {
  /** By repository: the tag of its list when every head in it had its report. */
  const settled = new Map<string, string>();
  const checked = new Set<string>();

  async function repositoryJobs(
    github: GitHubClient,
    installation: number,
    repository: Repository,
    signal: AbortSignal,
  ): Promise<{ readonly jobs: EventJob[]; readonly pullRequests: number }> {
    const key = `${installation} ${repository.owner}/${repository.name}`;
    const listed = await listOpen(github, repository, settled.get(key) ?? null, signal);
    if (listed === null) return { jobs: [], pullRequests: 0 };
    settled.delete(key);
    const r = `${repository.owner}/${repository.name}`;
    const unknown = listed.pullRequests.flatMap(({ number, head }) => {
      const own = externalId({ number, head });
      const known = `${key} ${own}`;
      const job: EventJob = { name: 'review', data: { i: installation, r, n: number } };
      return checked.has(known) ? [] : [{ head, own, known, job }];
    });
    // Asked before GitHub is and after it was: what ends in between may not have shown its check yet.
    const before = await underWayOf(unknown.map(({ job }) => job));
    const missing: EventJob[] = [];
    for (const { head, own, known, job } of unknown) {
      if (!(await isChecked(github, repository, own, head, signal))) missing.push(job);
      else if (checked.size < maximumChecked) checked.add(known);
    }
    if (missing.length === 0 && listed.etag !== null && settled.size < maximumTags)
      settled.set(key, listed.etag);
    const waiting = [...before, ...(await underWayOf(missing))];
    return {
      jobs: missing.filter((job) => !waiting.includes(job)),
      pullRequests: listed.pullRequests.length,
    };
  }

  async function underWayOf(jobs: readonly EventJob[]): Promise<readonly EventJob[]> {
    return jobs.length === 0 ? [] : underWay(jobs);
  }

  return {
    async run(signal) {
      let queued = 0;
      let pullRequests = 0;
      for (const installation of await listInstallations(client.app(), signal)) {
        const github = client.installation(installation, null, survey);
        try {
          for (const repository of await listRepositories(github, signal)) {
            const found = await repositoryJobs(github, installation, repository, signal);
            pullRequests += found.pullRequests;
            queued += found.jobs.length;
            if (found.jobs.length > 0) await enqueue(found.jobs);
          }
        } catch (error) {
          // One installation that is gone or lacks a permission does not keep the others waiting.
          if (error instanceof RetryLater || !(error instanceof GitHubError)) throw error;
          log.warn(
            { installation, code: error.code, reason: error.message },
            'An installation was not compared',
          );
        }
      }
      return { queued, pullRequests };
    },
  };
}

async function listInstallations(github: GitHubClient, signal: AbortSignal): Promise<number[]> {
  const installations = await pages(async (page) => {
    const { data } = await github.call('read', signal, (octokit, request) =>
      octokit.rest.apps.listInstallations({ per_page: perPage, page, request }),
    );
    return data;
  });
  return installations.filter(({ suspended_at }) => suspended_at == null).map(({ id }) => id);
}

async function listRepositories(github: GitHubClient, signal: AbortSignal): Promise<Repository[]> {
  const repositories = await pages(async (page) => {
    const { data } = await github.call('read', signal, (octokit, request) =>
      octokit.rest.apps.listReposAccessibleToInstallation({ per_page: perPage, page, request }),
    );
    return data.repositories;
  });
  return repositories
    .filter(({ archived, disabled }) => archived !== true && disabled !== true)
    .map(({ owner, name }) => ({ owner: owner.login, name }));
}

/** Open pull requests that are no drafts; null where nothing changed since the tag. */
async function listOpen(
  github: GitHubClient,
  { owner, name }: Repository,
  etag: string | null,
  signal: AbortSignal,
): Promise<{ readonly pullRequests: OpenPullRequest[]; readonly etag: string | null } | null> {
  let tag: string | null = null;
  let unchanged = false;
  const pulls = await pages(async (page) => {
    const answer = await github.call('read', signal, async (octokit, request) => {
      try {
        return await octokit.rest.pulls.list({
          owner,
          repo: name,
          state: 'open',
          sort: 'updated',
          direction: 'desc',
          per_page: perPage,
          page,
          // The newest are on the first page: where it did not change, nothing did.
          headers: page === 1 && etag !== null ? { 'if-none-match': etag } : {},
          request,
        });
      } catch (error) {
        if (isNotModified(error)) return null;
        throw error;
      }
    });
    if (answer === null) unchanged = true;
    else if (page === 1) tag = answer.headers.etag ?? null;
    return answer?.data ?? [];
  });
  if (unchanged) return null;
  const open = pulls.filter(({ draft }) => draft !== true);
  return { pullRequests: open.map(({ number, head }) => ({ number, head: head.sha })), etag: tag };
}

/** True where the head has a finished check run of ours for this pull request. @param own its external id */
async function isChecked(
  github: GitHubClient,
  { owner, name }: Repository,
  own: string,
  head: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { data } = await github.call('read', signal, (octokit, request) =>
    octokit.rest.checks.listForRef({
      owner,
      repo: name,
      ref: head,
      check_name: checkRunName,
      filter: 'all',
      request,
    }),
  );
  return data.check_runs.some((run) => run.external_id === own && run.status === 'completed');
}

/** All items of a list that is read page by page. */
async function pages<Item>(read: (page: number) => Promise<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = 1; ; page += 1) {
    const more = await read(page);
    items.push(...more);
    if (more.length < perPage) return items;
  }
}
