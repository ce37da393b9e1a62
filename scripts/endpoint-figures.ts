import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createGit } from '../src/change/git.ts';
import { openLocal } from '../src/change/local.ts';
import { processSettings } from '../src/config/process.ts';
import { defaultRepositorySettings } from '../src/config/repository-settings.ts';
import { readChangedSources } from '../src/review/analysis-input.ts';
import { analyzeApi } from '../src/review/analyze-api.ts';
import { createRepositoryCache, type RepositoryCache } from '../src/review/repository-cache.ts';
import { createExampleRepository } from '../src/sandbox/example-repository.ts';
import { atMost, type Figure, median, plain } from './figures.ts';
import { writeServiceCorpus } from './service-corpus.ts';

const sourceFiles = 2_000;
/** Two files change in each. */
const changedAreas = 10;

/**
 * How long the endpoints of a repository of 2,000 source files take: read for the first time by a process, and then for
 * a pull request that changes 20 of them, where a review of another one left what it read. Both sides each time, out of git.
 * @param into an empty folder
 */
export async function endpointFigures(into: string, rounds: number): Promise<Figure[]> {
  const change = await repository(join(into, 'change'), (area) => area < changedAreas);
  const earlier = await repository(join(into, 'earlier'), (area) => area >= 50 && area < 50 + changedAreas);
  const cold = await review(change, createRepositoryCache());
  const warm: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const cache = createRepositoryCache();
    await review(earlier, cache);
    warm.push((await review(change, cache)).ms);
  }
  return [
    atMost('api.cold_2000_files_ms', cold.ms, 'ms', 3_000),
    atMost('api.warm_20_files_ms', median(warm), 'ms', 300),
    plain('api.endpoints_of_2000_files', cold.endpoints, 'endpoints'),
  ];
}

async function repository(into: string, isChanged: (area: number) => boolean): Promise<string> {
  const [base, head] = [join(into, 'base'), join(into, 'head')];
  writeServiceCorpus(base, sourceFiles);
  writeServiceCorpus(head, sourceFiles, isChanged);
  const { directory } = await createExampleRepository({ base, head, into: join(into, 'repository') });
  // A repository that people work with is packed.
  execFileSync('git', ['-C', directory, 'repack', '-adq']);
  return directory;
}

async function review(directory: string, cache: RepositoryCache): Promise<{ ms: number; endpoints: number }> {
  const git = createGit({ path: processSettings().searchPath });
  const local = await openLocal({ git, repository: directory, range: 'main..change' });
  try {
    const started = performance.now();
    const input = {
      change: local.change,
      base: local.base,
      head: local.head,
      settings: defaultRepositorySettings,
      prove: null,
      skip: {},
      onFile: () => {},
      ...cache,
    };
    const { sources } = await readChangedSources(input);
    const { headEndpoints } = await analyzeApi(input, sources);
    return { ms: performance.now() - started, endpoints: headEndpoints.length };
  } finally {
    await local.close();
  }
}
