import type { CheckRunRecord, PullRecord, RepositoryRecord } from '../state/records.ts';
import { timestamp, type World } from '../state/world.ts';
import { presentApp } from './app.ts';
import { repositoryPageUrl, repositoryRestUrl } from './links.ts';
import { nodeId } from './node-id.ts';

/** A check run in the form that REST and webhooks share, without its suite. */
export function presentCheckRun(world: World, repository: RepositoryRecord, run: CheckRunRecord) {
  const url = `${repositoryRestUrl(world, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId('checkRun', run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${repositoryPageUrl(world, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: timestamp(run.startedAt),
    completed_at: run.completedAt === null ? null : timestamp(run.completedAt),
    output: {
      ...run.output,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    name: run.name,
    app: presentApp(world),
    pull_requests: pullsOf(repository, run).map((pull) => presentPullMinimal(world, repository, pull)),
  };
}

/** The suite of a commit: all check runs of the App on it. */
export function presentCheckSuite(world: World, repository: RepositoryRecord, run: CheckRunRecord) {
  const id = repository.checkRuns.find((one) => one.headSha === run.headSha)?.id ?? run.id;
  const [pull] = pullsOf(repository, run);
  return {
    id,
    node_id: nodeId('checkSuite', id),
    head_branch: pull?.head.ref ?? null,
    head_sha: run.headSha,
    status: run.status,
    conclusion: run.conclusion === 'skipped' ? ('neutral' as const) : run.conclusion,
    url: `${repositoryRestUrl(world, repository)}/check-suites/${id}`,
    before: null,
    after: run.headSha,
    pull_requests: pullsOf(repository, run).map((one) => presentPullMinimal(world, repository, one)),
    app: presentApp(world),
    created_at: timestamp(run.createdAt),
    updated_at: timestamp(run.completedAt ?? run.startedAt),
  };
}

/** Open pull requests of this head. GitHub does not know those of forks. */
function pullsOf(repository: RepositoryRecord, run: CheckRunRecord): PullRecord[] {
  return repository.pulls.filter(
    (pull) => !pull.fork && pull.state === 'open' && pull.head.sha === run.headSha,
  );
}

function presentPullMinimal(world: World, repository: RepositoryRecord, pull: PullRecord) {
  const url = repositoryRestUrl(world, repository);
  const repo = { id: repository.id, url, name: repository.name };
  return {
    url: `${url}/pulls/${pull.number}`,
    id: pull.id,
    number: pull.number,
    head: { ref: pull.head.ref, sha: pull.head.sha, repo },
    base: { ref: pull.base.ref, sha: pull.base.sha, repo },
  };
}
