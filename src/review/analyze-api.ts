import { accessChecks, compareEndpoints } from '../api/compare-endpoints.ts';
import type { ContractChange } from '../api/contract-change.ts';
import type { ContractFile, ContractFormat, ContractSide } from '../api/contract-format.ts';
import { contractFormats } from '../api/contracts.generated.ts';
import type { Endpoint, EndpointChange } from '../api/endpoint.ts';
import { endpointFiles, mayHoldRoutes } from '../api/endpoint-files.ts';
import { findEndpoints } from '../api/find-endpoints.ts';
import { mergeSharedChanges } from '../api/merge-shared-changes.ts';
import type { SourceTree } from '../change/source-tree.ts';
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
  const [baseFiles = [], headFiles = []] = await Promise.all(trees.map((tree) => readCode(tree, wanted)));
  const unread = new Map<string, FileOutcome>();
  const watch = {
    begin: input.onFile,
    unread: (path: string) =>
      unread.set(path, skipped('it is too long or too deeply nested to be parsed', true)),
  };
  const read = new Set(wanted);
  for (const { file } of sources)
    if (mayHoldRoutes(file.path) && !read.has(file.path))
      unread.set(file.path, {
        status: 'partial',
        reason: `endpoints are searched in ${maximumSourceFiles} files of code`,
        exceeded: true,
      });
  const base = findEndpoints(baseFiles, 'base', watch);
  const head = findEndpoints(headFiles, 'head', watch);
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

async function readCode(
  tree: SourceTree,
  paths: readonly string[],
): Promise<{ path: string; text: string }[]> {
  const files = await tree.read(paths);
  return [...files.values()].flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
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
      (source) => format.concerns(source.file.path) && says(source, format.recognises),
    );
    const parts = partsAmong(format, sources, own);
    if (own.length + parts.length === 0) continue;
    for (const { file } of own) input.onFile(file.path);
    const documents = await documentsOf(input.head, format, parts, own);
    const changed = [...own.map(pathsOf), ...documents.map((path) => [path, path] as const)];
    if (changed.length === 0) continue;
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
    const reached = parts.filter(({ file }) =>
      [base.read(file.basePath ?? file.path), head.read(file.path)].some((each) => each !== null),
    );
    const told = [...own, ...reached].map(({ file }) => file.path);
    for (const path of told) outcomes.set(path, { status: 'analyzed', reason: null });
    const compared = format.compare({
      base,
      head,
      changed,
      ...(input.today === undefined ? {} : { today: input.today }),
    });
    changes.push(...compared.changes);
    for (const { path, partial, reason, subject } of compared.problems) {
      const because = subject === undefined ? reason : `${reason} (${codeSpan(subject)})`;
      // A document that did not change is no file of the review: what is wrong with it is told with its part.
      const at = told.includes(path) ? path : told[0];
      if (at !== undefined)
        outcomes.set(at, partial ? { status: 'partial', reason: because } : skipped(because));
    }
  }
  return { changes, outcomes };
}

function says({ base, head }: ChangedSource, recognises: (text: string) => boolean): boolean {
  return [base, head].some((side) => side?.text != null && recognises(side.text));
}

function pathsOf({ file, base, head }: ChangedSource): readonly [string | null, string | null] {
  return [base === null ? null : (file.basePath ?? file.path), head === null ? null : file.path];
}

/** The changed files that are no documents of a format, but may be parts of one. */
function partsAmong(
  format: ContractFormat,
  sources: readonly ChangedSource[],
  own: readonly ChangedSource[],
): ChangedSource[] {
  const { parts } = format;
  if (parts === undefined) return [];
  return sources.filter(
    (source) => format.concerns(source.file.path) && !own.includes(source) && says(source, parts.recognises),
  );
}

/** The unchanged documents at the head that refer to a changed part, through however many files. */
async function documentsOf(
  tree: SourceTree,
  format: ContractFormat,
  parts: readonly ChangedSource[],
  own: readonly ChangedSource[],
): Promise<string[]> {
  if (format.parts === undefined || parts.length === 0) return [];
  const changed = new Set([...parts, ...own].map(({ file }) => file.path));
  const paths = (await tree.list()).map(({ path }) => path).filter((path) => format.concerns(path));
  const candidates = format.parts.candidates([...parts.map(({ file }) => file.path)], paths);
  const files = await readCode(
    tree,
    candidates.filter((path) => !changed.has(path)),
  );
  const documents = files.filter(({ text }) => format.recognises(text)).map(({ path }) => path);
  // All are read at once: documents of one project share most of their parts.
  const side = await sideOf(tree, format, documents);
  const wanted = new Set(parts.map(({ file }) => file.path));
  return documents.filter((path) => reaches(side, format, path, wanted));
}

/** Whether a document refers to one of these files, through however many others. */
function reaches(
  side: ContractSide,
  format: ContractFormat,
  path: string,
  wanted: ReadonlySet<string>,
): boolean {
  const seen = new Set([path]);
  for (const each of seen) {
    if (wanted.has(each)) return true;
    const file = side.read(each);
    for (const next of file === null ? [] : format.related(file, side.paths)) seen.add(next);
  }
  return false;
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
