import { findUsages, type SearchedFile } from '../code/usages/find-usages.ts';
import { type SoughtObject, soughtKey, type UsageLookUp } from '../code/usages/usage.ts';
import { soughtObjects } from '../rules/dropped.ts';
import type { StatementFile } from '../rules/statement-file.ts';
import type { SqlParser } from '../sql/parse.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import type { SqlContext } from './sql-analysis.ts';

/** A pull request that drops more is a clean-up: each object is one more pass over the code. */
const maximumSought = 60;

interface History {
  readonly folder: string;
  /** The changed migrations. */
  readonly files: readonly StatementFile[];
  readonly parser: SqlParser;
  readonly schema: SchemaModel;
}

/** Who in the code names what these migrations drop or rename. The code is read only where they do so. */
export async function usageOf(
  context: SqlContext,
  { folder, files, parser, schema }: History,
): Promise<{ readonly usesOf: UsageLookUp; readonly notices: readonly string[] }> {
  const sought = soughtObjects(files, schema).slice(0, maximumSought);
  if (sought.length === 0) return { usesOf: () => 'unknown', notices: [] };
  const code = await context.searchedCode();
  if (code === null)
    return {
      usesOf: () => 'unknown',
      notices: ['The code could not be searched for what the migrations drop: it could not be fetched.'],
    };
  const others = rivals(folder, context, sought);
  const own = code.files.map((file) => withDoubts(file, folder, others));
  return {
    usesOf: findUsages(sought, own, {
      parser,
      schema,
      complete: code.complete,
      onFile: context.input.onFile,
    }),
    notices: code.complete
      ? []
      : [
          `The code was searched for what the migrations drop in ${code.searched} of ${code.wanted} files; the others may name it, too.`,
        ],
  };
}

/** Another history whose migrations name the same tables: code may mean either. */
interface Rival {
  readonly folder: string;
  /** Keys of what its migrations name as well. */
  readonly names: ReadonlySet<string>;
  /** Of those, what it does not take away in this pull request (as the copy for another server would). */
  readonly keeps: ReadonlySet<string>;
}

function rivals(folder: string, { head, input }: SqlContext, sought: readonly SoughtObject[]): Rival[] {
  const changed = new Set(input.change.files.map(({ path }) => path));
  return [...head].flatMap(([other, history]) => {
    if (other === folder) return [];
    const texts = history.map(({ migration, text }) => ({
      text: text.toLowerCase(),
      isChanged: changed.has(migration.path),
    }));
    const named = sought.flatMap((object) => {
      const name = 'table' in object ? object.table.name.toLowerCase() : null;
      const naming = texts.filter(({ text }) => name !== null && text.includes(name));
      return naming.length === 0
        ? []
        : [{ key: soughtKey(object), goes: naming.some(({ isChanged }) => isChanged) }];
    });
    const keeps = named.filter(({ goes }) => !goes).map(({ key }) => key);
    const names = new Set(named.map(({ key }) => key));
    return named.length === 0 ? [] : [{ folder: other, names, keeps: new Set(keeps) }];
  });
}

/**
 * Code belongs to the history that it stands nearest to; of two that are as near it may mean either. What belongs to another
 * one is no use, but it names the table all the same.
 */
function withDoubts(file: SearchedFile, folder: string, others: readonly Rival[]): SearchedFile {
  const own = sharedFolders(file.path, folder);
  const doubtful = others.flatMap((other) => {
    const near = sharedFolders(file.path, other.folder);
    return near > own ? [...other.names] : near === own ? [...other.keeps] : [];
  });
  return doubtful.length === 0 ? file : { ...file, doubtful: new Set(doubtful) };
}

function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  let shared = 0;
  while (shared < left.length - 1 && shared < right.length && left[shared] === right[shared]) shared++;
  return shared;
}
