import { createGit } from '../change/git.ts';
import { openLocal } from '../change/local.ts';
import { readRepositorySettings, repositorySettingsPath } from '../config/repository-settings.ts';
import { buildReport } from '../report/build-report.ts';
import type { Facts } from '../report/facts.ts';
import type { PersonaPart, Report } from '../report/report.ts';
import { analyze } from '../review/analyze.ts';

export interface RangeOptions {
  readonly repository: string;
  /** `BASE..HEAD` */
  readonly range: string;
  /** PATH, for git. */
  readonly searchPath: string;
  readonly onFile: (path: string) => void;
}

/** What a report of the command line says of the model: it is not asked here. */
const withoutModel: PersonaPart = { state: 'absent', note: 'No model reviewed this.' };

/** Reviews a range of a local repository as if it were a pull request. Throws GitError with one clear line. */
export async function reviewRange(options: RangeOptions): Promise<{ report: Report; facts: Facts }> {
  const git = createGit({ path: options.searchPath });
  const local = await openLocal({ git, repository: options.repository, range: options.range });
  try {
    const { change, base, head } = local;
    const file = (await base.read([repositorySettingsPath])).get(repositorySettingsPath);
    const { settings, problem } = readRepositorySettings(file?.text ?? null);
    const analysis = await analyze({ change, base, head, settings, skip: {}, onFile: options.onFile });
    const report = buildReport({
      base: change.base,
      head: change.head,
      facts: analysis.facts,
      findings: analysis.findings,
      coverage: analysis.coverage,
      notices: [...(problem === null ? [] : [problem]), ...analysis.notices],
      persona: withoutModel,
      sentences: { api: [], database: [], security: [], testing: [] },
    });
    return { report, facts: analysis.facts };
  } finally {
    await local.close();
  }
}
