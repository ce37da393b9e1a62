import type { FaultedRequest } from '../../src/sandbox/http/faults.ts';

/**
 * What a request is for, in words that are the same for every pull request: method and path without names and
 * numbers, a query's name, a token's purpose.
 */
export function requestName({ kind, method, path, query, body }: FaultedRequest): string {
  if (kind === 'git') return `git ${/[^/]+$/.exec(path)?.[0]}`;
  if (kind === 'graphql') return /(?:query|mutation) \w+/.exec(body)?.[0] ?? 'GraphQL';
  const plain = path
    .replace(/^\/repos\/([^/]+)\/([^/]+)/, (_all, _owner, name) => `/${name === '.github' ? name : 'REPO'}`)
    .replace(/[0-9a-f]{40}/g, 'SHA')
    .replace(/\d+/g, 'N');
  const purpose = path.endsWith('/access_tokens') ? ` for ${tokenPurpose(body)}` : '';
  const state = /"status":"(\w+)"/.exec(body)?.[1];
  const status = method === 'PATCH' && state !== undefined ? ` ${state}` : '';
  return `${method} ${plain}${purpose}${status}${query.includes('page=2') ? ' page 2' : ''}`;
}

function tokenPurpose(body: string): string {
  if (body.includes('".github"')) return 'settings';
  if (body.includes('"checks":"write"')) return 'jobs';
  return body.includes('"repositories"') ? 'git' : 'all repositories';
}
