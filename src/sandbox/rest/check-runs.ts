import { z } from 'zod';
import { resolveCommit } from '../git/bare-copy.ts';
import { invalidRequest, json, notFound, Refusal } from '../http/answer.ts';
import { checkBody } from '../http/check-body.ts';
import { pageAnswer, pageOf } from '../http/page-of.ts';
import { numberOf, type RepositoryCall, type RepositoryRoute } from '../http/route.ts';
import { presentCheckRun, presentCheckSuite } from '../present/check-run.ts';
import { encodePath, repositoryPageUrl } from '../present/links.ts';
import type { Schemas } from '../present/schemas.ts';
import type { CheckRunRecord } from '../state/records.ts';

/** GitHub's limits (docs: "Create a check run"). */
const checkRunLimits = {
  text: 65_535,
  annotations: 50,
  actions: 3,
  label: 20,
  description: 40,
  identifier: 20,
  annotationTitle: 255,
  annotationMessage: 65_536,
} as const;

const conclusions = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'timed_out',
] as const;

const annotation = z.strictObject({
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  start_column: z.int().optional(),
  end_column: z.int().optional(),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  message: z.string().max(checkRunLimits.annotationMessage),
  title: z.string().max(checkRunLimits.annotationTitle).optional(),
  raw_details: z.string().max(checkRunLimits.annotationMessage).optional(),
});
const outputParts = {
  summary: z.string().max(checkRunLimits.text),
  text: z.string().max(checkRunLimits.text).optional(),
  annotations: z.array(annotation).max(checkRunLimits.annotations).optional(),
  images: z
    .array(z.strictObject({ alt: z.string(), image_url: z.string(), caption: z.string().optional() }))
    .optional(),
};
const settings = {
  details_url: z.string().optional(),
  external_id: z.string().optional(),
  status: z.enum(['queued', 'in_progress', 'completed']).optional(),
  started_at: z.string().optional(),
  conclusion: z.enum(conclusions).optional(),
  completed_at: z.string().optional(),
  actions: z
    .array(
      z.strictObject({
        label: z.string().max(checkRunLimits.label),
        description: z.string().max(checkRunLimits.description),
        identifier: z.string().max(checkRunLimits.identifier),
      }),
    )
    .max(checkRunLimits.actions)
    .optional(),
};
const creation = z.strictObject({
  name: z.string(),
  head_sha: z.string(),
  ...settings,
  output: z.strictObject({ title: z.string(), ...outputParts }).optional(),
});
const update = z.strictObject({
  name: z.string().optional(),
  ...settings,
  output: z.strictObject({ title: z.string().optional(), ...outputParts }).optional(),
});

export const checkRunRoutes: readonly RepositoryRoute[] = [
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/check-runs',
    inRepository: true,
    need: [{ checks: 'write' }],
    handle: create,
  },
  {
    method: 'PATCH',
    path: '/repos/{owner}/{repo}/check-runs/{check_run_id}',
    inRepository: true,
    need: [{ checks: 'write' }],
    handle: (call) => {
      const run = runOf(call);
      apply(call, run, checkBody(update, call.body));
      return json(200, present(call, run));
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/check-runs/{check_run_id}',
    inRepository: true,
    need: [{ checks: 'read' }],
    handle: (call) => json(200, present(call, runOf(call))),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
    inRepository: true,
    need: [{ checks: 'read' }],
    handle: (call) => {
      const run = runOf(call);
      const page = repositoryPageUrl(call.world, call.repository);
      return pageAnswer(run.annotations, call.url, (one): Schemas['check-annotation'] => ({
        ...one,
        blob_href: `${page}/blob/${run.headSha}/${encodePath(one.path)}`,
      }));
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{ref}/check-runs',
    inRepository: true,
    need: [{ checks: 'read' }],
    handle: async (call) => {
      const commit = await resolveCommit(call.repository.git, call.params.ref ?? '');
      if (commit === null) throw new Refusal(422, `No commit found for SHA: ${call.params.ref}`);
      const name = call.query.get('check_name');
      const runs = call.repository.checkRuns
        .filter((run) => run.headSha === commit && run.createdAt <= call.visibleUntil)
        .filter((run) => name === null || run.name === name)
        // Of a name only the newest, unless all are asked for.
        .filter((run, index, all) => call.query.get('filter') === 'all' || isNewest(run, index, all))
        .toReversed();
      const page = pageOf(runs, call.url);
      return json(
        200,
        { total_count: runs.length, check_runs: page.entries.map((run) => present(call, run)) },
        page.headers,
      );
    },
  },
];

function isNewest(run: CheckRunRecord, index: number, all: readonly CheckRunRecord[]): boolean {
  return all.findLastIndex((one) => one.name === run.name) === index;
}

async function create(call: RepositoryCall) {
  const { world, repository } = call;
  const request = checkBody(creation, call.body);
  const commit = /^[0-9a-f]{40,64}$/.test(request.head_sha)
    ? await resolveCommit(repository.git, request.head_sha)
    : null;
  if (commit === null) throw new Refusal(422, `No commit found for SHA: ${request.head_sha}`);
  const run: CheckRunRecord = {
    id: world.state.nextId(),
    name: request.name,
    headSha: commit,
    externalId: '',
    detailsUrl: `${world.url()}/apps/${world.state.app.slug}`,
    status: 'queued',
    conclusion: null,
    startedAt: world.clock(),
    completedAt: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
    actions: [],
    createdAt: world.clock(),
  };
  apply(call, run, request);
  repository.checkRuns.push(run);
  return json(201, present(call, run));
}

/** Throws (422) before anything of the run is changed. */
function apply({ world }: RepositoryCall, run: CheckRunRecord, request: z.infer<typeof update>): void {
  const completes = request.conclusion !== undefined || request.status === 'completed';
  if (completes && request.conclusion === undefined && run.conclusion === null) {
    throw invalidRequest('"conclusion" wasn\'t supplied.');
  }
  const startedAt = timeOf(request.started_at, run.startedAt);
  const completedAt = completes ? timeOf(request.completed_at, world.clock()) : run.completedAt;
  run.name = request.name ?? run.name;
  run.externalId = request.external_id ?? run.externalId;
  run.detailsUrl = request.details_url ?? run.detailsUrl;
  run.startedAt = startedAt;
  run.actions = request.actions ?? run.actions;
  if (completes) {
    run.status = 'completed';
    run.conclusion = request.conclusion ?? run.conclusion;
    run.completedAt = completedAt;
  } else if (request.status !== undefined) {
    run.status = request.status;
    run.conclusion = null;
    run.completedAt = null;
  }
  if (request.output === undefined) return;
  run.output = {
    title: request.output.title ?? run.output.title,
    summary: request.output.summary,
    text: request.output.text ?? run.output.text,
  };
  for (const one of request.output.annotations ?? []) {
    run.annotations.push({
      ...one,
      start_column: one.start_column ?? null,
      end_column: one.end_column ?? null,
      title: one.title ?? null,
      raw_details: one.raw_details ?? null,
    });
  }
}

function timeOf(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const time = Date.parse(text);
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(time)) {
    throw invalidRequest(`${JSON.stringify(text)} is not a valid date-time.`);
  }
  return time;
}

function runOf(call: RepositoryCall): CheckRunRecord {
  const id = numberOf(call, 'check_run_id');
  const run = call.repository.checkRuns.find((one) => one.id === id);
  if (!run) throw notFound();
  return run;
}

function present({ world, repository }: RepositoryCall, run: CheckRunRecord): Schemas['check-run'] {
  return {
    ...presentCheckRun(world, repository, run),
    check_suite: { id: presentCheckSuite(world, repository, run).id },
  };
}
