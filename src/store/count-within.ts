import type { Sql } from './database.ts';
import { type Place, repositoryKey } from './place.ts';

/** How often something may be done in a window of time. */
export interface Counter {
  readonly what: string;
  /** An author in lower case; empty where the repository as a whole is counted. */
  readonly subject: string;
  /** When the window begins, in milliseconds since 1970. */
  readonly beginsAt: number;
  /** At least 1. */
  readonly limit: number;
}

/**
 * Adds one to each counter, or to none where one of them is full. Call it in a transaction where there are several.
 * @returns the one that is full, null where there was room in all
 */
export async function countWithin<C extends Counter>(
  sql: Sql,
  repository: Omit<Place, 'number'>,
  counters: readonly C[],
): Promise<C | null> {
  for (const [index, counter] of counters.entries()) {
    if (await addOne(sql, repository, counter)) continue;
    for (const counted of counters.slice(0, index)) await takeBack(sql, repository, counted);
    return counter;
  }
  return null;
}

async function addOne(sql: Sql, repository: Omit<Place, 'number'>, counter: Counter): Promise<boolean> {
  const rows = await sql.query(
    `INSERT INTO backend_engineer.counts AS counts (installation, repository, what, subject, begins_at, count)
     VALUES ($1, $2, $3, $4, to_timestamp($5::float8 / 1000), 1)
     ON CONFLICT (installation, repository, what, subject, begins_at)
       DO UPDATE SET count = counts.count + 1 WHERE counts.count < $6
     RETURNING 1`,
    [...counterValues(repository, counter), counter.limit],
  );
  return rows.length === 1;
}

async function takeBack(sql: Sql, repository: Omit<Place, 'number'>, counter: Counter): Promise<void> {
  await sql.query(
    `UPDATE backend_engineer.counts SET count = count - 1
     WHERE installation = $1 AND repository = $2 AND what = $3 AND subject = $4
       AND begins_at = to_timestamp($5::float8 / 1000)`,
    counterValues(repository, counter),
  );
}

function counterValues(repository: Omit<Place, 'number'>, counter: Counter): unknown[] {
  const { what, subject, beginsAt } = counter;
  return [repository.installation, repositoryKey(repository), what, subject, beginsAt];
}
