import type { Answer } from './answer-reader.ts';
import { ProofEnded } from './database.ts';

// The user of an embedded PostgreSQL is the superuser who made the cluster (its oid is 10), and `SET ROLE` or `SET SESSION
// AUTHORIZATION` to another one would last only until a migration says RESET. So that superuser is taken out of the
// catalog: no name leads back to it. The way to become another user without it is the exception that PostgreSQL makes where
// it runs without a postmaster: there oid 10 is a superuser, whether the catalog has it or not (superuser.c, "in case you
// deleted all your users"). PGlite says that it runs under one, but for a moment of ours.
//
// What a superuser alone may do is then refused by PostgreSQL itself, also inside a DO: programs, files, libraries, the
// catalog's tables, the server's configuration.

export interface Powers {
  ask(sql: string): Promise<Answer>;
  /** Runs it as if there were no postmaster: oid 10 is a superuser, so that its extensions' scripts can do their work. */
  asStandalone(sql: string): Promise<Answer>;
}

/** For roles that migrations grant; none of them reads files or runs programs. */
const predefinedRoles = [
  'pg_checkpoint',
  'pg_maintain',
  'pg_monitor',
  'pg_read_all_data',
  'pg_read_all_settings',
  'pg_read_all_stats',
  'pg_stat_scan_tables',
  'pg_write_all_data',
];

/** Of a new cluster: makes the role `postgres`, which owns the database, and takes the superuser out of the catalog. */
export async function giveUpSuperuser(powers: Powers): Promise<void> {
  await must(
    powers.ask(`
      CREATE ROLE backend_engineer_owner LOGIN CREATEDB CREATEROLE BYPASSRLS;
      ALTER DATABASE postgres OWNER TO backend_engineer_owner;
      GRANT CREATE ON SCHEMA public TO PUBLIC;
      GRANT ${predefinedRoles.join(', ')} TO backend_engineer_owner WITH ADMIN OPTION;
      GRANT SET ON PARAMETER session_replication_role TO backend_engineer_owner;
      REVOKE EXECUTE ON FUNCTION pg_terminate_backend, pg_cancel_backend FROM PUBLIC;
      UPDATE pg_extension SET extowner = 'backend_engineer_owner'::regrole;`),
  );
  await must(
    powers.asStandalone(`
      DELETE FROM pg_authid WHERE oid = 10;
      ALTER ROLE backend_engineer_owner RENAME TO postgres;`),
  );
}

/** To be called before anything of somebody else runs: from here on it is `postgres`, and stays so. */
export async function becomeOwner(powers: Powers): Promise<void> {
  // PostgreSQL remembers of the role that it looked up last whether it is a superuser: let that be another one.
  await must(
    powers.ask("SELECT pg_catalog.has_table_privilege('postgres', 'pg_catalog.pg_class', 'select')"),
  );
  await must(powers.asStandalone('SET SESSION AUTHORIZATION postgres'));
  const { outcome } = await powers.ask(
    "SELECT session_user AS name, pg_catalog.current_setting('is_superuser') AS super",
  );
  const row = outcome.ok ? outcome.results.at(-1)?.rows[0] : undefined;
  if (row?.name !== 'postgres' || row.super !== 'off')
    throw new ProofEnded('it would not run without a superuser');
}

async function must(answer: Promise<Answer>): Promise<void> {
  const { outcome } = await answer;
  if (!outcome.ok) throw new ProofEnded(`it could not be set up: ${outcome.error.message}`);
}
