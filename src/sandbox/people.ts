import type {
  CheckRunRequestedActionEvent,
  CheckRunRerequestedEvent,
  IssueCommentCreatedEvent,
  PullRequestClosedEvent,
  PullRequestConvertedToDraftEvent,
  PullRequestEditedEvent,
  PullRequestOpenedEvent,
  PullRequestReadyForReviewEvent,
  PullRequestReopenedEvent,
  PullRequestReviewCommentCreatedEvent,
  PullRequestSynchronizeEvent,
} from '@octokit/webhooks-types';
import { hasBranch, resolveCommit, setReferences } from './git/bare-copy.ts';
import { mergeBaseOf } from './state/pull-diff.ts';
import type { CheckRunRecord, PullRecord, RepositoryRecord, ReviewCommentRecord } from './state/records.ts';
import { accountOf, associationOf, findPull, findRepository } from './state/state.ts';
import type { World } from './state/world.ts';
import { addIssueComment, addReply } from './state/write.ts';
import { requestedActionEvent, rerequestedEvent } from './webhooks/check-run.ts';
import { issueCommentEvent, reviewCommentEvent } from './webhooks/comment.ts';
import {
  closedEvent,
  convertedToDraftEvent,
  editedEvent,
  openedEvent,
  readyForReviewEvent,
  reopenedEvent,
  synchronizeEvent,
} from './webhooks/pull-request.ts';

/** Something that GitHub would not let a person do; the message says why. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible';
  readonly code = 'not-possible';
}

/** A number alone names a pull request while no other repository has one of that number. */
export type PullRequestName =
  | number
  | { readonly owner: string; readonly name: string; readonly number: number };

export interface NewPullRequest {
  readonly owner: string;
  readonly name: string;
  /** A branch, or anything that git understands as a commit. */
  readonly base: string;
  readonly head: string;
  readonly title: string;
  readonly body?: string | null;
  readonly author?: string;
  readonly draft?: boolean;
  /** The login of the fork's owner, or true for the author's fork. */
  readonly fork?: string | boolean;
}

/**
 * What people do on GitHub. Each act changes the state and gives the webhook's payload, which is not yet delivered.
 * All throw `NotPossible` for what does not exist or cannot be done.
 */
export interface People {
  openPullRequest(request: NewPullRequest): Promise<PullRequestOpenedEvent>;
  /** Moves the head; `commit` is anything that git understands in the repository, also one made after the start. */
  push(pull: PullRequestName, commit: string): Promise<PullRequestSynchronizeEvent>;
  /** Moves a branch that is no pull request's head. */
  pushBranch(owner: string, name: string, branch: string, commit: string): Promise<void>;
  closePullRequest(pull: PullRequestName): Promise<PullRequestClosedEvent>;
  reopenPullRequest(pull: PullRequestName): Promise<PullRequestReopenedEvent>;
  markReady(pull: PullRequestName): Promise<PullRequestReadyForReviewEvent>;
  convertToDraft(pull: PullRequestName): Promise<PullRequestConvertedToDraftEvent>;
  changeBase(pull: PullRequestName, base: string): Promise<PullRequestEditedEvent>;
  changeTitle(pull: PullRequestName, title: string): Promise<PullRequestEditedEvent>;
  comment(pull: PullRequestName, author: string, body: string): Promise<IssueCommentCreatedEvent>;
  reply(
    pull: PullRequestName,
    commentId: number,
    author: string,
    body: string,
  ): Promise<PullRequestReviewCommentCreatedEvent>;
  /** Presses a button of a check run. */
  requestAction(checkRunId: number, identifier: string, by: string): CheckRunRequestedActionEvent;
  rerequest(checkRunId: number, by: string): CheckRunRerequestedEvent;
}

interface Found {
  readonly repository: RepositoryRecord;
  readonly pull: PullRecord;
}

export function makePeople(world: World): People {
  const { state } = world;

  function repositoryOf(owner: string, name: string): RepositoryRecord {
    const found = findRepository(state, owner, name);
    if (!found) throw new NotPossible(`there is no repository ${owner}/${name}`);
    return found;
  }
  function find(named: PullRequestName): Found {
    const candidates =
      typeof named === 'number' ? state.repositories : [repositoryOf(named.owner, named.name)];
    const number = typeof named === 'number' ? named : named.number;
    const found = candidates.flatMap((repository) => {
      const pull = findPull(repository, number);
      return pull ? [{ repository, pull }] : [];
    });
    const [only] = found;
    if (only === undefined || found.length > 1) {
      throw new NotPossible(
        `${found.length === 0 ? 'no repository has' : 'several repositories have'} a pull request ${number}`,
      );
    }
    return only;
  }
  function findRun(id: number): { readonly repository: RepositoryRecord; readonly run: CheckRunRecord } {
    for (const repository of state.repositories) {
      const run = repository.checkRuns.find((one) => one.id === id);
      if (run) return { repository, run };
    }
    throw new NotPossible(`there is no check run ${id}`);
  }
  async function commitOf(repository: RepositoryRecord, name: string): Promise<string> {
    const commit = await resolveCommit(repository.git, name);
    if (commit === null)
      throw new NotPossible(`${name} is no commit of ${repository.owner.login}/${repository.name}`);
    return commit;
  }
  const subject = ({ repository, pull }: Found) => ({ world, repository, pull, sender: pull.author });

  return {
    async openPullRequest(request) {
      const repository = repositoryOf(request.owner, request.name);
      const [base, head] = await Promise.all([
        commitOf(repository, request.base),
        commitOf(repository, request.head),
      ]);
      if (base === head) throw new NotPossible(`No commits between ${request.base} and ${request.head}`);
      if ((await mergeBaseOf(repository, base, head)) === null) {
        throw new NotPossible(
          `${request.base} and ${request.head} have entirely different commit histories.`,
        );
      }
      const author = accountOf(state, request.author ?? 'sam');
      const fork = request.fork !== undefined && request.fork !== false;
      const headOwner = !fork
        ? repository.owner
        : typeof request.fork === 'string'
          ? accountOf(state, request.fork)
          : author;
      // Only who may write can have a branch in the repository itself.
      const login = author.login.toLowerCase();
      if (!fork && author.id !== repository.owner.id && !repository.roles.has(login))
        repository.roles.set(login, 'write');
      const association = associationOf(repository, author);
      const now = world.clock();
      const number = repository.nextNumber;
      repository.nextNumber += 1;
      const pull: PullRecord = {
        id: state.nextId(),
        number,
        title: request.title,
        body: request.body ?? null,
        state: 'open',
        draft: request.draft ?? false,
        author,
        association: association === 'NONE' ? 'FIRST_TIME_CONTRIBUTOR' : association,
        base: { ref: await branchFor(repository, request.base, `base-${number}`), sha: base },
        head: { ref: await branchFor(repository, request.head, `head-${number}`), sha: head },
        headOwner,
        fork,
        heads: [head],
        reviews: [],
        reviewComments: [],
        threads: [],
        comments: [],
        createdAt: now,
        updatedAt: now,
        closedAt: null,
      };
      await setReferences(repository.git, {
        [`refs/heads/${pull.base.ref}`]: base,
        ...headReferences(pull, head),
      });
      repository.pulls.push(pull);
      return openedEvent(subject({ repository, pull }));
    },
    async push(named, commit) {
      const found = find(named);
      if (found.pull.state === 'closed') throw new NotPossible(`pull request ${found.pull.number} is closed`);
      const before = found.pull.head.sha;
      await moveHead(world, found.repository, found.pull, await commitOf(found.repository, commit));
      return synchronizeEvent(subject(found), before);
    },
    async pushBranch(owner, name, branch, commit) {
      const repository = repositoryOf(owner, name);
      await setReferences(repository.git, { [`refs/heads/${branch}`]: await commitOf(repository, commit) });
    },
    async closePullRequest(named) {
      const found = find(named);
      found.pull.state = 'closed';
      found.pull.closedAt = touch(found.pull);
      return closedEvent(subject(found));
    },
    async reopenPullRequest(named) {
      const found = find(named);
      found.pull.state = 'open';
      found.pull.closedAt = null;
      touch(found.pull);
      return reopenedEvent(subject(found));
    },
    async markReady(named) {
      const found = find(named);
      found.pull.draft = false;
      touch(found.pull);
      return readyForReviewEvent(subject(found));
    },
    async convertToDraft(named) {
      const found = find(named);
      found.pull.draft = true;
      touch(found.pull);
      return convertedToDraftEvent(subject(found));
    },
    async changeBase(named, base) {
      const found = find(named);
      const { pull, repository } = found;
      const sha = await commitOf(repository, base);
      const before = pull.base;
      pull.base = { ref: await branchFor(repository, base, `base-${pull.number}`), sha };
      touch(pull);
      return editedEvent(subject(found), { base: { ref: { from: before.ref }, sha: { from: before.sha } } });
    },
    async changeTitle(named, title) {
      const found = find(named);
      const from = found.pull.title;
      found.pull.title = title;
      touch(found.pull);
      return editedEvent(subject(found), { title: { from } });
    },
    async comment(named, author, body) {
      const { repository, pull } = find(named);
      const comment = addIssueComment(world, pull, accountOf(state, author), body);
      return issueCommentEvent(world, repository, pull, comment);
    },
    async reply(named, commentId, author, body) {
      const { repository, pull } = find(named);
      const to = commentIn(pull, commentId);
      const reply = await addReply(world, repository, pull, to, accountOf(state, author), body);
      return reviewCommentEvent(world, repository, pull, reply);
    },
    requestAction(checkRunId, identifier, by) {
      const { repository, run } = findRun(checkRunId);
      if (!run.actions.some((action) => action.identifier === identifier)) {
        throw new NotPossible(`check run ${checkRunId} has no action ${identifier}`);
      }
      return requestedActionEvent(world, repository, run, identifier, accountOf(state, by));
    },
    rerequest(checkRunId, by) {
      const { repository, run } = findRun(checkRunId);
      if (run.status !== 'completed') throw new NotPossible(`check run ${checkRunId} is not completed`);
      return rerequestedEvent(world, repository, run, accountOf(state, by));
    },
  };

  function touch(pull: PullRecord): number {
    pull.updatedAt = world.clock();
    return pull.updatedAt;
  }
}

export function commentIn(pull: PullRecord, id: number): ReviewCommentRecord {
  const found = pull.reviewComments.find((comment) => comment.id === id);
  if (!found) throw new NotPossible(`pull request ${pull.number} has no comment ${id} on its diff`);
  return found;
}

/** Makes a commit the pull request's head; the base is then the present end of its branch. */
export async function moveHead(
  world: World,
  repository: RepositoryRecord,
  pull: PullRecord,
  commit: string,
): Promise<void> {
  await setReferences(repository.git, headReferences(pull, commit));
  pull.head = { ref: pull.head.ref, sha: commit };
  pull.base = {
    ref: pull.base.ref,
    sha: (await resolveCommit(repository.git, pull.base.ref)) ?? pull.base.sha,
  };
  pull.heads.push(commit);
  pull.updatedAt = world.clock();
}

/** A fork's branch is not in the repository, its pull request's reference is. */
function headReferences(pull: PullRecord, commit: string): Record<string, string> {
  return {
    [`refs/pull/${pull.number}/head`]: commit,
    ...(pull.fork ? {} : { [`refs/heads/${pull.head.ref}`]: commit }),
  };
}

/** The branch's name; for what is no branch (a commit id, `HEAD~2`) another one is used. */
async function branchFor(repository: RepositoryRecord, name: string, otherwise: string): Promise<string> {
  if (await hasBranch(repository.git, name)) return name;
  const usable = /^\w[\w-]*(?:[/.][\w-]+)*$/.test(name) && !/^[0-9a-f]{4,64}$/.test(name) && name !== 'HEAD';
  return usable ? name : otherwise;
}
