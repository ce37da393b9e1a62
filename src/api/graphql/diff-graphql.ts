import type { ContractChange, ContractLevel } from '../contract-change.ts';
import type { ContractDifference, ContractProblem, ContractSide } from '../contract-format.ts';
import { type MergedSchema, mergeSchema } from './build-schema.ts';
import { compareSchemas } from './compare-schemas.ts';
import { type Documents, type SchemaFiles, schemasOf } from './schema-files.ts';
import { looksLikeSdl, parseSdl, type SdlDocument } from './sdl-document.ts';

interface Side {
  readonly documents: ReadonlyMap<string, SdlDocument>;
  /** Why files are not read, by path. */
  readonly problems: ReadonlyMap<string, string>;
}

type ChangedPair = readonly [base: string | null, head: string | null];

/** What changed for callers in the schemas of the changed files. A file that cannot be read is compared on no side. */
export function diffGraphQl(
  base: ContractSide,
  head: ContractSide,
  changed: readonly ChangedPair[],
): ContractDifference {
  const sides = {
    base: readSide(
      base,
      changed.filter(([, after]) => isSdl(head, after)).map(([before]) => before),
    ),
    head: readSide(
      head,
      changed.filter(([before]) => isSdl(base, before)).map(([, after]) => after),
    ),
  };
  const problems = changed.flatMap((pair) => problemOf(pair, sides.base, sides.head) ?? []);
  const unread = new Set(problems.map(({ path }) => path));
  const isRead = ([before, after]: ChangedPair): boolean => !unread.has(after ?? before ?? '');
  const dropped = new Set(changed.filter((pair) => !isRead(pair)).flat());
  const compared = schemasOf(
    without(sides.base.documents, dropped),
    without(sides.head.documents, dropped),
    changed.filter(isRead),
  ).map(compareFiles);
  return {
    changes: onceEach(compared.flatMap(({ changes }) => changes)),
    problems: [...problems, ...compared.flatMap((each) => each.problems)],
  };
}

function isSdl(side: ContractSide, path: string | null): boolean {
  const file = path === null ? null : side.read(path);
  return file !== null && looksLikeSdl(file.text);
}

/** `counterparts`: files that were or become SDL on the other side; one that does not look like it may be broken. */
function readSide(side: ContractSide, counterparts: readonly (string | null)[]): Side {
  const meant = new Set(counterparts);
  const documents = new Map<string, SdlDocument>();
  const problems = new Map<string, string>();
  for (const path of side.paths) {
    const file = side.read(path);
    if (file === null || !(meant.has(path) || looksLikeSdl(file.text))) continue;
    const document = parseSdl(file);
    if ('problem' in document) problems.set(path, document.problem);
    else if (document.definitions.length > 0) documents.set(path, document);
  }
  return { documents, problems };
}

function problemOf([before, after]: ChangedPair, base: Side, head: Side): ContractProblem | null {
  const now = after === null ? undefined : head.problems.get(after);
  if (after !== null && now !== undefined) return { path: after, partial: false, reason: now };
  const old = before === null ? undefined : base.problems.get(before);
  if (before === null || old === undefined) return null;
  return { path: after ?? before, partial: false, reason: `before this change ${old}` };
}

function without(documents: Documents, dropped: ReadonlySet<string | null>): Documents {
  return new Map([...documents].filter(([path]) => !dropped.has(path)));
}

function compareFiles({ base, head }: SchemaFiles): ContractDifference {
  const path = head[0]?.path ?? '';
  try {
    const [before, after] = [mergeSchema(base), mergeSchema(head)];
    return { changes: compareSchemas(before, after), problems: lostTypes(path, before, after) };
  } catch (error) {
    // The library goes down into types and values by recursion, and does not see where defaults go in circles.
    if (!(error instanceof RangeError)) throw error;
    const reason = 'its types or defaults are too deeply nested, or go in circles';
    return { changes: [], problems: [{ path, partial: false, reason }] };
  }
}

/** A type that is still used and no longer defined: removed by mistake, or defined where nobody looked. */
function lostTypes(path: string, base: MergedSchema, head: MergedSchema): ContractProblem[] {
  const lost = [...head.absent].find((name) => !base.absent.has(name) && base.schema.getType(name));
  if (lost === undefined) return [];
  const user = head.users.get(lost) ?? path;
  return [{ path: user, partial: true, reason: 'it uses a type that is no longer defined', subject: lost }];
}

const strictness: readonly ContractLevel[] = ['compatible', 'risky', 'breaking'];

/** A file can belong to two schemas: what both say is one change, the stricter one. */
function onceEach(changes: readonly ContractChange[]): ContractChange[] {
  const known = new Map<string, ContractChange>();
  for (const change of changes) {
    const key = JSON.stringify([change.id, change.operation, change.subject, change.base, change.head]);
    const other = known.get(key);
    if (other === undefined || strictness.indexOf(change.level) > strictness.indexOf(other.level))
      known.set(key, change);
  }
  return [...known.values()];
}
