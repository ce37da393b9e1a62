import type { ObjectName } from '../sql/object-name.ts';
import type { DdlOperation } from '../sql/operation.ts';
import { type ProofDatabase, rowsOf } from './database.ts';
import type { PastStatement } from './subject.ts';

type Failed = Pick<PastStatement, 'text' | 'operations' | 'query' | 'failure'>;

/** Operations that change nothing of what a table takes. */
const harmless: ReadonlySet<DdlOperation['kind']> = new Set([
  'begin',
  'commit',
  'rollback',
  'set',
  'comment',
  'grant',
  'lock-table',
  'vacuum',
  'reindex',
  'cluster',
  'truncate',
  'refresh-materialized-view',
  'validate-constraint',
]);

/** Options of a table that say where its rows are, who may do what, and which triggers fire. */
const tellsOfRows = new Set(['schema', 'inherit']);

function isHarmless(operation: DdlOperation): boolean {
  return operation.kind === 'set-table-option'
    ? !tellsOfRows.has(operation.option)
    : harmless.has(operation.kind);
}

/**
 * Whether the schema is another where a statement did not run: where it only changes rows, rights or the session it is
 * the same.
 */
export function changesSchema({ operations, query, failure }: Failed): boolean {
  if (failure !== null) return true;
  return query === null && !(operations.length > 0 && operations.every(isHarmless));
}

/**
 * Tables that are there and of which the schema is not known whole: statements that did not run were to change them.
 * Sorted.
 */
export async function doubtfulTables(
  database: ProofDatabase,
  failed: readonly Failed[],
): Promise<readonly ObjectName[]> {
  const changes = failed.filter(changesSchema);
  if (changes.length === 0) return [];
  const tables = await rowsOf(
    database,
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1, 2`,
  );
  const named = changes.map(tablesOrWords);
  return tables.flatMap(({ schema, name }) => {
    const table = { schema: schema ?? '', name: name ?? '' };
    return named.some((one) => one(table)) ? [table] : [];
  });
}

type Names = (table: { readonly schema: string; readonly name: string }) => boolean;

/** The tables that the operations name; where one of them may be about any, all words of the text. */
function tablesOrWords({ text, operations, failure }: Failed): Names {
  const tables = operations.filter((one) => !isHarmless(one)).map(tablesOf);
  if (failure === null && tables.length > 0 && tables.every((each) => each !== null))
    return ({ schema, name }) =>
      tables.flat().some((one) => one?.name === name && (one.schema ?? schema) === schema);
  const words = wordsOf(text);
  return ({ name }) => words.has(name);
}

/** The first of the tables that a text names; null where it names none. */
export function namedOf(text: string, tables: readonly ObjectName[]): ObjectName | null {
  if (tables.length === 0) return null;
  const words = wordsOf(text);
  return tables.find(({ name }) => words.has(name)) ?? null;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);
}

/** null where they are not known. */
function tablesOf(operation: DdlOperation): readonly ObjectName[] | null {
  if (operation.kind === 'create-object')
    return ['trigger', 'rule'].includes(operation.object) ? operation.tables : [];
  if (operation.kind === 'create-enum' || operation.kind === 'add-enum-value') return [];
  return 'table' in operation && operation.table != null ? [operation.table] : null;
}
