import { accessChecks, compareEndpoints } from '../api/compare-endpoints.ts';
import type { ContractChange } from '../api/contract-change.ts';
import { contractFormats } from '../api/contracts.generated.ts';
import type { Endpoint, EndpointChange } from '../api/endpoint.ts';
import { endpointFiles, mayHoldRoutes } from '../api/endpoint-files.ts';
import { type EndpointSource, findEndpoints } from '../api/find-endpoints.ts';
import type { ContractMatch } from '../api/match-contract.ts';
import { mergeSharedChanges } from '../api/merge-shared-changes.ts';
import { isSamplePath } from '../api/sample-path.ts';
import { readTexts } from '../change/read-texts.ts';
import type { SourceTree, TreeEntry } from '../change/source-tree.ts';
import type { EndpointNote } from '../report/facts.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import {
  type AnalysisInput,
  type ChangedSource,
  type FileOutcome,
  readPlainSources,
  skipped,
} from './analysis-input.ts';
import { contractsOfCode } from './contract-agreement.ts';
import { documentsOf, partsAmong, says } from './contract-parts.ts';
import { contractFiles } from './contract-side.ts';
import type { ContractTrial } from './contract-suggestions.ts';
import { endpointNotes } from './endpoint-notes.ts';
import type { EndpointTrial } from './endpoint-suggestions.ts';
import { maximumSourceFiles } from './wanted-paths.ts';

export interface ApiAnalysis {
  readonly endpoints: readonly EndpointChange[];
  readonly notes: readonly EndpointNote[];
  /** All endpoints at the head in the files that were read. */
  readonly headEndpoints: readonly Endpoint[];
  readonly contracts: readonly ContractChange[];
  /** The contracts that describe the code, with what they promise. */
  readonly promises: readonly ContractMatch[];
  /** For suggestions about contracts, one for each format that was compared. */
  readonly contractTrials: readonly ContractTrial[];
  /** For suggestions; null where no code was searched. */
  readonly trial: EndpointTrial | null;
  readonly outcomes: ReadonlyMap<string, FileOutcome>;
}

/** Endpoints of the code, base against head, and the contracts that the change touches. */
export async function analyzeApi(
  input: AnalysisInput,
  sources: readonly ChangedSource[],
): Promise<ApiAnalysis> {
  const { changes, head, unread, trial } = await endpointChanges(input, sources);
  const contracts = await contractDifferences(input, sources);
  // A changed contract is held against the code also where no code changed.
  const paths = sources.map(({ file }) => file.path);
  const promises = await contractsOfCode(input.head, head, paths);
  return {
    endpoints: changes,
    notes: await endpointNotes(input.head, changes, promises, paths),
    headEndpoints: head,
    contracts: mergeSharedChanges(contracts.changes),
    contractTrials: contracts.trials,
    promises,
    trial,
    outcomes: new Map([...unread, ...contracts.outcomes]),
  };
}

interface EndpointSearch {
  readonly changes: readonly EndpointChange[];
  readonly head: readonly Endpoint[];
  readonly unread: ReadonlyMap<string, FileOutcome>;
  readonly trial: EndpointTrial | null;
}

async function endpointChanges(
  input: AnalysisInput,
  sources: readonly ChangedSource[],
): Promise<EndpointSearch> {
  const changed = sources.flatMap(({ file }) => [
    file.path,
    ...(file.basePath === null ? [] : [file.basePath]),
  ]);
  if (!changed.some(mayHoldRoutes)) return { changes: [], head: [], unread: new Map(), trial: null };
  const trees = [input.base, input.head] as const;
  const listed = await Promise.all(trees.map((tree) => tree.list()));
  // Both sides read the same files, so that they see alike where the limit cuts.
  const all = [...new Set(listed.flat().map(({ path }) => path))].filter((path) => !(path in input.skip));
  const wanted = endpointFiles(all, changed, maximumSourceFiles);
  const [baseFiles, headFiles] = await readBoth(trees, listed, wanted);
  const unread = new Map<string, FileOutcome>();
  const watch = {
    begin: input.onFile,
    unread: (path: string) =>
      unread.set(path, skipped('it is too long or too deeply nested to be parsed', true)),
  };
  const cache = input.endpoints;
  const read = new Set(wanted);
  for (const { file } of sources)
    if (mayHoldRoutes(file.path) && !read.has(file.path))
      unread.set(file.path, {
        status: 'partial',
        reason: `endpoints are searched in ${maximumSourceFiles} files of code`,
        exceeded: true,
      });
  const base = findEndpoints(baseFiles, 'base', { watch, cache });
  const head = findEndpoints(headFiles, 'head', { watch, cache });
  const touched = new Set(changed);
  const against = (endpoints: readonly Endpoint[]): EndpointChange[] =>
    compareEndpoints(base, endpoints).filter((change) => places(change).some((path) => touched.has(path)));
  const trial: EndpointTrial = {
    textOf: (side, path) =>
      (side === 'base' ? baseFiles : headFiles).find((file) => file.path === path)?.text ?? null,
    changesWith: (path, text) =>
      against(
        findEndpoints([...headFiles.filter((file) => file.path !== path), { path, text }], 'head', { cache }),
      ),
  };
  return { changes: against(head), head, unread, trial };
}

/** The files that a change of an endpoint stands in. */
function places(change: EndpointChange): string[] {
  return [
    ...('base' in change ? [change.base.span.path] : []),
    ...('head' in change ? [change.head.span.path] : []),
    // A check that is inherited from a router or an application is lost there, not where the route stands.
    ...('base' in change && 'head' in change
      ? [...accessChecks(change.base), ...change.base.validation, ...change.base.rateLimit].map(
          ({ path }) => path,
        )
      : []),
  ];
}

/** The wanted files of both sides. What is the same on both, which is nearly all, is read once. */
async function readBoth(
  [base, head]: readonly [SourceTree, SourceTree],
  [baseList = [], headList = []]: readonly (readonly TreeEntry[])[],
  wanted: readonly string[],
): Promise<[EndpointSource[], EndpointSource[]]> {
  const objects = new Map(baseList.map(({ path, object }) => [path, object]));
  const same = new Set(
    headList.filter(({ path, object }) => objects.get(path) === object).map(({ path }) => path),
  );
  const before = await readTexts(base, wanted);
  const after = await readTexts(
    head,
    wanted.filter((path) => !same.has(path)),
  );
  return [before, [...before.filter(({ path }) => same.has(path)), ...after]];
}

/** Each contract format over the files that concern it, where the change touches one. */
async function contractDifferences(
  input: AnalysisInput,
  sources: readonly ChangedSource[],
): Promise<{
  changes: ContractChange[];
  outcomes: Map<string, FileOutcome>;
  trials: ContractTrial[];
}> {
  const changes: ContractChange[] = [];
  const trials: ContractTrial[] = [];
  const outcomes = new Map<string, FileOutcome>();
  const plain = await readPlainSources(input, (path) =>
    contractFormats.some((format) => format.concerns(path)),
  );
  let today: string | null | undefined;
  for (const format of contractFormats) {
    const all = [...sources, ...plain].filter(
      (source) => format.concerns(source.file.path) && says(source, format.recognises),
    );
    const own = all.filter(({ file }) => !isSamplePath(file.path));
    for (const { file } of all)
      if (isSamplePath(file.path))
        outcomes.set(file.path, skipped('no caller follows a contract of tests or of a dependency'));
    const parts = partsAmong(format, [...sources, ...plain], all);
    if (own.length + parts.length === 0) continue;
    for (const { file } of own) input.onFile(file.path);
    const documents = await documentsOf(input.head, format, parts, own);
    const changed = [...own.map(pathsOf), ...documents.map((path) => [path, path] as const)];
    if (changed.length === 0) continue;
    const base = await contractFiles(
      input.base,
      format,
      changed.map(([path]) => path),
    );
    const head = await contractFiles(
      input.head,
      format,
      changed.map(([, path]) => path),
    );
    const reached = parts.filter(({ file }) =>
      [base.read(file.basePath ?? file.path), head.read(file.path)].some((each) => each !== null),
    );
    const told = [...own, ...reached].map(({ file }) => file.path);
    for (const path of told) outcomes.set(path, { status: 'analyzed', reason: null });
    if (today === undefined) today = (await input.headDay?.()) ?? null;
    const compared = format.compare({ base, head, changed, today });
    trials.push({ format, base, head, changed, today, compared });
    changes.push(...compared.changes);
    for (const { path, partial, reason, subject } of compared.problems) {
      const because = subject === undefined ? reason : `${reason} (${codeSpan(subject)})`;
      // A document that did not change is no file of the review: what is wrong with it is told with its part.
      const at = told.includes(path) ? path : told[0];
      if (at !== undefined)
        outcomes.set(at, partial ? { status: 'partial', reason: because } : skipped(because));
    }
  }
  return { changes, outcomes, trials };
}

function pathsOf({ file, base, head }: ChangedSource): readonly [string | null, string | null] {
  return [base === null ? null : (file.basePath ?? file.path), head === null ? null : file.path];
}
