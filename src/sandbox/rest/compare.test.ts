import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Files, makeFixture } from '../fixture.ts';
import { repository, startTestStandIn, type TestStandIn } from '../fixture-stand-in.ts';
import { gitText } from '../git/git.ts';

const open: TestStandIn[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function compare(base: Files, head: Files) {
  const sandbox = await startTestStandIn(base, head);
  open.push(sandbox);
  const { data } = await sandbox.octokit.rest.repos.compareCommitsWithBasehead({
    ...repository,
    basehead: 'main...change',
  });
  return { sandbox, data };
}

describe('a comparison', () => {
  it('gives every kind of file as GitHub does: patches without header, none for binary and for what is only renamed', async () => {
    const same = 'a\nb\nc\nd\ne\n';
    const { sandbox, data } = await compare(
      {
        'edited.sql': 'one\ntwo\n',
        'gone.txt': 'x\n',
        'from.txt': same,
        'both.txt': 'v\nw\nx\ny\nz\n',
        'b.bin': new Uint8Array([0, 1]),
      },
      {
        'edited.sql': 'one\n2\r\nthree',
        'new.txt': 'n\n',
        'to.txt': same,
        'moved.txt': 'v\nw\nx\ny\nZ\n',
        'b.bin': new Uint8Array([0, 2]),
        'ünïcode "q".txt': 'u\n',
        'empty.txt': '',
      },
    );
    const files = data.files?.map(({ filename, previous_filename, status, patch, additions, deletions }) => ({
      filename,
      previous_filename,
      status,
      patch,
      counts: [additions, deletions],
    }));
    expect(files).toEqual([
      { filename: 'b.bin', status: 'modified', counts: [0, 0] },
      {
        filename: 'edited.sql',
        status: 'modified',
        patch: '@@ -1,2 +1,3 @@\n one\n-two\n+2\r\n+three\n\\ No newline at end of file',
        counts: [2, 1],
      },
      { filename: 'empty.txt', status: 'added', counts: [0, 0] },
      { filename: 'gone.txt', status: 'removed', patch: '@@ -1 +0,0 @@\n-x', counts: [0, 1] },
      {
        filename: 'moved.txt',
        previous_filename: 'both.txt',
        status: 'renamed',
        patch: '@@ -2,4 +2,4 @@ v\n w\n x\n y\n-z\n+Z',
        counts: [1, 1],
      },
      { filename: 'new.txt', status: 'added', patch: '@@ -0,0 +1 @@\n+n', counts: [1, 0] },
      { filename: 'to.txt', previous_filename: 'from.txt', status: 'renamed', counts: [0, 0] },
      { filename: 'ünïcode "q".txt', status: 'added', patch: '@@ -0,0 +1 @@\n+u', counts: [1, 0] },
    ]);
    expect({ status: data.status, ahead: data.ahead_by, base: data.merge_base_commit.sha }).toEqual({
      status: 'ahead',
      ahead: 1,
      base: sandbox.base,
    });
  });

  it('has no patch for what is too large, by lines and by bytes', async () => {
    const { data } = await compare(
      { 'a.txt': 'x\n' },
      {
        'a.txt': 'x\n',
        'lines.txt': 'l\n'.repeat(20_000),
        'bytes.txt': `${'b'.repeat(999)}\n`.repeat(1_001),
        'fits.txt': 'l\n'.repeat(19_999),
      },
    );
    expect(
      data.files?.map(({ filename, patch, additions }) => [filename, patch === undefined, additions]),
    ).toEqual([
      ['bytes.txt', true, 1_001],
      ['fits.txt', false, 19_999],
      ['lines.txt', true, 20_000],
    ]);
  });

  it('ends at 300 files, while the list of the pull request goes on', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 301 }, (_, index) => [`f${index}.txt`, `${index}\n`]),
    );
    const { sandbox, data } = await compare({ 'a.txt': 'x\n' }, { 'a.txt': 'x\n', ...many });
    await sandbox.standIn.openPullRequest({
      owner: 'acme',
      name: 'shop',
      base: 'main',
      head: 'change',
      title: 'Many',
    });
    const list = { ...repository, pull_number: 1, per_page: 100 };
    const listed = await sandbox.octokit.paginate(sandbox.octokit.rest.pulls.listFiles, list);
    expect([data.files?.length, listed.length]).toEqual([300, 301]);
  });

  it('compares from the merge base, and shows links and modes', async () => {
    const fixture = await makeFixture(
      { 'a.txt': 'a\n', 'run.sh': 'echo\n' },
      { 'a.txt': 'changed\n', 'run.sh': 'echo\n' },
    );
    const git = (...args: string[]) =>
      gitText(fixture.directory, ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args]);
    await mkdir(join(fixture.directory, 'd'));
    await writeFile(join(fixture.directory, 'd/on-main.txt'), 'm\n');
    await git('add', '.');
    await git('commit', '-qm', 'on main');
    await git('checkout', '-q', 'change');
    await symlink('a.txt', join(fixture.directory, 'link'));
    await chmod(join(fixture.directory, 'run.sh'), 0o755);
    await git('add', '.');
    await git('commit', '-qm', 'more');
    const sandbox = await startTestStandIn(
      {},
      {},
      { repositories: [{ owner: 'acme', name: 'shop', directory: fixture.directory }] },
    );
    open.push(sandbox);
    const { data } = await sandbox.octokit.rest.repos.compareCommitsWithBasehead({
      ...repository,
      basehead: 'main...change',
    });
    expect({
      status: data.status,
      ahead: data.ahead_by,
      behind: data.behind_by,
      base: data.merge_base_commit.sha,
      commits: data.commits.map((one) => one.commit.message),
      files: data.files?.map(({ filename, status, patch }) => [filename, status, patch]),
    }).toEqual({
      status: 'diverged',
      ahead: 2,
      behind: 1,
      base: fixture.base.sha,
      commits: ['Change the shop', 'more'],
      files: [
        ['a.txt', 'modified', '@@ -1 +1 @@\n-a\n+changed'],
        ['link', 'added', '@@ -0,0 +1 @@\n+a.txt\n\\ No newline at end of file'],
        ['run.sh', 'modified', undefined],
      ],
    });
    await fixture.remove();
  });

  it('is 404 for what does not exist', async () => {
    const sandbox = await startTestStandIn({ a: '1' }, { a: '2' });
    open.push(sandbox);
    const status = async (basehead: string) =>
      (await sandbox.request('GET', `/repos/acme/shop/compare/${basehead}`)).status;
    expect([await status('main...nothing'), await status('main'), await status(`--all...main`)]).toEqual([
      404, 404, 404,
    ]);
  });
});
