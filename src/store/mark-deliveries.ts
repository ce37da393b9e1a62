import type { Sql } from './database.ts';

export interface Delivery {
  /** GitHub's `X-GitHub-Delivery`: the same on a redelivery. */
  readonly id: string;
  readonly installation: number;
}

/**
 * Marks deliveries as processed, in the transaction that stores their jobs.
 * @returns the ids that were not known yet
 */
export async function markDeliveries(sql: Sql, deliveries: readonly Delivery[]): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    `INSERT INTO backend_engineer.deliveries (id, installation)
     SELECT id, installation FROM json_to_recordset($1::text::json) AS delivery (id text, installation bigint)
     ON CONFLICT (id) DO NOTHING
     RETURNING id`,
    [JSON.stringify(deliveries)],
  );
  return new Set(rows.map((row) => row.id));
}
