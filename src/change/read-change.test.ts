import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Content,
  createRepository,
  searchPath,
  type TestRepository,
} from '../../test/support/repository.ts';
import type { Change, ChangedFile, HunkLine } from './change.ts';
import { createGit } from './git.ts';
import { changedObjects, findMergeBase, readChange } from './read-change.ts';

const git = createGit({ path: searchPath });
const lines = (count: number, from = 1): string =>
  Array.from({ length: count }, (_, index) => `line ${index + from}\n`).join('');

let repository: TestRepository;
beforeEach(() => {
  repository = createRepository();
});
afterEach(() => repository.remove());

function read(base: string, head: string): Promise<Change> {
  return readChange({ git, repository: repository.folder, base, head });
}

function changeOf(before: Record<string, Content>, after: Record<string, Content>): Promise<Change> {
  return read(repository.commit(before), repository.commit(after));
}

/** What a file is, without its objects and hunks. */
function summary({ files }: Change): unknown[] {
  return files.map(({ status, kind, path, basePath, hunks }) => [
    status,
    kind,
    path,
    basePath,
    hunks === null ? null : hunks.length,
  ]);
}

function hunkLines(file: ChangedFile | undefined): [HunkLine['type'], string][] {
  return (file?.hunks ?? []).flatMap((hunk) =>
    hunk.lines.map(({ type, text }): [HunkLine['type'], string] => [type, text]),
  );
}

test('a modified file has its objects and hunks, with three lines of context', async () => {
  const change = await changeOf({ 'a.sql': lines(20) }, { 'a.sql': `${lines(9)}new\n${lines(10, 11)}` });
  expect(change).toEqual({
    base: repository.git('rev-parse', 'HEAD~').trim(),
    head: repository.git('rev-parse', 'HEAD').trim(),
    files: [
      {
        status: 'modified',
        kind: 'text',
        path: 'a.sql',
        basePath: 'a.sql',
        baseObject: repository.git('rev-parse', 'HEAD~:a.sql').trim(),
        headObject: repository.git('rev-parse', 'HEAD:a.sql').trim(),
        hunks: [
          {
            baseStart: 7,
            baseLines: 7,
            headStart: 7,
            headLines: 7,
            lines: [
              { type: 'context', base: 7, head: 7, text: 'line 7' },
              { type: 'context', base: 8, head: 8, text: 'line 8' },
              { type: 'context', base: 9, head: 9, text: 'line 9' },
              { type: 'deleted', base: 10, head: null, text: 'line 10' },
              { type: 'added', base: null, head: 10, text: 'new' },
              { type: 'context', base: 11, head: 11, text: 'line 11' },
              { type: 'context', base: 12, head: 12, text: 'line 12' },
              { type: 'context', base: 13, head: 13, text: 'line 13' },
            ],
          },
        ],
      },
    ],
  });
});

test('added, removed, renamed, copied and mode-changed files are told apart', async () => {
  const change = await changeOf(
    {
      'gone.sql': 'gone\n',
      'old.sql': lines(20),
      'source.sql': lines(20, 100),
      'run.sh': 'run\n',
      'still.sql': lines(5, 50),
    },
    {
      'gone.sql': null,
      'fresh.sql': 'fresh\n',
      'empty.sql': '',
      'old.sql': null,
      'new.sql': `${lines(20)}more\n`,
      'source.sql': `${lines(20, 100)}changed\n`,
      'twin.sql': lines(20, 100),
      'run.sh': { executable: 'run\n' },
      'still.sql': null,
      'moved.sql': lines(5, 50),
    },
  );
  expect(summary(change)).toEqual([
    ['added', 'text', 'empty.sql', null, 0],
    ['added', 'text', 'fresh.sql', null, 1],
    ['removed', 'text', 'gone.sql', 'gone.sql', 1],
    ['renamed', 'text', 'moved.sql', 'still.sql', 0],
    ['renamed', 'text', 'new.sql', 'old.sql', 1],
    ['mode-changed', 'text', 'run.sh', 'run.sh', 0],
    ['modified', 'text', 'source.sql', 'source.sql', 1],
    ['copied', 'text', 'twin.sql', 'source.sql', 0],
  ]);
  expect(change.files[1]).toMatchObject({ baseObject: null });
  expect(change.files[2]).toMatchObject({ headObject: null });
});

test('binary files, also renamed ones, have no hunks', async () => {
  const image = Buffer.from([1, 2, 0, 3, ...Buffer.from(lines(20))]);
  const change = await changeOf(
    { 'a.png': image, 'b.png': Buffer.concat([image, image]) },
    {
      'a.png': Buffer.concat([image, Buffer.from([0])]),
      'b.png': null,
      'c.png': Buffer.concat([image, image]),
    },
  );
  expect(summary(change)).toEqual([
    ['modified', 'binary', 'a.png', 'a.png', null],
    ['renamed', 'binary', 'c.png', 'b.png', null],
  ]);
});

test('UTF-16 is text, without hunks since git sees none', async () => {
  const change = await changeOf({ 'a.sql': '' }, { 'a.sql': Buffer.from('\uFEFFselect 1\n', 'utf16le') });
  expect(summary(change)).toEqual([['modified', 'text', 'a.sql', 'a.sql', null]]);
});

test('links and submodules are no text', async () => {
  const change = await changeOf(
    { link: { link: 'a' }, file: lines(3), toFile: { link: 'x' }, module: { submodule: '1'.repeat(40) } },
    {
      link: { link: 'b' },
      file: { link: 'elsewhere' },
      toFile: lines(2),
      module: { submodule: '2'.repeat(40) },
      added: { submodule: '3'.repeat(40) },
    },
  );
  expect(summary(change)).toEqual([
    ['added', 'submodule', 'added', null, null],
    ['modified', 'symlink', 'file', 'file', null],
    ['modified', 'symlink', 'link', 'link', null],
    ['modified', 'submodule', 'module', 'module', null],
    ['modified', 'text', 'toFile', 'toFile', 1],
  ]);
  expect(change.files[0]).toMatchObject({ baseObject: null, headObject: null });
  expect(hunkLines(change.files[4])).toEqual([
    ['added', 'line 1'],
    ['added', 'line 2'],
  ]);
});

test('line ends, byte order mark, invalid bytes and a missing final newline are as the decoded file has them', async () => {
  const change = await changeOf(
    { 'a.sql': Buffer.from('\uFEFFone\r\ntwo\r\nthree') },
    {
      'a.sql': Buffer.concat([
        Buffer.from('\uFEFFone\r\n'),
        Buffer.from([0x74, 0xe9, 0x0d, 0x0a]),
        Buffer.from('three\n'),
      ]),
    },
  );
  expect(hunkLines(change.files[0])).toEqual([
    ['context', 'one\r'],
    ['deleted', 'two\r'],
    ['deleted', 'three'],
    ['added', 't\uFFFD\r'],
    ['added', 'three'],
  ]);
});

test('unusual paths are read and sorted by their bytes', async () => {
  const paths = [
    'a b.sql',
    'a\nb.sql',
    'a\tb.sql',
    'q"uote\\.sql',
    'ä/ü.sql',
    '日本.sql',
    '\u{10000}.sql',
    '\uFFFD.sql',
    '-rf.sql',
    'x => y.sql',
  ];
  const change = await changeOf(
    { base: '' },
    Object.fromEntries(paths.map((path) => [path, `${path.replaceAll('\n', '')}\n`])),
  );
  const sorted = paths.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(change.files.map(({ path }) => path)).toEqual(sorted);
  expect(change.files.map((file) => hunkLines(file)[0]?.[1])).toEqual(
    sorted.map((path) => path.replaceAll('\n', '')),
  );
});

test('a file beyond GitHub’s limits of a patch has no hunks, its neighbours keep theirs', async () => {
  const change = await changeOf({ base: '' }, { 'a.sql': 'a\n', 'long.sql': lines(20_001), 'z.sql': 'z\n' });
  expect(summary(change)).toEqual([
    ['added', 'text', 'a.sql', null, 1],
    ['added', 'text', 'long.sql', null, null],
    ['added', 'text', 'z.sql', null, 1],
  ]);
});

test('a merge commit is compared with the merge base', async () => {
  const base = repository.commit({ a: 'a\n', b: 'b\n' });
  repository.git('checkout', '-q', '-b', 'topic');
  repository.commit({ a: 'topic\n' });
  repository.git('checkout', '-q', 'main');
  const main = repository.commit({ b: 'main\n' });
  repository.git('checkout', '-q', 'topic');
  repository.git('merge', '-q', '--no-edit', 'main');
  const head = repository.git('rev-parse', 'HEAD').trim();
  const found = await findMergeBase({ git, repository: repository.folder, base: main, head });
  expect(found).toBe(main);
  expect(summary(await read(found, head))).toEqual([['modified', 'text', 'a', 'a', 1]]);
  expect(summary(await read(base, head))).toHaveLength(2);
});

test('commits without a common ancestor are told apart', async () => {
  const first = repository.commit({ a: 'a\n' });
  repository.git('checkout', '-q', '--orphan', 'other');
  const other = repository.commit({ b: 'b\n' });
  await expect(
    findMergeBase({ git, repository: repository.folder, base: first, head: other }),
  ).rejects.toMatchObject({ code: 'NO_MERGE_BASE' });
});

test('nothing changed is no file', async () => {
  const commit = repository.commit({ a: 'a\n' });
  expect(await read(commit, commit)).toEqual({ base: commit, head: commit, files: [] });
});

test('names instead of commit ids are refused', async () => {
  repository.commit({ a: 'a\n' });
  await expect(read('--output=x', 'HEAD')).rejects.toMatchObject({ code: 'UNKNOWN_REVISION' });
});

test('a repository’s own settings and attributes change nothing', async () => {
  const before = { 'a.sql': lines(3), 'b.sql': lines(30) };
  const after = { 'a.sql': lines(4), 'b.sql': null, 'c.sql': lines(31) };
  const plain = await changeOf(before, after);
  repository.git('config', 'diff.noprefix', 'true');
  repository.git('config', 'diff.renames', 'false');
  repository.git('config', 'diff.external', 'false');
  repository.git('config', 'diff.driver.textconv', 'false');
  repository.git('config', 'core.quotePath', 'false');
  repository.git('config', 'color.ui', 'always');
  const head = repository.commit({ '.gitattributes': '*.sql -diff diff=driver\n' });
  expect((await read(plain.base, head)).files.filter(({ path }) => path.endsWith('.sql'))).toEqual(
    plain.files,
  );
});

test('the changed objects are the blobs of both sides, without submodules', async () => {
  const base = repository.commit({ a: 'a\n', same: 'same\n', old: lines(9) });
  const head = repository.commit({
    a: 'b\n',
    old: null,
    new: lines(9),
    module: { submodule: '1'.repeat(40) },
    link: { link: 'a' },
  });
  const ids = [`${base}:a`, `${base}:old`, `${head}:a`, `${head}:link`].map((name) =>
    repository.git('rev-parse', name).trim(),
  );
  const objects = await changedObjects({ git, repository: repository.folder, base, head });
  expect(objects.toSorted()).toEqual(ids.toSorted());
});
