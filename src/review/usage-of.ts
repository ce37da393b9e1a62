import { findUsages } from '../code/usages/find-usages.ts';
import type { SoughtObject, UsageLookUp } from '../code/usages/usage.ts';
import { soughtObjects } from '../rules/dropped.ts';
import type { StatementFile } from '../rules/statement-file.ts';
import type { SqlParser } from '../sql/parse.ts';
import type { SchemaModel } from '../sql/schema/model.ts';
import type { Histories } from './migration-history.ts';
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
  const belongs = belongsTo(folder, rivals(folder, context.head, sought));
  const own = code.files.filter(({ path }) => belongs(path));
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

/** Other histories whose migrations name the same tables: code may mean either. */
function rivals(folder: string, histories: Histories, sought: readonly SoughtObject[]): string[] {
  const names = sought.flatMap((object) => ('table' in object ? [object.table.name.toLowerCase()] : []));
  return [...histories].flatMap(([other, history]) => {
    if (other === folder) return [];
    const alike = history.some(({ text }) => {
      const lower = text.toLowerCase();
      return names.some((name) => lower.includes(name));
    });
    return alike ? [other] : [];
  });
}

/** With rivals, code belongs to the history that it stands nearest to; to several that are as near. */
function belongsTo(folder: string, others: readonly string[]): (path: string) => boolean {
  return (path) => {
    const own = sharedFolders(path, folder);
    return others.every((other) => sharedFolders(path, other) <= own);
  };
}

function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  let shared = 0;
  while (shared < left.length - 1 && shared < right.length && left[shared] === right[shared]) shared++;
  return shared;
}
