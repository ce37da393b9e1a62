import type { CommitRecord } from '../git/commits.ts';
import type { DiffFile } from '../git/diff.ts';
import type { RepositoryRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { encodePath, repositoryPageUrl, repositoryRestUrl } from './links.ts';
import { nodeId } from './node-id.ts';
import type { Schemas } from './schemas.ts';

export function presentCommit(
  world: World,
  repository: RepositoryRecord,
  commit: CommitRecord,
): Schemas['commit'] {
  const rest = repositoryRestUrl(world, repository);
  const page = repositoryPageUrl(world, repository);
  const url = `${rest}/commits/${commit.sha}`;
  return {
    url,
    sha: commit.sha,
    node_id: nodeId('commit', commit.sha),
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${rest}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${rest}/git/trees/${commit.tree}` },
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${rest}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  };
}

/** A file of a diff, with `patch` only where GitHub gives one. */
export function presentDiffFile(
  world: World,
  repository: RepositoryRecord,
  head: string,
  file: DiffFile,
): Schemas['diff-entry'] {
  const path = encodePath(file.path);
  const page = repositoryPageUrl(world, repository);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${head}/${path}`,
    raw_url: `${page}/raw/${head}/${path}`,
    contents_url: `${repositoryRestUrl(world, repository)}/contents/${path}?ref=${head}`,
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
    ...(file.patch === null ? {} : { patch: file.patch }),
  };
}
