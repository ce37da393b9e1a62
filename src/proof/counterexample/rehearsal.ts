import type { PostgresError, ProofDatabase } from '../database.ts';
import { ask, mustRun } from '../rolled-back.ts';
import { readTables } from '../rows/read-tables.ts';
import type { Tables } from '../rows/table-shape.ts';
import { refusesTransaction, runStatement } from '../run-statement.ts';
import type { ProvenMigration, ProvenStatement } from '../subject.ts';
import { asksNothing } from './asks-nothing.ts';

/** A migration of more statements is looked at no further. */
const mostSteps = 200;

/** A statement as it is run for counterexamples: inside one transaction, with those before it. */
export interface Step {
  readonly migration: number;
  /** In the migration's way up. */
  readonly statement: number;
  readonly proven: ProvenStatement;
  /** Without CONCURRENTLY. */
  readonly text: string;
  /**
   * Tables whose catalog rows it or one before it wrote, as they are after it; as they were before it where it asks nothing
   * of rows, and what follows does neither.
   */
  readonly after: Tables;
}

/** What running the migrations without any row of ours has shown. */
export interface Rehearsal {
  /** Those that ran, in order, up to the first that did not. */
  readonly steps: readonly Step[];
  /** The one that PostgreSQL refused; null where none was. */
  readonly refused: (Omit<Step, 'after'> & { readonly error: PostgresError }) | null;
  /** Roles that had to be made. */
  readonly roles: readonly string[];
}

/**
 * Runs all statements in order and looks at the catalog after each; the database is left as it was. Inside a transaction.
 * What comes after a statement that was not run is not known.
 */
export async function rehearse(
  database: ProofDatabase,
  migrations: readonly ProvenMigration[],
): Promise<Rehearsal> {
  await mustRun(database, 'SAVEPOINT backend_engineer_rehearsal');
  const [start] = await ask(database, 'SELECT pg_current_xact_id()::xid::text AS id');
  const known = new Set(await roleNames(database));
  const steps: Step[] = [];
  let refused: Rehearsal['refused'] = null;
  const all = [...stepsOf(migrations)];
  for (const [index, step] of all.entries()) {
    if (step === null) break;
    const outcome = await runStatement(database, { ...step.proven, text: step.text }, true);
    if (outcome.kind === 'failed') refused = { ...step, error: outcome.error };
    if (outcome.kind !== 'ran') break;
    const changes = step.proven.operations.length > 0 || step.proven.query === null;
    const next = all[index + 1] ?? null;
    const matters = !asksNothing(step.proven) || (next !== null && !asksNothing(next.proven));
    const after =
      changes && matters
        ? await readTables(database, { since: start?.id ?? '0' })
        : (steps.at(-1)?.after ?? new Map());
    steps.push({ ...step, after });
  }
  const roles = (await roleNames(database)).filter((role) => !known.has(role));
  await mustRun(
    database,
    'ROLLBACK TO SAVEPOINT backend_engineer_rehearsal; RELEASE SAVEPOINT backend_engineer_rehearsal',
  );
  return { steps, refused, roles: roles.filter((role) => !made(steps, role)) };
}

async function roleNames(database: ProofDatabase): Promise<string[]> {
  return (await ask(database, 'SELECT rolname FROM pg_roles ORDER BY rolname')).flatMap(
    ({ rolname }) => rolname ?? [],
  );
}

function made(steps: readonly Step[], role: string): boolean {
  return steps.some(({ proven }) =>
    proven.operations.some(
      (operation) =>
        operation.kind === 'create-object' && operation.object === 'role' && operation.name.name === role,
    ),
  );
}

/** Ends with null where one cannot be run inside a transaction: what follows it is not known. */
function* stepsOf(migrations: readonly ProvenMigration[]): Generator<Omit<Step, 'after'> | null> {
  for (const [migration, { up }] of migrations.entries())
    for (const [statement, proven] of up.entries()) {
      if (isWithoutEffect(proven)) continue;
      if (
        statement >= mostSteps ||
        proven.failure !== null ||
        proven.operations.some(({ kind }) => kind === 'rollback')
      ) {
        yield null;
        return;
      }
      const text = refusesTransaction(proven.operations)
        ? proven.text.replace(/\bconcurrently\b/i, '')
        : proven.text;
      yield { migration, statement, proven, text };
    }
}

/** Frames of transactions, and care that changes no row. */
function isWithoutEffect({ operations }: ProvenStatement): boolean {
  return (
    operations.length > 0 &&
    operations.every(({ kind }) =>
      ['begin', 'commit', 'vacuum', 'reindex', 'comment', 'cluster'].includes(kind),
    )
  );
}
