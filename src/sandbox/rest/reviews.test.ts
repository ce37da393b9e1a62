import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository, startTestStandIn, type TestStandIn } from '../fixture-stand-in.ts';
import { gitText } from '../git/git.ts';

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`);
const changed = lines(60).map((line, index) =>
  index === 4 || index === 49 ? `changed ${index + 1}\n` : line,
);

let sandbox: TestStandIn;
beforeAll(async () => {
  sandbox = await startTestStandIn(
    { 'a.sql': lines(60).join(''), 'picture.png': new Uint8Array([0, 1]) },
    { 'a.sql': changed.join(''), 'picture.png': new Uint8Array([0, 2]) },
  );
  await sandbox.standIn.openPullRequest({
    owner: 'acme',
    name: 'shop',
    base: 'main',
    head: 'change',
    title: 'Change',
  });
});
afterAll(() => sandbox.close());

const path = '/repos/acme/shop/pulls/1/reviews';
const post = (review: object) => sandbox.request('POST', path, review);
const withComment = (comment: object) =>
  post({ event: 'COMMENT', body: 'Report', comments: [{ path: 'a.sql', body: 'Mind this', ...comment }] });
const refused = (...errors: string[]) => ({
  status: 422,
  body: {
    message: 'Unprocessable Entity',
    errors,
    documentation_url: 'https://docs.github.com/rest',
    status: '422',
  },
});

describe('a review', () => {
  it('is taken with comments on added, context and deleted lines, and on ranges in one hunk', async () => {
    const { data, status } = await sandbox.octokit.rest.pulls.createReview({
      ...repository,
      pull_number: 1,
      commit_id: sandbox.head,
      event: 'COMMENT',
      body: 'Report',
      comments: [
        { path: 'a.sql', line: 5, body: 'added' },
        { path: 'a.sql', line: 8, side: 'RIGHT', body: 'context' },
        { path: 'a.sql', line: 5, side: 'LEFT', body: 'deleted' },
        { path: 'a.sql', start_line: 47, start_side: 'RIGHT', line: 53, side: 'RIGHT', body: 'range' },
        { path: 'a.sql', start_line: 50, start_side: 'LEFT', line: 50, side: 'RIGHT', body: 'both sides' },
      ],
    });
    const comments = await sandbox.octokit.rest.pulls.listCommentsForReview({
      ...repository,
      pull_number: 1,
      review_id: data.id,
    });
    expect({ status, state: data.state, user: data.user?.login, commit: data.commit_id }).toEqual({
      status: 200,
      state: 'COMMENTED',
      user: 'reviewer[bot]',
      commit: sandbox.head,
    });
    expect(
      comments.data.map(({ body, line, side, start_line }) => ({ body, line, side, start_line })),
    ).toEqual([
      { body: 'added', line: 5, side: 'RIGHT', start_line: null },
      { body: 'context', line: 8, side: 'RIGHT', start_line: null },
      { body: 'deleted', line: 5, side: 'LEFT', start_line: null },
      { body: 'range', line: 53, side: 'RIGHT', start_line: 47 },
      { body: 'both sides', line: 50, side: 'RIGHT', start_line: 50 },
    ]);
    expect(comments.data[0]?.diff_hunk).toBe(
      '@@ -2,7 +2,7 @@ line 1\n line 2\n line 3\n line 4\n-line 5\n+changed 5',
    );
  });

  it.each([
    ['a line outside the diff', { line: 30 }, 'Line could not be resolved'],
    ['a line past the end', { line: 99 }, 'Line could not be resolved'],
    ['no line', {}, 'Line could not be resolved'],
    ['a context line on the left', { line: 4, side: 'LEFT' }, 'Line could not be resolved'],
    ['a file that does not change', { path: 'b.sql', line: 5 }, 'Path could not be resolved'],
    ['a line of a binary file', { path: 'picture.png', line: 1 }, 'Line could not be resolved'],
    [
      'a range that starts where it ends',
      { start_line: 5, line: 5 },
      'Pull request review thread start line must precede the end line.',
    ],
    [
      'a range that ends before it starts',
      { start_line: 8, line: 5 },
      'Pull request review thread start line must precede the end line.',
    ],
    [
      'a range over two hunks',
      { start_line: 8, line: 50 },
      'Pull request review thread start line must be part of the same hunk as the line.',
    ],
    [
      'a range that starts outside the diff',
      { start_line: 1, line: 5 },
      'Pull request review thread start line must be part of the same hunk as the line.',
    ],
    ['an empty comment', { line: 5, body: ' ' }, "Body can't be blank"],
    [
      'a comment that is too long',
      { line: 5, body: 'x'.repeat(65_537) },
      'Body is too long (maximum is 65536 characters)',
    ],
  ])('is refused whole for %s', async (_, comment, sentence) => {
    const before = sandbox.standIn.state.repositories[0]?.pulls[0]?.reviews.length;
    expect(await withComment(comment)).toMatchObject(refused(sentence));
    expect(sandbox.standIn.state.repositories[0]?.pulls[0]?.reviews.length).toBe(before);
  });

  it('is refused as too quick with more than thirty comments', async () => {
    const comments = Array.from({ length: 31 }, () => ({ path: 'a.sql', line: 5, body: 'again' }));
    expect(await post({ event: 'COMMENT', body: 'x', comments })).toMatchObject(
      refused('was submitted too quickly'),
    );
    expect(await post({ event: 'COMMENT', body: 'x', comments: comments.slice(1) })).toMatchObject({
      status: 200,
    });
  });

  it('is refused without anything to say, and with too much', async () => {
    expect(await post({ event: 'COMMENT' })).toMatchObject(refused("Body can't be blank"));
    expect(await post({ event: 'COMMENT', body: 'x'.repeat(65_537) })).toMatchObject(
      refused('Body is too long (maximum is 65536 characters)'),
    );
    expect(await post({ event: 'COMMENT', body: 'x'.repeat(65_536) })).toMatchObject({ status: 200 });
  });

  it('is refused for a commit that is not part of the pull request', async () => {
    const sentence = 'The commitOID is not part of the pull request';
    expect(await post({ event: 'COMMENT', body: 'x', commit_id: sandbox.base })).toMatchObject(
      refused(sentence),
    );
    expect(await post({ event: 'COMMENT', body: 'x', commit_id: '0'.repeat(40) })).toMatchObject(
      refused(sentence),
    );
  });

  it('is refused in another form than the documented one', async () => {
    expect(await post({ event: 'DONE', body: 'x' })).toMatchObject({
      status: 422,
      body: {
        message: 'Invalid request.\n\n"DONE" is not a member of ["APPROVE", "REQUEST_CHANGES", "COMMENT"].',
      },
    });
    expect(await post({ event: 'COMMENT', comments: [{ path: 'a.sql', line: 5 }] })).toMatchObject({
      status: 422,
      body: { message: 'Invalid request.\n\n"body" wasn\'t supplied.' },
    });
    expect(
      await post({ event: 'COMMENT', body: 'x', comments: [{ path: 'a.sql', body: 'b', line: '5' }] }),
    ).toMatchObject({
      status: 422,
      body: {
        message: `Invalid request.\n\nFor 'properties/comments/0/properties/line', "5" is not a number.`,
      },
    });
  });

  it('without an event is pending, once', async () => {
    expect(await post({ body: 'later' })).toMatchObject({ status: 200, body: { state: 'PENDING' } });
    expect(await post({ body: 'later' })).toMatchObject(
      refused('User can only have one pending review per pull request'),
    );
  });

  it('can be edited by its author, within the limit', async () => {
    const { data } = await sandbox.octokit.rest.pulls.createReview({
      ...repository,
      pull_number: 1,
      event: 'COMMENT',
      body: 'first',
    });
    const edited = await sandbox.octokit.rest.pulls.updateReview({
      ...repository,
      pull_number: 1,
      review_id: data.id,
      body: 'second',
    });
    expect(edited.data).toEqual({ ...data, body: 'second' });
    expect(await sandbox.request('PUT', `${path}/${data.id}`, { body: 'x'.repeat(65_537) })).toMatchObject({
      status: 422,
    });
    expect(await sandbox.request('PUT', `${path}/1`, { body: 'x' })).toMatchObject({ status: 404 });
  });
});

describe('a comment after a push', () => {
  it('follows its line, and is outdated when the line changed', async () => {
    const own = await startTestStandIn(
      { 'a.sql': lines(30).join('') },
      { 'a.sql': lines(30).with(9, 'new 10\n').join('') },
    );
    await own.standIn.openPullRequest({
      owner: 'acme',
      name: 'shop',
      base: 'main',
      head: 'change',
      title: 'Change',
    });
    const comment = (line: number) => ({ path: 'a.sql', line, body: `on ${line}` });
    await own.request('POST', path, { event: 'COMMENT', body: 'r', comments: [comment(10), comment(12)] });
    const next = lines(30).with(9, 'new 10\n').with(11, 'new 12\n').toSpliced(8, 0, 'one more\n');
    await gitText(own.directory, ['checkout', '--quiet', 'change']);
    await writeFile(`${own.directory}/a.sql`, next.join(''));
    await gitText(own.directory, [
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@b',
      'commit',
      '--quiet',
      '-am',
      'more',
    ]);
    const payload = await own.standIn.push(1, await gitText(own.directory, ['rev-parse', 'HEAD']));
    const { body } = await own.request('GET', '/repos/acme/shop/pulls/1/comments');
    expect(payload).toMatchObject({
      action: 'synchronize',
      before: own.head,
      after: payload.pull_request.head.sha,
    });
    expect(body).toMatchObject([
      { body: 'on 10', line: 11, original_line: 10, commit_id: payload.after, original_commit_id: own.head },
      { body: 'on 12', line: null, position: null, original_line: 12, commit_id: own.head },
    ]);
    await own.close();
  });
});
