import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRepository, searchPath, type TestRepository } from '../../test/support/repository.ts';
import { createGit } from './git.ts';
import { openLocal } from './local.ts';

const git = createGit({ path: searchPath });
let repository: TestRepository;
let base: string;
let head: string;
let folder: string;

beforeAll(() => {
  repository = createRepository();
  base = repository.commit({ 'a.sql': 'a\n', 'other.sql': 'other\n' });
  repository.git('checkout', '-q', '-b', 'topic');
  head = repository.commit({ 'a.sql': 'b\n' });
  repository.git('checkout', '-q', 'main');
  repository.commit({ 'main.sql': 'later\n' });
  repository.git('tag', '-a', 'v1', '-m', 'v1', 'topic');
  folder = mkdtempSync(join(tmpdir(), 'local-'));
});

afterAll(() => {
  repository.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function open(place: string, range: string) {
  const local = await openLocal({ git, repository: place, range });
  const read = async (side: 'base' | 'head') => (await local[side].read(['a.sql'])).get('a.sql')?.text;
  const texts = [await read('base'), await read('head')];
  await local.close();
  return { ...local.change, files: local.change.files.map(({ path }) => path), texts };
}

const expected = () => ({ base, head, files: ['a.sql'], texts: ['a\n', 'b\n'] });

test('a range is the change from its merge base, whatever names its ends', async () => {
  for (const range of ['main..topic', 'main...topic', 'main..v1', `${base}..${head}`, '..topic', 'v1~1..v1'])
    expect(await open(repository.folder, range)).toEqual(expected());
});

test('bare repositories, further work trees and folders inside are found', async () => {
  const bare = join(folder, 'bare.git');
  repository.git('clone', '-q', '--bare', repository.folder, bare);
  expect(await open(bare, 'main..topic')).toEqual(expected());
  const further = join(folder, 'further');
  repository.git('worktree', 'add', '-q', further, 'topic');
  expect(await open(further, 'main..HEAD')).toEqual(expected());
  const inside = join(repository.folder, 'inside');
  mkdirSync(inside);
  expect(await open(inside, 'main..topic')).toEqual(expected());
});

test('a repository of another owner is read', async (context) => {
  if (process.getuid?.() !== 0) context.skip();
  const foreign = join(folder, 'foreign');
  repository.git('clone', '-q', '-b', 'topic', repository.folder, foreign);
  mkdirSync(join(foreign, 'inside'));
  for (const place of ['inside', '.git', '.']) chownSync(join(foreign, place), 12345, 12345);
  expect(await open(join(foreign, 'inside'), 'origin/main..topic')).toEqual(expected());
});

test('mistakes are one clear line each', async () => {
  const mistake = (place: string, range: string) =>
    openLocal({ git, repository: place, range }).catch((error) => error);
  expect(await mistake(folder, 'a..b')).toMatchObject({
    code: 'NOT_A_REPOSITORY',
    message: `not a git repository: ${folder}`,
  });
  expect(await mistake(join(folder, 'none'), 'a..b')).toMatchObject({ code: 'NOT_A_REPOSITORY' });
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(await mistake(file, 'a..b')).toMatchObject({ code: 'NOT_A_REPOSITORY' });
  expect(await mistake(repository.folder, 'main..nope')).toMatchObject({
    code: 'UNKNOWN_REVISION',
    message: `unknown revision nope in ${repository.folder}`,
  });
  expect(await mistake(repository.folder, 'main:a.sql..topic')).toMatchObject({ code: 'UNKNOWN_REVISION' });
  expect(await mistake(repository.folder, 'main')).toMatchObject({
    code: 'UNKNOWN_REVISION',
    message: '"main" is not a range of commits; write BASE..HEAD',
  });
});

test('a shallow clone without the merge base says what to do', async () => {
  const shallow = join(folder, 'shallow');
  const url = pathToFileURL(repository.folder).href;
  repository.git('clone', '-q', '--depth=1', '--no-single-branch', url, shallow);
  await expect(open(shallow, 'origin/main..origin/topic')).rejects.toMatchObject({
    code: 'NO_MERGE_BASE',
    message: expect.stringContaining('git fetch --unshallow'),
  });
});

test('a partial clone says how to get what it lacks, and what stays missing is missing', async () => {
  const partial = join(folder, 'partial');
  repository.git('config', 'uploadpack.allowFilter', 'true');
  const url = pathToFileURL(repository.folder).href;
  repository.git('clone', '-q', '--filter=blob:none', '--no-checkout', url, partial);
  const error = await open(partial, 'origin/main..origin/topic').catch((reason) => reason);
  expect(error).toMatchObject({
    code: 'MISSING_OBJECTS',
    message: `this clone lacks the contents of changed files (2 objects); get them with: git diff --stat ${base} ${head}`,
  });
  repository.git('-C', partial, 'diff', '--stat', base, head);
  const local = await openLocal({ git, repository: partial, range: 'origin/main..origin/topic' });
  const files = await local.head.read(['a.sql', 'other.sql']);
  expect([...files.values()].map(({ text, unreadable }) => [text, unreadable])).toEqual([
    ['b\n', null],
    [null, 'missing'],
  ]);
  await local.close();
});
