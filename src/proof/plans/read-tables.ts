import type { ObjectName } from '../../sql/object-name.ts';
import type { ProofDatabase } from '../database.ts';
import { literal } from '../literal.ts';
import { ask } from '../rolled-back.ts';
import { type PlanNode, scansOf } from './plan-tree.ts';

interface PlannedColumn {
  /** Quoted where SQL needs it. */
  readonly sql: string;
  /** Boolean, or an enum of two values: most rows have the one or the other. */
  readonly binary: boolean;
  /** Of an enum, or of few values by its CHECK, its type or its name: each may be what most rows hold. */
  readonly enumerated: boolean;
  /** By its name one that tells a row from others, also where its value stands in the query. */
  readonly identifies: boolean;
  /** Of a date or a time. */
  readonly isTime: boolean;
}

export interface PlannedIndex {
  readonly name: string;
  readonly method: string;
  /** Key columns, null for an expression. */
  readonly keys: readonly (string | null)[];
  /** Of the expressions among its keys, null where there are none. */
  readonly expressions: string | null;
  /** The condition of a partial one. */
  readonly predicate: string | null;
}

export interface PlannedTable {
  /** `schema.name`, quoted where SQL needs it; without `public.`. A partition's is that of the table it belongs to. */
  readonly name: string;
  /** With its schema, for statements. */
  readonly sql: string;
  /** The same, as data. */
  readonly own: ObjectName;
  readonly partitioned: boolean;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, PlannedColumn>;
  readonly indexes: readonly PlannedIndex[];
}

/** Tables by `schema` and `name` with a NUL between. */
export type PlannedTables = ReadonlyMap<string, PlannedTable>;

export function tableKey(schema: string, name: string): string {
  return `${schema}\0${name}`;
}

/** Keys of the tables that a plan reads, none where there is no plan. */
export function keysOf(plan: PlanNode | null): string[] {
  return plan === null ? [] : scansOf(plan).map(({ schema, relation }) => tableKey(schema, relation));
}

const nameOfFew =
  /(?:^|_)(?:status|type|kind|version|level|role|mode|gender|priority|severity|stage|phase|visibility|currency)$|^state$/;

const nameOfMany =
  /(?:^|_)(?:id|uuid|guid|key|token|email|hash|slug|sku|username)$|(?:Id|Uuid|Guid|Key|Token|Email|Hash|Slug|Sku)$/;

interface RawTable {
  readonly schema: string;
  readonly relation: string;
  readonly name: string;
  readonly sql: string;
  readonly own: ObjectName;
  readonly partitioned: boolean;
  readonly rows: number;
  readonly columns:
    | readonly {
        readonly name: string;
        readonly sql: string;
        readonly type: string;
        readonly labels: number;
        readonly listed: boolean;
      }[]
    | null;
  readonly indexes: readonly PlannedIndex[] | null;
}

/**
 * Inside a transaction: tables with what their columns and indexes are, as of the last ANALYZE; those of PostgreSQL itself are left out.
 * @param keys as `tableKey` makes them
 */
export async function readTables(database: ProofDatabase, keys: Iterable<string>): Promise<PlannedTables> {
  const asked = [...new Set(keys)].sort();
  if (asked.length === 0) return new Map();
  const names = asked.map((key) => `(${key.split('\0').map(literal).join(', ')})`);
  const [row] = await ask(database, `${question} AND (n.nspname, c.relname) IN (${names.join(', ')})`);
  const raw = JSON.parse(row?.tables ?? '[]') as readonly RawTable[];
  return new Map(
    raw.map((table) => [
      tableKey(table.schema, table.relation),
      {
        name: table.name,
        sql: table.sql,
        own: table.own,
        partitioned: table.partitioned,
        rows: table.rows,
        indexes: table.indexes ?? [],
        columns: new Map(
          (table.columns ?? []).map(({ name, sql, type, labels, listed }) => [
            name,
            {
              sql,
              binary: type === 'B' || (labels > 0 && labels <= 2),
              isTime: type === 'D',
              identifies: nameOfMany.test(name),
              enumerated: labels > 0 || listed || nameOfFew.test(name),
            },
          ]),
        ),
      },
    ]),
  );
}

const question = `
SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
  'schema', n.nspname,
  'relation', c.relname,
  'name', pg_catalog.concat(
    CASE WHEN rn.nspname = 'public' THEN '' ELSE pg_catalog.concat(pg_catalog.quote_ident(rn.nspname), '.') END,
    pg_catalog.quote_ident(r.relname)),
  'sql', pg_catalog.concat(pg_catalog.quote_ident(rn.nspname), '.', pg_catalog.quote_ident(r.relname)),
  'own', pg_catalog.json_build_object('schema', rn.nspname, 'name', r.relname),
  'partitioned', r.relkind = 'p',
  'rows', CASE WHEN r.relkind = 'p' THEN (
      SELECT COALESCE(pg_catalog.sum(part.reltuples), 0)
      FROM pg_catalog.pg_partition_tree(r.oid) AS tree JOIN pg_catalog.pg_class AS part ON part.oid = tree.relid
      WHERE tree.isleaf AND part.reltuples > 0)
    ELSE r.reltuples END,
  'columns', (
    SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
      'name', a.attname,
      'sql', pg_catalog.quote_ident(a.attname),
      'type', t.typcategory,
      'listed', t.typname = 'int2' OR EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'c'
          AND k.conkey = ARRAY[a.attnum] AND pg_catalog.pg_get_constraintdef(k.oid) ~ ' = ANY \\(+ARRAY\\['),
      'labels', (SELECT pg_catalog.count(*) FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid)))
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
  'indexes', (
    SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
      'name', ic.relname,
      'method', am.amname,
      'expressions', pg_catalog.pg_get_expr(i.indexprs, i.indrelid),
      'predicate', pg_catalog.pg_get_expr(i.indpred, i.indrelid),
      'keys', (
        SELECT pg_catalog.json_agg(ia.attname ORDER BY k.place)
        FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS k (number, place)
        LEFT JOIN pg_catalog.pg_attribute AS ia ON ia.attrelid = c.oid AND ia.attnum = k.number AND k.number > 0
        WHERE k.place <= i.indnkeyatts)) ORDER BY ic.relname)
    FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
    JOIN pg_catalog.pg_am AS am ON am.oid = ic.relam
    WHERE i.indrelid = c.oid)
)) AS tables
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class AS r ON r.oid = COALESCE(
  CASE WHEN c.relispartition THEN pg_catalog.pg_partition_root(c.oid)::pg_catalog.oid END, c.oid)
JOIN pg_catalog.pg_namespace AS rn ON rn.oid = r.relnamespace
WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`;
