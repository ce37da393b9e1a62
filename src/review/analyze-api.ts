import { accessChecks, compareEndpoints } from '../api/compare-endpoints.ts';
import type { ContractChange } from '../api/contract-change.ts';
import type { ContractFile, ContractFormat, ContractSide } from '../api/contract-format.ts';
import { contractFormats } from '../api/contracts.generated.ts';
import type { Endpoint, EndpointChange } from '../api/endpoint.ts';
import { endpointFiles, mayHoldRoutes } from '../api/endpoint-files.ts';
import { type EndpointSource, findEndpoints } from '../api/find-endpoints.ts';
import { mergeSharedChanges } from '../api/merge-shared-changes.ts';
import type { SourceTree, TreeEntry } from '../change/source-tree.ts';
import { codeSpan } from '../report/markdown/code-span.ts';
import { type AnalysisInput, type ChangedSource, type FileOutcome, skipped } from './analysis-input.ts';
import { maximumSourceFiles } from './wanted-paths.ts';

export interface ApiAnalysis {
  readonly endpoints: readonly EndpointChange[];
  /** All endpoints at the head in the files that were read. */
  readonly headEndpoints: readonly Endpoint[];
  readonly contracts: readonly ContractChange[];
  readonly outcomes: ReadonlyMap<string, FileOutcome>;
}

/** Endpoints of the code, base against head, and the contracts that the change touches. */
export async function analyzeApi(
  input: AnalysisInput,
  sources: readonly ChangedSource[],
): Promise<ApiAnalysis> {
  const { changes, head, unread } = await endpointChanges(input, sources);
  const contracts = await contractDifferences(input, sources);
  return {
    endpoints: changes,
    headEndpoints: head,
    contracts: mergeSharedChanges(contracts.changes),
    outcomes: new Map([...unread, ...contracts.outcomes]),
  };
}

async function endpointChanges(
  input: AnalysisInput,
  sources: readonly ChangedSource[],
): Promise<{ changes: EndpointChange[]; head: Endpoint[]; unread: Map<string, FileOutcome> }> {
  const changed = sources.flatMap(({ file }) => [
    file.path,
    ...(file.basePath === null ? [] : [file.basePath]),
  ]);
  if (!changed.some(mayHoldRoutes)) return { changes: [], head: [], unread: new Map() };
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
  const changes = compareEndpoints(base, head).filter((change) =>
    places(change).some((path) => touched.has(path)),
  );
  return { changes, head, unread };
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
  const before = await readCode(base, wanted);
  const after = await readCode(
    head,
    wanted.filter((path) => !same.has(path)),
  );
  return [before, [...before.filter(({ path }) => same.has(path)), ...after]];
}

async function readCode(
  tree: SourceTree,
  paths: readonly string[],
): Promise<{ path: string; text: string; object: string }[]> {
  const files = await tree.read(paths);
  return [...files.values()].flatMap(({ path, text, object }) =>
    text === null ? [] : [{ path, text, object }],
  );
}

/** Each contract format over the files that concern it, where the change touches one. */
async function contractDifferences(
  input: AnalysisInput,
  sources: readonly ChangedSource[],
): Promise<{ changes: ContractChange[]; outcomes: Map<string, FileOutcome> }> {
  const changes: ContractChange[] = [];
  const outcomes = new Map<string, FileOutcome>();
  for (const format of contractFormats) {
    const own = sources.filter(
      ({ file, base, head }) =>
        format.concerns(file.path) &&
        [base, head].some((side) => side?.text != null && format.recognises(side.text)),
    );
    if (own.length === 0) continue;
    for (const { file } of own) {
      input.onFile(file.path);
      outcomes.set(file.path, { status: 'analyzed', reason: null });
    }
    const changed = own.map(
      ({ file, base, head }) =>
        [base === null ? null : (file.basePath ?? file.path), head === null ? null : file.path] as const,
    );
    const base = await sideOf(
      input.base,
      format,
      changed.map(([path]) => path),
    );
    const head = await sideOf(
      input.head,
      format,
      changed.map(([, path]) => path),
    );
    const compared = format.compare({ base, head, changed });
    changes.push(...compared.changes);
    for (const { path, partial, reason, subject } of compared.problems) {
      const told = subject === undefined ? reason : `${reason} (${codeSpan(subject)})`;
      outcomes.set(path, partial ? { status: 'partial', reason: told } : skipped(told));
    }
  }
  return { changes, outcomes };
}

/** Most files of contracts that are read of one side: the changed ones, and what they refer to. */
const maximumContractFiles = 2_000;

async function sideOf(
  tree: SourceTree,
  format: ContractFormat,
  changed: readonly (string | null)[],
): Promise<ContractSide> {
  const paths = (await tree.list()).map(({ path }) => path).filter((path) => format.concerns(path));
  const known = new Set(paths);
  const texts = new Map<string, ContractFile>();
  const asked = new Set<string>();
  let next = changed.filter((path) => path !== null);
  while (next.length > 0 && asked.size < maximumContractFiles) {
    const batch = [...new Set(next)]
      .filter((path) => known.has(path) && !asked.has(path))
      .slice(0, maximumContractFiles - asked.size);
    for (const path of batch) asked.add(path);
    const files = await readCode(tree, batch);
    for (const file of files) texts.set(file.path, file);
    next = files.flatMap((file) => format.related(file, paths));
  }
  return { paths, read: (path) => texts.get(path) ?? null };
}
