import { type SdlDocument, standsAlone } from './sdl-document.ts';

/** The files of one side by path: those that parse and hold definitions. */
export type Documents = ReadonlyMap<string, SdlDocument>;

/** The files that form one schema on both sides. */
export interface SchemaFiles {
  readonly base: readonly SdlDocument[];
  readonly head: readonly SdlDocument[];
}

type ChangedPair = readonly [base: string | null, head: string | null];

/**
 * Which files form one schema with those that changed. A file that is a whole schema (a snapshot that a program wrote,
 * or all there is) stands for itself. Another one belongs to the nearest folder above it that says where queries start,
 * with what is connected to it there by the names of types. A schema that one side does not have is left out: nobody
 * calls a new one, and where an old one went is not seen.
 */
export function schemasOf(base: Documents, head: Documents, changed: readonly ChangedPair[]): SchemaFiles[] {
  const alone: SchemaFiles[] = [];
  const folders = new Map<string, { pair: readonly [string, string]; changed: string[] }>();
  for (const [before, after] of changed) {
    const [old, next] = [documentAt(base, before), documentAt(head, after)];
    if ([old, next].every((document) => document === undefined || standsAlone(document))) {
      if (old !== undefined && next !== undefined) alone.push({ base: [old], head: [next] });
      continue;
    }
    for (const pair of folderPairs(base, head, old, next)) {
      const key = pair.join('\n');
      const known = folders.get(key) ?? { pair, changed: [] };
      known.changed.push(...[before, after].filter((path) => path !== null));
      folders.set(key, known);
    }
  }
  const together = [...folders.values()].map(({ pair: [old, next], changed: own }) =>
    connected(without(below(base, old), below(head, next)), own),
  );
  return [...alone, ...together.filter((files) => files.base.length > 0 && files.head.length > 0)];
}

function documentAt(documents: Documents, path: string | null): SdlDocument | undefined {
  return path === null ? undefined : documents.get(path);
}

/** The folders of a changed file on both sides: one pair, or two where it went from one schema to another. */
function folderPairs(
  base: Documents,
  head: Documents,
  old: SdlDocument | undefined,
  next: SdlDocument | undefined,
): (readonly [string, string])[] {
  const before = old === undefined ? null : schemaFolder(base, old);
  const after = next === undefined ? null : schemaFolder(head, next);
  if (before === null || after === null) {
    const one = before ?? after ?? '';
    return [[one, one]];
  }
  if (after.startsWith(before)) return [[before, before]];
  if (before.startsWith(after)) return [[after, after]];
  const stays = below(head, before).length > 0;
  return stays
    ? [
        [before, before],
        [after, after],
      ]
    : [[before, after]];
}

/** The nearest folder above a file that says where queries start (`src/schema/`, '' for the root); else its own. */
function schemaFolder(documents: Documents, document: SdlDocument): string {
  const rooted = new Set<string>();
  for (const each of documents.values())
    if (each.hasRoot || (document.isSubgraph && each.extends.has('Query')))
      for (const folder of foldersAbove(each.path)) rooted.add(folder);
  const above = foldersAbove(document.path);
  return above.find((folder) => rooted.has(folder)) ?? above[0] ?? '';
}

/** `a/b/c.graphql`: `a/b/`, `a/`, ''. */
function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, parts.length - index).join('/')}/`).concat('');
}

function below(documents: Documents, folder: string): SdlDocument[] {
  return [...documents.values()].filter(({ path }) => path.startsWith(folder));
}

/** Without what stands for itself and says again what the others say: the snapshot of a schema beside its parts. */
function without(base: readonly SdlDocument[], head: readonly SdlDocument[]): SchemaFiles {
  const repeats = [base, head].map(repeatingFiles);
  const out = (path: string): boolean => {
    const said = repeats.flatMap((side) => side.get(path) ?? []);
    return said.length > 0 && said.every((repeating) => repeating);
  };
  const kept = (documents: readonly SdlDocument[]): SdlDocument[] =>
    documents.filter(({ path }) => !out(path));
  return { base: kept(base), head: kept(head) };
}

function repeatingFiles(documents: readonly SdlDocument[]): Map<string, boolean> {
  const counts = new Map<string, number>();
  for (const { defines } of documents)
    for (const name of defines) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map(
    documents.map((document) => [
      document.path,
      standsAlone(document) && [...document.defines].some((name) => (counts.get(name) ?? 0) > 1),
    ]),
  );
}

/** What the names of types connect with the changed files, on either side. */
function connected({ base, head }: SchemaFiles, changed: readonly string[]): SchemaFiles {
  const byName = new Map<string, Set<string>>();
  const names = new Map<string, Set<string>>();
  for (const { path, defines, extends: extended, uses } of [...base, ...head]) {
    const own = names.get(path) ?? new Set();
    names.set(path, own);
    for (const name of [...defines, ...extended, ...uses]) {
      own.add(name);
      byName.set(name, (byName.get(name) ?? new Set()).add(path));
    }
  }
  const reached = new Set<string>();
  const followed = new Set<string>();
  const open = [...changed];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    for (const name of names.get(path) ?? []) {
      if (followed.has(name)) continue;
      followed.add(name);
      open.push(...(byName.get(name) ?? []));
    }
  }
  const kept = (documents: readonly SdlDocument[]): SdlDocument[] =>
    documents.filter(({ path }) => reached.has(path));
  return { base: kept(base), head: kept(head) };
}
