import type { ProofDatabase } from '../database.ts';
import type { PreparedQuestion } from '../prepared-question.ts';
import { askPrepared } from '../rolled-back.ts';
import type { TableShape, Tables } from './table-shape.ts';
import { quote } from './values.ts';

/** Which tables: those named by object id, or those of whose catalog rows a transaction since `since` wrote one. */
export type TableChoice = { readonly oids: readonly string[] } | { readonly since: string };

/**
 * The tables, those that refer to them, and those that any of these refers to, by object id. Inside a transaction.
 * One question: some hundred tables are one message.
 */
export async function readTables(database: ProofDatabase, choice: TableChoice): Promise<Tables> {
  const rows =
    'since' in choice
      ? await askPrepared(database, tablesSince, quote(choice.since))
      : await askPrepared(database, tablesAmong, quote(`{${choice.oids.join(', ')}}`));
  const tables = rows.map(({ shape }) => JSON.parse(shape ?? 'null') as TableShape);
  return new Map(tables.map((table) => [table.oid, table]));
}

const tablesSince: PreparedQuestion = {
  name: 'tables_since',
  type: 'pg_catalog.xid',
  query: (since) => tablesQuery(writtenSince(`(${since})::xid`)),
};

const tablesAmong: PreparedQuestion = {
  name: 'tables',
  type: 'pg_catalog.oid[]',
  query: (oids) => tablesQuery(`SELECT oid FROM pg_class WHERE oid = ANY ((${oids})::oid[])`),
};

function tablesQuery(chosen: string): string {
  return `WITH RECURSIVE ${domains}, ${bottoms},
    chosen AS MATERIALIZED (${chosen}),
    wanted AS (
      SELECT oid FROM chosen
      UNION SELECT k.conrelid FROM chosen JOIN pg_constraint k ON k.contype = 'f' AND k.confrelid = chosen.oid
      UNION SELECT k.confrelid FROM wanted JOIN pg_constraint k ON k.contype = 'f' AND k.conrelid = wanted.oid)
    SELECT json_build_object(
      'oid', c.oid::text, 'schema', n.nspname, 'name', c.relname, 'shown', c.oid::regclass::text,
      'columns', ${columns}, 'uniques', ${uniques}, 'checks', ${checks}, 'foreignKeys', ${foreignKeys},
      'exclusions', ${exclusions}, 'bounds', ${bounds}) AS shape
    FROM wanted JOIN pg_class c USING (oid) JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    ORDER BY n.nspname, c.relname`;
}

/** A subtransaction writes its own number, all of which are above that of the transaction: such a row is no older. */
function writtenSince(transaction: string): string {
  const since = (table: string, owner: string) =>
    `SELECT ${owner} AS oid FROM ${table} WHERE age(xmin) <= age(${transaction})`;
  const ofDomains = `SELECT a.attrelid AS oid FROM pg_attribute a JOIN domains d ON d.oid = a.atttypid
    WHERE a.attnum > 0 AND d.changed <= age(${transaction})`;
  // What a new partition takes, the default one no longer may have.
  const ofDefaults = `SELECT p.partdefid AS oid FROM pg_partitioned_table p JOIN pg_inherits i ON i.inhparent = p.partrelid
    WHERE p.partdefid <> 0 AND age(i.xmin) <= age(${transaction})`;
  return [
    since('pg_class', 'oid'),
    since('pg_attribute', 'attrelid'),
    since('pg_constraint', 'conrelid'),
    since('pg_index', 'indrelid'),
    since('pg_attrdef', 'adrelid'),
    ofDomains,
    ofDefaults,
  ].join(' UNION ');
}

/** Each domain with what lies beneath it. */
const domains = `domains AS (
  SELECT t.oid, t.oid AS layer, t.typbasetype AS beneath, t.typnotnull, t.typdefaultbin IS NOT NULL AS has_default,
    least(age(t.xmin), (SELECT min(age(k.xmin)) FROM pg_constraint k WHERE k.contypid = t.oid)) AS changed
  FROM pg_type t WHERE t.typtype = 'd'
  UNION ALL
  SELECT d.oid, t.oid, t.typbasetype, d.typnotnull OR t.typnotnull, d.has_default OR t.typdefaultbin IS NOT NULL,
    least(d.changed, age(t.xmin), (SELECT min(age(k.xmin)) FROM pg_constraint k WHERE k.contypid = t.oid))
  FROM domains d JOIN pg_type t ON t.oid = d.beneath WHERE t.typtype = 'd')`;

/** Each domain with the last of its layers. */
const bottoms = `bottoms AS MATERIALIZED (
  SELECT d.oid, d.beneath, d.typnotnull, d.has_default FROM domains d JOIN pg_type b ON b.oid = d.beneath
  WHERE b.typtype <> 'd')`;

/** The planner would read all types for each table. */
const typeById = (oid: string) => `LATERAL (SELECT * FROM pg_type t WHERE t.oid = ${oid} OFFSET 0)`;

const bottom = `LEFT JOIN bottoms domain ON domain.oid = a.atttypid
  JOIN ${typeById('coalesce(domain.beneath, a.atttypid)')} outer_type ON true
  JOIN pg_type base ON base.oid = CASE WHEN outer_type.typcategory = 'A' AND outer_type.typelem <> 0
    THEN outer_type.typelem ELSE outer_type.oid END`;

const columns = `(SELECT coalesce(json_agg(json_build_object(
    'number', a.attnum, 'name', a.attname, 'shown', quote_ident(a.attname),
    'type', format_type(a.atttypid, a.atttypmod), 'plainType', format_type(a.atttypid, NULL),
    'base', base.typname, 'array', outer_type.oid <> base.oid, 'kind', base.typtype,
    'labels', (SELECT coalesce(json_agg(e.enumlabel ORDER BY e.enumsortorder), '[]')
      FROM pg_enum e WHERE e.enumtypid = base.oid),
    'notNull', a.attnotnull OR coalesce(domain.typnotnull, false),
    'filled', a.atthasdef OR a.attidentity <> '' OR coalesce(domain.has_default, false),
    'generated', a.attgenerated <> '', 'identityAlways', a.attidentity = 'a') ORDER BY a.attnum), '[]')
  FROM pg_attribute a ${bottom}
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`;

const keysOf = (index: string) => `(SELECT json_agg(pg_get_indexdef(${index}, k, true) ORDER BY k)
    FROM generate_series(1, i.indnkeyatts) AS k)`;

const keyColumns = `(SELECT json_agg(i.indkey[k - 1] ORDER BY k) FROM generate_series(1, i.indnkeyatts) AS k)`;

const uniques = `(SELECT coalesce(json_agg(json_build_object(
    'oid', i.indexrelid::text, 'name', x.relname, 'primary', i.indisprimary, 'columns', ${keyColumns},
    'keys', ${keysOf('i.indexrelid')}, 'predicate', pg_get_expr(i.indpred, i.indrelid, true),
    'nullsNotDistinct', i.indnullsnotdistinct) ORDER BY x.relname), '[]')
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
  WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid)`;

const foreignKeys = `(SELECT coalesce(json_agg(json_build_object(
    'oid', k.oid::text, 'name', k.conname, 'columns', k.conkey, 'references', k.confrelid::text,
    'referenced', k.confkey, 'validated', k.convalidated) ORDER BY k.conname), '[]')
  FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f')`;

const exclusions = `(SELECT coalesce(json_agg(json_build_object(
    'oid', k.oid::text, 'name', k.conname, 'columns', ${keyColumns}, 'keys', ${keysOf('i.indexrelid')},
    'operators', (SELECT json_agg(o.oprname ORDER BY p) FROM unnest(k.conexclop) WITH ORDINALITY AS e(operator, p)
      JOIN pg_operator o ON o.oid = e.operator),
    'predicate', pg_get_expr(i.indpred, i.indrelid, true)) ORDER BY k.conname), '[]')
  FROM pg_constraint k JOIN pg_index i ON i.indexrelid = k.conindid WHERE k.conrelid = c.oid AND k.contype = 'x')`;

/** Partitions of partitions count: a row has to find a table. */
const leaves = `(SELECT t.relid FROM pg_partition_tree(c.oid) t WHERE t.isleaf AND t.relid <> c.oid)`;

const bounds = `CASE WHEN c.relkind = 'p' OR c.relispartition THEN (SELECT coalesce(json_agg(bound ORDER BY bound), '[]') FROM (
    SELECT pg_get_expr(b.relpartbound, b.oid) AS bound FROM pg_class b
    WHERE b.relispartition AND (b.oid IN ${leaves} OR b.oid = c.oid)) AS b WHERE bound IS NOT NULL) ELSE '[]' END`;

const ownChecks = `SELECT k.oid::text AS id, k.conname AS name, pg_get_expr(k.conbin, k.conrelid, true) AS expression,
    k.convalidated AS validated, to_json(k.conkey) AS columns
  FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c'`;

const domainChecks = `SELECT a.attnum || '/' || k.oid, k.conname,
    regexp_replace(pg_get_expr(k.conbin, 0, true), '\\mVALUE\\M', replace(quote_ident(a.attname), '\\', '\\\\'), 'g'),
    k.convalidated, json_build_array(a.attnum)
  FROM pg_attribute a JOIN domains d ON d.oid = a.atttypid JOIN pg_constraint k ON k.contypid = d.layer
  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND k.contype = 'c'`;

const ofPartition = `SELECT 'of ' || pg_get_partition_constraintdef(c.oid), 'partition',
    pg_get_partition_constraintdef(c.oid), true, ${partitionKey('(SELECT relid FROM pg_partition_ancestors(c.oid) WHERE relid <> c.oid)')}
  WHERE c.relispartition AND pg_get_partition_constraintdef(c.oid) IS NOT NULL`;

/** Where there is a DEFAULT alone, or none at all, there is nothing to say. */
const ofPartitions = `SELECT 'into ' || expression, 'partition', expression, true, ${partitionKey('(SELECT c.oid)')}
  FROM (SELECT string_agg('(' || coalesce(pg_get_partition_constraintdef(relid), 'true') || ')', ' OR ' ORDER BY relid::text)
      AS expression FROM ${leaves} AS leaf) AS parts
  WHERE c.relkind = 'p' AND expression IS NOT NULL`;

function partitionKey(of: string): string {
  return `(SELECT coalesce(json_agg(DISTINCT mine.attnum), '[]') FROM pg_partitioned_table p
    CROSS JOIN unnest(p.partattrs::int2[]) AS number JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = number
    JOIN pg_attribute mine ON mine.attrelid = c.oid AND mine.attname = a.attname
    WHERE p.partrelid IN ${of})`;
}

const checks = `(SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'expression', expression,
    'columns', coalesce(columns, '[]'), 'validated', validated) ORDER BY name, id), '[]')
  FROM (${ownChecks} UNION ALL ${domainChecks} UNION ALL ${ofPartition} UNION ALL ${ofPartitions}) AS k)`;
