import type {
  PullRequest,
  PullRequestClosedEvent,
  PullRequestConvertedToDraftEvent,
  PullRequestEditedEvent,
  PullRequestOpenedEvent,
  PullRequestReadyForReviewEvent,
  PullRequestReopenedEvent,
  PullRequestSynchronizeEvent,
} from '@octokit/webhooks-types';
import { presentPull } from '../present/pull.ts';
import { pullSize } from '../state/pull-diff.ts';
import type { Account, PullRecord, RepositoryRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { envelope } from './envelope.ts';

interface Subject {
  readonly world: World;
  readonly repository: RepositoryRecord;
  readonly pull: PullRecord;
  readonly sender: Account;
}

async function common({ world, repository, pull, sender }: Subject) {
  const presented: PullRequest = presentPull(world, repository, pull, await pullSize(repository, pull));
  return { number: pull.number, pull_request: presented, ...envelope(world, repository, sender) };
}

const open = {
  state: 'open',
  closed_at: null,
  merged_at: null,
  merged_by: null,
  active_lock_reason: null,
} as const;

export async function openedEvent(subject: Subject): Promise<PullRequestOpenedEvent> {
  const parts = await common(subject);
  return { action: 'opened', ...parts, pull_request: { ...parts.pull_request, ...open } };
}

export async function synchronizeEvent(
  subject: Subject,
  before: string,
): Promise<PullRequestSynchronizeEvent> {
  return { action: 'synchronize', before, after: subject.pull.head.sha, ...(await common(subject)) };
}

export async function closedEvent(subject: Subject): Promise<PullRequestClosedEvent> {
  const parts = await common(subject);
  const closed = {
    state: 'closed',
    closed_at: parts.pull_request.closed_at ?? parts.pull_request.updated_at,
    merged: false,
  } as const;
  return { action: 'closed', ...parts, pull_request: { ...parts.pull_request, ...closed } };
}

export async function reopenedEvent(subject: Subject): Promise<PullRequestReopenedEvent> {
  const parts = await common(subject);
  return { action: 'reopened', ...parts, pull_request: { ...parts.pull_request, ...open, merged: false } };
}

export async function readyForReviewEvent(subject: Subject): Promise<PullRequestReadyForReviewEvent> {
  const parts = await common(subject);
  const ready = { ...open, draft: false, merged: false } as const;
  return { action: 'ready_for_review', ...parts, pull_request: { ...parts.pull_request, ...ready } };
}

export async function convertedToDraftEvent(subject: Subject): Promise<PullRequestConvertedToDraftEvent> {
  const parts = await common(subject);
  const draft = { ...open, draft: true, merged: false } as const;
  return { action: 'converted_to_draft', ...parts, pull_request: { ...parts.pull_request, ...draft } };
}

export async function editedEvent(
  subject: Subject,
  changes: PullRequestEditedEvent['changes'],
): Promise<PullRequestEditedEvent> {
  return { action: 'edited', changes, ...(await common(subject)) };
}
