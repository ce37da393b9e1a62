import type { Sql } from './database.ts';

/** An organisation's settings file as GitHub gave it; `text` is null where there is none. */
export interface OrganizationConfig {
  readonly text: string | null;
  readonly etag: string | null;
}

export async function saveConfig(
  sql: Sql,
  installation: number,
  owner: string,
  config: OrganizationConfig,
): Promise<void> {
  await sql.query(
    `INSERT INTO backend_engineer.configs (installation, owner, text, etag)
     VALUES ($1, $2, $3, $4)
     ON CONFLICT (installation, owner) DO UPDATE SET text = excluded.text, etag = excluded.etag, fetched_at = now()`,
    [installation, owner.toLowerCase(), config.text, config.etag],
  );
}
