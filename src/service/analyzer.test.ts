import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { pid } from 'node:process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fillsTheMemory, takesForEver, takesForEverToReplay } from '../../test/errors/hostile-files.ts';
import { createRepository, searchPath, type TestRepository } from '../../test/support/repository.ts';
import { createGit } from '../change/git.ts';
import { openLocal } from '../change/local.ts';
import { defaultRepositorySettings } from '../config/repository-settings.ts';
import { type Analyzer, createAnalyzer, defaultTaskLimits } from './analyzer.ts';
import type { TaskLimits } from './child-task.ts';

let repository: TestRepository | null = null;
let analyzer: Analyzer | null = null;
afterEach(() => {
  analyzer?.close();
  repository?.remove();
  analyzer = null;
  repository = null;
});

const errors: unknown[] = [];
const log = { error: (data: unknown) => void errors.push(data) };
const never = new AbortController().signal;
const noFetch = async (): Promise<void> => {};

/** A change with one bad query and one picture, ready to be analysed in a child under these limits. */
async function prepare(limits: Partial<TaskLimits> = {}, more: Readonly<Record<string, string>> = {}) {
  repository = createRepository();
  const base = repository.commit({
    'migrations/1_start.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY);\n',
  });
  const head = repository.commit({
    'queries/purge.sql': 'DELETE FROM orders;\n',
    'docs/logo.png': 'x\0y',
    ...more,
  });
  return open(repository, `${base}..${head}`, limits);
}

async function open({ folder }: TestRepository, range: string, limits: Partial<TaskLimits> = {}) {
  const local = await openLocal({ git: createGit({ path: searchPath }), repository: folder, range });
  const { change } = local;
  await local.close();
  analyzer = createAnalyzer({ ...defaultTaskLimits, ...limits }, log, null);
  const request = {
    repository: `${folder}/.git`,
    searchPath,
    change,
    settings: defaultRepositorySettings,
  };
  return { analyzer, request };
}

/** The children of this process that analyse, each with its resident bytes. */
function children(): [id: string, bytes: number][] {
  return readdirSync('/proc').flatMap((id) => {
    try {
      const parent = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ')[1];
      if (parent !== String(pid) || !readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('analysis-child'))
        return [];
      return [[id, Number(readFileSync(`/proc/${id}/statm`, 'utf8').split(' ')[1]) * 4096]];
    } catch {
      return [];
    }
  });
}

describe('createAnalyzer', () => {
  it('analyses a change in a child, and uses that child again', async () => {
    const prepared = await prepare();
    const once = await prepared.analyzer.analyze(prepared.request, noFetch, never);
    const twice = await prepared.analyzer.analyze(prepared.request, noFetch, never);
    expect(once.findings.map(({ rule, path, startLine }) => [rule, path, startLine])).toEqual([
      ['dml-without-where', 'queries/purge.sql', 1],
    ]);
    expect(twice).toEqual(once);
  });

  it.each([
    ['too long for one file', { fileMs: 1 }, 'it took too long'],
    ['too long altogether', { totalMs: 1 }, 'it took too long'],
    ['too much memory', { memoryBytes: 1 }, 'it needed too much memory'],
  ])('says so in the coverage where it takes %s', async (_, limits, reason) => {
    const prepared = await prepare(limits);
    const analysis = await prepared.analyzer.analyze(prepared.request, noFetch, never);
    expect(analysis.findings).toEqual([]);
    expect(analysis.coverage).toMatchObject([
      { path: 'docs/logo.png', status: 'skipped', backend: false },
      { path: 'queries/purge.sql', status: 'skipped', backend: true, reason },
    ]);
  });

  it.each([
    ['takes for ever', takesForEver, { fileMs: 4_000 }, 'it took too long'],
    ['fills the memory', fillsTheMemory, { memoryBytes: 500 * 1024 * 1024 }, 'it needed too much memory'],
  ])('leaves out a file that %s, and analyses the rest', async (_, text, limits, reason) => {
    const prepared = await prepare(limits, { 'migrations/2_all.sql': text });
    await prepared.analyzer.warmUp();
    const analysis = await prepared.analyzer.analyze(prepared.request, noFetch, never);
    expect(analysis.coverage).toMatchObject([
      { path: 'docs/logo.png', status: 'skipped' },
      { path: 'migrations/2_all.sql', status: 'skipped', backend: true, reason },
      { path: 'queries/purge.sql', status: 'analyzed', reason: null },
    ]);
    expect(analysis.findings.map(({ path }) => path)).toEqual(['queries/purge.sql']);
  });

  it('says that a file beside the change was left out', async () => {
    repository = createRepository();
    const base = repository.commit({ 'migrations/1_start.sql': takesForEverToReplay });
    const head = repository.commit({ 'migrations/2_more.sql': 'CREATE INDEX i ON orders (id);\n' });
    const prepared = await open(repository, `${base}..${head}`, { fileMs: 4_000 });
    await prepared.analyzer.warmUp();
    const { coverage, notices } = await prepared.analyzer.analyze(prepared.request, noFetch, never);
    expect(coverage).toEqual([
      { path: 'migrations/2_more.sql', status: 'analyzed', backend: true, reason: null },
    ]);
    expect(notices).toEqual([
      '`migrations/1_start.sql`, which this pull request leaves as it is, was left out: it took too long.',
    ]);
  });

  it.runIf(existsSync('/proc/self/statm'))('does not use a child again that has grown', async () => {
    const roomy = await prepare();
    await roomy.analyzer.analyze(roomy.request, noFetch, never);
    const [[child, bytes] = ['', 0]] = children();
    await roomy.analyzer.analyze(roomy.request, noFetch, never);
    expect(children().map(([id]) => id)).toEqual([child]);
    roomy.analyzer.close();
    const narrow = createAnalyzer({ ...defaultTaskLimits, memoryBytes: bytes * 1.6 }, log, null);
    try {
      await narrow.analyze(roomy.request, noFetch, never);
      const analysis = await narrow.analyze(roomy.request, noFetch, never);
      expect(analysis.coverage.map(({ status }) => status)).toEqual(['skipped', 'analyzed']);
      await vi.waitFor(() => expect(children()).toEqual([]));
    } finally {
      narrow.close();
    }
  });

  it('says that it failed, and tells the log where, without what it was about', async () => {
    const prepared = await prepare();
    const nowhere = { ...prepared.request, repository: '/nowhere/secret.git' };
    const { coverage } = await prepared.analyzer.analyze(nowhere, noFetch, never);
    const reason = 'the analysis failed, of which the log of the App says more';
    expect(coverage).toMatchObject([{ path: 'docs/logo.png' }, { reason, exceeded: true }]);
    expect(errors.splice(0)).toEqual([
      { name: 'GitError', frames: expect.arrayContaining([expect.stringMatching(/^at .*git/)]) },
    ]);
  });

  it('rejects with the signal’s reason when that aborts', async () => {
    const prepared = await prepare();
    const controller = new AbortController();
    const analysis = prepared.analyzer.analyze(prepared.request, noFetch, controller.signal);
    controller.abort(new Error('the head moved'));
    await expect(analysis).rejects.toThrow('the head moved');
    await expect(prepared.analyzer.analyze(prepared.request, noFetch, controller.signal)).rejects.toThrow(
      'the head moved',
    );
  });

  it('goes on with a new child after one was ended', async () => {
    const prepared = await prepare();
    const controller = new AbortController();
    const ended = prepared.analyzer.analyze(prepared.request, noFetch, controller.signal);
    controller.abort(new Error('the head moved'));
    await expect(ended).rejects.toThrow('the head moved');
    const { coverage } = await prepared.analyzer.analyze(prepared.request, noFetch, never);
    expect(coverage.map(({ status }) => status)).toEqual(['skipped', 'analyzed']);
  });

  it('tells whether a text is correct in the language of its path', async () => {
    const { analyzer: own } = await prepare();
    expect(await own.parses('a.ts', 'const a = 1;')).toBe(true);
    expect(await own.parses('a.ts', 'const a = (;')).toBe(false);
    expect(await own.parses('a.sql', 'SELECT FROM WHERE')).toBe(false);
  });

  it('takes a text for wrong where finding out takes too long', async () => {
    const { analyzer: own } = await prepare({ fileMs: 60_000, totalMs: 1 });
    expect(await own.parses('a.ts', 'const a = 1;')).toBe(false);
  });
});
