import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRepository, searchPath, type TestRepository } from '../../test/support/repository.ts';
import { createGit } from './git.ts';

const git = createGit({
  path: searchPath,
  environment: { https_proxy: 'http://proxy.example' },
});
const hang = { args: ['hang'], configuration: { 'alias.hang': '!sleep 60' } };

let repository: TestRepository;

beforeAll(() => {
  repository = createRepository();
  repository.commit({ a: 'a\n' });
});

afterAll(() => repository.remove());

/** What git's own child sees. */
async function environment(): Promise<Record<string, string>> {
  const { output } = await git.run({ args: ['env'], configuration: { 'alias.env': '!env -0' } });
  const lines = output.toString('utf8').split('\0');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

test('git sees nothing of this process but what it is given', async () => {
  const variables = await environment();
  expect(variables.HOME).toBeUndefined();
  expect(variables).toMatchObject({
    https_proxy: 'http://proxy.example',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  });
});

test('a command reads the repository it is told, bare or with a work tree, and none above', async () => {
  const head = repository.git('rev-parse', 'HEAD');
  const read = async (folder: string) =>
    (await git.run({ args: ['rev-parse', 'HEAD'], repository: folder })).output.toString('utf8');
  expect(await read(repository.folder)).toBe(head);
  expect(await read(join(repository.folder, '.git'))).toBe(head);
  const inside = join(repository.folder, 'inside');
  mkdirSync(inside);
  await expect(read(inside)).rejects.toMatchObject({ code: 'GIT_FAILED', exitCode: 128 });
});

test('a further work tree is read through its .git file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tree-'));
  rmSync(folder, { recursive: true });
  repository.git('worktree', 'add', '-q', '--detach', folder);
  const { output } = await git.run({ args: ['rev-parse', 'HEAD'], repository: folder });
  expect(output.toString('utf8')).toBe(repository.git('rev-parse', 'HEAD'));
  rmSync(folder, { recursive: true });
});

test('arguments are never read by a shell', async () => {
  const file = join(repository.folder, 'made');
  await expect(
    git.run({ args: ['rev-parse', `$(touch ${file})`], repository: repository.folder }),
  ).rejects.toThrow();
  const { output } = await git.run({ args: ['hash-object', '--stdin'], input: '$(touch x)' });
  expect(output.length).toBe(41);
});

test('hooks and other programs of a repository do not run', async () => {
  const marker = join(repository.folder, 'ran');
  const hook = join(repository.folder, '.git/hooks/reference-transaction');
  mkdirSync(join(repository.folder, '.git/hooks'), { recursive: true });
  writeFileSync(hook, `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
  await git.run({ args: ['update-ref', 'refs/heads/other', 'HEAD'], repository: repository.folder });
  const { output } = await git.run({
    args: ['ls-tree', '--name-only', 'HEAD'],
    repository: repository.folder,
  });
  expect(output.toString('utf8')).toBe('a\n');
  await expect(git.run({ args: ['hash-object', marker] })).rejects.toMatchObject({ code: 'GIT_FAILED' });
});

test('other repositories cannot be reached unless a command may', async () => {
  const listing = { args: ['ls-remote', repository.folder] };
  await expect(git.run(listing)).rejects.toThrow(/transport 'file' not allowed/);
  expect((await git.run({ ...listing, protocols: ['file'] })).output.length).toBeGreaterThan(40);
});

test('an exit code is an answer only where it is accepted', async () => {
  const command = { args: ['config', '--get', 'no.such'] };
  expect((await git.run({ ...command, accept: [0, 1] })).exitCode).toBe(1);
  await expect(git.run(command)).rejects.toMatchObject({ name: 'GitError', code: 'GIT_FAILED', exitCode: 1 });
});

test('git that is not there is told apart', async () => {
  await expect(createGit({ path: '/nonexistent' }).run({ args: ['version'] })).rejects.toMatchObject({
    code: 'GIT_NOT_FOUND',
  });
});

test('a command that takes too long is ended with its children', async () => {
  await expect(git.run({ ...hang, timeLimitMs: 50 })).rejects.toMatchObject({ code: 'GIT_TIMED_OUT' });
});

test('an abort ends the command and gives its reason', async () => {
  const controller = new AbortController();
  const running = git.run({ ...hang, signal: controller.signal });
  const reason = new Error('superseded');
  controller.abort(reason);
  await expect(running).rejects.toBe(reason);
});

test('output beyond the limit is an error, and a reader may have enough earlier', async () => {
  const command = { args: ['ls-tree', 'HEAD'], repository: repository.folder };
  await expect(git.run({ ...command, outputLimitBytes: 10 })).rejects.toMatchObject({
    code: 'GIT_TOO_LARGE',
  });
  expect(await git.stream(command, () => 'enough')).toBe(0);
});

test('an error of the reader is the error of the command', async () => {
  const reason = new Error('unreadable');
  const running = git.stream({ args: ['version'] }, () => {
    throw reason;
  });
  await expect(running).rejects.toBe(reason);
});
