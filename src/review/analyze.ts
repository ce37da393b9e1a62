import { isBackendPath } from '../code/backend-files.ts';
import { languageOf } from '../code/syntax.ts';
import { findTests } from '../code/test-files.ts';
import { isMarkedMigration } from '../migrations/find-migrations.ts';
import type { Coverage } from '../report/coverage.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import { rules } from '../rules/registry.generated.ts';
import { isOn } from '../rules/severity.ts';
import type { Analysis } from './analysis.ts';
import {
  type AnalysisInput,
  type ChangedSource,
  type FileOutcome,
  readChangedSources,
} from './analysis-input.ts';
import { analyzeApi } from './analyze-api.ts';
import { analyzeCode } from './analyze-code.ts';
import { analyzeSql } from './analyze-sql.ts';
import { apiFindings } from './api-findings.ts';
import { codeFindings } from './code-findings.ts';
import { readRuleSettings } from './rule-settings-of.ts';

/** The deterministic half of a review: facts first, then rules over facts, their suggestions proven. */
export async function analyze(input: AnalysisInput): Promise<Analysis> {
  const { sources, left } = await readChangedSources(input);
  const sql = await analyzeSql(input, sources);
  const api = await analyzeApi(input, sources);
  const { settings, problems } = readRuleSettings(input.settings);
  const chosen = rules.filter((rule) => isOn(rule, settings));
  const code = analyzeCode(chosen, input, sources, api.headEndpoints);
  const tests = findTests(
    sources.flatMap(({ file, head }) => (head?.text == null ? [] : [{ path: file.path, text: head.text }])),
  );
  return {
    facts: {
      migrations: sql.migrations,
      queryFiles: sql.queryFiles,
      pictures: sql.pictures,
      proofs: sql.proofs,
      notRun: sql.notRun,
      endpoints: api.endpoints,
      endpointNotes: api.notes,
      contracts: api.contracts,
      tests,
    },
    findings: [
      ...sql.findings,
      ...apiFindings(chosen, api, settings),
      ...codeFindings(chosen, code.found, settings),
    ],
    coverage: coverageOf(
      input,
      sources,
      new Map([...left, ...sql.outcomes, ...code.outcomes, ...api.outcomes]),
    ),
    notices: [...leftOutElsewhere(input), ...sql.notices, ...problems],
  };
}

/** Files beside the change have no place in its coverage: what was left out of them is told apart. */
function leftOutElsewhere({ change, skip }: AnalysisInput): string[] {
  const changed = new Set(change.files.flatMap(({ path, basePath }) => [path, basePath]));
  return Object.entries(skip)
    .filter(([path]) => !changed.has(path))
    .map(
      ([path, reason]) =>
        `${codeSpan(path)}, which this pull request leaves as it is, was left out: ${reason}.`,
    );
}

/** One entry for each file of the change: nothing is skipped without a word. */
function coverageOf(
  input: AnalysisInput,
  sources: readonly ChangedSource[],
  outcomes: ReadonlyMap<string, FileOutcome>,
): Coverage[] {
  const byPath = new Map(sources.map((source) => [source.file.path, source]));
  return input.change.files.map(({ path }) => {
    const { backend } = isBackendPath(path);
    const outcome = outcomes.get(path) ?? plainOutcome(path, byPath.get(path));
    // A contract may have any name: what was read of a file says that it is one.
    return { path, backend: backend || outcome.status !== 'skipped', ...outcome };
  });
}

/** A file that no analysis claimed: code of a language that is parsed was searched for endpoints and tests. */
function plainOutcome(path: string, source: ChangedSource | undefined): FileOutcome {
  if (source === undefined) return { status: 'skipped', reason: 'its content could not be read' };
  const lossy = source.head?.lossy === true;
  if (languageOf(path) !== null)
    return lossy
      ? { status: 'partial', reason: 'it is not valid UTF-8' }
      : { status: 'analyzed', reason: null };
  const text = source.head?.text ?? '';
  if (isMarkedMigration(path, text))
    return { status: 'skipped', reason: 'it looks like a migration, and could not be read as one' };
  return { status: 'skipped', reason: `no rule reads ${extensionOf(path)} files` };
}

function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `\`${name.slice(dot).replace(/[^\w.]/g, '')}\`` : 'such';
}
