import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRepository, searchPath, type TestRepository } from '../../test/support/repository.ts';
import { maximumBlobBytes, missingObjects, type ObjectReader, openObjectReader } from './cat-file.ts';
import { createGit } from './git.ts';
import { openGitTree } from './git-tree.ts';
import type { SourceTree } from './source-tree.ts';

const git = createGit({ path: searchPath });
let repository: TestRepository;
let commit: string;
let objects: ObjectReader;
let tree: SourceTree;

beforeAll(() => {
  repository = createRepository();
  commit = repository.commit({
    'a.sql': 'select 1;\n',
    'copy.sql': 'select 1;\n',
    'dir/ü\n"x".sql': '\uFEFFbom\r\n',
    'dir/deep/latin.sql': Buffer.from([0x63, 0xe9]),
    'run.sh': { executable: 'run\n' },
    image: Buffer.from([0, 1, 2]),
    large: 'x'.repeat(maximumBlobBytes + 1),
    limit: 'x'.repeat(maximumBlobBytes),
    link: { link: 'a.sql' },
    module: { submodule: '1'.repeat(40) },
  });
  objects = openObjectReader({ git, repository: repository.folder });
  tree = openGitTree({ git, repository: repository.folder, commit, objects });
});

afterAll(() => {
  objects.close();
  repository.remove();
});

test('the list has every entry but folders, in git’s order', async () => {
  expect((await tree.list()).map(({ path, mode }) => [mode, path])).toEqual([
    ['100644', 'a.sql'],
    ['100644', 'copy.sql'],
    ['100644', 'dir/deep/latin.sql'],
    ['100644', 'dir/ü\n"x".sql'],
    ['100644', 'image'],
    ['100644', 'large'],
    ['100644', 'limit'],
    ['120000', 'link'],
    ['160000', 'module'],
    ['100755', 'run.sh'],
  ]);
});

test('a folder is known by its tree id', async () => {
  const id = (name: string): string => repository.git('rev-parse', `${commit}:${name}`).trim();
  expect(await tree.folderId('')).toBe(id(''));
  expect(await tree.folderId('dir')).toBe(id('dir'));
  expect(await tree.folderId('dir/deep/')).toBe(id('dir/deep'));
  expect(await tree.folderId('a.sql')).toBeNull();
  expect(await tree.folderId('none')).toBeNull();
});

test('every asked path is in the answer, with its text or the reason why there is none', async () => {
  const paths = [
    'a.sql',
    'copy.sql',
    'dir/ü\n"x".sql',
    'dir/deep/latin.sql',
    'run.sh',
    'image',
    'large',
    'link',
    'module',
    'none',
    'dir',
    'a.sql',
  ];
  const files = await tree.read(paths);
  expect(
    [...files.values()].map(({ path, text, unreadable, size, lossy }) => [
      path,
      text,
      unreadable,
      size,
      lossy,
    ]),
  ).toEqual([
    ['a.sql', 'select 1;\n', null, 10, false],
    ['copy.sql', 'select 1;\n', null, 10, false],
    ['dir/ü\n"x".sql', 'bom\r\n', null, 8, false],
    ['dir/deep/latin.sql', 'c\uFFFD', null, 2, true],
    ['run.sh', 'run\n', null, 4, false],
    ['image', null, 'binary', 3, false],
    ['large', null, 'too-large', maximumBlobBytes + 1, false],
    ['link', null, 'symlink', 0, false],
    ['module', null, 'submodule', 0, false],
    ['none', null, 'missing', 0, false],
    ['dir', null, 'missing', 0, false],
  ]);
  expect(files.get('a.sql')?.object).toBe(repository.git('rev-parse', `${commit}:a.sql`).trim());
});

test('a file of exactly the limit is read', async () => {
  expect((await tree.read(['limit'])).get('limit')?.text?.length).toBe(maximumBlobBytes);
});

test('one read hands out no more than its limit, in the order of the question', async () => {
  const reader = openObjectReader({ git, repository: repository.folder, maximumBytes: 10, totalBytes: 12 });
  const small = openGitTree({ git, repository: repository.folder, commit, objects: reader });
  const files = await small.read(['run.sh', 'dir/ü\n"x".sql', 'a.sql', 'limit']);
  expect([...files.values()].map(({ size, unreadable }) => [size, unreadable])).toEqual([
    [4, null],
    [8, null],
    [10, 'too-large'],
    [maximumBlobBytes, 'too-large'],
  ]);
  reader.close();
});

test('reading nothing gives nothing', async () => {
  expect((await tree.read([])).size).toBe(0);
});

test('readers side by side get their own answers', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => tree.read(index % 2 === 0 ? ['a.sql', 'limit'] : ['run.sh'])),
  );
  expect(answers.map((files) => [...files.values()].map(({ size }) => size))).toEqual(
    answers.map((_, index) => (index % 2 === 0 ? [10, maximumBlobBytes] : [4])),
  );
});

test('a commit that is not there is an error each time', async () => {
  const none = openGitTree({ git, repository: repository.folder, commit: '1'.repeat(40), objects });
  await expect(none.list()).rejects.toMatchObject({ code: 'GIT_FAILED' });
  await expect(none.read(['a.sql'])).rejects.toMatchObject({ code: 'GIT_FAILED' });
});

test('objects are asked by id or revision, and what is none of them is null', async () => {
  const blob = repository.git('rev-parse', `${commit}:a.sql`).trim();
  const infos = await objects.info([
    'HEAD^{commit}',
    blob,
    'none',
    '1'.repeat(40),
    'HEAD\nHEAD',
    '',
    '--help',
  ]);
  expect([...infos]).toEqual([
    ['HEAD^{commit}', { object: commit, type: 'commit', size: expect.any(Number) }],
    [blob, { object: blob, type: 'blob', size: 10 }],
    ['none', null],
    ['1'.repeat(40), null],
    ['HEAD\nHEAD', null],
    ['', null],
    ['--help', null],
  ]);
  expect(
    await missingObjects({ git, repository: repository.folder, objects: [blob, '1'.repeat(40)] }),
  ).toEqual(['1'.repeat(40)]);
});

test('a reader sees objects that came after it started', async () => {
  const reader = openObjectReader({ git, repository: repository.folder });
  await reader.info(['HEAD']);
  const id = repository.git('commit-tree', `${commit}^{tree}`, '-m', 'later').trim();
  repository.git('update-ref', 'refs/heads/later', id);
  repository.git('repack', '-q', '-a', '-d');
  expect((await reader.info([id])).get(id)?.type).toBe('commit');
  reader.close();
});

test('a closed reader fails what is under way and starts again when it is asked again', async () => {
  const reader = openObjectReader({ git, repository: repository.folder });
  const running = reader.info(['HEAD']);
  reader.close();
  await expect(running).rejects.toMatchObject({ code: 'GIT_FAILED' });
  expect((await reader.info(['HEAD'])).get('HEAD')?.object).toBe(commit);
  reader.close();
});

test('a reader of no repository fails with git’s message', async () => {
  const reader = openObjectReader({ git, repository: '/nonexistent' });
  await expect(reader.info(['HEAD'])).rejects.toThrow(/not a git repository/);
});

test('without git, reading says so', async () => {
  const reader = openObjectReader({
    git: createGit({ path: '/nonexistent' }),
    repository: repository.folder,
  });
  await expect(reader.info(['HEAD'])).rejects.toMatchObject({ code: 'GIT_NOT_FOUND' });
});
