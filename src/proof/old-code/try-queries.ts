import { type PostgresError, type ProofDatabase, rowsOf } from '../database.ts';
import { literal } from '../literal.ts';
import { rolledBack } from '../rolled-back.ts';

export interface TriedQuery {
  readonly sql: string;
  /** Whether it is run too, with a value of each parameter's type, and undone. */
  readonly run: boolean;
}

/** What PostgreSQL says to one query: null where it takes it. */
export type Answer = { readonly stage: 'prepare' | 'run'; readonly error: PostgresError } | null;

/**
 * Prepares queries as the schema is now, and runs those that are to be run. Nothing of it stays. To be called
 * outside a transaction; one message for all of them.
 * @param searchPath of the connection that the code has
 */
export async function tryQueries(
  database: ProofDatabase,
  queries: readonly TriedQuery[],
  searchPath: string,
): Promise<Answer[]> {
  if (queries.length === 0) return [];
  const list = (values: readonly string[], type: string): string =>
    `ARRAY[${values.join(', ')}]::pg_catalog.${type}[]`;
  const texts = list(
    queries.map(({ sql }) => literal(sql)),
    'text',
  );
  const run = list(
    queries.map(({ run }) => String(run)),
    'bool',
  );
  return rolledBack(database, async () => {
    const rows = await rowsOf(
      database,
      `SELECT pg_catalog.set_config('search_path', ${literal(searchPath)}, true);
       ${tryFunction}
       SELECT pg_temp.backend_engineer_try(tried.query, tried.run) AS answer
       FROM ROWS FROM (pg_catalog.unnest(${texts}), pg_catalog.unnest(${run}))
         WITH ORDINALITY AS tried (query, run, place) ORDER BY tried.place`,
    );
    return rows.map(({ answer }) => (answer == null ? null : (JSON.parse(answer) as Answer)));
  });
}

/** What is set for names without a schema before a migration sets it otherwise. */
export async function searchPathOf(database: ProofDatabase): Promise<string> {
  const rows = await rowsOf(database, `SELECT pg_catalog.current_setting('search_path') AS path`);
  return rows[0]?.path ?? '';
}

/**
 * Values that any column of a type takes; a type that is not here makes a query stay unrun. A text of one letter is short
 * enough for every column.
 */
const sample = `CASE
  WHEN t.typtype = 'e' THEN (SELECT e.enumlabel FROM pg_catalog.pg_enum AS e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder LIMIT 1)
  WHEN t.typname IN ('json', 'jsonb') THEN '{}'
  WHEN t.typname = 'uuid' THEN '00000000-0000-4000-8000-000000000000'
  WHEN t.typname = 'bytea' THEN ''
  WHEN t.typname IN ('time', 'timetz') THEN '00:00'
  WHEN t.typname = 'inet' THEN '127.0.0.1'
  WHEN t.typcategory = 'N' THEN '1'
  WHEN t.typcategory = 'S' THEN 'a'
  WHEN t.typcategory = 'B' THEN 'true'
  WHEN t.typcategory = 'D' THEN '2000-01-01'
  WHEN t.typcategory = 'T' THEN '1 day'
  WHEN t.typcategory = 'A' THEN '{}'
END`;

/** The error that a block has caught, as `Answer` is. */
const caught = `GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL,
    hint = PG_EXCEPTION_HINT, in_schema = SCHEMA_NAME, in_table = TABLE_NAME, of_column = COLUMN_NAME,
    of_constraint = CONSTRAINT_NAME;
  answer := pg_catalog.json_build_object('stage', stage, 'error', pg_catalog.json_build_object(
    'code', code, 'message', message, 'detail', NULLIF(detail, ''), 'hint', NULLIF(hint, ''), 'position', NULL,
    'schema', NULLIF(in_schema, ''), 'table', NULLIF(in_table, ''), 'column', NULLIF(of_column, ''),
    'constraint', NULLIF(of_constraint, '')));`;

/** BE000 undoes what has run. */
const tryFunction = `
CREATE FUNCTION pg_temp.backend_engineer_try(query text, run bool) RETURNS text LANGUAGE plpgsql AS $function$
DECLARE
  samples text; answer text; code text; message text; detail text; hint text; in_schema text; in_table text;
  of_column text; of_constraint text; stage text := 'prepare';
BEGIN
  EXECUTE pg_catalog.concat('PREPARE backend_engineer_query AS ', query);
  stage := 'run';
  IF run THEN
    SELECT CASE WHEN pg_catalog.count(*) = pg_catalog.count(${sample}) THEN COALESCE(
        pg_catalog.concat('(', pg_catalog.string_agg(pg_catalog.concat(
          pg_catalog.quote_literal(${sample}), '::', pg_catalog.format_type(t.oid, NULL)), ', ' ORDER BY p.place), ')'), '') END
      INTO samples
      FROM pg_catalog.pg_prepared_statements AS s, pg_catalog.unnest(s.parameter_types) WITH ORDINALITY AS p (type, place)
        JOIN pg_catalog.pg_type AS t ON t.oid = p.type
      WHERE s.name = 'backend_engineer_query';
  END IF;
  BEGIN
    IF samples IS NOT NULL THEN
      EXECUTE pg_catalog.concat('EXECUTE backend_engineer_query', NULLIF(samples, '()'));
      RAISE EXCEPTION USING ERRCODE = 'BE000';
    END IF;
  EXCEPTION WHEN OTHERS THEN
    ${caught}
  END;
  DEALLOCATE backend_engineer_query;
  RETURN CASE WHEN code <> 'BE000' THEN answer END;
EXCEPTION WHEN OTHERS THEN
  ${caught}
  RETURN answer;
END $function$;`;
