import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PlannedComment, PublicationPlan } from '../review/conversation.ts';
import { createMarkers } from '../review/marker.ts';
import { appClientAt } from '../sandbox/fixture-app-client.ts';
import { openTestDatabase } from '../sandbox/fixture-database.ts';
import { startTestStandIn, type TestStandIn } from '../sandbox/fixture-stand-in.ts';
import type { Fault } from '../sandbox/http/faults.ts';
import { claimFence } from '../store/claim-fence.ts';
import type { Database } from '../store/database.ts';
import { pendingPlan } from '../store/pending-plan.ts';
import { jobPermissions } from './app-client.ts';
import { type PublishInput, publish } from './publish.ts';
import type { GitHubReading, GitHubWriting } from './pull-request.ts';
import { createReading } from './read.ts';
import { readSettled } from './read-settled.ts';
import { startCheck } from './start-check.ts';
import { createWriting } from './write.ts';

const never = new AbortController().signal;
const markers = createMarkers(['marker secret']);
const lines = Array.from({ length: 20 }, (_, index) => `SELECT ${index + 1};\n`);

let sandbox: TestStandIn;
let database: Database;
let github: GitHubReading & GitHubWriting;
let ref = { installation: 0, owner: 'acme', name: 'shop', number: 0 };

beforeAll(async () => {
  sandbox = await startTestStandIn(
    { 'a.sql': lines.join('') },
    { 'a.sql': lines.with(4, 'SELECT 50;\n').join('') },
  );
  database = await openTestDatabase();
  await madeBeforeAll();
  const { installation } = sandbox;
  ref = { ...ref, installation };
});
afterAll(async () => {
  await sandbox.close();
  await database.close();
});
/** A client of its own for each test: a limit that one was told would hold for the others. */
function openGitHub(): typeof github {
  const { installation } = sandbox;
  const client = appClientAt(sandbox).installation(installation, 'shop', jobPermissions);
  return {
    ...createReading({
      client,
      configClient: null,
      readMarker: markers.read,
      configCache: null,
      configTtlSeconds: 0,
    }),
    ...createWriting(client),
  };
}

async function openPullRequest(): Promise<void> {
  const request = { owner: 'acme', name: 'shop', base: 'main', head: 'change', title: 'Change' };
  ref = { ...ref, number: (await sandbox.standIn.openPullRequest(request)).number };
}
beforeEach(async () => {
  github = openGitHub();
  await openPullRequest();
  sandbox.clock.now += 60_000;
  sandbox.standIn.state.repositories[0]?.checkRuns.splice(0);
});

const report = (text: string) => markers.sign(text, { kind: 'report', head: sandbox.head }, ref);
const comment = (identity: string, line: number): PlannedComment => {
  const marker = { kind: 'comment', head: sandbox.head, identity, substance: 's', state: 'open' } as const;
  const body = markers.sign(`About ${identity}`, marker, ref);
  return { path: 'a.sql', side: 'head', startLine: null, line, identity, body };
};
const annotation = {
  path: 'a.sql',
  startLine: 5,
  endLine: 5,
  level: 'failure',
  title: 't',
  message: 'm',
} as const;
const plan = (more: Partial<PublicationPlan> = {}): PublicationPlan => ({
  head: sandbox.head,
  report: { action: 'create', body: report('The report') },
  furtherBody: 'One new finding.',
  comments: [comment('rule | a', 5)],
  edits: [],
  check: { conclusion: 'failure', title: '1 blocker', summary: 'The summary', annotations: [annotation] },
  ...more,
});

async function job(planned: PublicationPlan, more: Partial<PublishInput> = {}) {
  const fence = await claimFence(database, ref);
  const pullRequest = await readSettled(database, github, ref, never);
  const { url } = pullRequest;
  const check = await startCheck(database, github, ref, pullRequest, never);
  const revise: PublishInput['revise'] = (unplaced) =>
    report(`Moved: ${unplaced.map((one) => one.identity)}`);
  return publish(database, { ref, fence, plan: planned, check, url, revise, github, signal: never, ...more });
}

/** What people see in the pull request. */
function seen() {
  const repository = sandbox.standIn.state.repositories[0];
  const pull = repository?.pulls.find(({ number }) => number === ref.number);
  return {
    reviews: pull?.reviews.map(({ body }) => markers.strip(body)),
    comments: pull?.reviewComments.map(({ body, line }) => ({ body: markers.strip(body), line })),
    checks: repository?.checkRuns.map(({ status, conclusion, output, annotations }) => ({
      status,
      conclusion,
      title: output.title,
      annotations: annotations.length,
    })),
  };
}
const whole = {
  reviews: ['The report'],
  comments: [{ body: 'About rule | a', line: 5 }],
  checks: [{ status: 'completed', conclusion: 'failure', title: '1 blocker', annotations: 1 }],
};
/** The store is older than every pull request. The stand-in has a clock of its own. */
const madeBeforeAll = () =>
  database.script('UPDATE backend_engineer.migrations SET run_at = to_timestamp(0)');
/** It was made so long ago, after every pull request. */
const madeAgo = (seconds: number) =>
  database.script(
    `UPDATE backend_engineer.migrations SET run_at = clock_timestamp() - make_interval(secs => ${seconds});
     DELETE FROM backend_engineer.outbox; DELETE FROM backend_engineer.reviews; DELETE FROM backend_engineer.checks;`,
  );
/** Lets the store's clock pass the time in which GitHub's lists may lag. */
const later = () =>
  database.script(
    `UPDATE backend_engineer.outbox SET steps = (SELECT coalesce(jsonb_object_agg(key, value || '{"begun": 1}'), '{}') FROM jsonb_each(steps));
     UPDATE backend_engineer.reviews SET posted_at = posted_at - interval '2 minutes';
     UPDATE backend_engineer.checks SET begun_at = begun_at - interval '2 minutes';`,
  );

test('a plan is carried out in order, with the report as the check’s address, and leaves nothing in the outbox', async () => {
  const before = sandbox.standIn.requests.length;
  const published = await job(plan());
  expect(published).toEqual({ url: expect.stringContaining(`/pull/${ref.number}#`), unplaced: [] });
  expect(seen()).toEqual(whole);
  expect(sandbox.standIn.state.repositories[0]?.checkRuns[0]?.detailsUrl).toBe(published.url);
  expect(await pendingPlan(database, ref)).toBe(null);
  const sent = sandbox.standIn.requests.slice(before).filter(({ path }) => !path.includes('access_tokens'));
  expect(sent.map(({ method, path }) => `${method} ${path.replace(/\d+/g, 'N')}`)).toEqual([
    'POST /graphql',
    'POST /repos/acme/shop/check-runs',
    'POST /repos/acme/shop/pulls/N/reviews',
    'PATCH /repos/acme/shop/check-runs/N',
  ]);
});

test('a later push edits the report, posts what is new, and mends what is gone', async () => {
  await job(plan());
  const { conversation } = await github.pullRequest(ref, never);
  const [posted] = conversation.comments;
  if (conversation.report === null || posted === undefined) throw new Error('nothing was posted');
  const marker = {
    kind: 'comment',
    head: sandbox.head,
    identity: 'rule | a',
    substance: 's',
    state: 'fixed',
  } as const;
  await job(
    plan({
      report: { action: 'edit', id: conversation.report.id, body: report('The report, again') },
      comments: [comment('rule | b', 6)],
      edits: [{ comment: posted, body: markers.sign('Fixed', marker, ref), minimize: true }],
      check: { conclusion: 'success', title: 'Fine', summary: 's', annotations: [] },
    }),
  );
  expect(seen()).toEqual({
    reviews: ['The report, again', 'One new finding.'],
    comments: [
      { body: 'Fixed', line: 5 },
      { body: 'About rule | b', line: 6 },
    ],
    checks: [{ status: 'completed', conclusion: 'success', title: 'Fine', annotations: 1 }],
  });
});

test('comments that stand nowhere move into the report', async () => {
  const lost = comment('rule | lost', 19);
  const { unplaced } = await job(plan({ comments: [comment('rule | a', 5), lost] }));
  expect(unplaced).toEqual([lost]);
  expect(seen()).toEqual({ ...whole, reviews: ['Moved: rule | lost'] });
});

test('nothing of a backend is a check run and nothing else', async () => {
  const published = await job(plan({ report: { action: 'none' }, comments: [] }));
  expect(published).toEqual({ url: null, unplaced: [] });
  expect(seen()).toEqual({ ...whole, reviews: [], comments: [] });
});

test('an attempt that a later one has overtaken writes nothing', async () => {
  const fence = await claimFence(database, ref);
  await claimFence(database, ref);
  await expect(job(plan(), { fence })).rejects.toMatchObject({ code: 'SUPERSEDED' });
  expect(seen().reviews).toEqual([]);
});

test('an aborted job stops between its writes', async () => {
  const abort = new AbortController();
  const stopping = {
    ...github,
    createReview: async (...given: Parameters<GitHubWriting['createReview']>) => {
      const result = await github.createReview(...given);
      abort.abort(new Error('stop'));
      return result;
    },
  };
  await expect(job(plan(), { github: stopping, signal: abort.signal })).rejects.toThrow('stop');
  expect(seen().checks).toEqual([{ status: 'in_progress', conclusion: null, title: null, annotations: 0 }]);
  await later();
  await job(plan({ report: { action: 'keep', id: 1 }, comments: [] }));
  expect(seen()).toEqual(whole);
});

describe('when an answer is lost', () => {
  const reviews = { method: 'POST', path: '/repos/*/*/pulls/*/reviews', nth: 1 } as const;
  const created: Fault[] = ['502-after', 'drop-after'];
  const notCreated: Fault[] = ['502-before', 'drop'];

  test.each(created)('a review that was created (%s) is found and not posted again', async (fault) => {
    const heal = sandbox.standIn.failWith({ match: reviews, fault });
    await job(plan());
    heal();
    expect(seen()).toEqual(whole);
  });

  test.each(notCreated)(
    'a review that was not created (%s) is posted after the lists have settled',
    async (fault) => {
      const heal = sandbox.standIn.failWith({ match: reviews, fault });
      await expect(job(plan())).rejects.toMatchObject({ code: 'GITHUB_ANSWER_LOST' });
      await expect(job(plan())).rejects.toMatchObject({ code: 'RETRY_LATER' });
      expect(seen().reviews).toEqual([]);
      await later();
      await job(plan());
      heal();
      expect(seen()).toEqual(whole);
    },
  );

  test('and the list lags, the review is found later and not posted again', async () => {
    const heal = sandbox.standIn.failWith({ match: reviews, fault: '502-after' });
    const catchUp = sandbox.standIn.failWith({ match: { kind: 'graphql' }, fault: { lag: 3_000 } });
    await expect(job(plan())).rejects.toMatchObject({ code: 'GITHUB_ANSWER_LOST' });
    await expect(readSettled(database, github, ref, never)).rejects.toMatchObject({ code: 'RETRY_LATER' });
    sandbox.clock.now += 5_000;
    const { conversation } = await readSettled(database, github, ref, never);
    expect(conversation.report).toMatchObject({ head: sandbox.head });
    expect(conversation.comments).toHaveLength(1);
    expect(seen().reviews).toEqual(['The report']);
    heal();
    catchUp();
  });

  test('a further review is found by its comments, since its body may be another one’s', async () => {
    await job(plan());
    const { conversation } = await github.pullRequest(ref, never);
    const id = conversation.report?.id ?? 0;
    const further = (identity: string) =>
      plan({ report: { action: 'keep', id }, comments: [comment(identity, 6)] });
    await job(further('rule | b'));
    const heal = sandbox.standIn.failWith({ match: reviews, fault: '502-before' });
    await expect(job(further('rule | c'))).rejects.toMatchObject({ code: 'GITHUB_ANSWER_LOST' });
    heal();
    await later();
    await job(further('rule | c'));
    expect(seen().comments?.map(({ body }) => body)).toEqual([
      'About rule | a',
      'About rule | b',
      'About rule | c',
    ]);
  });

  test.each(['502-after', 'drop-after', '502-before', 'drop'] as const)(
    'of a check run (%s), there is one in the end',
    async (fault) => {
      const heal = sandbox.standIn.failWith({
        match: { method: 'POST', path: '/repos/*/*/check-runs', nth: 1 },
        fault,
      });
      await job(plan()).catch(async (error: unknown) => {
        expect(error).toMatchObject({ code: 'GITHUB_ANSWER_LOST' });
        await later();
        await job(plan());
      });
      heal();
      expect(seen()).toEqual(whole);
    },
  );

  test('of a check run that was made after the first was lost, there is still one', async () => {
    const creation = { method: 'POST', path: '/repos/*/*/check-runs', nth: 1 } as const;
    const catchUp = sandbox.standIn.failWith({ match: { method: 'GET' }, fault: { lag: 3_000 } });
    for (const fault of ['drop', 'drop-after'] as const) {
      const heal = sandbox.standIn.failWith({ match: creation, fault });
      await later();
      await expect(job(plan())).rejects.toMatchObject({ code: 'GITHUB_ANSWER_LOST' });
      heal();
    }
    // The list does not show the second one yet, and it is not long ago.
    await expect(job(plan())).rejects.toMatchObject({ code: 'RETRY_LATER' });
    sandbox.clock.now += 5_000;
    await job(plan());
    catchUp();
    expect(seen()).toEqual(whole);
  });

  test('of the check’s end, its annotations are not sent twice', async () => {
    const heal = sandbox.standIn.failWith({
      match: { method: 'PATCH', path: '/repos/*/*/check-runs/*', nth: 1 },
      fault: '502-after',
    });
    await expect(job(plan())).rejects.toMatchObject({ code: 'GITHUB_UNAVAILABLE' });
    heal();
    const { conversation } = await readSettled(database, github, ref, never);
    await job(plan({ report: { action: 'keep', id: conversation.report?.id ?? 0 }, comments: [] }));
    expect(seen()).toEqual(whole);
  });
});

test('a posted review that the list does not show yet puts the job back', async () => {
  await job(plan());
  const heal = sandbox.standIn.failWith({ match: { kind: 'graphql' }, fault: { lag: 3_000 } });
  await expect(readSettled(database, github, ref, never)).rejects.toMatchObject({
    code: 'RETRY_LATER',
    seconds: 2,
  });
  sandbox.clock.now += 5_000;
  expect((await readSettled(database, github, ref, never)).conversation.report).not.toBe(null);
  heal();
});

test.each([
  [
    'a limit',
    { status: 429, headers: { 'retry-after': '17' }, body: {} },
    { code: 'RETRY_LATER', seconds: 17 },
  ],
  ['a refusal', { status: 403, body: {} }, { code: 'GITHUB_FORBIDDEN' }],
] as const)('%s at the review leaves nothing to look for', async (_name, fault, error) => {
  const match = { method: 'POST', path: '/repos/*/*/pulls/*/reviews', nth: 1 };
  const heal = sandbox.standIn.failWith({ match, fault });
  await expect(job(plan())).rejects.toMatchObject(error);
  expect((await pendingPlan(database, ref))?.steps).toEqual(new Map());
  heal();
  sandbox.clock.now += 17_000;
  await job(plan());
  expect(seen()).toEqual(whole);
});

test('a comment that may not be edited does not keep the check open, which says so', async () => {
  await job(plan());
  const { conversation } = await github.pullRequest(ref, never);
  const [posted] = conversation.comments;
  if (conversation.report === null || posted === undefined) throw new Error('nothing was posted');
  const heal = sandbox.standIn.failWith({
    match: { method: 'PATCH', path: '/repos/*/*/pulls/comments/*' },
    fault: { status: 403, body: {} },
  });
  const keep = { action: 'keep', id: conversation.report.id } as const;
  const edits = [{ comment: posted, body: 'Fixed', minimize: true }];
  await job(plan({ report: keep, comments: [], edits }));
  heal();
  expect(seen()).toEqual(whole);
  const [run] = sandbox.standIn.state.repositories[0]?.checkRuns ?? [];
  expect(run?.output.summary).toBe(
    'The summary\n\n> A comment whose finding is fixed could not be marked as such: GitHub answered 403. The next review tries again.',
  );
});

test('annotations that GitHub does not take are left out', async () => {
  const odd = { ...annotation, endLine: 1 };
  const check = { conclusion: 'failure', title: '1 blocker', summary: 's', annotations: [odd] } as const;
  const heal = sandbox.standIn.failWith({
    match: { method: 'PATCH', path: '/repos/*/*/check-runs/*', body: '"annotations"' },
    fault: { status: 422, body: {} },
  });
  await job(plan({ check }));
  heal();
  expect(seen()).toEqual({
    ...whole,
    checks: [{ status: 'completed', conclusion: 'failure', title: '1 blocker', annotations: 0 }],
  });
});

describe('a check run', () => {
  const runs = { method: 'POST', path: '/repos/*/*/check-runs' } as const;

  test('that the App may not write does not keep the review away', async () => {
    const heal = sandbox.standIn.failWith({ match: runs, fault: { status: 403, body: {} } });
    await job(plan());
    heal();
    expect(seen()).toEqual({ ...whole, checks: [] });
  });

  test('that the store has forgotten is found where the report is about its commit', async () => {
    await job(plan());
    await database.script('DELETE FROM backend_engineer.checks');
    const { conversation } = await github.pullRequest(ref, never);
    await job(plan({ report: { action: 'keep', id: conversation.report?.id ?? 0 }, comments: [] }));
    expect(seen()).toEqual(whole);
  });

  test.each([403, 404, 422])(
    'that GitHub does not restart this time (%i) is no second one',
    async (status) => {
      await job(plan());
      const { conversation } = await github.pullRequest(ref, never);
      const match = { method: 'PATCH', path: '/repos/*/*/check-runs/*', nth: 1 };
      const heal = sandbox.standIn.failWith({ match, fault: { status, body: {} } });
      await job(plan({ report: { action: 'keep', id: conversation.report?.id ?? 0 }, comments: [] }));
      heal();
      expect(seen()).toEqual(whole);
    },
  );
});

describe('a store that is younger than the pull request', () => {
  beforeEach(async () => {
    sandbox.clock.now = Date.now() - 60_000;
    await openPullRequest();
  });
  afterEach(madeBeforeAll);

  test('waits for the lists before it believes that nothing was posted', async () => {
    await job(plan());
    await madeAgo(3);
    const heal = sandbox.standIn.failWith({ match: { kind: 'graphql' }, fault: { lag: 3_000 } });
    await expect(readSettled(database, github, ref, never)).rejects.toMatchObject({
      code: 'RETRY_LATER',
      seconds: 7,
    });
    heal();
    await madeAgo(20);
    const { conversation } = await readSettled(database, github, ref, never);
    expect(conversation.report?.head).toBe(sandbox.head);
  });

  test('looks for the check run of one that died before its report', async () => {
    await github.startCheckRun(ref, sandbox.head, never);
    await madeAgo(20);
    await job(plan());
    expect(seen()).toEqual(whole);
  });
});

test('a store that was deleted posts nothing twice', async () => {
  await job(plan());
  await database.script(
    'DELETE FROM backend_engineer.outbox; DELETE FROM backend_engineer.reviews; DELETE FROM backend_engineer.fences;',
  );
  const { conversation } = await readSettled(database, github, ref, never);
  expect({
    report: conversation.report?.head,
    comments: conversation.comments.map(({ identity }) => identity),
  }).toEqual({
    report: sandbox.head,
    comments: ['rule | a'],
  });
});

test('nor where 150 reviews of others stand around it', async () => {
  // Other tests set the clock back: what was written before them is otherwise still to come, and counts for limits.
  sandbox.clock.now += 45 * 60_000;
  const others = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      // At most 80 texts a minute.
      sandbox.clock.now += 1_000;
      await sandbox.request('POST', `/repos/acme/shop/pulls/${ref.number}/reviews`, {
        event: 'COMMENT',
        body: `Other ${index}`,
        comments: [{ path: 'a.sql', line: 5, body: `Thread ${index}` }],
      });
    }
  };
  await others(120);
  const heal = sandbox.standIn.failWith({
    match: {
      method: 'POST',
      path: '/repos/*/*/pulls/*/reviews',
      where: ({ body }) => body.includes('The report'),
    },
    fault: '502-after',
  });
  await job(plan());
  await others(30);
  heal();
  await database.script(
    'DELETE FROM backend_engineer.outbox; DELETE FROM backend_engineer.reviews; DELETE FROM backend_engineer.fences; DELETE FROM backend_engineer.checks;',
  );
  const { conversation } = await readSettled(database, github, ref, never);
  expect(conversation.report?.head).toBe(sandbox.head);
  expect(conversation.comments.map(({ identity }) => identity)).toEqual(['rule | a']);
  await job(plan({ report: { action: 'keep', id: conversation.report?.id ?? 0 }, comments: [] }));
  expect(seen().checks).toEqual(whole.checks);
});
