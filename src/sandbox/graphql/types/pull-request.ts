import { accountOfActor } from '../../access/actor.ts';
import { pullPageUrl, repositoryPageUrl } from '../../present/links.ts';
import { nodeId } from '../../present/node-id.ts';
import { pullDiff, pullSize } from '../../state/pull-diff.ts';
import type { PullRecord, RepositoryRecord } from '../../state/records.ts';
import { timestamp } from '../../state/world.ts';
import { connectionField } from '../connection.ts';
import {
  type EnumType,
  type FieldDefinition,
  objectType,
  type QueryContext,
  type TypeDefinition,
} from '../schema.ts';
import type { ReviewSource, ThreadSource, WrittenSource } from './writing.ts';

export interface PullSource {
  readonly repository: RepositoryRecord;
  readonly pull: PullRecord;
}

const state: EnumType = { kind: 'enum', name: 'PullRequestState', values: ['OPEN', 'CLOSED', 'MERGED'] };

/** A commit as `commit { oid }` and `headRef { target }` show it. */
function commitAt({ repository }: PullSource, sha: string) {
  return { repository, type: 'Commit' as const, sha };
}

const fields: Readonly<Record<string, FieldDefinition<PullSource>>> = {
  id: { type: 'ID!', resolve: ({ pull }) => nodeId('pull', pull.id) },
  databaseId: { type: 'Int', resolve: ({ pull }) => pull.id },
  fullDatabaseId: { type: 'BigInt', resolve: ({ pull }) => String(pull.id) },
  number: { type: 'Int!', resolve: ({ pull }) => pull.number },
  title: { type: 'String!', resolve: ({ pull }) => pull.title },
  body: { type: 'String!', resolve: ({ pull }) => pull.body ?? '' },
  bodyText: { type: 'String!', resolve: ({ pull }) => pull.body ?? '' },
  state: { type: 'PullRequestState!', resolve: ({ pull }) => pull.state.toUpperCase() },
  closed: { type: 'Boolean!', resolve: ({ pull }) => pull.state === 'closed' },
  merged: { type: 'Boolean!', resolve: () => false },
  locked: { type: 'Boolean!', resolve: () => false },
  isDraft: { type: 'Boolean!', resolve: ({ pull }) => pull.draft },
  isCrossRepository: { type: 'Boolean!', resolve: ({ pull }) => pull.fork },
  maintainerCanModify: { type: 'Boolean!', resolve: ({ pull }) => pull.fork },
  author: { type: 'Actor', resolve: ({ pull }) => pull.author },
  authorAssociation: { type: 'CommentAuthorAssociation!', resolve: ({ pull }) => pull.association },
  viewerDidAuthor: {
    type: 'Boolean!',
    resolve: ({ pull }, _args, { world, actor }) => pull.author.id === accountOfActor(world, actor).id,
  },
  url: {
    type: 'URI!',
    resolve: ({ repository, pull }, _args, { world }) => pullPageUrl(world, repository, pull),
  },
  permalink: {
    type: 'URI!',
    resolve: ({ repository, pull }, _args, { world }) => pullPageUrl(world, repository, pull),
  },
  createdAt: { type: 'DateTime!', resolve: ({ pull }) => timestamp(pull.createdAt) },
  updatedAt: { type: 'DateTime!', resolve: ({ pull }) => timestamp(pull.updatedAt) },
  closedAt: {
    type: 'DateTime',
    resolve: ({ pull }) => (pull.closedAt === null ? null : timestamp(pull.closedAt)),
  },
  headRefOid: { type: 'GitObjectID!', resolve: ({ pull }) => pull.head.sha },
  headRefName: { type: 'String!', resolve: ({ pull }) => pull.head.ref },
  baseRefOid: { type: 'GitObjectID!', resolve: ({ pull }) => pull.base.sha },
  baseRefName: { type: 'String!', resolve: ({ pull }) => pull.base.ref },
  headRepository: { type: 'HeadRepository', resolve: (source) => source },
  headRepositoryOwner: { type: 'RepositoryOwner', resolve: ({ pull }) => pull.headOwner },
  baseRepository: { type: 'Repository', resolve: ({ repository }) => repository },
  repository: { type: 'Repository!', resolve: ({ repository }) => repository },
  additions: { type: 'Int!', resolve: async (source) => (await sizeOf(source)).additions },
  deletions: { type: 'Int!', resolve: async (source) => (await sizeOf(source)).deletions },
  changedFiles: {
    type: 'Int!',
    resolve: async (source) => (await pullDiff(source.repository, source.pull)).files.length,
  },
  reviews: connectionField('PullRequestReview', reviewsOf),
  reviewThreads: connectionField('PullRequestReviewThread', threadsOf),
  comments: connectionField('IssueComment', commentsOf),
};

export const pullRequestTypes: readonly TypeDefinition[] = [
  state,
  {
    kind: 'enum',
    name: 'CommentAuthorAssociation',
    values: [
      'OWNER',
      'MEMBER',
      'COLLABORATOR',
      'CONTRIBUTOR',
      'FIRST_TIME_CONTRIBUTOR',
      'FIRST_TIMER',
      'MANNEQUIN',
      'NONE',
    ],
  },
  objectType<PullSource>('PullRequest', fields),
  // The repository of the head branch; of a fork no more is known here than its name.
  objectType<PullSource>('HeadRepository', {
    id: {
      type: 'ID!',
      resolve: ({ repository, pull }) => nodeId('repository', repository.id + (pull.fork ? 1_000_000 : 0)),
    },
    databaseId: {
      type: 'Int',
      resolve: ({ repository, pull }) => repository.id + (pull.fork ? 1_000_000 : 0),
    },
    name: { type: 'String!', resolve: ({ repository }) => repository.name },
    nameWithOwner: {
      type: 'String!',
      resolve: ({ repository, pull }) => `${pull.headOwner.login}/${repository.name}`,
    },
    owner: { type: 'RepositoryOwner!', resolve: ({ pull }) => pull.headOwner },
    isFork: { type: 'Boolean!', resolve: ({ pull }) => pull.fork },
    isPrivate: { type: 'Boolean!', resolve: ({ repository }) => repository.private },
    url: {
      type: 'URI!',
      resolve: ({ repository, pull }, _args, { world }) =>
        repositoryPageUrl(world, { ...repository, owner: pull.headOwner }),
    },
  }),
];

const sizeOf = ({ repository, pull }: PullSource) => pullSize(repository, pull);

function reviewsOf(source: PullSource, { world, actor, visibleUntil }: QueryContext): ReviewSource[] {
  const viewer = accountOfActor(world, actor).id;
  return source.pull.reviews
    .filter((review) => review.state !== 'PENDING' || review.author.id === viewer)
    .filter((review) => review.createdAt <= visibleUntil)
    .map((written) => ({ ...source, kind: 'review', written, commit: commitAt(source, written.commit) }));
}

function threadsOf(source: PullSource, { visibleUntil }: QueryContext): ThreadSource[] {
  return source.pull.threads.flatMap((thread) => {
    const comments = source.pull.reviewComments.filter(
      (comment) => comment.thread === thread.id && comment.createdAt <= visibleUntil,
    );
    const [first] = comments;
    return first === undefined ? [] : [{ ...source, thread, first }];
  });
}

function commentsOf(source: PullSource, { visibleUntil }: QueryContext): WrittenSource[] {
  return source.pull.comments
    .filter((comment) => comment.createdAt <= visibleUntil)
    .map((written) => ({ ...source, kind: 'issueComment', written }));
}
