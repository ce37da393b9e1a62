import { type ProofDatabase, rowsOf } from '../database.ts';
import { literal } from '../literal.ts';
import type { PlanNode } from './plan-tree.ts';

/**
 * Makes the functions that plan many queries in one message; they are gone with the transaction that is open.
 * What PostgreSQL refuses to plan is NULL.
 */
export async function installExplain(database: ProofDatabase): Promise<void> {
  await rowsOf(
    database,
    `SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL jit = off;
     CREATE FUNCTION pg_temp.backend_engineer_plan(query text) RETURNS text LANGUAGE plpgsql AS $function$
     DECLARE plan text;
     BEGIN
       EXECUTE pg_catalog.concat('EXPLAIN (GENERIC_PLAN, VERBOSE, COSTS OFF, FORMAT JSON) ', query) INTO plan;
       RETURN plan;
     EXCEPTION WHEN OTHERS THEN RETURN NULL;
     END $function$;
     CREATE FUNCTION pg_temp.backend_engineer_lines(query text) RETURNS text LANGUAGE plpgsql AS $function$
     DECLARE line text; lines text;
     BEGIN
       FOR line IN EXECUTE pg_catalog.concat('EXPLAIN (GENERIC_PLAN, COSTS OFF) ', query) LOOP
         lines := pg_catalog.concat_ws(E'\\n', lines, line);
       END LOOP;
       RETURN lines;
     END $function$;`,
  );
}

/**
 * What a large table is read like cannot be seen on some thousand rows by the usual costs alone. `forced`: a table is read
 * from end to end only where nothing else is possible. `ordered`: nor are rows sorted that an index gives in order, and
 * what counts is the rows that are read, not the few pages that hold them here.
 */
export type PlannerSettings = 'usual' | 'forced' | 'ordered';

/** The plans of queries with `$1` for values, null for those that cannot be planned. In the order of the queries. */
export async function planQueries(
  database: ProofDatabase,
  queries: readonly string[],
  settings: PlannerSettings,
): Promise<(PlanNode | null)[]> {
  if (queries.length === 0) return [];
  const rows = await rowsOf(
    database,
    `${settingsOf(settings)}
     SELECT pg_temp.backend_engineer_plan(asked.query) AS plan
     FROM pg_catalog.unnest(ARRAY[${queries.map(literal).join(', ')}]::pg_catalog.text[])
       WITH ORDINALITY AS asked (query, place) ORDER BY asked.place`,
  );
  return rows.map(({ plan }) => (plan == null ? null : planOf(plan)));
}

/** The lines of a plan for people, without costs. */
export async function planLines(
  database: ProofDatabase,
  query: string,
  settings: PlannerSettings,
): Promise<string[]> {
  const rows = await rowsOf(
    database,
    `${settingsOf(settings)} SELECT pg_temp.backend_engineer_lines(${literal(query)}) AS lines`,
  );
  // What was forced does not concern the reader.
  return (rows[0]?.lines ?? '').split('\n').filter((line) => !/^\s*Disabled: true$/.test(line));
}

function settingsOf(settings: PlannerSettings): string {
  const switched = (name: string, off: boolean): string => `SET LOCAL ${name} = ${off ? 'off' : 'on'};`;
  const ordered = settings === 'ordered';
  return [
    switched('enable_seqscan', settings !== 'usual'),
    switched('enable_sort', ordered),
    switched('enable_bitmapscan', ordered),
    `SET LOCAL random_page_cost = ${ordered ? 0 : 4}; SET LOCAL seq_page_cost = ${ordered ? 0 : 1};`,
  ].join(' ');
}

function planOf(json: string): PlanNode | null {
  const [explained] = JSON.parse(json) as readonly { readonly Plan?: PlanNode }[];
  return explained?.Plan ?? null;
}
