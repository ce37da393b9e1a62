import { resolveCommit } from '../git/bare-copy.ts';
import { json, notFound } from '../http/answer.ts';
import { pageOf, pageRequest } from '../http/page-of.ts';
import type { RepositoryCall, RepositoryRoute } from '../http/route.ts';
import { presentCommit, presentDiffFile } from '../present/commit.ts';
import { repositoryPageUrl, repositoryRestUrl } from '../present/links.ts';
import type { Schemas } from '../present/schemas.ts';
import { commitOf, commitsOf, diffOf, mergeBaseOf } from '../state/pull-diff.ts';

/** A comparison shows no more files (docs: "Compare two commits"). */
const filesLimit = 300;
/** Without `per_page` it shows this many commits. */
const commitsLimit = 250;

export const compareRoutes: readonly RepositoryRoute[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/compare/{basehead+}',
    inRepository: true,
    need: [{ contents: 'read' }],
    handle: compare,
  },
];

async function compare(call: RepositoryCall) {
  const { world, repository, query, url } = call;
  const parts = (call.params.basehead ?? '').split('...');
  if (parts.length !== 2) throw notFound();
  const [base, head] = await Promise.all(parts.map((name) => revisionOf(call, name)));
  if (!base || !head) throw notFound();
  const common = await mergeBaseOf(repository, base, head);
  if (common === null) throw notFound(`No common ancestor between ${parts[0]} and ${parts[1]}.`);
  const [ahead, behind, files, baseCommit, commonCommit] = await Promise.all([
    commitsOf(repository, base, head),
    commitsOf(repository, head, base),
    diffOf(repository, common, head),
    commitOf(repository, base),
    commitOf(repository, common),
  ]);
  const paged = query.has('page') || query.has('per_page');
  const commits = paged ? pageOf(ahead, url) : { entries: ahead.slice(-commitsLimit), headers: {} };
  const page = `${repositoryPageUrl(world, repository)}/compare/${parts[0]}...${parts[1]}`;
  const answer: Schemas['commit-comparison'] = {
    url: `${repositoryRestUrl(world, repository)}/compare/${parts[0]}...${parts[1]}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: presentCommit(world, repository, baseCommit),
    merge_base_commit: presentCommit(world, repository, commonCommit),
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: commits.entries.map((commit) => presentCommit(world, repository, commit)),
    // Files come with the first page only, however many pages of commits there are.
    ...(pageRequest(query).page === 1
      ? { files: files.slice(0, filesLimit).map((file) => presentDiffFile(world, repository, head, file)) }
      : {}),
  };
  return json(200, answer, commits.headers);
}

/** A branch, tag or commit; `owner:branch` for the head of a fork's pull request. */
async function revisionOf({ repository }: RepositoryCall, name: string): Promise<string | null> {
  const fork = repository.pulls.findLast((pull) => `${pull.headOwner.login}:${pull.head.ref}` === name);
  return fork ? fork.head.sha : resolveCommit(repository.git, name);
}

function statusOf(ahead: number, behind: number): Schemas['commit-comparison']['status'] {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
