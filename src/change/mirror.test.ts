import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type GitServer, serveRepository } from '../../test/support/git-server.ts';
import { createRepository, searchPath, type TestRepository } from '../../test/support/repository.ts';
import { missingObjects, openObjectReader } from './cat-file.ts';
import { createGit } from './git.ts';
import { openGitTree } from './git-tree.ts';
import { createMirrorCache, defaultFetchLimits, type Mirror, type MirrorCache } from './mirror.ts';
import { mirrorSize } from './mirror-folder.ts';
import { changedObjects, readChange } from './read-change.ts';

const git = createGit({ path: searchPath });
const key = { installation: 7, repository: 'octo/orders' };
const never = new AbortController().signal;

let origin: TestRepository;
let server: GitServer;
let base: string;
let head: string;
let cacheFolder: string;
let cache: MirrorCache;

beforeAll(async () => {
  origin = createRepository();
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  origin.commit({ 'old.sql': 'older history\n' });
  base = origin.commit({
    'old.sql': 'select 1;\nselect 2;\nselect 3;\n',
    'same.sql': 'same\n',
    'sub/x': 'x\n',
  });
  head = origin.commit({ 'old.sql': null, 'new.sql': 'select 1;\nselect 2;\nselect 4;\n', 'sub/y': 'y\n' });
  origin.git('update-ref', 'refs/pull/12/head', head);
  server = await serveRepository(origin.folder);
});

afterAll(async () => {
  await server.close();
  origin.remove();
});

beforeEach(() => {
  cacheFolder = mkdtempSync(join(tmpdir(), 'mirrors-'));
  cache = createMirrorCache({ git, folder: cacheFolder });
  server.requests.length = 0;
  return () => rmSync(cacheFolder, { recursive: true, force: true });
});

function remote(authorization: string | null = 'Basic c2VjcmV0') {
  return { url: server.url, authorization: async () => authorization };
}

function open(): Promise<Mirror> {
  return cache.open({ key, remote: remote() });
}

function posts(): number {
  return server.requests.filter(({ method }) => method === 'POST').length;
}

function packs(mirror: Mirror): string[] {
  const folder = join(mirror.repository, 'objects/pack');
  return readdirSync(folder).flatMap((name) => (name.endsWith('.pack') ? [join(folder, name)] : []));
}

test('a change is read with trees first, then the changed blobs in one fetch, and nothing else', async () => {
  const mirror = await open();
  await mirror.fetchCommits([base, head], never);
  const ends = { git, repository: mirror.repository, base, head };
  const objects = await changedObjects(ends);
  expect(await missingObjects({ git, repository: mirror.repository, objects })).toEqual(objects);
  const before = posts();
  await mirror.fetchObjects(objects, never);
  expect(posts() - before).toBe(1);
  const change = await readChange(ends);
  expect(change.files.map(({ status, path, basePath }) => [status, path, basePath])).toEqual([
    ['renamed', 'new.sql', 'old.sql'],
    ['added', 'sub/y', null],
  ]);
  const same = origin.git('rev-parse', `${head}:same.sql`).trim();
  expect(await missingObjects({ git, repository: mirror.repository, objects: [same] })).toEqual([same]);
  await mirror.close();
});

test('a tree of a mirror fetches what it lacks once for each read, and says what stays missing', async () => {
  const mirror = await open();
  await mirror.fetchCommits([base, head], never);
  const objects = openObjectReader({ git, repository: mirror.repository });
  const asked: (readonly string[])[] = [];
  const tree = openGitTree({
    git,
    repository: mirror.repository,
    commit: head,
    objects,
    fetchObjects: async (missing) => {
      asked.push(missing);
      await mirror.fetchObjects(missing, never);
    },
  });
  const files = await tree.read(['same.sql', 'new.sql', 'none']);
  expect([...files.values()].map(({ path, text, unreadable }) => [path, text, unreadable])).toEqual([
    ['same.sql', 'same\n', null],
    ['new.sql', 'select 1;\nselect 2;\nselect 4;\n', null],
    ['none', null, 'missing'],
  ]);
  expect(asked.map((missing) => missing.length)).toEqual([2]);
  await tree.read(['same.sql']);
  expect(asked.length).toBe(1);

  const alone = openGitTree({ git, repository: mirror.repository, commit: head, objects });
  expect((await alone.read(['sub/x'])).get('sub/x')?.unreadable).toBe('missing');
  objects.close();
  await mirror.close();
});

test('commits that are here are not asked for again', async () => {
  const mirror = await open();
  await mirror.fetchCommits([base, head], never);
  const before = server.requests.length;
  await mirror.fetchCommits([base, head], never);
  expect(server.requests.length).toBe(before);
  await mirror.close();
});

test('the token is sent with every request and stands in no file of the mirror', async () => {
  const mirror = await open();
  await mirror.fetchCommits([base, head], never);
  await mirror.fetchObjects(await changedObjects({ git, repository: mirror.repository, base, head }), never);
  expect(new Set(server.requests.map(({ authorization }) => authorization))).toEqual(
    new Set(['Basic c2VjcmV0']),
  );
  const files = readdirSync(mirror.repository, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const holding = files.filter((file) => readFileSync(join(file.parentPath, file.name)).includes('c2VjcmV0'));
  expect(holding).toEqual([]);
  await mirror.close();
});

test('only the owner may enter the cache', async () => {
  const mirror = await open();
  for (const folder of ['7', '7/octo__orders', '7/octo__orders/1.git'])
    expect(statSync(join(cacheFolder, folder)).mode & 0o777).toBe(0o700);
  await mirror.close();
});

test('the head of a pull request is read from its ref, null where there is none', async () => {
  const mirror = await open();
  expect(await mirror.remoteHead(12, never)).toBe(head);
  expect(await mirror.remoteHead(1, never)).toBeNull();
  await mirror.close();
});

test('a server that refuses filters is asked for everything', async () => {
  origin.git('config', 'uploadpackfilter.blob:none.allow', 'false');
  try {
    const mirror = await open();
    await mirror.fetchCommits([base, head], never);
    const objects = await changedObjects({ git, repository: mirror.repository, base, head });
    expect(await missingObjects({ git, repository: mirror.repository, objects })).toEqual([]);
    await mirror.close();
  } finally {
    origin.git('config', '--unset', 'uploadpackfilter.blob:none.allow');
  }
});

test('a server that does not know filters sends everything', async () => {
  origin.git('config', 'uploadpack.allowFilter', 'false');
  try {
    const mirror = await open();
    await mirror.fetchCommits([base, head], never);
    const objects = await changedObjects({ git, repository: mirror.repository, base, head });
    expect(await missingObjects({ git, repository: mirror.repository, objects })).toEqual([]);
    await mirror.close();
  } finally {
    origin.git('config', 'uploadpack.allowFilter', 'true');
  }
});

test('a corrupt mirror is made anew while its readers keep the old one', async () => {
  const reader = await open();
  await reader.fetchCommits([base, head], never);
  const old = reader.repository;
  for (const pack of packs(reader)) {
    rmSync(pack);
    writeFileSync(pack, 'PACK broken');
  }
  const mirror = await open();
  await mirror.fetchCommits([base, head], never);
  expect(mirror.repository).not.toBe(old);
  expect((await changedObjects({ git, repository: mirror.repository, base, head })).length).toBe(3);
  expect(existsSync(old)).toBe(true);
  await mirror.close();
  await reader.close();
  expect(existsSync(old)).toBe(false);
});

test('a lock that a killed process left behind does not stop a mirror', async () => {
  const mirror = await open();
  await mirror.fetchCommits([base], never);
  writeFileSync(join(mirror.repository, 'shallow.lock'), '');
  await mirror.fetchCommits([base, head], never);
  expect(await missingObjects({ git, repository: mirror.repository, objects: [head] })).toEqual([]);
  await mirror.close();
});

test('a mirror with too many packs is made anew', async () => {
  cache = createMirrorCache({ git, folder: cacheFolder, limits: { ...defaultFetchLimits, packs: 1 } });
  const mirror = await open();
  await mirror.fetchCommits([base], never);
  await mirror.fetchCommits([head], never);
  expect(mirror.repository.endsWith('/2.git')).toBe(true);
  expect(readdirSync(join(cacheFolder, '7/octo__orders'))).toEqual(['2.git']);
  await mirror.close();
});

test('a commit that the remote does not have is an error and leaves the mirror as it was', async () => {
  const mirror = await open();
  await mirror.fetchCommits([base], never);
  const before = mirror.repository;
  await expect(mirror.fetchCommits(['1'.repeat(40)], never)).rejects.toMatchObject({ code: 'GIT_FAILED' });
  expect(mirror.repository).toBe(before);
  expect(await missingObjects({ git, repository: before, objects: [base] })).toEqual([]);
  await mirror.close();
});

test('a refusal by the remote is an error without the token in it', async () => {
  server.refuse(403);
  try {
    const mirror = await open();
    const error = await mirror.fetchCommits([base, head], never).catch((reason: Error) => reason);
    expect(error).toMatchObject({ code: 'GIT_REFUSED', message: 'the remote refused git (403)' });
    expect(String(error)).not.toContain('c2VjcmV0');
    // Asked once; never the large fetch without a filter.
    expect(server.requests).toHaveLength(1);
    await mirror.close();
  } finally {
    server.refuse(null);
  }
});

test.each([
  [502, { code: 'GIT_UNAVAILABLE' }, 2],
  [429, { code: 'RETRY_LATER', seconds: 60 }, 1],
  [404, { code: 'GIT_REFUSED' }, 1],
])('a remote that answers %i is asked as often as is of use', async (status, expected, times) => {
  server.refuse(status);
  try {
    const mirror = await open();
    await expect(mirror.fetchCommits([base, head], never)).rejects.toMatchObject(expected);
    expect(server.requests).toHaveLength(times);
    await mirror.close();
  } finally {
    server.refuse(null);
  }
});

test('a token that is not accepted any more is replaced, once', async () => {
  const tokens = ['Basic b25l', 'Basic dHdv'];
  const told: string[] = [];
  server.refuse(401);
  const opened = await cache.open({
    key,
    remote: {
      url: server.url,
      authorization: async () => tokens[told.length] ?? null,
      onUnauthorized() {
        told.push(tokens[told.length] ?? '');
        server.refuse(null);
        return true;
      },
    },
  });
  await opened.fetchCommits([base, head], never);
  expect(told).toEqual(['Basic b25l']);
  expect([...new Set(server.requests.map(({ authorization }) => authorization))]).toEqual(tokens);
  await opened.close();
});

test('objects that git finds malformed are refused', async () => {
  const blob = origin.git('rev-parse', `${base}:old.sql`).trim();
  const tree = Buffer.concat([Buffer.from('100644 .git\0'), Buffer.from(blob, 'hex')]);
  writeFileSync(join(origin.folder, '.git/tree'), tree);
  const id = origin.git('hash-object', '--literally', '-t', 'tree', '-w', '.git/tree').trim();
  const bad = origin.git('commit-tree', id, '-m', 'bad').trim();
  const mirror = await open();
  await expect(mirror.fetchCommits([base, bad], never)).rejects.toThrow(/hasDotgit/);
  await mirror.close();
});

test('what is not an object id is never given to git', async () => {
  const mirror = await open();
  await expect(mirror.fetchCommits(['--upload-pack=touch /tmp/x'], never)).rejects.toMatchObject({
    code: 'UNKNOWN_REVISION',
  });
  await expect(mirror.fetchObjects(['main'], never)).rejects.toMatchObject({ code: 'UNKNOWN_REVISION' });
  expect(server.requests).toEqual([]);
  await mirror.close();
});

test('an aborted signal stops before anything is asked', async () => {
  const mirror = await open();
  const reason = new Error('superseded');
  await expect(mirror.fetchCommits([base], AbortSignal.abort(reason))).rejects.toBe(reason);
  expect(server.requests).toEqual([]);
  await mirror.close();
});

test('what reaches the size limit is stopped', async () => {
  cache = createMirrorCache({ git, folder: cacheFolder, limits: { ...defaultFetchLimits, mirrorBytes: 1 } });
  const mirror = await open();
  await expect(mirror.fetchCommits([base], never)).rejects.toMatchObject({ code: 'GIT_TOO_LARGE' });
  await mirror.close();
});

test('concurrent users of one mirror do not disturb each other', async () => {
  const mirrors = await Promise.all([open(), open(), open()]);
  await Promise.all(mirrors.map((mirror) => mirror.fetchCommits([base, head], never)));
  expect(new Set(mirrors.map(({ repository }) => repository)).size).toBe(1);
  // The first fetches, the others find it there: one POST for ls-refs and one for the pack.
  expect(posts()).toBeLessThanOrEqual(2);
  await Promise.all(mirrors.map((mirror) => mirror.close()));
});

test('tenants are apart and are deleted with all they have', async () => {
  const names = ['octo/orders', '../../escape', '.git', 'a__b'];
  for (const repository of names) {
    const mirror = await cache.open({ key: { installation: 8, repository }, remote: remote() });
    await mirror.close();
  }
  expect(readdirSync(join(cacheFolder, '8')).toSorted()).toEqual([
    '%2e.__..__escape',
    '%2egit',
    'a__b',
    'octo__orders',
  ]);
  const other = await open();
  await other.close();
  await cache.removeRepository('octo/orders');
  expect([readdirSync(join(cacheFolder, '8')).length, readdirSync(join(cacheFolder, '7'))]).toEqual([3, []]);
  await cache.removeInstallation(8);
  expect(readdirSync(cacheFolder)).toEqual(['7']);
});

test('the mirrors that were not used for longest give way where all together have no room', async () => {
  const cached = (maximumBytes: number) =>
    createMirrorCache({ git, folder: cacheFolder, maximumBytes, protocols: ['file', 'http'] });
  const use = async (repository: string, usedAt: number, of: MirrorCache): Promise<string> => {
    const mirror = await of.open({ key: { installation: 7, repository }, remote: remote() });
    await mirror.fetchCommits([base, head], never);
    utimesSync(join(mirror.repository, 'used'), usedAt, usedAt);
    await mirror.close();
    return mirror.repository;
  };
  const roomy = cached(Number.MAX_SAFE_INTEGER);
  const { bytes } = await mirrorSize(await use('a/first', 3, roomy));
  await use('a/second', 1, roomy);
  await use('a/third', 2, roomy);
  // A cache that was begun anew knows nothing of sizes before it has looked through its folder.
  const narrow = cached(bytes * 2.5);
  await narrow.prune(0);
  expect(readdirSync(join(cacheFolder, '7')).toSorted()).toEqual(['a__first', 'a__third']);
  const inUse = await narrow.open({ key: { installation: 7, repository: 'a/third' }, remote: remote() });
  await use('a/fourth', 4, narrow);
  expect(readdirSync(join(cacheFolder, '7')).toSorted()).toEqual(['a__fourth', 'a__third']);
  await inUse.close();
});

test('mirrors that were not used for long are deleted, unless they are in use', async () => {
  const used = await open();
  const idle = await cache.open({ key: { installation: 7, repository: '99' }, remote: remote() });
  await idle.close();
  await cache.prune(0);
  expect(readdirSync(join(cacheFolder, '7')).toSorted()).toEqual(['99', 'octo__orders']);
  await cache.prune(Number.MAX_SAFE_INTEGER);
  expect(readdirSync(join(cacheFolder, '7'))).toEqual(['octo__orders']);
  await used.close();
});
