import type { ProofDatabase, ResultRow } from '../database.ts';
import type { LockTaken } from '../proof.ts';
import { ask } from './ask.ts';

/** A relation of the migration's own world: not of the catalog, not temporary. */
export interface Relation {
  readonly oid: string;
  /** `schema.name`, quoted where SQL would need it, without `public.`; of a toast table its owner's. */
  readonly name: string;
  readonly kind: LockTaken['kind'];
  /** Of a toast table and its index. */
  readonly toast: boolean;
  /** The table of an index, else null. */
  readonly table: string | null;
  /** Its file's number; null for what has no file of its own. */
  readonly file: string | null;
  readonly bytes: number;
  /** Modes of the locks that this session holds on it. */
  readonly modes: readonly string[];
  /** Rows that sequential scans of this session have read, and rows that it wrote: differences of two tell. */
  readonly read: number;
  readonly written: number;
}

// Objects of initdb have smaller ids.
const firstOwnObject = 16384;

const locks = `(
  SELECT l.relation, string_agg(DISTINCT l.mode, ' ') AS modes FROM pg_locks l
  WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND l.relation >= ${firstOwnObject}
  GROUP BY l.relation)`;

// A session's counts wait a while before they are added to those of all: only the sum does not jump.
const columns = (oid: string): string => `
  ${oid} AS oid, c.relkind AS relkind, coalesce(t.relkind, c.relkind) = 't' AS toast, i.indrelid AS of_table,
  CASE WHEN coalesce(o.relname, c.relname) IS NULL THEN NULL WHEN n.nspname = 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END
    || quote_ident(coalesce(o.relname, c.relname)) AS name,
  c.relpersistence = 't' AS temporary, nullif(c.relfilenode, 0) AS file, l.modes AS modes,
  CASE WHEN c.relkind IN ('r', 'm', 'i', 't') THEN pg_relation_size(c.oid) ELSE 0 END AS bytes,
  pg_stat_get_tuples_returned(c.oid) + pg_stat_get_xact_tuples_returned(c.oid) AS read,
  pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid) AS written`;

const owners = `
  LEFT JOIN pg_index i ON i.indexrelid = c.oid
  LEFT JOIN pg_class t ON t.oid = i.indrelid
  LEFT JOIN pg_class o ON o.reltoastrelid <> 0 AND o.reltoastrelid = CASE WHEN c.relkind = 't' THEN c.oid WHEN t.relkind = 't' THEN t.oid END
  LEFT JOIN pg_namespace n ON n.oid = coalesce(o.relnamespace, c.relnamespace)`;

const allRelations = `
  SELECT ${columns('c.oid')} FROM pg_class c LEFT JOIN ${locks} l ON l.relation = c.oid ${owners}
  WHERE c.oid >= ${firstOwnObject} AND c.relpersistence <> 't'`;

/** What was dropped is locked still, and in pg_class no more. */
const lockedRelations = `
  SELECT ${columns('l.relation')} FROM ${locks} l LEFT JOIN pg_class c ON c.oid = l.relation ${owners}`;

/** All relations by their object id. */
export async function readRelations(
  database: ProofDatabase,
  inTransaction: boolean,
): Promise<ReadonlyMap<string, Relation>> {
  const rows = await ask(database, allRelations, inTransaction);
  return new Map(rows.map((row) => [row.oid ?? '', relationOf(row)]));
}

/**
 * The relations that the open transaction holds locks on, by object id. A rewrite holds one, so they are all that a
 * statement may have changed. Of what was dropped only `oid` and `modes` are known: `gone`.
 */
export async function readLocked(
  database: ProofDatabase,
): Promise<{ readonly here: ReadonlyMap<string, Relation>; readonly gone: ReadonlyMap<string, string[]> }> {
  const rows = await ask(database, lockedRelations, true);
  const [here, gone] = [new Map<string, Relation>(), new Map<string, string[]>()];
  for (const row of rows) {
    const oid = row.oid ?? '';
    if (row.relkind === null) gone.set(oid, modesOf(row));
    else if (row.temporary !== 't') here.set(oid, relationOf(row));
  }
  return { here, gone };
}

/** Rows of each table that has any, by object id. Partitions and children are counted by themselves. */
export async function countRows(
  database: ProofDatabase,
  relations: Iterable<Relation>,
  inTransaction: boolean,
): Promise<ReadonlyMap<string, number>> {
  const filled = [...relations].filter(({ kind, toast, bytes }) => kind === 'table' && !toast && bytes > 0);
  if (filled.length === 0) return new Map();
  const counts = filled.map(
    ({ oid, name }) => `SELECT ${oid} AS oid, count(*) AS held FROM ONLY ${inPublic(name)}`,
  );
  const rows = await ask(database, counts.join(' UNION ALL '), inTransaction);
  return new Map(rows.map(({ oid, held }) => [oid ?? '', Number(held)]));
}

/** Our questions have only pg_catalog in their search_path. */
function inPublic(name: string): string {
  return /^(?:"(?:[^"]|"")*"|[^".]+)\./.test(name) ? name : `public.${name}`;
}

function relationOf(row: ResultRow): Relation {
  const toast = row.toast === 't';
  return {
    oid: row.oid ?? '',
    name: row.name ?? '',
    kind: toast ? 'other' : kindOf(row.relkind ?? ''),
    toast,
    table: row.of_table ?? null,
    file: row.file ?? null,
    bytes: Number(row.bytes ?? 0),
    modes: modesOf(row),
    read: Number(row.read ?? 0),
    written: Number(row.written ?? 0),
  };
}

function modesOf({ modes }: ResultRow): string[] {
  return modes?.split(' ') ?? [];
}

/** `table` is what holds rows and is queried: partitioned and foreign tables, materialized views. */
function kindOf(relkind: string): Relation['kind'] {
  if ('rpmf'.includes(relkind)) return 'table';
  return relkind === 'i' || relkind === 'I' ? 'index' : 'other';
}
