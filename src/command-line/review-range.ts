import { commitDay } from '../change/commit-day.ts';
import { createGit } from '../change/git.ts';
import { openLocal } from '../change/local.ts';
import { repositorySettingsPath, settingsOfFile } from '../config/repository-settings.ts';
import type { Facts } from '../report/facts.ts';
import type { Report } from '../report/report.ts';
import { analyze } from '../review/analyze.ts';
import { createRepositoryCache } from '../review/repository-cache.ts';
import { openLocalProof } from './local-proof.ts';
import { reportOf } from './report-of.ts';

export interface RangeOptions {
  readonly repository: string;
  /** `BASE..HEAD` */
  readonly range: string;
  /** Whether its migrations are run. */
  readonly proof: boolean;
  /** PATH, for git. */
  readonly searchPath: string;
  readonly onFile: (path: string) => void;
}

/** Reviews a range of a local repository as if it were a pull request. Throws GitError with one clear line. */
export async function reviewRange(options: RangeOptions): Promise<{ report: Report; facts: Facts }> {
  const git = createGit({ path: options.searchPath });
  const local = await openLocal({ git, repository: options.repository, range: options.range });
  const proof = options.proof ? openLocalProof() : null;
  try {
    const { change, base, head } = local;
    const file = (await base.read([repositorySettingsPath])).get(repositorySettingsPath);
    const { settings, problem } = settingsOfFile(file, null);
    const analysis = await analyze({
      change,
      base,
      head,
      settings,
      prove: proof?.prove ?? null,
      skip: {},
      ...createRepositoryCache(),
      headDay: () => commitDay(git, options.repository, change.head),
      onFile: options.onFile,
    });
    const report = reportOf(change, analysis, problem);
    return { report, facts: analysis.facts };
  } finally {
    proof?.close();
    await local.close();
  }
}
