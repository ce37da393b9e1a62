import { resolveCommit } from '../git/bare-copy.ts';
import { blob, entriesIn, entryAt, type TreeEntry } from '../git/files.ts';
import { json, notFound } from '../http/answer.ts';
import type { RepositoryCall, RepositoryRoute } from '../http/route.ts';
import { encodePath, repositoryPageUrl, repositoryRestUrl } from '../present/links.ts';

/** Above this the content is left out, and only the raw media type gives it. */
const contentLimit = 1_000_000;

export const contentRoutes: readonly RepositoryRoute[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/contents',
    inRepository: true,
    need: [{ contents: 'read' }],
    handle: contents,
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/contents/{path+}',
    inRepository: true,
    need: [{ contents: 'read' }],
    handle: contents,
  },
];

async function contents(call: RepositoryCall) {
  const { repository, query } = call;
  const reference = query.get('ref') ?? repository.git.defaultBranch;
  const commit = await resolveCommit(repository.git, reference);
  if (commit === null) {
    throw notFound(
      query.has('ref') ? `No commit found for the ref ${reference}` : 'This repository is empty.',
    );
  }
  const path = (call.params.path ?? '').replace(/^\/+|\/+$/g, '');
  const entry = await entryAt(repository.git.directory, commit, path);
  if (!entry) throw notFound();
  if (entry.type === 'tree') {
    const entries = await entriesIn(repository.git.directory, entry.sha);
    return json(
      200,
      entries.map((one) =>
        common(call, { ...one, path: path === '' ? one.path : `${path}/${one.path}` }, reference),
      ),
    );
  }
  if (entry.type === 'commit')
    return json(200, { ...common(call, entry, reference), submodule_git_url: null });
  const bytes = await blob(repository.git.directory, entry.sha);
  if (entry.mode === '120000') {
    return json(200, { ...common(call, entry, reference), target: bytes.toString('utf8') });
  }
  const shown = entry.size <= contentLimit;
  return json(200, {
    ...common(call, entry, reference),
    encoding: shown ? 'base64' : 'none',
    // GitHub breaks the text after 60 characters.
    content: shown ? bytes.toString('base64').replace(/.{60}|.+$/g, '$&\n') : '',
  });
}

function common({ world, repository }: RepositoryCall, entry: TreeEntry, reference: string) {
  const rest = repositoryRestUrl(world, repository);
  const page = repositoryPageUrl(world, repository);
  const path = encodePath(entry.path);
  const git = `${rest}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`;
  const self = `${rest}/contents/${path}?ref=${encodeURIComponent(reference)}`;
  const html = `${page}/${entry.type === 'tree' ? 'tree' : 'blob'}/${encodeURIComponent(reference)}/${path}`;
  return {
    type: typeOf(entry),
    size: entry.size,
    name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
    path: entry.path,
    sha: entry.sha,
    url: self,
    git_url: git,
    html_url: html,
    download_url: entry.type === 'blob' ? `${page}/raw/${encodeURIComponent(reference)}/${path}` : null,
    _links: { git, html, self },
  };
}

function typeOf(entry: TreeEntry): 'file' | 'dir' | 'symlink' | 'submodule' {
  if (entry.type === 'tree') return 'dir';
  if (entry.type === 'commit') return 'submodule';
  return entry.mode === '120000' ? 'symlink' : 'file';
}
