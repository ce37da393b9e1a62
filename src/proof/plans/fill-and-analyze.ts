import type { ObjectName } from '../../sql/object-name.ts';
import type { ProofDatabase } from '../database.ts';
import { literal } from '../literal.ts';
import { ask, mustRun } from '../rolled-back.ts';
import { type PlannedTable, type PlannedTables, readTables } from './read-tables.ts';

/** With fewer rows in a table the planner's choice says nothing about a large one. */
export const fewestRows = 500;

/**
 * Puts rows into tables and lets the planner know what they hold. Checks, foreign keys and triggers go first: no plan
 * rests on them, and most tables that cannot be filled cannot for one of these. Answers the tables with their rows.
 */
export async function fillAndAnalyze(
  database: ProofDatabase,
  tables: PlannedTables,
  { fill }: { fill(tables: readonly ObjectName[]): Promise<unknown> },
): Promise<PlannedTables> {
  const each = [...new Map([...tables.values()].map((table) => [table.sql, table])).values()].sort(bySql);
  await freeOfRules(database, each);
  await fill(each.map(({ own }) => own));
  await mustRun(database, `ANALYZE ${each.map(({ sql }) => sql).join(', ')}`);
  const filled = await readTables(database, tables.keys());
  return new Map([...tables].map(([key, table]) => [key, { ...table, rows: filled.get(key)?.rows ?? 0 }]));
}

async function freeOfRules(database: ProofDatabase, tables: readonly PlannedTable[]): Promise<void> {
  const names = tables.map(({ own }) => `(${literal(own.schema ?? '')}, ${literal(own.name)})`);
  const rows = await ask(
    database,
    `SELECT pg_catalog.format('ALTER TABLE %I.%I %s', n.nspname, c.relname, pg_catalog.concat_ws(', ', 'DISABLE TRIGGER USER', (
       SELECT pg_catalog.string_agg(pg_catalog.format('DROP CONSTRAINT %I', k.conname), ', ' ORDER BY k.conname)
       FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype IN ('c', 'f') AND k.conislocal))) AS sql
     FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND (n.nspname, c.relname) IN (${names.join(', ')}) ORDER BY n.nspname, c.relname`,
  );
  for (const { sql } of rows) {
    const outcome = await database.exec(
      `SAVEPOINT backend_engineer_rules; ${sql}; RELEASE SAVEPOINT backend_engineer_rules`,
    );
    // Then the rows have to obey them.
    if (!outcome.ok)
      await mustRun(
        database,
        'ROLLBACK TO SAVEPOINT backend_engineer_rules; RELEASE SAVEPOINT backend_engineer_rules',
      );
  }
}

function bySql(a: PlannedTable, b: PlannedTable): number {
  return a.sql < b.sql ? -1 : 1;
}
