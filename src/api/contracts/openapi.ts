import type { ContractChange } from '../contract-change.ts';
import type {
  ContractDifference,
  ContractFormat,
  ContractProblem,
  ContractSide,
} from '../contract-format.ts';
import { knownChanges } from '../openapi/checks.ts';
import { diffOpenApi } from '../openapi/diff-open-api.ts';
import { looksLikeOpenApi, type OpenApiDocument, parseOpenApi } from '../openapi/document.ts';
import { candidateDocuments, looksLikePart } from '../openapi/document-parts.ts';
import { isOpenApiPath } from '../openapi/open-api-path.ts';
import { operationsOf } from '../openapi/operations.ts';
import { promisedOperations } from '../openapi/promised-operations.ts';
import { type Description, openDescription, referencedPaths } from '../openapi/references.ts';

/** Files that one file may refer to. */
const maxReferencedFiles = 500;

type Pair = readonly [base: string | null, head: string | null];

/** OpenAPI 2.0 and 3: https://spec.openapis.org/oas/ */
export default {
  id: 'openapi',
  title: 'OpenAPI',
  checks: knownChanges,
  concerns: isOpenApiPath,
  recognises: looksLikeOpenApi,
  parts: { recognises: looksLikePart, candidates: candidateDocuments },
  related(file, paths) {
    const known = setOf(paths);
    return referencedPaths(file, maxReferencedFiles).filter((path) => known.has(path));
  },
  promises(file, side) {
    const document = parseOpenApi(file.path, file.text);
    return 'problem' in document
      ? []
      : promisedOperations(openDescription(document, (path) => side.read(path)));
  },
  compare({ base, head, changed, today = null }) {
    const compared = movedDocuments(base, head, changed).map((pair) =>
      compareDocuments(base, head, pair, today),
    );
    return {
      changes: compared.flatMap(({ changes }) => changes),
      problems: compared.flatMap(({ problems }) => problems),
    };
  },
} satisfies ContractFormat as ContractFormat;

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Asked of every file of a side, with the same paths each time. */
function setOf(paths: readonly string[]): ReadonlySet<string> {
  const known = sets.get(paths) ?? new Set(paths);
  sets.set(paths, known);
  return known;
}

type Opened = Description | { readonly problem: string } | null;

function open(side: ContractSide, path: string | null): Opened {
  const file = path === null ? null : side.read(path);
  if (file === null) return null;
  const document = parseOpenApi(file.path, file.text);
  return 'problem' in document ? document : openDescription(document, (asked) => side.read(asked));
}

function compareDocuments(
  base: ContractSide,
  head: ContractSide,
  [before, after]: Pair,
  today: string | null,
): ContractDifference {
  const [old, next] = [open(base, before), open(head, after)];
  const path = after ?? before ?? '';
  const refuse = (reason: string): ContractDifference => ({
    changes: [],
    problems: [{ path, partial: false, reason }],
  });
  if (next !== null && 'problem' in next) return refuse(next.problem);
  if (old !== null && 'problem' in old) return refuse(`before this change ${old.problem}`);
  if (old === null && next === null) return { changes: [], problems: [] };
  if (next === null) return { changes: old === null ? [] : [removedDocument(old)], problems: [] };
  const changes = diffOpenApi(old ?? openDescription(emptied(next.document), () => null), next, today);
  return { changes, problems: unresolvedProblems(path, old, next) };
}

/** What a document was before there was any of it. */
function emptied(document: OpenApiDocument): OpenApiDocument {
  const empty = parseOpenApi(document.path, 'openapi: 3.0.0\n');
  if ('problem' in empty) throw new TypeError(empty.problem);
  return empty;
}

/**
 * A contract that goes is one change, however many operations it had: whether they go as well says the code. Callers
 * lose what they generate their clients from and what their answers are held to.
 */
function removedDocument({ document }: Description): ContractChange {
  return {
    id: 'api-document-removed',
    level: 'risky',
    format: 'openapi',
    operation: '*',
    subject: 'contract',
    message: 'the whole contract is removed',
    base: { path: document.path, line: 1 },
    head: null,
  };
}

function unresolvedProblems(path: string, old: Description | null, next: Description): ContractProblem[] {
  const unresolved = new Map([...(old?.unresolved ?? []), ...next.unresolved]);
  const [first] = unresolved;
  if (first === undefined) return [];
  const [reference, reason] = first;
  const others = unresolved.size - 1;
  const more =
    others === 0
      ? ''
      : `; ${others} other ${others === 1 ? 'reference is' : 'references are'} not compared either`;
  return [
    {
      path,
      partial: true,
      reason: `what a reference stands for is not compared: ${reason}${more}`,
      subject: reference.slice(0, 200),
    },
  ];
}

/** Share of the operations that a document has in common with one that it was moved or renamed to. */
const movedShare = 0.5;
/** Documents that are looked at for where another one went. */
const maxMoved = 20;

/** A document that goes and one that comes with its operations are one document: git finds only those that stay alike. */
function movedDocuments(base: ContractSide, head: ContractSide, changed: readonly Pair[]): Pair[] {
  const gone = changed.filter(([before, after]) => before !== null && after === null);
  const added = changed.filter(([before, after]) => before === null && after !== null);
  if (gone.length === 0 || added.length === 0 || gone.length + added.length > maxMoved) return [...changed];
  const pairs = new Map<Pair, Pair>();
  const taken = new Set<Pair>();
  for (const one of gone) {
    const keys = operationKeys(base, one[0]);
    const other = added.find(
      (each) => !taken.has(each) && share(keys, operationKeys(head, each[1])) >= movedShare,
    );
    if (other === undefined) continue;
    taken.add(other);
    pairs.set(one, [one[0], other[1]]);
  }
  return changed.filter((pair) => !taken.has(pair)).map((pair) => pairs.get(pair) ?? pair);
}

function operationKeys(side: ContractSide, path: string | null): ReadonlySet<string> {
  const opened = open(side, path);
  return opened === null || 'problem' in opened ? new Set() : new Set(operationsOf(opened).byKey.keys());
}

function share(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return one.size === 0 ? 0 : [...one].filter((key) => other.has(key)).length / one.size;
}
