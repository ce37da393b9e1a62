import type { SqlParser } from '../../sql/parse.ts';
import type { SchemaModel } from '../../sql/schema/model.ts';
import { indexLines } from '../../text/lines.ts';
import { certainUses, modelsOf } from './certain-uses.ts';
import { mayHoldModels, type ReadCode, readCode } from './code-file.ts';
import { likelyUses, mayMention } from './likely-uses.ts';
import { type SoughtObject, soughtKey, type Usage, type UsageLookUp, type UsePlace } from './usage.ts';

/** A file of code, and on which sides of the pull request it stands so. */
export interface SearchedFile {
  readonly path: string;
  readonly text: string;
  readonly side: 'base' | 'head' | 'both';
  /** Keys of what it may mean in another database with tables of the same names: no proof, of use or of none. */
  readonly doubtful?: ReadonlySet<string>;
}

export interface SearchOptions {
  readonly parser: SqlParser;
  /** Before the pull request: which columns are whose. */
  readonly schema: SchemaModel;
  /** Whether all code is among the files: otherwise that nothing names an object is not known. */
  readonly complete: boolean;
  /** Told before work on a file begins. */
  onFile(path: string): void;
}

/** Longer files are data or generated. In UTF-16 units. */
const longestFile = 1_000_000;

interface Found {
  readonly places: { readonly place: UsePlace; readonly side: SearchedFile['side'] }[];
  mentioned: boolean;
  /** A model at the head maps all columns of the table: code reaches none that it does not map. */
  mapped: boolean;
}

/** Who names these objects. Answers `unknown` about any other. */
export function findUsages(
  sought: readonly SoughtObject[],
  files: readonly SearchedFile[],
  options: SearchOptions,
): UsageLookUp {
  const found = new Map(
    sought.map((object) => [soughtKey(object), { places: [], mentioned: false, mapped: false } as Found]),
  );
  const searched = new Set(files.map(({ path }) => path)).size;
  let complete = options.complete;
  for (const file of files) {
    if (file.text.length > longestFile) {
      complete = false;
      continue;
    }
    const wanted = sought.filter((object) => mayMention(object, file.text));
    const models = file.side !== 'base' && mayHoldModels(file.path, file.text);
    if (wanted.length === 0 && !models) continue;
    options.onFile(file.path);
    const code = readCode(file.path, file.text, options.parser);
    for (const object of sought) {
      const entry = found.get(soughtKey(object));
      if (entry === undefined) continue;
      if (models && mapsAllColumns(object, code)) entry.mapped = true;
      if (!wanted.includes(object)) continue;
      entry.mentioned = true;
      if (!file.doubtful?.has(soughtKey(object))) addPlaces(entry, object, code, file.side, options.schema);
    }
  }
  return (object) => {
    const entry = found.get(soughtKey(object));
    return entry === undefined ? 'unknown' : usageOf(entry, searched, complete);
  };
}

function addPlaces(
  entry: Found,
  object: SoughtObject,
  code: ReadCode,
  side: SearchedFile['side'],
  schema: SchemaModel,
): void {
  const lines = indexLines(code.text);
  const seen = new Set<number>();
  const add = (grade: UsePlace['grade'], start: number): void => {
    const line = lines.lineAt(start);
    if (seen.has(line)) return;
    seen.add(line);
    const { start: from, end } = lines.rangeOf(line);
    entry.places.push({
      place: { path: code.path, line, quote: code.text.slice(from, end).trim(), grade },
      side,
    });
  };
  for (const { start } of certainUses(object, code, schema)) add('certain', start);
  if (isShared(object, schema)) return;
  for (const { start } of likelyUses(object, code)) add('likely', start);
}

function mapsAllColumns(object: SoughtObject, code: ReadCode): boolean {
  return object.kind === 'column' && modelsOf(object.table, code).some(({ complete }) => complete);
}

/** A column's name that other tables have too means by itself none of them. */
function isShared(object: SoughtObject, schema: SchemaModel): boolean {
  if (object.kind !== 'column') return false;
  return [...schema.tables.values()].some(
    ({ name, columns }) => name.name !== object.table.name && columns.has(object.column),
  );
}

function usageOf({ places, mentioned, mapped }: Found, searched: number, complete: boolean): Usage {
  const of = (side: 'base' | 'head'): UsePlace[] =>
    places
      .filter((each) => each.side === 'both' || each.side === side)
      .map(({ place }) => place)
      .filter(({ grade }) => grade === 'certain' || !mapped)
      .sort(byPlace);
  return { head: of('head'), base: of('base'), unmentioned: complete && !mentioned, searched };
}

function byPlace(a: UsePlace, b: UsePlace): number {
  if (a.grade !== b.grade) return a.grade === 'certain' ? -1 : 1;
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line;
}
