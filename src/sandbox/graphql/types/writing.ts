import { accountOfActor } from '../../access/actor.ts';
import { pullPageUrl } from '../../present/links.ts';
import { nodeId } from '../../present/node-id.ts';
import { placeOf } from '../../state/pull-diff.ts';
import type {
  Authored,
  PullRecord,
  RepositoryRecord,
  ReviewCommentRecord,
  ReviewRecord,
  ThreadRecord,
} from '../../state/records.ts';
import { associationOf } from '../../state/state.ts';
import { timestamp } from '../../state/world.ts';
import { connectionField } from '../connection.ts';
import { type AbstractType, type FieldDefinition, objectType, type TypeDefinition } from '../schema.ts';

interface Place {
  readonly repository: RepositoryRecord;
  readonly pull: PullRecord;
}

/** Something that a person or an App wrote, in its pull request. */
export interface WrittenSource<T extends Authored = Authored> extends Place {
  readonly kind: 'review' | 'reviewComment' | 'issueComment';
  readonly written: T;
}

export interface ReviewSource extends WrittenSource<ReviewRecord> {
  readonly commit: { readonly repository: RepositoryRecord; readonly type: 'Commit'; readonly sha: string };
}

type ReviewCommentSource = WrittenSource<ReviewCommentRecord>;

export interface ThreadSource extends Place {
  readonly thread: ThreadRecord;
  /** The comment that the thread began with. */
  readonly first: ReviewCommentRecord;
}

const typeNames = {
  review: 'PullRequestReview',
  reviewComment: 'PullRequestReviewComment',
  issueComment: 'IssueComment',
} as const;
const anchors = {
  review: 'pullrequestreview-',
  reviewComment: 'discussion_r',
  issueComment: 'issuecomment-',
} as const;

const minimizableFields = {
  isMinimized: { type: 'Boolean!', resolve: ({ written }: WrittenSource) => written.minimized !== null },
  minimizedReason: {
    type: 'String',
    resolve: ({ written }: WrittenSource) => written.minimized?.toLowerCase() ?? null,
  },
  viewerCanMinimize: { type: 'Boolean!', resolve: () => true },
};

/** What reviews, their comments and those in the conversation have in common. */
const writtenFields: Readonly<Record<string, FieldDefinition<WrittenSource>>> = {
  id: { type: 'ID!', resolve: ({ kind, written }) => nodeId(kind, written.id) },
  databaseId: { type: 'Int', resolve: ({ written }) => written.id },
  fullDatabaseId: { type: 'BigInt', resolve: ({ written }) => String(written.id) },
  author: { type: 'Actor', resolve: ({ written }) => written.author },
  authorAssociation: {
    type: 'CommentAuthorAssociation!',
    resolve: ({ repository, written }) => associationOf(repository, written.author),
  },
  body: { type: 'String!', resolve: ({ written }) => written.body },
  bodyText: { type: 'String!', resolve: ({ written }) => written.body },
  createdAt: { type: 'DateTime!', resolve: ({ written }) => timestamp(written.createdAt) },
  updatedAt: { type: 'DateTime!', resolve: ({ written }) => timestamp(written.updatedAt) },
  lastEditedAt: {
    type: 'DateTime',
    resolve: ({ written }) => (written.updatedAt === written.createdAt ? null : timestamp(written.updatedAt)),
  },
  url: {
    type: 'URI!',
    resolve: ({ kind, repository, pull, written }, _args, { world }) =>
      `${pullPageUrl(world, repository, pull)}#${anchors[kind]}${written.id}`,
  },
  viewerDidAuthor: {
    type: 'Boolean!',
    resolve: ({ written }, _args, { world, actor }) => written.author.id === accountOfActor(world, actor).id,
  },
  pullRequest: { type: 'PullRequest!', resolve: ({ repository, pull }) => ({ repository, pull }) },
  ...minimizableFields,
};

const minimizable: AbstractType = {
  kind: 'abstract',
  name: 'Minimizable',
  fields: objectType<WrittenSource>('Minimizable', minimizableFields).fields,
  possible: Object.values(typeNames),
  typeOf: (value) => typeNames[(value as WrittenSource).kind],
};

const commentsIn = (
  { repository, pull }: Place,
  fits: (comment: ReviewCommentRecord) => boolean,
  until: number,
) =>
  pull.reviewComments
    .filter((comment) => fits(comment) && comment.createdAt <= until)
    .map((written): ReviewCommentSource => ({ repository, pull, kind: 'reviewComment', written }));

const place = ({ repository, pull }: Place, comment: ReviewCommentRecord) =>
  placeOf(repository, pull, comment);

export const writingTypes: readonly TypeDefinition[] = [
  minimizable,
  {
    kind: 'enum',
    name: 'PullRequestReviewState',
    values: ['PENDING', 'COMMENTED', 'APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'],
  },
  { kind: 'enum', name: 'DiffSide', values: ['LEFT', 'RIGHT'] },
  { kind: 'enum', name: 'PullRequestReviewThreadSubjectType', values: ['LINE', 'FILE'] },
  objectType<ReviewSource>('PullRequestReview', {
    ...writtenFields,
    state: { type: 'PullRequestReviewState!', resolve: ({ written }) => written.state },
    submittedAt: {
      type: 'DateTime',
      resolve: ({ written }) => (written.submittedAt === null ? null : timestamp(written.submittedAt)),
    },
    commit: { type: 'Commit', resolve: ({ commit }) => commit },
    comments: connectionField('PullRequestReviewComment', (source: ReviewSource, { visibleUntil }) =>
      commentsIn(source, (comment) => comment.review === source.written.id, visibleUntil),
    ),
  }),
  objectType<WrittenSource>('IssueComment', writtenFields),
  objectType<ReviewCommentSource>('PullRequestReviewComment', {
    ...writtenFields,
    path: { type: 'String!', resolve: ({ written }) => written.path },
    diffHunk: { type: 'String!', resolve: ({ written }) => written.diffHunk },
    line: { type: 'Int', resolve: async (source) => (await place(source, source.written))?.line ?? null },
    startLine: {
      type: 'Int',
      resolve: async (source) => (await place(source, source.written))?.startLine ?? null,
    },
    originalLine: { type: 'Int', resolve: ({ written }) => written.line },
    originalStartLine: { type: 'Int', resolve: ({ written }) => written.startLine },
    outdated: { type: 'Boolean!', resolve: (source) => isOutdated(source, source.written) },
    commit: {
      type: 'Commit',
      resolve: ({ repository, pull }) => ({ repository, type: 'Commit', sha: pull.head.sha }),
    },
    originalCommit: {
      type: 'Commit',
      resolve: ({ repository, written }) => ({ repository, type: 'Commit', sha: written.commit }),
    },
    replyTo: {
      type: 'PullRequestReviewComment',
      resolve: ({ repository, pull, written }) => {
        const to = pull.reviewComments.find((comment) => comment.id === written.replyTo);
        return to ? { repository, pull, kind: 'reviewComment', written: to } : null;
      },
    },
  }),
  objectType<ThreadSource>('PullRequestReviewThread', {
    id: { type: 'ID!', resolve: ({ thread }) => thread.id },
    isResolved: { type: 'Boolean!', resolve: ({ thread }) => thread.resolvedBy !== null },
    resolvedBy: { type: 'User', resolve: ({ thread }) => thread.resolvedBy },
    isCollapsed: { type: 'Boolean!', resolve: ({ thread }) => thread.resolvedBy !== null },
    isOutdated: { type: 'Boolean!', resolve: (source) => isOutdated(source, source.first) },
    path: { type: 'String!', resolve: ({ first }) => first.path },
    line: { type: 'Int', resolve: async (source) => (await place(source, source.first))?.line ?? null },
    startLine: {
      type: 'Int',
      resolve: async (source) => (await place(source, source.first))?.startLine ?? null,
    },
    originalLine: { type: 'Int', resolve: ({ first }) => first.line },
    originalStartLine: { type: 'Int', resolve: ({ first }) => first.startLine },
    diffSide: { type: 'DiffSide!', resolve: ({ first }) => first.side },
    startDiffSide: { type: 'DiffSide', resolve: ({ first }) => first.startSide },
    subjectType: {
      type: 'PullRequestReviewThreadSubjectType!',
      resolve: ({ first }) => first.subject.toUpperCase(),
    },
    pullRequest: { type: 'PullRequest!', resolve: ({ repository, pull }) => ({ repository, pull }) },
    comments: connectionField('PullRequestReviewComment', (source: ThreadSource, { visibleUntil }) =>
      commentsIn(source, (comment) => comment.thread === source.thread.id, visibleUntil),
    ),
  }),
];

async function isOutdated(source: Place, comment: ReviewCommentRecord): Promise<boolean> {
  return comment.subject === 'line' && (await place(source, comment)) === null;
}
