import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStandIn, type TestStandIn } from '../fixture-stand-in.ts';

const hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>';

let sandbox: TestStandIn;
beforeAll(async () => {
  sandbox = await startTestStandIn(
    { 'a.sql': 'one\ntwo\nthree\nfour\n' },
    { 'a.sql': 'one\n2\n3\nfour\n', [`x${hostile.replaceAll('/', '')}.sql`]: `${hostile}\n` },
  );
  await sandbox.standIn.openPullRequest({
    owner: 'acme',
    name: 'shop',
    base: 'main',
    head: 'change',
    title: `Title ${hostile}`,
    body: `Body ${hostile}`,
  });
  await sandbox.request('POST', '/repos/acme/shop/check-runs', {
    name: `review ${hostile}`,
    head_sha: sandbox.head,
    conclusion: 'failure',
    output: { title: hostile, summary: `**Summary** ${hostile}` },
    actions: [{ label: 'Again', description: 'Once more', identifier: 'again' }],
  });
  await sandbox.request('POST', '/repos/acme/shop/pulls/1/reviews', {
    event: 'COMMENT',
    body: `## Report\n\n${hostile}\n\n<!-- hidden marker -->`,
    comments: [
      {
        path: 'a.sql',
        start_line: 2,
        line: 3,
        body: `Mind **this** ${hostile}\n\`\`\`suggestion\ntwo!\n\`\`\``,
      },
      { path: 'a.sql', line: 4, body: '```suggestion\nvier\n```' },
    ],
  });
});
afterAll(() => sandbox.close());

const page = async (path = '/acme/shop/pull/1') => {
  const response = await fetch(`${sandbox.standIn.url}${path}`);
  return { status: response.status, headers: response.headers, html: await response.text() };
};
const send = (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  fetch(`${sandbox.standIn.url}/acme/shop/pull/1${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
    redirect: 'manual',
  });
const pull = () => sandbox.standIn.state.repositories[0]?.pulls[0];

describe('the page of a pull request', () => {
  it('shows state, check run, report, diff and comments, with nothing hostile in it', async () => {
    const { status, headers, html } = await page();
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    for (const part of [
      'Title',
      'class="badge open"',
      '<strong>Summary</strong>',
      '<h2>Report</h2>',
      'Mind <strong>this</strong>',
      '<button class="main">Apply suggestion</button>',
      'Suggested change',
      '>Again</button>',
      'Requests to GitHub',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).not.toMatch(/<(?:img|script)/);
    expect(html).not.toContain('hidden marker');
    expect(html).not.toMatch(/(?:src|href)="https?:\/\/(?!127\.0\.0\.1)/);
  });

  it('stands below the lines it comments on, whose replacement it shows', async () => {
    const { html } = await page();
    const text = html
      .replace(/<style>[\s\S]*<\/style>/, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ');
    expect(text).toContain('2 + 2 3 + 3 reviewer[bot] bot on lines 2 to 3');
    expect(text).toContain('Suggested change − 2 − 3 + two! Apply suggestion');
  });

  it('leads to the list of all, and is 404 for others', async () => {
    expect((await page('/')).html).toContain('<a href="/acme/shop/pull/1">');
    expect([
      (await page('/acme/shop/pull/9')).status,
      (await page('/acme/shop/pull/1/nothing')).status,
    ]).toEqual([404, 404]);
  });
});

describe('a form of the page', () => {
  it('applies a suggestion: a commit on the head branch, the thread resolved, the others still in place', async () => {
    const id = pull()?.reviewComments[0]?.id;
    const answer = await send(`/suggestions/${id}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `/acme/shop/pull/1#discussion_r${id}`,
    ]);
    const { body } = await sandbox.request('GET', '/repos/acme/shop/contents/a.sql?ref=change');
    const content = JSON.parse(JSON.stringify(body)).content;
    expect(Buffer.from(content, 'base64').toString()).toBe('one\ntwo!\nfour\n');
    expect(pull()).toMatchObject({
      heads: [sandbox.head, pull()?.head.sha],
      threads: [{ resolvedBy: { login: 'sam' } }, { resolvedBy: null }],
    });
    expect((await send(`/suggestions/${id}`)).status).toBe(409);
    const comments = await sandbox.request('GET', '/repos/acme/shop/pulls/1/comments');
    expect(comments.body).toMatchObject([{ line: null }, { line: 3, original_line: 4 }]);
    expect((await page()).html).toContain('Resolved · reviewer[bot]');
  });

  it('comments as the author, and presses the buttons of a check run', async () => {
    expect((await send('/comments', { body: '/backend help' })).status).toBe(303);
    expect(pull()?.comments.at(-1)).toMatchObject({ body: '/backend help', author: { login: 'sam' } });
    const run = sandbox.standIn.state.repositories[0]?.checkRuns[0]?.id;
    const linked = await fetch(`${sandbox.standIn.url}/acme/shop/runs/${run}`, { redirect: 'manual' });
    expect([linked.status, linked.headers.get('location')]).toEqual([303, `/acme/shop/pull/1#check-${run}`]);
    expect((await send(`/checks/${run}/rerun`)).status).toBe(303);
    expect((await send(`/checks/${run}/actions`, { identifier: 'again' })).status).toBe(303);
    expect((await send(`/checks/${run}/actions`, { identifier: 'other' })).status).toBe(409);
  });

  it('is not taken from another page', async () => {
    const before = pull()?.comments.length;
    expect((await send('/comments', { body: 'x' }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await send('/nothing')).status).toBe(404);
    expect(pull()?.comments.length).toBe(before);
  });
});
