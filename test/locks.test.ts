import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LockForm } from '../src/proof/locks/lock-form.ts';
import { lockForms } from '../src/proof/locks/lock-forms.ts';
import { conflict, isLockMode, lockModes } from '../src/proof/locks/lock-modes.ts';
import { lockTable } from '../src/proof/locks/lock-table.generated.ts';
import { prepareForm } from '../src/proof/locks/run-form.ts';
import type { LockTaken } from '../src/proof/proof.ts';
import { createParser } from '../src/sql/parse.ts';
import { embeddedPostgresBinaries } from './support/embedded-postgres.ts';
import { differences, majorVersion } from './support/lock-differences.ts';
import { requestWhile } from './support/lock-requests.ts';
import {
  mayRunServers,
  type PostgresServer,
  postgresAvailable,
  postgresNeeded,
  startPostgres,
} from './support/postgres.ts';
import { openServerDatabase, type ServerDatabase } from './support/server-database.ts';

const binaries = embeddedPostgresBinaries();
const servers = [
  {
    name:
      binaries !== null && mayRunServers()
        ? 'PostgreSQL 18 of npm'
        : 'PostgreSQL 18 of npm: left out, it has no programs for this platform or nobody to run them',
    there: binaries !== null && mayRunServers(),
    start: () => startPostgres(binaries),
  },
  {
    name: postgresAvailable()
      ? 'PostgreSQL of this machine'
      : `PostgreSQL of this machine: ${postgresNeeded}`,
    there: postgresAvailable(),
    start: () => startPostgres(),
  },
];

const unwatched = lockForms
  .flatMap(({ forms }) => forms)
  .filter(({ documented }) => documented !== undefined);
const parser = await createParser('postgres');

describe.each(servers)('locks on $name', ({ there, start }) => {
  let server: PostgresServer;
  let database: ServerDatabase;
  beforeAll(async () => {
    if (!there) return;
    server = await start();
    database = await openServerDatabase(server.url);
  });
  afterAll(async () => {
    await database?.close();
    await server?.close();
  });

  test.skipIf(!there)('are those of the table', { timeout: 300_000 }, async () => {
    expect(await differences(database, lockTable, parser)).toEqual({});
  });

  test.skipIf(!there)('conflict as the table of conflicts says', async () => {
    const other = await openServerDatabase(server.url);
    await prepareForm(database, { id: 'conflicts', title: '', statement: '' });
    for (const held of lockModes) {
      await database.exec(`BEGIN; ${lockTableIn('orders', held)}`);
      for (const asked of lockModes) {
        const outcome = await other.exec(`BEGIN; ${lockTableIn('orders', asked)} NOWAIT`);
        await other.exec('ROLLBACK');
        expect([held, asked, !outcome.ok]).toEqual([held, asked, conflict(held, asked)]);
      }
      await database.exec('ROLLBACK');
    }
    await other.close();
  });

  describe.skipIf(!there)('of what cannot be watched from its own session', () => {
    test.each(unwatched)('$id', async (form) => {
      if ((await majorVersion(database)) < (form.since ?? 0)) return;
      for (const lock of form.documented?.locks ?? []) {
        await prepareForm(database, form);
        expect(
          await requestWhile(server.url, { hold: weakestAgainst(lock), statement: form.statement }),
        ).toEqual({ relation: lock.relation, mode: lock.mode });
        if (lock.mode === 'AccessExclusiveLock') continue;
        await prepareForm(database, form);
        expect(
          await requestWhile(server.url, { hold: strongestBeside(form), statement: form.statement }),
        ).toBeNull();
      }
    });
  });
});

/** Takes the weakest lock that makes this one wait: a weaker one would not wait for it. */
function weakestAgainst({ relation, kind, mode }: LockTaken): string {
  // Nothing locks an index alone but to alter it, with SHARE UPDATE EXCLUSIVE.
  if (kind === 'index') return `ALTER INDEX ${relation} SET (fillfactor = 80)`;
  const weakest = lockModes.find((other) => isLockMode(mode) && conflict(mode, other));
  return lockTableIn(relation, weakest ?? mode);
}

/** Takes the lock that SHARE UPDATE EXCLUSIVE leaves alone and all that is stronger waits for, on all at once. */
function strongestBeside({ documented }: LockForm): string {
  const tables = documented?.locks.filter(
    ({ kind, mode }) => kind === 'table' && mode === 'ShareUpdateExclusiveLock',
  );
  return tables?.map(({ relation }) => `DELETE FROM ${relation} WHERE false`).join('; ') ?? '';
}

function lockTableIn(relation: string, mode: string): string {
  const words = mode.replace(/Lock$/, '').replace(/(?<=.)([A-Z])/g, ' $1');
  return `LOCK TABLE ${relation} IN ${words} MODE`;
}
