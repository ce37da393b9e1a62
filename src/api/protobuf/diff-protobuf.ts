import type { ContractDifference, ContractFile, ContractProblem, ContractSide } from '../contract-format.ts';
import { compareFiles, type ProtoSide } from './compare-files.ts';
import { importedPath } from './imports.ts';
import { looksLikeProto, type ProtoFile, parseProto } from './proto-file.ts';
import { createTypeNames } from './type-names.ts';

type ChangedPair = readonly [base: string | null, head: string | null];

interface ReadSide extends ProtoSide {
  /** Why files are not read, by path. */
  readonly problems: ReadonlyMap<string, string>;
}

/** What changed for callers in the changed files. A file that is new changes nothing for anybody. */
export function diffProtobuf(
  base: ContractSide,
  head: ContractSide,
  changed: readonly ChangedPair[],
): ContractDifference {
  const [old, next] = [readSide(base), readSide(head)];
  const problems = changed.flatMap((pair) => problemOf(pair, old, next) ?? []);
  const unread = new Set(problems.map(({ path }) => path));
  const changes = changed.flatMap(([before, after]) => {
    const file = before === null ? undefined : old.files.get(before);
    if (file === undefined || unread.has(after ?? before ?? '')) return [];
    const same = after === null ? null : next.files.get(after);
    return same === undefined ? [] : compareFiles(file, same, old, next);
  });
  const missing = changed.flatMap(([, after]) => {
    const file = after === null ? undefined : next.files.get(after);
    return file === undefined ? [] : missingImports(file, head, next);
  });
  return { changes, problems: [...problems, ...missing] };
}

function readSide(side: ContractSide): ReadSide {
  const files = new Map<string, ProtoFile>();
  const problems = new Map<string, string>();
  for (const path of side.paths) {
    const file = side.read(path);
    if (file === null) continue;
    const parsed = parseProto(file);
    if ('problem' in parsed) problems.set(path, parsed.problem);
    else files.set(path, parsed);
  }
  return { files, types: createTypeNames(files.values()), paths: side.paths, problems };
}

function problemOf([before, after]: ChangedPair, base: ReadSide, head: ReadSide): ContractProblem | null {
  const now = after === null ? undefined : head.problems.get(after);
  if (after !== null && now !== undefined) return { path: after, partial: false, reason: now };
  const old = before === null ? undefined : base.problems.get(before);
  if (before === null || old === undefined) return null;
  return { path: after ?? before, partial: false, reason: `before this change ${old}` };
}

/** Files of options, which no message holds a value of, come from elsewhere by habit. */
const usuallyElsewhere =
  /^(?:google\/|buf\/validate\/|validate\/|gogoproto\/|protoc-gen-openapiv2\/|cosmos_proto\/|amino\/|tagger\/)/;

/** An import that is not there, where a type of the file is not seen or the import is none that usually comes from elsewhere. */
function missingImports(file: ProtoFile, side: ContractSide, { types }: ReadSide): ContractProblem[] {
  const missing = file.imports.filter((path) => importedPath(path, file.path, side.paths) === null);
  const isSeen = usedTypes(file).every(([type, scope]) => types(type, file, scope).kind !== 'unknown');
  const [first] = missing.filter((path) =>
    isSeen ? !usuallyElsewhere.test(path) : !path.startsWith('google/protobuf/'),
  );
  if (first === undefined) return [];
  return [{ path: file.path, partial: true, reason: 'it imports a file that is not there', subject: first }];
}

/** The types that a file names, each with the scope that it is looked up from. */
function usedTypes(file: ProtoFile): (readonly [type: string, scope: string])[] {
  const fields = [
    ...[...file.messages.values()].flatMap((message) => message.fields),
    ...file.extensions.values(),
  ];
  const rpcs = [...file.services.values()].flatMap(({ name, rpcs: own }) =>
    own.flatMap(({ request, response }) => [[request, name] as const, [response, name] as const]),
  );
  return [...fields.map(({ type, scope }) => [type, scope] as const), ...rpcs];
}

/** The files of the same side that a file imports. */
export function importedProtos(file: ContractFile, paths: readonly string[]): readonly string[] {
  if (!looksLikeProto(file.text)) return [];
  const parsed = parseProto(file);
  if ('problem' in parsed) return [];
  return parsed.imports.flatMap((path) => importedPath(path, file.path, paths) ?? []);
}
