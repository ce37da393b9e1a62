import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PlannedComment } from '../review/conversation.ts';
import { appClientAt } from '../sandbox/fixture-app-client.ts';
import { annotation, markers, never } from '../sandbox/fixture-publishing.ts';
import { startTestStandIn, type TestStandIn } from '../sandbox/fixture-stand-in.ts';
import { contentPermissions, jobPermissions } from './app-client.ts';
import type { CachedConfig } from './organization-config.ts';
import type { GitHubReading, GitHubWriting } from './pull-request.ts';
import { createReading } from './read.ts';
import { createWriting } from './write.ts';

const lines = Array.from({ length: 20 }, (_, index) => `SELECT ${index + 1};\n`);

let sandbox: TestStandIn;
let github: GitHubReading & GitHubWriting;
let cached: CachedConfig | null = null;
let ref = { installation: 0, owner: 'acme', name: 'shop', number: 0 };
let id = '';

beforeAll(async () => {
  sandbox = await startTestStandIn(
    { 'a.sql': lines.join(''), 'old.sql': 'SELECT 1;\n', '.github/backend-engineer.yml': 'inline: {}\n' },
    { 'a.sql': lines.with(4, 'SELECT 50;\n').join(''), 'new.sql': 'SELECT 1;\n' },
  );
  const { installation } = sandbox;
  const client = appClientAt(sandbox);
  const job = client.installation(installation, 'shop', jobPermissions);
  github = {
    ...createReading({
      client: job,
      configClient: client.installation(installation, '.github', contentPermissions),
      readMarker: markers.read,
      configCache: {
        get: async () => cached,
        put: async (_installation, _owner, config) => {
          cached = { ...config, ageSeconds: 0 };
        },
      },
      configTtlSeconds: 300,
    }),
    ...createWriting(job),
  };
  ref = { ...ref, installation };
});
afterAll(() => sandbox.close());

beforeEach(async () => {
  const opened = await sandbox.standIn.openPullRequest({
    owner: 'acme',
    name: 'shop',
    base: 'main',
    head: 'change',
    title: 'Change',
  });
  ref = { ...ref, number: opened.number };
  id = String(opened.pull_request.id);
  sandbox.clock.now += 60_000;
});

const requests = () => sandbox.standIn.requests.length;
const comment = (identity: string, line: number): PlannedComment => ({
  path: 'a.sql',
  side: 'head',
  startLine: null,
  line,
  identity,
  body: markers.sign(
    `About ${identity}`,
    { kind: 'comment', head: sandbox.head, identity, substance: 's', state: 'open' },
    id,
  ),
});
const report = (text: string) => markers.sign(text, { kind: 'report', head: sandbox.head }, id);
const reviewOf = (body: string, comments: readonly PlannedComment[] = [], standsAlone = true) => ({
  head: sandbox.head,
  body,
  comments,
  standsAlone,
});
async function post(body: string, comments: readonly PlannedComment[] = []) {
  const { posted, unplaced } = await github.createReview(ref, reviewOf(body, comments), never);
  if (posted === null) throw new Error('nothing was posted');
  return { ...posted, unplaced };
}
/** Reviews of others, each with a thread where there is a line. */
async function others(count: number, line: number | null = null) {
  for (let index = 0; index < count; index += 1) {
    // At most 80 texts a minute.
    sandbox.clock.now += 1_000;
    const comments = line === null ? [] : [{ path: 'a.sql', line, body: `Thread ${index}` }];
    await sandbox.request('POST', `/repos/acme/shop/pulls/${ref.number}/reviews`, {
      event: 'COMMENT',
      body: `Other ${index}`,
      comments,
    });
  }
}

describe('a pull request', () => {
  test('without anything of ours is one request', async () => {
    await github.pullRequest(ref, never);
    const before = requests();
    expect(await github.pullRequest(ref, never)).toEqual({
      id,
      state: 'open',
      draft: false,
      title: 'Change',
      author: 'sam',
      authorIsApp: false,
      authorAssociation: expect.any(String),
      head: { sha: sandbox.head, ref: 'change', fork: false },
      base: { sha: sandbox.base, ref: 'main' },
      url: expect.stringContaining(`/acme/shop/pull/${ref.number}`),
      createdAt: expect.any(Number),
      conversation: { report: null, comments: [] },
    });
    expect(requests() - before).toBe(1);
  });

  test('has our report and comments with their state, and nothing that others copied', async () => {
    const body = report('## Backend Implementation');
    const [first, second] = [comment('rule | a', 5), comment('rule | b', 6)];
    const posted = await post(body, [first, second]);
    await sandbox.standIn.comment(ref, 'sam', body);
    const elsewhere = markers.sign('copied', { kind: 'report', head: sandbox.head }, '999');
    await post(elsewhere);

    const { conversation } = await github.pullRequest(ref, never);
    expect(conversation.report).toEqual({
      id: posted.id,
      nodeId: expect.any(String),
      url: posted.url,
      head: sandbox.head,
      body,
    });
    const expected = (planned: PlannedComment) => ({
      id: expect.any(Number),
      nodeId: expect.any(String),
      threadId: expect.any(String),
      identity: planned.identity,
      substance: 's',
      head: sandbox.head,
      state: 'open',
      resolved: false,
      body: planned.body,
      path: 'a.sql',
    });
    expect(conversation.comments).toEqual([expected(first), expected(second)]);

    const [, open] = conversation.comments;
    if (open === undefined) throw new Error('no comment');
    const fixed = markers.sign(
      'Fixed',
      { kind: 'comment', head: sandbox.head, identity: 'rule | b', substance: 's', state: 'fixed' },
      id,
    );
    await github.editReviewComment(ref, open.id, fixed, never);
    await github.minimizeComment(open.nodeId, never);
    const after = await github.pullRequest(ref, never);
    expect(after.conversation.comments.map(({ identity, state }) => ({ identity, state }))).toEqual([
      { identity: 'rule | a', state: 'open' },
      { identity: 'rule | b', state: 'fixed' },
    ]);
  });

  test('with more than a page of reviews is read to the end', async () => {
    await others(101);
    const posted = await post(report('late'));
    const before = requests();
    const { conversation } = await github.pullRequest(ref, never);
    expect(conversation.report?.id).toBe(posted.id);
    expect(requests() - before).toBe(2);
  });

  test('with our report and comments between 150 reviews with threads is read to the end', async () => {
    await others(75, 5);
    const body = report('in the middle');
    const mine = [comment('rule | a', 5), comment('rule | b', 6)];
    const posted = await post(body, mine);
    await others(75, 6);
    const { conversation } = await github.pullRequest(ref, never);
    expect(conversation.report).toMatchObject({ id: posted.id, body });
    expect(conversation.comments.map(({ identity }) => identity)).toEqual(['rule | a', 'rule | b']);
    // One whose answer was lost is found behind all that others wrote since, too.
    expect(await github.findReview(ref, reviewOf(body, mine), never)).toEqual({
      posted: { id: posted.id, url: posted.url },
      unplaced: [],
    });
    expect(await github.findReview(ref, reviewOf(report('other'), mine), never)).toBe(null);
  });

  test('that is not there is told apart', async () => {
    await expect(github.pullRequest({ ...ref, number: 9_999 }, never)).rejects.toMatchObject({
      code: 'GITHUB_NOT_FOUND',
    });
  });

  test('is not waited for when the job is aborted', async () => {
    const heal = sandbox.standIn.failWith({ match: { kind: 'graphql' }, fault: { slow: 3_000 } });
    const abort = new AbortController();
    const reason = new Error('the job is over');
    const answer = github.pullRequest(ref, abort.signal);
    setImmediate(() => abort.abort(reason));
    await expect(answer).rejects.toBe(reason);
    heal();
  });
});

test('a comparison has the merge base and GitHub’s own hunks', async () => {
  const comparison = await github.compare(ref, sandbox.base, sandbox.head, never);
  expect(comparison).toEqual({
    mergeBase: sandbox.base,
    complete: true,
    files: [
      { path: '.github/backend-engineer.yml', previousPath: null, patch: expect.any(String) },
      { path: 'a.sql', previousPath: null, patch: expect.stringContaining('-SELECT 5;\n+SELECT 50;') },
      { path: 'new.sql', previousPath: 'old.sql', patch: null },
    ],
  });
});

test('a person’s right is theirs, a stranger has none', async () => {
  expect(await github.permission(ref, 'sam', never)).toBe('write');
  expect(await github.permission(ref, 'nobody-at-all', never)).toBe('none');
});

test('a comment’s text is read again, and one that is gone is null', async () => {
  const { comment: written } = await sandbox.standIn.comment(ref, 'sam', '/backend review');
  expect(await github.commentBody(ref, 'issue', written.id, never)).toBe('/backend review');
  expect(await github.commentBody(ref, 'issue', 1, never)).toBe(null);
  await github.react(ref, written.id, 'eyes', never);
  await github.react(ref, written.id, 'eyes', never);
  await github.createComment(ref, 'An answer', never);
});

test('an organisation without settings is asked once in a while', async () => {
  cached = null;
  expect(await github.organizationConfig(ref, never)).toBe(null);
  const before = requests();
  expect(await github.organizationConfig(ref, never)).toBe(null);
  expect(requests() - before).toBe(0);
  expect(cached).toEqual({ text: null, etag: null, ageSeconds: 0 });
});

test('a check run is found by its external id and can be shown as in progress again', async () => {
  expect(await github.findCheckRun(ref, sandbox.head, never)).toBe(null);
  const check = await github.startCheckRun(ref, sandbox.head, never);
  const conclusion = { conclusion: 'failure', title: '1 blocker', summary: 's' } as const;
  const many = { ...conclusion, annotations: Array.from({ length: 120 }, () => annotation) };
  await github.concludeCheckRun(ref, check, many, 'https://example.com/report', never);
  const done = { id: check.id, completed: true, title: '1 blocker', annotations: 120 };
  expect(await github.checkRun(ref, check, never)).toEqual(done);
  expect(await github.findCheckRun(ref, sandbox.head, never)).toEqual(done);
  expect(await github.findCheckRun({ ...ref, number: 9_999 }, sandbox.head, never)).toBe(null);
  expect(await github.restartCheckRun(ref, check, never)).toEqual({ ...done, completed: false });
});

describe('a review that GitHub refuses', () => {
  test('is posted with the comments that have a place, moved there where only their lines are too many', async () => {
    const wide = { ...comment('wide', 9), startLine: 3 };
    const tooWide = { ...comment('too wide', 15), startLine: 5 };
    const outside = comment('outside', 19);
    const elsewhere = { ...comment('elsewhere', 1), path: 'b.sql' };
    const { id, unplaced } = await post(report('r'), [comment('fine', 5), wide, tooWide, outside, elsewhere]);
    expect(unplaced).toEqual([outside, elsewhere]);
    const listed = await sandbox.octokit.rest.pulls.listCommentsForReview({
      owner: 'acme',
      repo: 'shop',
      pull_number: ref.number,
      review_id: id,
    });
    expect(listed.data.map(({ start_line, line }) => ({ start_line, line }))).toEqual([
      { start_line: null, line: 5 },
      { start_line: 3, line: 8 },
      { start_line: 5, line: 8 },
    ]);
  });

  test('is posted without any where nobody knows which one is bad, with two further requests', async () => {
    const heal = sandbox.standIn.failWith({
      match: { method: 'POST', path: '/repos/*/*/pulls/*/reviews', nth: 1 },
      fault: { status: 422, body: { message: 'Unprocessable Entity' } },
    });
    const before = requests();
    const only = comment('only', 5);
    const { id, unplaced } = await post(report('r'), [only]);
    expect({ id, unplaced, sent: requests() - before }).toEqual({
      id: expect.any(Number),
      unplaced: [only],
      sent: 3,
    });
    heal();
  });

  test('and is nothing without its comments is not posted without them', async () => {
    const before = requests();
    const outside = comment('outside', 19);
    const review = reviewOf('One new finding.', [outside], false);
    expect(await github.createReview(ref, review, never)).toEqual({ posted: null, unplaced: [outside] });
    expect(requests() - before).toBe(2);
  });

  test('and whose second answer was lost is found with the comments that it has', async () => {
    const [placed, outside] = [comment('rule | a', 5), comment('rule | outside', 19)];
    const review = reviewOf(report('r'), [placed, outside]);
    const match = { method: 'POST', path: '/repos/*/*/pulls/*/reviews', nth: 2 };
    const heal = sandbox.standIn.failWith({ match, fault: '502-after' });
    await expect(github.createReview(ref, review, never)).rejects.toMatchObject({
      code: 'GITHUB_ANSWER_LOST',
    });
    heal();
    expect((await github.findReview(ref, review, never))?.unplaced).toEqual([outside]);
  });

  test('for its body is refused, and nothing else is tried', async () => {
    const before = requests();
    await expect(post('x'.repeat(70_000))).rejects.toMatchObject({
      code: 'GITHUB_REFUSED',
      status: 422,
    });
    expect(requests() - before).toBe(1);
  });
});
