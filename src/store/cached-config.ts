import type { Sql } from './database.ts';
import type { OrganizationConfig } from './save-config.ts';

/** The cached settings file of an organisation with its age, null where nothing is cached. */
export async function cachedConfig(
  sql: Sql,
  installation: number,
  owner: string,
): Promise<(OrganizationConfig & { readonly ageSeconds: number }) | null> {
  const [row] = await sql.query<OrganizationConfig & { ageSeconds: number }>(
    `SELECT text, etag, extract(epoch FROM now() - fetched_at)::float8 AS "ageSeconds"
     FROM backend_engineer.configs WHERE installation = $1 AND owner = $2`,
    [installation, owner.toLowerCase()],
  );
  return row ?? null;
}
