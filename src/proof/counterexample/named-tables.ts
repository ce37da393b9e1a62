import { queriesWithin } from '../../sql/query-shape.ts';
import type { ProofDatabase } from '../database.ts';
import { ask } from '../rolled-back.ts';
import type { Step } from './rehearsal.ts';

/** Tables where rows enter, by object id. */
export type TableNames = ReadonlyMap<
  string,
  { readonly schema: string; readonly name: string; readonly shown: string }
>;

/** All tables that are there. Inside a transaction. */
export async function readNames(database: ProofDatabase): Promise<TableNames> {
  const rows = await ask(
    database,
    `SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS name, c.oid::regclass::text AS shown
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
     ORDER BY n.nspname, c.relname`,
  );
  return new Map(
    rows.map(({ oid, schema, name, shown }) => [
      oid ?? '',
      { schema: schema ?? '', name: name ?? '', shown: shown ?? '' },
    ]),
  );
}

/**
 * Object ids of the tables that a statement reads or writes, of those where rows enter; null where it writes no rows that
 * come of others (DDL, a SELECT, an INSERT of constants).
 */
export function tablesNamed({ proven, text, after }: Step, names: TableNames): readonly string[] | null {
  if (proven.operations.some(({ kind }) => kind === 'run-code')) {
    const words = new Set(text.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);
    return [...names].filter(([, { name }]) => words.has(name)).map(([oid]) => oid);
  }
  const { query } = proven;
  if (query === null || query.kind === 'select') return null;
  const uses = queriesWithin(query).flatMap(({ tables }) => tables);
  if (query.kind === 'insert' && uses.every(({ access }) => access === 'write')) return null;
  // A table may have another name by now than where rows enter.
  const now = [...names].map(([oid, name]) => ({ oid, ...(after.get(oid) ?? name) }));
  return now
    .filter(({ schema, name }) =>
      uses.some(({ table }) => table.name === name && (table.schema ?? schema) === schema),
    )
    .map(({ oid }) => oid);
}
