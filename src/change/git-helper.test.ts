import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRepository, searchPath, type TestRepository } from '../../test/support/repository.ts';
import { createGit } from './git.ts';
import { type GitHelper, startGitHelper } from './git-helper.ts';

const hang = { args: ['hang'], configuration: { 'alias.hang': '!sleep 60' } };

let repository: TestRepository;
let helper: GitHelper;

beforeAll(() => {
  repository = createRepository();
  helper = startGitHelper();
});
afterAll(() => {
  helper.close();
  repository.remove();
});

const git = () => createGit({ path: searchPath, launch: helper.launch });
/** The processes of this one that relay git. */
const helpers = (): number[] =>
  execFileSync('ps', ['--ppid', String(process.pid), '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('git-child'))
    .map((line) => Number.parseInt(line, 10));

test('gives what git gives: bytes, exit codes, complaints', async () => {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7 + (index >> 8)) % 256);
  repository.commit({ bytes });
  const { output } = await git().run({
    args: ['cat-file', 'blob', 'HEAD:bytes'],
    repository: repository.folder,
  });
  expect(Buffer.compare(output, bytes)).toBe(0);
  const absent = { args: ['cat-file', '-e', 'HEAD:absent'], repository: repository.folder };
  await expect(git().run(absent)).rejects.toMatchObject({
    code: 'GIT_FAILED',
    exitCode: 128,
    message: expect.stringContaining('absent'),
  });
  expect((await git().run({ ...absent, accept: [128] })).exitCode).toBe(128);
});

test('takes what is written to git', async () => {
  const head = repository.git('rev-parse', 'HEAD').trim();
  const { output } = await git().run({
    args: ['cat-file', '--batch-check'],
    repository: repository.folder,
    input: `${head}\n`.repeat(20_000),
  });
  expect(output.toString('utf8').split('\n')).toHaveLength(20_001);
});

test('says where git cannot be found', async () => {
  const nowhere = createGit({ path: '/nowhere', launch: helper.launch });
  await expect(nowhere.run({ args: ['version'] })).rejects.toMatchObject({ code: 'GIT_NOT_FOUND' });
});

test('ends git where the caller does', async () => {
  const abort = new AbortController();
  const hanging = git().run({ ...hang, signal: abort.signal });
  setTimeout(() => abort.abort(new Error('enough')), 200);
  await expect(hanging).rejects.toThrow('enough');
  await expect(git().run({ ...hang, timeLimitMs: 200 })).rejects.toMatchObject({ code: 'GIT_TIMED_OUT' });
});

test('that dies fails what it ran, and the next one works', async () => {
  const hanging = git().run(hang);
  const [pid = 0] = helpers();
  setTimeout(() => process.kill(pid, 'SIGKILL'), 200);
  await expect(hanging).rejects.toMatchObject({ code: 'GIT_FAILED' });
  const { output } = await git().run({ args: ['version'] });
  expect(output.toString('utf8')).toMatch(/^git version/);
});
