import type { ProofDatabase } from '../database.ts';
import { ask, rolledBack } from '../rolled-back.ts';

export interface CatalogIndex {
  /** Without its schema and quotes. */
  readonly index: string;
  readonly table: string;
  readonly schema: string;
  /** For people: `schema.name`, quoted where SQL needs it; without `public.`. */
  readonly name: string;
  readonly tableName: string;
  readonly method: string;
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  /** A unique index that may be violated until the transaction ends serves no ON CONFLICT. */
  readonly deferrable: boolean;
  /** Key columns with operator class, collation and direction: equal for keys that serve the same. */
  readonly keys: readonly string[];
  /** Columns of the keys, null for an expression. */
  readonly columns: readonly (string | null)[];
  readonly includes: readonly string[];
  readonly predicate: string | null;
  /** The statement that makes it. */
  readonly definition: string;
}

/**
 * Indexes of the database's own tables, oldest first. Those of partitions that belong to an index of the whole are left
 * out. To be called outside a transaction.
 */
export async function readIndexes(database: ProofDatabase): Promise<CatalogIndex[]> {
  const rows = await rolledBack(database, () => ask(database, question));
  return JSON.parse(rows[0]?.indexes ?? '[]') as CatalogIndex[];
}

const question = `
SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
  'index', c.relname, 'table', t.relname, 'schema', n.nspname,
  'name', pg_catalog.concat(
    CASE WHEN n.nspname = 'public' THEN '' ELSE pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.') END,
    pg_catalog.quote_ident(c.relname)),
  'tableName', pg_catalog.concat(
    CASE WHEN n.nspname = 'public' THEN '' ELSE pg_catalog.concat(pg_catalog.quote_ident(n.nspname), '.') END,
    pg_catalog.quote_ident(t.relname)),
  'method', am.amname, 'unique', i.indisunique, 'nullsNotDistinct', i.indnullsnotdistinct,
  'deferrable', NOT i.indimmediate,
  'keys', (
    SELECT pg_catalog.json_agg(pg_catalog.concat_ws(' ', pg_catalog.pg_get_indexdef(i.indexrelid, k.place::pg_catalog.int4, false),
      i.indclass[k.place - 1], i.indcollation[k.place - 1], i.indoption[k.place - 1]) ORDER BY k.place)
    FROM pg_catalog.generate_series(1, i.indnkeyatts::pg_catalog.int4) AS k (place)),
  'columns', (
    SELECT pg_catalog.json_agg(a.attname ORDER BY k.place)
    FROM pg_catalog.generate_series(1, i.indnkeyatts::pg_catalog.int4) AS k (place)
    LEFT JOIN pg_catalog.pg_attribute AS a
      ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place - 1] AND a.attnum > 0),
  'includes', (
    SELECT COALESCE(pg_catalog.json_agg(a.attname ORDER BY a.attname), '[]')
    FROM pg_catalog.generate_series(i.indnkeyatts::pg_catalog.int4 + 1, i.indnatts::pg_catalog.int4) AS k (place)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place - 1]),
  'predicate', pg_catalog.pg_get_expr(i.indpred, i.indrelid, false),
  'definition', pg_catalog.pg_get_indexdef(i.indexrelid)
) ORDER BY i.indexrelid) AS indexes
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_class AS t ON t.oid = i.indrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace
JOIN pg_catalog.pg_am AS am ON am.oid = c.relam
WHERE i.indisvalid AND NOT c.relispartition AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`;
