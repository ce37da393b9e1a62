import { json, notFound } from '../http/answer.ts';
import { pageAnswer } from '../http/page-of.ts';
import { numberOf, type RepositoryCall, type RepositoryRoute } from '../http/route.ts';
import { presentDiffFile } from '../present/commit.ts';
import { presentPull, presentPullSimple } from '../present/pull.ts';
import type { Schemas } from '../present/schemas.ts';
import { pullDiff, pullSize } from '../state/pull-diff.ts';
import type { PullRecord } from '../state/records.ts';
import { findPull } from '../state/state.ts';

/** A pull request's file list ends there (docs: "List pull requests files"). */
const filesLimit = 3_000;

export const pullRoutes: readonly RepositoryRoute[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/pulls',
    inRepository: true,
    need: [{ pull_requests: 'read' }],
    handle: ({ world, repository, query, url, visibleUntil }) => {
      const pulls = listed(repository.pulls, query).filter((pull) => pull.createdAt <= visibleUntil);
      return pageAnswer(pulls, url, (pull): Schemas['pull-request-simple'] =>
        presentPullSimple(world, repository, pull),
      );
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/pulls/{pull_number}',
    inRepository: true,
    need: [{ pull_requests: 'read' }],
    handle: async (call) => {
      const pull = pullOf(call);
      const answer: Schemas['pull-request'] = presentPull(
        call.world,
        call.repository,
        pull,
        await pullSize(call.repository, pull),
      );
      return json(200, answer);
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/pulls/{pull_number}/files',
    inRepository: true,
    need: [{ pull_requests: 'read' }],
    handle: async (call) => {
      const { head, files } = await pullDiff(call.repository, pullOf(call));
      return pageAnswer(files.slice(0, filesLimit), call.url, (file) =>
        presentDiffFile(call.world, call.repository, head, file),
      );
    },
  },
];

/** The pull request that a path names. Throws 404. */
export function pullOf(call: RepositoryCall, name = 'pull_number'): PullRecord {
  const pull = findPull(call.repository, numberOf(call, name));
  if (!pull) throw notFound();
  return pull;
}

function listed(pulls: readonly PullRecord[], query: URLSearchParams): PullRecord[] {
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  const sort = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const direction = query.get('direction') ?? (query.has('sort') ? 'asc' : 'desc');
  const sign = direction === 'asc' ? 1 : -1;
  return pulls
    .filter((pull) => state === 'all' || pull.state === state)
    .filter((pull) => head === null || head === `${pull.headOwner.login}:${pull.head.ref}`)
    .filter((pull) => base === null || base === pull.base.ref)
    .sort((a, b) => sign * (a[sort] - b[sort] || a.number - b.number));
}
