import type { Database } from './database.ts';
import { type Place, placeValues, repositoryKey } from './place.ts';

const byPullRequest = ['fences', 'outbox', 'reviews', 'checks', 'turns', 'model_asks'] as const;

/** Deletes everything of an installation that was removed. */
export async function forgetInstallation(database: Database, installation: number): Promise<void> {
  await database.transaction(async (sql) => {
    for (const table of [...byPullRequest, 'counts', 'deliveries', 'configs'])
      await sql.query(`DELETE FROM backend_engineer.${table} WHERE installation = $1`, [installation]);
  });
}

/**
 * Deletes everything of a repository that was removed from an installation, renamed, transferred or deleted, whichever
 * installation had it.
 */
export async function forgetRepository(
  database: Database,
  repository: Pick<Place, 'owner' | 'name'>,
): Promise<void> {
  await database.transaction(async (sql) => {
    for (const table of [...byPullRequest, 'counts'])
      await sql.query(`DELETE FROM backend_engineer.${table} WHERE repository = $1`, [
        repositoryKey(repository),
      ]);
  });
}

/** A closed pull request gets no further writes: its plan goes, and a running attempt is fenced off. */
export async function forgetPullRequest(database: Database, place: Place): Promise<void> {
  await database.transaction(async (sql) => {
    for (const table of byPullRequest)
      await sql.query(
        `DELETE FROM backend_engineer.${table} WHERE installation = $1 AND repository = $2 AND pull_request = $3`,
        placeValues(place),
      );
  });
}
