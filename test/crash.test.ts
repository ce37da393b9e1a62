import { describe, expect, it } from 'vitest';
import { type CrashRunOptions, crashRun } from './crash/crash-run.ts';
import { postgresAvailable, postgresNeeded, startPostgres } from './support/postgres.ts';

/** `npm run test:crash` is the long form. Another seed every day, which the failure names. */
const seed = Math.floor(Date.now() / 86_400_000);
const shortly = { seed, quietMs: 4_000, onProgress: () => {} } satisfies Partial<CrashRunOptions>;
const limitMs = 900_000;

describe('a service that is killed in the middle of reviews', () => {
  it(
    'posts each report once on the embedded database',
    async () => {
      const run = await crashRun({ ...shortly, kills: 4, processes: 1, databaseUrl: null });
      expect(run.report).toBe('');
      expect(run).toMatchObject({ kills: 4, lost: 0, doubled: 0 });
    },
    limitMs,
  );

  it.runIf(postgresAvailable())(
    `posts each report once with two processes on PostgreSQL${postgresAvailable() ? '' : ` (${postgresNeeded})`}`,
    async () => {
      const server = await startPostgres();
      try {
        const databaseUrl = await server.createDatabase();
        const run = await crashRun({ ...shortly, kills: 2, processes: 2, databaseUrl });
        expect(run.report).toBe('');
        expect(run).toMatchObject({ kills: 2, lost: 0, doubled: 0 });
      } finally {
        await server.close();
      }
    },
    limitMs,
  );
});
