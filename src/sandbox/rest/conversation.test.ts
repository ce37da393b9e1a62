import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository, startTestStandIn, type TestStandIn } from '../fixture-stand-in.ts';

let sandbox: TestStandIn;
beforeAll(async () => {
  sandbox = await startTestStandIn(
    { 'a.sql': 'one\n', '.github/backend-engineer.yml': 'a: 1\n' },
    { 'a.sql': 'two\n', '.github/backend-engineer.yml': 'a: 2\n' },
  );
  const request = { owner: 'acme', name: 'shop', base: 'main', head: 'change' };
  await sandbox.standIn.openPullRequest({ ...request, title: 'First' });
  await sandbox.standIn.openPullRequest({ ...request, title: 'Second', draft: true });
});
afterAll(() => sandbox.close());

const issue = { ...repository, issue_number: 1 };

describe('comments in the conversation', () => {
  it('are made, read, edited, reacted to and deleted', async () => {
    const { rest } = sandbox.octokit;
    const created = await rest.issues.createComment({ ...issue, body: 'hello' });
    const one = { ...repository, comment_id: created.data.id };
    const edited = await rest.issues.updateComment({ ...one, body: 'hello again' });
    const first = await rest.reactions.createForIssueComment({ ...one, content: 'eyes' });
    const second = await rest.reactions.createForIssueComment({ ...one, content: 'eyes' });
    const read = await rest.issues.getComment(one);
    await rest.issues.deleteComment(one);
    const listed = await rest.issues.listComments(issue);
    expect(created.data).toMatchObject({ body: 'hello', user: { login: 'reviewer[bot]', type: 'Bot' } });
    expect(edited.data).toEqual({ ...created.data, body: 'hello again' });
    expect([first.status, second.status, first.data.id === second.data.id]).toEqual([201, 200, true]);
    expect(read.data.reactions).toMatchObject({ eyes: 1, total_count: 1 });
    expect(listed.data).toEqual([]);
    await expect(rest.issues.getComment(one)).rejects.toMatchObject({ status: 404 });
  });

  it('are refused when empty, too long, or with an unknown reaction', async () => {
    const path = '/repos/acme/shop/issues/1/comments';
    const refused = (message: string) => ({
      status: 422,
      body: { message: 'Validation Failed', errors: [{ resource: 'IssueComment', field: 'data', message }] },
    });
    expect(await sandbox.request('POST', path, { body: '' })).toMatchObject(refused("Body can't be blank"));
    expect(await sandbox.request('POST', path, { body: 'x'.repeat(65_537) })).toMatchObject(
      refused('Body is too long (maximum is 65536 characters)'),
    );
    expect(await sandbox.request('POST', path, {})).toMatchObject({ status: 422 });
    const payload = await sandbox.standIn.comment(1, 'sam', '/backend help');
    const reactions = `/repos/acme/shop/issues/comments/${payload.comment.id}/reactions`;
    expect(await sandbox.request('POST', reactions, { content: 'ok' })).toMatchObject({ status: 422 });
    expect(payload).toMatchObject({
      action: 'created',
      issue: { number: 1, pull_request: {} },
      comment: { body: '/backend help', user: { login: 'sam' }, author_association: 'MEMBER' },
    });
  });
});

describe('comments on the diff', () => {
  const pull = { ...repository, pull_number: 1 };

  it('stand alone, on lines and files, and are answered', async () => {
    const { rest } = sandbox.octokit;
    const made = { ...pull, commit_id: sandbox.head, path: 'a.sql', body: 'why?' };
    const onLine = await rest.pulls.createReviewComment({ ...made, line: 1, side: 'RIGHT' });
    const onFile = await rest.pulls.createReviewComment({ ...made, subject_type: 'file' });
    const reply = await sandbox.standIn.reply(1, onLine.data.id, 'sam', 'because');
    const answer = await rest.pulls.createReplyForReviewComment({
      ...pull,
      comment_id: onLine.data.id,
      body: 'ok',
    });
    expect([onLine.data.line, onFile.data.subject_type, answer.data.in_reply_to_id]).toEqual([
      1,
      'file',
      onLine.data.id,
    ]);
    expect(reply.comment).toMatchObject({
      body: 'because',
      in_reply_to_id: onLine.data.id,
      path: 'a.sql',
      line: 1,
    });
    const edited = await rest.pulls.updateReviewComment({
      ...repository,
      comment_id: onLine.data.id,
      body: 'fixed',
    });
    expect(edited.data.body).toBe('fixed');
  });

  it('are refused outside the diff and for other commits', async () => {
    const path = '/repos/acme/shop/pulls/1/comments';
    const comment = { path: 'a.sql', body: 'b', commit_id: sandbox.head, line: 9 };
    const refused = (field: string, message: string) => ({
      status: 422,
      body: {
        message: 'Validation Failed',
        errors: [{ resource: 'PullRequestReviewComment', field, message }],
      },
    });
    expect(await sandbox.request('POST', path, comment)).toMatchObject(
      refused('pull_request_review_thread.line', 'pull_request_review_thread.line must be part of the diff'),
    );
    expect(
      await sandbox.request('POST', path, { ...comment, line: 1, commit_id: sandbox.base }),
    ).toMatchObject(refused('commit_id', 'commit_id is not part of the pull request'));
  });
});

describe('pull requests', () => {
  it('are listed newest first, by state, and unchanged lists cost nothing', async () => {
    const all = await sandbox.octokit.rest.pulls.list({ ...repository, state: 'open' });
    expect(all.data.map(({ title, draft }) => [title, draft])).toEqual([
      ['Second', true],
      ['First', false],
    ]);
    await sandbox.standIn.closePullRequest(2);
    const etag = (await sandbox.request('GET', '/repos/acme/shop/pulls')).headers.get('etag') ?? '';
    const used = async () =>
      Number((await sandbox.request('GET', '/rate_limit')).headers.get('x-ratelimit-used'));
    const before = await used();
    const again = await sandbox.request('GET', '/repos/acme/shop/pulls', undefined, {
      headers: { 'if-none-match': etag },
    });
    expect([again.status, again.body, (await used()) - before]).toEqual([304, null, 0]);
    await sandbox.standIn.reopenPullRequest(2);
    const changed = await sandbox.request('GET', '/repos/acme/shop/pulls', undefined, {
      headers: { 'if-none-match': etag },
    });
    expect(changed.status).toBe(200);
  });

  it('count their files and lines', async () => {
    const { data } = await sandbox.octokit.rest.pulls.get({ ...repository, pull_number: 1 });
    expect(data).toMatchObject({
      commits: 1,
      additions: 2,
      deletions: 2,
      changed_files: 2,
      mergeable: null,
      merged: false,
    });
  });
});

describe('the rest', () => {
  it('tells a collaborator from a stranger and from nobody', async () => {
    const permission = (login: string) =>
      sandbox.request('GET', `/repos/acme/shop/collaborators/${login}/permission`);
    await sandbox.standIn.comment(1, 'stranger', 'hi');
    expect(await permission('sam')).toMatchObject({
      status: 200,
      body: { permission: 'write', role_name: 'write' },
    });
    expect(await permission('acme')).toMatchObject({ body: { permission: 'admin' } });
    expect(await permission('stranger')).toMatchObject({ status: 200, body: { permission: 'none' } });
    expect(await permission('nobody')).toMatchObject({
      status: 404,
      body: { message: 'nobody is not a user' },
    });
  });

  it('reads files and folders of a commit', async () => {
    const { rest } = sandbox.octokit;
    const file = await rest.repos.getContent({
      ...repository,
      path: '.github/backend-engineer.yml',
      ref: 'change',
    });
    const folder = await rest.repos.getContent({ ...repository, path: '' });
    const content = 'content' in file.data ? Buffer.from(file.data.content, 'base64').toString() : null;
    expect(content).toBe('a: 2\n');
    expect(Array.isArray(folder.data) && folder.data.map(({ name, type }) => [name, type])).toEqual([
      ['.github', 'dir'],
      ['a.sql', 'file'],
    ]);
    expect(await sandbox.request('GET', '/repos/acme/shop/contents/missing')).toMatchObject({ status: 404 });
    expect(await sandbox.request('GET', '/repos/acme/shop/contents/a.sql?ref=none')).toMatchObject({
      status: 404,
    });
  });

  it('knows the installation of a repository', async () => {
    const { data } = await sandbox.app.request('GET /repos/{owner}/{repo}/installation', repository);
    const all = await sandbox.app.request('GET /app/installations');
    expect([data.id, all.data.map(({ id }) => id)]).toEqual([sandbox.installation, [sandbox.installation]]);
  });
});
