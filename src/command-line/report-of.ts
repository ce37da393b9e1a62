import type { Change } from '../change/change.ts';
import { buildReport } from '../report/build-report.ts';
import type { Report } from '../report/report.ts';
import type { Analysis } from '../review/analysis.ts';

/** The report of a change that no model reviewed. @param problem of the settings file, null where it is in force */
export function reportOf(change: Change, analysis: Analysis, problem: string | null): Report {
  return buildReport({
    base: change.base,
    head: change.head,
    facts: analysis.facts,
    findings: analysis.findings,
    coverage: analysis.coverage,
    notices: [...(problem === null ? [] : [problem]), ...analysis.notices],
    persona: { state: 'absent', note: 'No model reviewed this.' },
    sentences: { api: [], database: [], security: [], testing: [] },
  });
}
