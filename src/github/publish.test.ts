import { describe, expect, test } from 'vitest';
import { annotation, markers, never, publishingTests, whole } from '../sandbox/fixture-publishing.ts';
import type { Fault } from '../sandbox/http/faults.ts';
import { claimFence } from '../store/claim-fence.ts';
import { pendingPlan } from '../store/pending-plan.ts';
import type { GitHubWriting } from './pull-request.ts';
import { readSettled } from './read-settled.ts';

const shop = publishingTests();

test('a plan is carried out in order, with the report as the check’s address, and leaves nothing in the outbox', async () => {
  const before = shop.sandbox.standIn.requests.length;
  const published = await shop.job(shop.plan());
  expect(published).toEqual({ url: expect.stringContaining(`/pull/${shop.ref.number}#`), unplaced: [] });
  expect(shop.seen()).toEqual(whole);
  expect(shop.sandbox.standIn.state.repositories[0]?.checkRuns[0]?.detailsUrl).toBe(published.url);
  expect(await pendingPlan(shop.database, shop.ref)).toBe(null);
  const sent = shop.sandbox.standIn.requests
    .slice(before)
    .filter(({ path }) => !path.includes('access_tokens'));
  expect(sent.map(({ method, path }) => `${method} ${path.replace(/\d+/g, 'N')}`)).toEqual([
    'POST /graphql',
    'POST /repos/acme/shop/check-runs',
    'POST /repos/acme/shop/pulls/N/reviews',
    'PATCH /repos/acme/shop/check-runs/N',
  ]);
});

test('a later push edits the report, posts what is new, and mends what is gone', async () => {
  await shop.job(shop.plan());
  const { conversation } = await shop.github.pullRequest(shop.ref, never);
  const [posted] = conversation.comments;
  if (conversation.report === null || posted === undefined) throw new Error('nothing was posted');
  const marker = {
    kind: 'comment',
    head: shop.sandbox.head,
    identity: 'rule | a',
    substance: 's',
    state: 'fixed',
  } as const;
  await shop.job(
    shop.plan({
      report: { action: 'edit', id: conversation.report.id, body: shop.report('The report, again') },
      comments: [shop.comment('rule | b', 6)],
      edits: [{ comment: posted, body: markers.sign('Fixed', marker, shop.pullRequestId), minimize: true }],
      check: { conclusion: 'success', title: 'Fine', summary: 's', annotations: [] },
    }),
  );
  expect(shop.seen()).toEqual({
    reviews: ['The report, again', 'One new finding.'],
    comments: [
      { body: 'Fixed', line: 5 },
      { body: 'About rule | b', line: 6 },
    ],
    checks: [{ status: 'completed', conclusion: 'success', title: 'Fine', annotations: 1 }],
  });
});

test('comments that stand nowhere move into the report', async () => {
  const lost = shop.comment('rule | lost', 19);
  const { unplaced } = await shop.job(shop.plan({ comments: [shop.comment('rule | a', 5), lost] }));
  expect(unplaced).toEqual([lost]);
  expect(shop.seen()).toEqual({ ...whole, reviews: ['Moved: rule | lost'] });
});

test('nothing of a backend is a check run and nothing else', async () => {
  const published = await shop.job(shop.plan({ report: { action: 'none' }, comments: [] }));
  expect(published).toEqual({ url: null, unplaced: [] });
  expect(shop.seen()).toEqual({ ...whole, reviews: [], comments: [] });
});

test('an attempt that a later one has overtaken writes nothing', async () => {
  const fence = await claimFence(shop.database, shop.ref);
  await claimFence(shop.database, shop.ref);
  await expect(shop.job(shop.plan(), { fence })).rejects.toMatchObject({ code: 'SUPERSEDED' });
  expect(shop.seen().reviews).toEqual([]);
});

test('an aborted job stops between its writes', async () => {
  const abort = new AbortController();
  const stopping = {
    ...shop.github,
    createReview: async (...given: Parameters<GitHubWriting['createReview']>) => {
      const result = await shop.github.createReview(...given);
      abort.abort(new Error('stop'));
      return result;
    },
  };
  await expect(shop.job(shop.plan(), { github: stopping, signal: abort.signal })).rejects.toThrow('stop');
  expect(shop.seen().checks).toEqual([
    { status: 'in_progress', conclusion: null, title: null, annotations: 0 },
  ]);
  await shop.later();
  await shop.job(shop.plan({ report: { action: 'keep', id: 1 }, comments: [] }));
  expect(shop.seen()).toEqual(whole);
});

describe('when an answer is lost', () => {
  const reviews = { method: 'POST', path: '/repos/*/*/pulls/*/reviews', nth: 1 } as const;
  const created: Fault[] = ['502-after', 'drop-after'];
  const notCreated: Fault[] = ['502-before', 'drop'];

  test.each(created)('a review that was created (%s) is found and not posted again', async (fault) => {
    const heal = shop.sandbox.standIn.failWith({ match: reviews, fault });
    await shop.job(shop.plan());
    heal();
    expect(shop.seen()).toEqual(whole);
  });

  test.each(notCreated)(
    'a review that was not created (%s) is posted after the lists have settled',
    async (fault) => {
      const heal = shop.sandbox.standIn.failWith({ match: reviews, fault });
      await expect(shop.job(shop.plan())).rejects.toMatchObject({ code: 'GITHUB_ANSWER_LOST' });
      await expect(shop.job(shop.plan())).rejects.toMatchObject({ code: 'RETRY_LATER' });
      expect(shop.seen().reviews).toEqual([]);
      await shop.later();
      await shop.job(shop.plan());
      heal();
      expect(shop.seen()).toEqual(whole);
    },
  );

  test('and the list lags, the review is found later and not posted again', async () => {
    const heal = shop.sandbox.standIn.failWith({ match: reviews, fault: '502-after' });
    const catchUp = shop.sandbox.standIn.failWith({ match: { kind: 'graphql' }, fault: { lag: 3_000 } });
    await expect(shop.job(shop.plan())).rejects.toMatchObject({ code: 'GITHUB_ANSWER_LOST' });
    await expect(readSettled(shop.database, shop.github, shop.ref, never)).rejects.toMatchObject({
      code: 'RETRY_LATER',
    });
    shop.sandbox.clock.now += 5_000;
    const { conversation } = await readSettled(shop.database, shop.github, shop.ref, never);
    expect(conversation.report).toMatchObject({ head: shop.sandbox.head });
    expect(conversation.comments).toHaveLength(1);
    expect(shop.seen().reviews).toEqual(['The report']);
    heal();
    catchUp();
  });

  test('a further review is found by its comments, since its body may be another one’s', async () => {
    await shop.job(shop.plan());
    const { conversation } = await shop.github.pullRequest(shop.ref, never);
    const id = conversation.report?.id ?? 0;
    const further = (identity: string) =>
      shop.plan({ report: { action: 'keep', id }, comments: [shop.comment(identity, 6)] });
    await shop.job(further('rule | b'));
    const heal = shop.sandbox.standIn.failWith({ match: reviews, fault: '502-before' });
    await expect(shop.job(further('rule | c'))).rejects.toMatchObject({ code: 'GITHUB_ANSWER_LOST' });
    heal();
    await shop.later();
    await shop.job(further('rule | c'));
    expect(shop.seen().comments?.map(({ body }) => body)).toEqual([
      'About rule | a',
      'About rule | b',
      'About rule | c',
    ]);
  });

  test.each(['502-after', 'drop-after', '502-before', 'drop'] as const)(
    'of a check run (%s), there is one in the end',
    async (fault) => {
      const heal = shop.sandbox.standIn.failWith({
        match: { method: 'POST', path: '/repos/*/*/check-runs', nth: 1 },
        fault,
      });
      await shop.job(shop.plan()).catch(async (error: unknown) => {
        expect(error).toMatchObject({ code: 'GITHUB_ANSWER_LOST' });
        await shop.later();
        await shop.job(shop.plan());
      });
      heal();
      expect(shop.seen()).toEqual(whole);
    },
  );

  test('of a check run that was made after the first was lost, there is still one', async () => {
    const creation = { method: 'POST', path: '/repos/*/*/check-runs', nth: 1 } as const;
    const catchUp = shop.sandbox.standIn.failWith({ match: { method: 'GET' }, fault: { lag: 3_000 } });
    for (const fault of ['drop', 'drop-after'] as const) {
      const heal = shop.sandbox.standIn.failWith({ match: creation, fault });
      await shop.later();
      await expect(shop.job(shop.plan())).rejects.toMatchObject({ code: 'GITHUB_ANSWER_LOST' });
      heal();
    }
    // The list does not show the second one yet, and it is not long ago.
    await expect(shop.job(shop.plan())).rejects.toMatchObject({ code: 'RETRY_LATER' });
    shop.sandbox.clock.now += 5_000;
    await shop.job(shop.plan());
    catchUp();
    expect(shop.seen()).toEqual(whole);
  });

  test('of the check’s end, its annotations are not sent twice', async () => {
    const heal = shop.sandbox.standIn.failWith({
      match: { method: 'PATCH', path: '/repos/*/*/check-runs/*', nth: 1 },
      fault: '502-after',
    });
    await expect(shop.job(shop.plan())).rejects.toMatchObject({ code: 'GITHUB_UNAVAILABLE' });
    heal();
    const { conversation } = await readSettled(shop.database, shop.github, shop.ref, never);
    await shop.job(shop.plan({ report: { action: 'keep', id: conversation.report?.id ?? 0 }, comments: [] }));
    expect(shop.seen()).toEqual(whole);
  });
});

test('a posted review that the list does not show yet puts the job back', async () => {
  await shop.job(shop.plan());
  const heal = shop.sandbox.standIn.failWith({ match: { kind: 'graphql' }, fault: { lag: 3_000 } });
  await expect(readSettled(shop.database, shop.github, shop.ref, never)).rejects.toMatchObject({
    code: 'RETRY_LATER',
    seconds: 2,
  });
  shop.sandbox.clock.now += 5_000;
  expect((await readSettled(shop.database, shop.github, shop.ref, never)).conversation.report).not.toBe(null);
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
  const heal = shop.sandbox.standIn.failWith({ match, fault });
  await expect(shop.job(shop.plan())).rejects.toMatchObject(error);
  expect((await pendingPlan(shop.database, shop.ref))?.steps).toEqual(new Map());
  heal();
  shop.sandbox.clock.now += 17_000;
  await shop.job(shop.plan());
  expect(shop.seen()).toEqual(whole);
});

test('a comment that may not be edited does not keep the check open, which says so', async () => {
  await shop.job(shop.plan());
  const { conversation } = await shop.github.pullRequest(shop.ref, never);
  const [posted] = conversation.comments;
  if (conversation.report === null || posted === undefined) throw new Error('nothing was posted');
  const heal = shop.sandbox.standIn.failWith({
    match: { method: 'PATCH', path: '/repos/*/*/pulls/comments/*' },
    fault: { status: 403, body: {} },
  });
  const keep = { action: 'keep', id: conversation.report.id } as const;
  const edits = [{ comment: posted, body: 'Fixed', minimize: true }];
  await shop.job(shop.plan({ report: keep, comments: [], edits }));
  heal();
  expect(shop.seen()).toEqual(whole);
  const [run] = shop.sandbox.standIn.state.repositories[0]?.checkRuns ?? [];
  expect(run?.output.summary).toBe(
    'The summary\n\n> A comment whose finding is fixed could not be marked as such: GitHub answered 403. The next review tries again.',
  );
});

test('annotations that GitHub does not take are left out', async () => {
  const odd = { ...annotation, endLine: 1 };
  const check = { conclusion: 'failure', title: '1 blocker', summary: 's', annotations: [odd] } as const;
  const heal = shop.sandbox.standIn.failWith({
    match: { method: 'PATCH', path: '/repos/*/*/check-runs/*', body: '"annotations"' },
    fault: { status: 422, body: {} },
  });
  await shop.job(shop.plan({ check }));
  heal();
  expect(shop.seen()).toEqual({
    ...whole,
    checks: [{ status: 'completed', conclusion: 'failure', title: '1 blocker', annotations: 0 }],
  });
});

describe('a check run', () => {
  const runs = { method: 'POST', path: '/repos/*/*/check-runs' } as const;

  test('that the App may not write does not keep the review away', async () => {
    const heal = shop.sandbox.standIn.failWith({ match: runs, fault: { status: 403, body: {} } });
    await shop.job(shop.plan());
    heal();
    expect(shop.seen()).toEqual({ ...whole, checks: [] });
  });

  test('that the store has forgotten is found where the report is about its commit', async () => {
    await shop.job(shop.plan());
    await shop.database.script('DELETE FROM backend_engineer.checks');
    const { conversation } = await shop.github.pullRequest(shop.ref, never);
    await shop.job(shop.plan({ report: { action: 'keep', id: conversation.report?.id ?? 0 }, comments: [] }));
    expect(shop.seen()).toEqual(whole);
  });

  test.each([403, 404, 422])(
    'that GitHub does not restart this time (%i) is no second one',
    async (status) => {
      await shop.job(shop.plan());
      const { conversation } = await shop.github.pullRequest(shop.ref, never);
      const match = { method: 'PATCH', path: '/repos/*/*/check-runs/*', nth: 1 };
      const heal = shop.sandbox.standIn.failWith({ match, fault: { status, body: {} } });
      await shop.job(
        shop.plan({ report: { action: 'keep', id: conversation.report?.id ?? 0 }, comments: [] }),
      );
      heal();
      expect(shop.seen()).toEqual(whole);
    },
  );
});
