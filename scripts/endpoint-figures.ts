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

interface MeasuredChange {
  /** A repository with another pull request on the same base; without it the same one is reviewed twice. */
  readonly earlier: string | null;
  readonly repository: string;
  readonly range: string;
}

/**
 * How long the endpoints of a change take: read for the first time by a process, and where a review of another pull
 * request of the repository left what it read. Both sides each time, out of git.
 */
export async function endpointFigures(change: MeasuredChange, rounds: number): Promise<Figure[]> {
  const { repository, range } = change;
  const cold = await review(repository, range, createRepositoryCache());
  const warm: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const cache = createRepositoryCache();
    await review(change.earlier ?? repository, range, cache);
    warm.push((await review(repository, range, cache)).ms);
  }
  return [
    atMost('api.cold_2000_files_ms', cold.ms, 'ms', 3_000),
    atMost('api.warm_20_files_ms', median(warm), 'ms', 300),
    plain('api.endpoints', cold.endpoints, 'endpoints'),
  ];
}

/** Two pull requests on 2,000 made-up source files, each of which changes 20. */
export async function serviceRepositories(into: string): Promise<MeasuredChange> {
  return {
    repository: await repositoryOf(join(into, 'change'), (area) => area < changedAreas),
    earlier: await repositoryOf(join(into, 'earlier'), (area) => area >= 50 && area < 50 + changedAreas),
    range: 'main..change',
  };
}

async function repositoryOf(into: string, isChanged: (area: number) => boolean): Promise<string> {
  const [base, head] = [join(into, 'base'), join(into, 'head')];
  writeServiceCorpus(base, sourceFiles);
  writeServiceCorpus(head, sourceFiles, isChanged);
  const { directory } = await createExampleRepository({ base, head, into: join(into, 'repository') });
  // A repository that people work with is packed.
  execFileSync('git', ['-C', directory, 'repack', '-adq']);
  return directory;
}

async function review(
  repository: string,
  range: string,
  cache: RepositoryCache,
): Promise<{ ms: number; endpoints: number }> {
  const git = createGit({ path: processSettings().searchPath });
  const local = await openLocal({ git, repository, range });
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
