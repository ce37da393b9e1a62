import type { CheckRunRequestedActionEvent, CheckRunRerequestedEvent } from '@octokit/webhooks-types';
import { presentCheckRun, presentCheckSuite } from '../present/check-run.ts';
import type { Account, CheckRunRecord, RepositoryRecord } from '../state/records.ts';
import { timestamp, type World } from '../state/world.ts';
import { envelope } from './envelope.ts';

export function requestedActionEvent(
  world: World,
  repository: RepositoryRecord,
  run: CheckRunRecord,
  identifier: string,
  sender: Account,
): CheckRunRequestedActionEvent {
  return {
    action: 'requested_action',
    check_run: {
      ...presentCheckRun(world, repository, run),
      check_suite: presentCheckSuite(world, repository, run),
    },
    requested_action: { identifier },
    ...envelope(world, repository, sender),
  };
}

/** GitHub offers a re-run of completed check runs only. */
export function rerequestedEvent(
  world: World,
  repository: RepositoryRecord,
  run: CheckRunRecord,
  sender: Account,
): CheckRunRerequestedEvent {
  const suite = presentCheckSuite(world, repository, run);
  return {
    action: 'rerequested',
    check_run: {
      ...presentCheckRun(world, repository, run),
      status: 'completed',
      completed_at: timestamp(run.completedAt ?? run.startedAt),
      check_suite: { ...suite, status: 'completed', conclusion: suite.conclusion ?? 'neutral' },
    },
    ...envelope(world, repository, sender),
  };
}
