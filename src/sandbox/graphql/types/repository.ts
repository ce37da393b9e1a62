import { resolveCommit } from '../../git/bare-copy.ts';
import { readCommit } from '../../git/commits.ts';
import { blob, entryAt } from '../../git/files.ts';
import { repositoryPageUrl } from '../../present/links.ts';
import { nodeId } from '../../present/node-id.ts';
import type { PullRecord, RepositoryRecord } from '../../state/records.ts';
import { findPull } from '../../state/state.ts';
import { connectionField } from '../connection.ts';
import {
  type AbstractType,
  FieldRefusal,
  objectType,
  type QueryContext,
  type TypeDefinition,
} from '../schema.ts';
import { demand } from './access.ts';
import type { PullSource } from './pull-request.ts';

interface GitSource {
  readonly repository: RepositoryRecord;
  readonly type: 'Blob' | 'Tree' | 'Commit';
  readonly sha: string;
}

const gitFields = {
  oid: { type: 'GitObjectID!', resolve: (object: GitSource) => object.sha },
  abbreviatedOid: { type: 'String!', resolve: (object: GitSource) => object.sha.slice(0, 7) },
  id: { type: 'ID!', resolve: (object: GitSource) => nodeId('commit', object.sha) },
};

const gitObject: AbstractType = {
  kind: 'abstract',
  name: 'GitObject',
  fields: objectType<GitSource>('GitObject', gitFields).fields,
  possible: ['Blob', 'Tree', 'Commit'],
  typeOf: (value) => (value as GitSource).type,
};

const bytesOf = ({ repository, sha }: GitSource) => blob(repository.git.directory, sha);

/** As git decides: a NUL byte in the first 8,000. */
const isBinary = (bytes: Buffer) => bytes.subarray(0, 8_000).includes(0);

export const repositoryTypes: readonly TypeDefinition[] = [
  gitObject,
  objectType<GitSource>('Blob', {
    ...gitFields,
    byteSize: { type: 'Int!', resolve: async (source) => (await bytesOf(source)).length },
    isBinary: { type: 'Boolean', resolve: async (source) => isBinary(await bytesOf(source)) },
    isTruncated: { type: 'Boolean!', resolve: () => false },
    text: {
      type: 'String',
      resolve: async (source) => {
        const bytes = await bytesOf(source);
        return isBinary(bytes) ? null : bytes.toString('utf8');
      },
    },
  }),
  objectType<GitSource>('Tree', gitFields),
  objectType<GitSource>('Commit', {
    ...gitFields,
    message: {
      type: 'String!',
      resolve: async ({ repository, sha }) => (await readCommit(repository.git.directory, sha)).message,
    },
  }),
  objectType<RepositoryRecord>('Repository', {
    id: { type: 'ID!', resolve: (repository) => nodeId('repository', repository.id) },
    databaseId: { type: 'Int', resolve: (repository) => repository.id },
    name: { type: 'String!', resolve: (repository) => repository.name },
    nameWithOwner: {
      type: 'String!',
      resolve: (repository) => `${repository.owner.login}/${repository.name}`,
    },
    owner: { type: 'RepositoryOwner!', resolve: (repository) => repository.owner },
    url: { type: 'URI!', resolve: (repository, _args, { world }) => repositoryPageUrl(world, repository) },
    isPrivate: { type: 'Boolean!', resolve: (repository) => repository.private },
    isFork: { type: 'Boolean!', resolve: () => false },
    isArchived: { type: 'Boolean!', resolve: () => false },
    pullRequest: {
      type: 'PullRequest',
      args: { number: 'Int!' },
      resolve: (repository, { number }, context) => {
        demand(context, repository, { pull_requests: 'read' });
        const pull = findPull(repository, Number(number));
        if (pull) return { repository, pull };
        throw new FieldRefusal(
          'NOT_FOUND',
          `Could not resolve to a PullRequest with the number of ${number}.`,
        );
      },
    },
    pullRequests: connectionField(
      'PullRequest',
      (repository: RepositoryRecord, context, { states }) => pullsIn(repository, context, states),
      { states: '[PullRequestState!]' },
    ),
    object: {
      type: 'GitObject',
      args: { expression: 'String', oid: 'GitObjectID' },
      resolve: (repository, { expression, oid }, context) => {
        demand(context, repository, { contents: 'read' });
        return objectAt(repository, String(expression ?? oid ?? ''));
      },
    },
  }),
];

function pullsIn(repository: RepositoryRecord, context: QueryContext, states: unknown): PullSource[] {
  demand(context, repository, { pull_requests: 'read' });
  const wanted = Array.isArray(states) ? states : typeof states === 'string' ? [states] : null;
  return repository.pulls
    .filter((pull: PullRecord) => pull.createdAt <= context.visibleUntil)
    .filter((pull) => wanted === null || wanted.includes(pull.state.toUpperCase()))
    .map((pull) => ({ repository, pull }));
}

/** `REVISION` or `REVISION:PATH`; null where there is none. */
async function objectAt(repository: RepositoryRecord, expression: string): Promise<GitSource | null> {
  const colon = expression.indexOf(':');
  const revision = colon === -1 ? expression : expression.slice(0, colon);
  const commit = await resolveCommit(repository.git, revision);
  if (commit === null) return null;
  if (colon === -1) return { repository, type: 'Commit', sha: commit };
  const entry = await entryAt(repository.git.directory, commit, expression.slice(colon + 1));
  if (!entry || entry.type === 'commit') return null;
  return { repository, type: entry.type === 'tree' ? 'Tree' : 'Blob', sha: entry.sha };
}
