import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStandIn, type TestStandIn } from '../fixture-stand-in.ts';
import { git, gitText } from './git.ts';

let sandbox: TestStandIn;
let folder: string;
let remote: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stand-in-fetch-'));
  sandbox = await startTestStandIn(
    { 'a.sql': 'one\n', 'big.txt': 'x\n' },
    { 'a.sql': 'two\n', 'big.txt': 'x\n' },
  );
  await sandbox.standIn.openPullRequest({
    owner: 'acme',
    name: 'shop',
    base: 'main',
    head: 'change',
    title: 'From outside',
    author: 'stranger',
    fork: true,
  });
  remote = `${sandbox.standIn.url}/acme/shop.git`;
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

/** The token travels in the environment, as the service sends it. */
function withToken(token: string): Record<string, string> {
  const value = `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  return { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.extraHeader', GIT_CONFIG_VALUE_0: value };
}

describe('git over HTTP', () => {
  it('serves any commit by id, shallow and partial, and then the blobs in one batch', async () => {
    const directory = join(folder, 'partial');
    const environment = withToken(await sandbox.token());
    const run = (args: string[], input = '') => gitText(directory, args, { environment, input });
    await git(folder, ['init', '--quiet', '--bare', 'partial']);
    await run(['remote', 'add', 'origin', remote]);
    await run(['config', 'remote.origin.promisor', 'true']);
    await run(['config', 'remote.origin.partialclonefilter', 'blob:none']);
    await run([
      'fetch',
      '--quiet',
      '--depth=1',
      '--filter=blob:none',
      '--no-tags',
      'origin',
      sandbox.base,
      sandbox.head,
    ]);
    const tree = await run(['ls-tree', sandbox.head, 'a.sql']);
    const blob = tree.split(/\s/)[2] ?? '';
    const read = () =>
      gitText(directory, ['cat-file', 'blob', blob], {
        environment: { ...environment, GIT_NO_LAZY_FETCH: '1' },
      });
    const missing = await run([
      'rev-list',
      '--objects',
      '--missing=print',
      '--no-object-names',
      sandbox.head,
    ]);
    expect(missing.split('\n')).toContain(`?${blob}`);
    const fetch = [
      'fetch',
      '--quiet',
      'origin',
      '--no-tags',
      '--no-write-fetch-head',
      '--recurse-submodules=no',
    ];
    await run(
      ['-c', 'fetch.negotiationAlgorithm=noop', ...fetch, '--filter=blob:none', '--stdin'],
      `${blob}\n`,
    );
    expect(await read()).toBe('two');
    const entries = sandbox.standIn.requests.filter((entry) => entry.kind === 'git');
    expect(new Set(entries.map(({ actor, status }) => `${actor} ${status}`))).toEqual(
      new Set([`installation ${sandbox.installation} 200`]),
    );
  });

  it('advertises the head of a fork under its pull request only', async () => {
    const environment = withToken(await sandbox.token());
    const references = await gitText(folder, ['ls-remote', remote], { environment });
    expect(references.split('\n').map((line) => line.split('\t').reverse())).toEqual([
      ['HEAD', sandbox.base],
      ['refs/heads/change', sandbox.head],
      ['refs/heads/main', sandbox.base],
      ['refs/pull/1/head', sandbox.head],
    ]);
  });

  it('is refused without a token, with a wrong one, without contents: read, and for what does not exist', async () => {
    const status = async (path: string, token: string | null) => {
      const headers: Record<string, string> =
        token === null
          ? {}
          : { authorization: `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}` };
      const response = await fetch(`${sandbox.standIn.url}${path}/info/refs?service=git-upload-pack`, {
        headers,
      });
      return [response.status, await response.text(), response.headers.get('www-authenticate')];
    };
    const token = await sandbox.token();
    const narrow = await sandbox.token({ permissions: { pull_requests: 'write' } });
    expect(await status('/acme/shop.git', null)).toEqual([
      401,
      'Invalid username or token.\n',
      'Basic realm="GitHub"',
    ]);
    expect(await status('/acme/shop.git', 'ghs_wrong')).toEqual([
      401,
      'Invalid username or token.\n',
      'Basic realm="GitHub"',
    ]);
    expect(await status('/acme/none.git', token)).toEqual([404, 'Repository not found.\n', null]);
    expect((await status('/acme/shop.git', narrow))[0]).toBe(403);
    expect((await status('/acme/shop', token))[0]).toBe(200);
  });

  it('takes no pushes', async () => {
    const environment = withToken(await sandbox.token());
    await expect(
      git(sandbox.directory, ['push', remote, 'main:refs/heads/other'], { environment }),
    ).rejects.toThrow('403');
  });

  it('leaves the copied repository as it was', async () => {
    const before = await gitText(sandbox.directory, ['for-each-ref']);
    const objects = await readdir(join(sandbox.directory, '.git/objects'), { recursive: true });
    await sandbox.standIn.openPullRequest({
      owner: 'acme',
      name: 'shop',
      base: 'main',
      head: 'change',
      title: 'Again',
    });
    expect(await gitText(sandbox.directory, ['for-each-ref'])).toBe(before);
    expect(await readdir(join(sandbox.directory, '.git/objects'), { recursive: true })).toEqual(objects);
  });
});
