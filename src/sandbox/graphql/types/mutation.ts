import { accountOfActor } from '../../access/actor.ts';
import { parseNodeId } from '../../present/node-id.ts';
import type { Authored, PullRecord } from '../../state/records.ts';
import { findWritten } from '../../state/write.ts';
import {
  type Args,
  type EnumType,
  type FieldDefinition,
  FieldRefusal,
  type InputType,
  objectType,
  type QueryContext,
  type TypeDefinition,
} from '../schema.ts';
import { demand, mayKnow } from './access.ts';
import type { ThreadSource, WrittenSource } from './writing.ts';

const classifiers: EnumType = {
  kind: 'enum',
  name: 'ReportedContentClassifiers',
  values: ['SPAM', 'ABUSE', 'OFF_TOPIC', 'OUTDATED', 'DUPLICATE', 'RESOLVED', 'LOW_QUALITY'],
};

function input(name: string, fields: Readonly<Record<string, string>>): InputType {
  return { kind: 'input', name, fields: { ...fields, clientMutationId: 'String' } };
}

/** A mutation with GitHub's usual form: one `input`, answered by an object with one result. */
function mutation(name: string, resolve: (input: Args, context: QueryContext) => unknown): FieldDefinition {
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return {
    type: `${title}Payload`,
    args: { input: `${title}Input!` },
    resolve: (_root, args, context) => {
      const given = (args.input ?? {}) as Args;
      return { result: resolve(given, context), clientMutationId: given.clientMutationId ?? null };
    },
  };
}

interface Payload {
  readonly result: unknown;
  readonly clientMutationId: unknown;
}

function payload(name: string, field: string, type: string) {
  return objectType<Payload>(`${name}Payload`, {
    [field]: { type, resolve: ({ result }) => result },
    clientMutationId: { type: 'String', resolve: ({ clientMutationId }) => clientMutationId },
  });
}

export const mutationTypes: readonly TypeDefinition[] = [
  classifiers,
  input('MinimizeCommentInput', { subjectId: 'ID!', classifier: 'ReportedContentClassifiers!' }),
  input('UnminimizeCommentInput', { subjectId: 'ID!' }),
  input('ResolveReviewThreadInput', { threadId: 'ID!' }),
  input('UnresolveReviewThreadInput', { threadId: 'ID!' }),
  payload('MinimizeComment', 'minimizedComment', 'Minimizable'),
  payload('UnminimizeComment', 'unminimizedComment', 'Minimizable'),
  payload('ResolveReviewThread', 'thread', 'PullRequestReviewThread'),
  payload('UnresolveReviewThread', 'thread', 'PullRequestReviewThread'),
  objectType<null>('Mutation', {
    minimizeComment: mutation('minimizeComment', ({ subjectId, classifier }, context) => {
      const source = findSubject(String(subjectId), context);
      source.written.minimized = String(classifier);
      return source;
    }),
    unminimizeComment: mutation('unminimizeComment', ({ subjectId }, context) => {
      const source = findSubject(String(subjectId), context);
      source.written.minimized = null;
      return source;
    }),
    resolveReviewThread: mutation('resolveReviewThread', ({ threadId }, context) => {
      const source = findThread(String(threadId), context);
      source.thread.resolvedBy = accountOfActor(context.world, context.actor);
      return source;
    }),
    unresolveReviewThread: mutation('unresolveReviewThread', ({ threadId }, context) => {
      const source = findThread(String(threadId), context);
      source.thread.resolvedBy = null;
      return source;
    }),
  }),
];

const lists = {
  review: (pull: PullRecord): Authored[] => pull.reviews,
  reviewComment: (pull: PullRecord): Authored[] => pull.reviewComments,
  issueComment: (pull: PullRecord): Authored[] => pull.comments,
} as const;

function findSubject(id: string, context: QueryContext): WrittenSource {
  const parsed = parseNodeId(id);
  const kind = parsed?.kind;
  if (parsed && (kind === 'review' || kind === 'reviewComment' || kind === 'issueComment')) {
    for (const repository of context.world.state.repositories) {
      const found = mayKnow(context, repository)
        ? findWritten(repository, lists[kind], Number(parsed.id))
        : null;
      if (!found) continue;
      demand(
        context,
        repository,
        { pull_requests: 'write' },
        ...(kind === 'issueComment' ? [{ issues: 'write' } as const] : []),
      );
      return { repository, pull: found.pull, kind, written: found.written };
    }
  }
  throw unresolved(id);
}

/** Resolving needs `contents: write`, whoever began the thread. */
function findThread(id: string, context: QueryContext): ThreadSource {
  for (const repository of context.world.state.repositories) {
    if (!mayKnow(context, repository)) continue;
    for (const pull of repository.pulls) {
      const thread = pull.threads.find((one) => one.id === id);
      const first = pull.reviewComments.find((comment) => comment.thread === id);
      if (!thread || !first) continue;
      demand(context, repository, { contents: 'write', pull_requests: 'write' });
      return { repository, pull, thread, first };
    }
  }
  throw unresolved(id);
}

function unresolved(id: string): FieldRefusal {
  return new FieldRefusal('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
}
