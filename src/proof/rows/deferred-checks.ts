import type { ProofDatabase } from '../database.ts';
import { ask } from '../rolled-back.ts';

/**
 * Statements that check now what waits for the end of a transaction, which in a proof does not come: else it would let
 * everything in. Afterwards the same constraints wait again. Empty where none waits. Inside a transaction.
 */
export async function deferredChecks(database: ProofDatabase): Promise<readonly string[]> {
  const rows = await ask(
    database,
    `SELECT quote_ident(n.nspname) || '.' || quote_ident(k.conname) AS name
     FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE k.condeferred ORDER BY 1`,
  );
  if (rows.length === 0) return [];
  return [
    'SET CONSTRAINTS ALL IMMEDIATE',
    `SET CONSTRAINTS ${rows.map(({ name }) => name).join(', ')} DEFERRED`,
  ];
}
