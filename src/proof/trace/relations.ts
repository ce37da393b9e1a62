import type { ProofDatabase } from '../database.ts';
import type { LockTaken } from '../proof.ts';
import { askPrepared, tryAsk } from './ask.ts';

/** A relation of the migration's own world: not of the catalog, not temporary. */
export interface Relation {
  readonly oid: string;
  /** `schema.name`, quoted where SQL would need it, without `public.`; of a toast table its owner's. */
  readonly name: string;
  readonly kind: LockTaken['kind'];
  /** The object id of the table that an index or a toast table belongs to, else null. */
  readonly table: string | null;
  /** Its file's number; null for what has no file of its own. */
  readonly file: string | null;
  /** Rows that sequential scans have read, and by how many they have become more: differences of two tell. */
  readonly read: number;
  readonly grown: number;
}

/** A relation that the open transaction holds locks on. */
export interface LockedRelation extends Relation {
  readonly toast: boolean;
  readonly modes: readonly string[];
  /** Whether it holds anything. */
  readonly filled: boolean;
}

// Objects of initdb have smaller ids.
const firstOwnObject = 16384;

// A session's counts wait a while before they are added to those of all: only the sum does not jump.
const counters = `
  pg_stat_get_tuples_returned(c.oid) + pg_stat_get_xact_tuples_returned(c.oid) AS read,
  pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_inserted(c.oid)
    - pg_stat_get_tuples_deleted(c.oid) - pg_stat_get_xact_tuples_deleted(c.oid) AS grown`;

const nameOf = (name: string): string => `
  CASE WHEN n.nspname = 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(${name}) AS name`;

// Sizes are not asked of all: in a base of 200 tables they are most of the time.
const allRelations = `
  SELECT c.oid::text AS oid, c.relkind, nullif(c.relfilenode, 0)::text AS file, i.indrelid::text AS of_table, ${nameOf('c.relname')}, ${counters}
  FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_index i ON i.indexrelid = c.oid
  WHERE c.oid >= ${firstOwnObject} AND c.relpersistence <> 't' AND c.relnamespace <> 99`;

/** What was dropped is locked still, and in pg_class no more. */
const lockedRelations = `
  SELECT l.relation::text AS oid, l.modes, c.relkind, coalesce(t.relkind, c.relkind) = 't' AS toast,
    nullif(c.relfilenode, 0)::text AS file, coalesce(o.oid, i.indrelid)::text AS of_table, ${nameOf('coalesce(o.relname, c.relname)')}, ${counters},
    c.relkind IN ('r', 'm', 'i', 't') AND pg_relation_size(c.oid) > 0 AS filled
  FROM (
      SELECT relation, string_agg(DISTINCT mode, ' ') AS modes FROM pg_locks
      WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted AND relation >= ${firstOwnObject}
      GROUP BY relation
    ) l
    LEFT JOIN pg_class c ON c.oid = l.relation
    LEFT JOIN pg_index i ON i.indexrelid = c.oid
    LEFT JOIN pg_class t ON t.oid = i.indrelid
    LEFT JOIN pg_class o ON o.reltoastrelid <> 0
      AND o.reltoastrelid = CASE WHEN c.relkind = 't' THEN c.oid WHEN t.relkind = 't' THEN t.oid END
    LEFT JOIN pg_namespace n ON n.oid = coalesce(o.relnamespace, c.relnamespace)
  WHERE c.relpersistence IS DISTINCT FROM 't'`;

interface RelationRow {
  readonly oid: string;
  /** null for what was dropped. */
  readonly relkind: string | null;
  readonly file: string | null;
  readonly of_table: string | null;
  readonly name: string | null;
  readonly read: number | null;
  readonly grown: number | null;
}

interface LockedRow extends RelationRow {
  readonly modes: string;
  readonly toast: boolean | null;
  readonly filled: boolean | null;
}

/** All relations by their object id, toast tables left out. */
export async function readRelations(
  database: ProofDatabase,
  inTransaction: boolean,
): Promise<ReadonlyMap<string, Relation>> {
  const rows = await askPrepared<RelationRow>(database, 'relations', allRelations, inTransaction);
  return new Map(rows.map((row) => [row.oid, relationOf(row)]));
}

/**
 * What the open transaction holds locks on. A rewrite takes one, so that is all that a statement may have changed. Of what
 * was dropped only `oid` and `modes` are known: `gone`.
 */
export async function readLocked(database: ProofDatabase): Promise<{
  readonly here: readonly LockedRelation[];
  readonly gone: readonly Pick<LockedRelation, 'oid' | 'modes'>[];
}> {
  const rows = await askPrepared<LockedRow>(database, 'locked', lockedRelations, true);
  const all = rows.map((row) => ({
    ...relationOf(row),
    ...(row.toast && { kind: 'other' as const }),
    toast: row.toast ?? false,
    modes: row.modes.split(' '),
    filled: row.filled ?? false,
    here: row.relkind !== null,
  }));
  return { here: all.filter(({ here }) => here), gone: all.filter(({ here }) => !here) };
}

/**
 * The rows that each of the tables holds, by object id; none where they may not be counted. Partitions and children are
 * counted by themselves.
 */
export async function countRows(
  database: ProofDatabase,
  tables: readonly Pick<Relation, 'oid' | 'name'>[],
  inTransaction: boolean,
): Promise<ReadonlyMap<string, number>> {
  const counts = tables.map(
    ({ oid, name }) => `SELECT '${oid}' AS oid, count(*) AS held FROM ONLY ${inPublic(name)}`,
  );
  const rows = await tryAsk<{ oid: string; held: number }>(
    database,
    counts.join(' UNION ALL '),
    inTransaction,
  );
  return new Map((rows ?? []).map(({ oid, held }) => [oid, held]));
}

/** Our questions have only pg_catalog in their search_path. */
function inPublic(name: string): string {
  return /^(?:"(?:[^"]|"")*"|[^".]+)\./.test(name) ? name : `public.${name}`;
}

function relationOf(row: RelationRow): Relation {
  return {
    oid: row.oid,
    name: row.name ?? '',
    kind: kindOf(row.relkind ?? ''),
    table: row.of_table,
    file: row.file,
    read: row.read ?? 0,
    grown: row.grown ?? 0,
  };
}

/** `table` is what holds rows and is queried: partitioned and foreign tables, materialized views. */
function kindOf(relkind: string): Relation['kind'] {
  if (/[rpmf]/.test(relkind)) return 'table';
  return /[iI]/.test(relkind) ? 'index' : 'other';
}
