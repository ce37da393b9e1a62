import { afterAll, expect, test, vi } from 'vitest';
import { createRepository, searchPath } from '../../test/support/repository.ts';
import { createGit } from '../change/git.ts';
import { openLocal } from '../change/local.ts';
import { defaultRepositorySettings } from '../config/repository-settings.ts';
import { createProofHost, defaultProofLimits } from '../proof/sandbox/host.ts';
import { keepInMemory } from '../proof/sandbox/image-store.ts';
import type { Analysis } from '../review/analysis.ts';
import { createAnalyzer, defaultTaskLimits } from './analyzer.ts';

vi.setConfig({ testTimeout: 240_000 });

const repository = createRepository();
const host = createProofHost({
  limits: { ...defaultProofLimits, execMs: 1_500 },
  images: keepInMemory(1024 ** 3),
});
const analyzer = createAnalyzer(defaultTaskLimits, { error: () => {} }, host);
afterAll(() => {
  analyzer.close();
  host.close();
  repository.remove();
});

async function analyze(migration: string): Promise<Analysis> {
  const base = repository.commit({
    'migrations/1_start.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, email text);\n',
  });
  const head = repository.commit({ 'migrations/2_more.sql': migration });
  const git = createGit({ path: searchPath });
  const local = await openLocal({ git, repository: repository.folder, range: `${base}..${head}` });
  const { change } = local;
  await local.close();
  const request = {
    repository: `${repository.folder}/.git`,
    searchPath,
    change,
    settings: defaultRepositorySettings,
  };
  return await analyzer.analyze(request, async () => {}, new AbortController().signal);
}

test('a migration is run in a process that the analysis asks its parent for', async () => {
  const { facts } = await analyze('ALTER TABLE orders ALTER COLUMN email SET NOT NULL;\n');
  expect(facts.proofs.map(({ proof }) => proof.migrations)).toMatchObject([
    [
      {
        path: 'migrations/2_more.sql',
        statements: [{ outcome: 'ran', locks: [{ relation: 'orders', mode: 'AccessExclusiveLock' }] }],
      },
    ],
  ]);
});

test('one that does not end is told, and the rest is reviewed', async () => {
  const { facts, coverage } = await analyze('SELECT count(*) FROM generate_series(1, 100000000000);\n');
  expect(facts.proofs.map(({ proof }) => proof.notices)).toEqual([
    ['The rest was not run: a statement took longer than 1.5 s.'],
  ]);
  expect(coverage).toMatchObject([{ path: 'migrations/2_more.sql', status: 'analyzed' }]);
});
