import type { Change } from '../change/change.ts';
import { isBackendPath } from '../code/backend-files.ts';
import { noFacts } from '../report/facts.ts';
import type { Analysis } from './analysis.ts';

/** The analysis of a change that could not be analysed: every file of a backend says why. */
export function unanalyzed(change: Change, reason: string): Analysis {
  return {
    facts: noFacts,
    findings: [],
    coverage: change.files.map((file) => {
      const place = isBackendPath(file.path);
      return {
        path: file.path,
        status: 'skipped',
        backend: place.backend,
        reason: place.backend ? reason : place.reason,
        ...(place.backend ? { exceeded: true } : {}),
      };
    }),
    notices: [`Nothing was analysed: ${reason}.`],
  };
}
