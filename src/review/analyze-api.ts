import { compareEndpoints } from '../api/compare-endpoints.ts';
import type { ContractChange } from '../api/contract-change.ts';
import type { Endpoint, EndpointChange } from '../api/endpoint.ts';
import { endpointFiles, mayHoldRoutes } from '../api/endpoint-files.ts';
import { findEndpoints } from '../api/find-endpoints.ts';
import { mergeSharedChanges } from '../api/merge-shared-changes.ts';
import { diffOpenApi } from '../api/openapi/diff-open-api.ts';
import { looksLikeOpenApi, parseOpenApi } from '../api/openapi/document.ts';
import { isOpenApiPath } from '../api/openapi/open-api-path.ts';
import { externalReferences } from '../api/openapi/references.ts';
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
  const contracts = sources.filter(isContract).map((source) => contractChanges(input, source));
  return {
    endpoints: changes,
    headEndpoints: head,
    contracts: mergeSharedChanges(contracts.flatMap((contract) => contract.changes)),
    outcomes: new Map([...unread, ...contracts.map(({ path, outcome }) => [path, outcome] as const)]),
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
      ? [...change.base.authentication, ...change.base.validation, ...change.base.rateLimit].map(
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

function isContract({ file, base, head }: ChangedSource): boolean {
  return (
    isOpenApiPath(file.path) && [base, head].some((side) => side?.text != null && looksLikeOpenApi(side.text))
  );
}

function contractChanges(
  input: AnalysisInput,
  { file, base, head }: ChangedSource,
): { path: string; changes: ContractChange[]; outcome: FileOutcome } {
  const left = (reason: string): ReturnType<typeof contractChanges> => ({
    path: file.path,
    changes: [],
    outcome: skipped(reason),
  });
  input.onFile(file.path);
  if (head?.text == null || base?.text == null)
    return {
      path: file.path,
      changes: [],
      outcome: { status: 'analyzed', reason: null },
    };
  const before = parseOpenApi(file.basePath ?? file.path, base.text);
  const after = parseOpenApi(file.path, head.text);
  if ('problem' in after) return left(after.problem);
  if ('problem' in before) return left(`before this change ${before.problem}`);
  const outside = [before, after].flatMap((document) => externalReferences(document, 1));
  return {
    path: file.path,
    changes: diffOpenApi(before, after),
    outcome:
      outside.length === 0
        ? { status: 'analyzed', reason: null }
        : {
            status: 'partial',
            reason: `what it refers to in other files is not compared (${codeSpan(outside[0] ?? '')})`,
          },
  };
}
