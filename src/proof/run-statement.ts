import type { DdlOperation } from '../sql/operation.ts';
import type { ExecOutcome, PostgresError, ProofDatabase } from './database.ts';
import { refusal, sandboxesRefusal } from './refusals.ts';
import type { ProvenStatement } from './subject.ts';

/**
 * What became of a statement: refused by us before it ran or by the sandbox for what it is, refused by PostgreSQL for what
 * the statement is, or run.
 */
export type RunOutcome =
  | { readonly kind: 'ran'; readonly notices: readonly string[]; readonly affected: number }
  | { readonly kind: 'failed'; readonly error: PostgresError }
  /** `reason` is the end of a sentence. */
  | { readonly kind: 'not-run'; readonly reason: string };

type Runnable = Pick<ProvenStatement, 'text' | 'operations' | 'failure'>;

/** So often a statement is tried again after a role that it names was made. */
const maximumRoles = 8;

/**
 * Runs one statement as it is. Roles that it names and that no migration makes belong to a server's set-up: they are
 * made when they are missed. Inside a transaction a refused statement leaves it usable (a savepoint).
 * @param inTransaction whether one is open
 */
export async function runStatement(
  database: ProofDatabase,
  statement: Runnable,
  inTransaction: boolean,
): Promise<RunOutcome> {
  const refused = statement.failure === null ? refusal(statement) : 'it did not parse';
  if (refused !== null) return { kind: 'not-run', reason: refused };
  if (setsIsolation(statement)) return { kind: 'ran', notices: [], affected: 0 };
  for (let attempt = 0; attempt <= maximumRoles; attempt++) {
    const outcome = await runOnce(database, statement.text, inTransaction);
    if (outcome.ok) {
      const affected = outcome.results.reduce((sum, result) => sum + result.affected, 0);
      return { kind: 'ran', notices: outcome.notices, affected };
    }
    const role = missingRole(outcome.error);
    if (role === null) return ofError(outcome.error);
    const made = await database.exec(`CREATE ROLE "${role.replaceAll('"', '""')}"`);
    if (!made.ok) return ofError(outcome.error);
  }
  return { kind: 'not-run', reason: 'it names more roles than are made for a proof' };
}

function ofError(error: PostgresError): RunOutcome {
  const reason = sandboxesRefusal(error);
  return reason === null ? { kind: 'failed', error } : { kind: 'not-run', reason };
}

async function runOnce(database: ProofDatabase, text: string, inTransaction: boolean): Promise<ExecOutcome> {
  if (!inTransaction) return await database.exec(text);
  await database.exec('SAVEPOINT backend_engineer_statement');
  const outcome = await database.exec(text);
  if (!outcome.ok) await database.exec('ROLLBACK TO SAVEPOINT backend_engineer_statement');
  await database.exec('RELEASE SAVEPOINT backend_engineer_statement');
  return outcome;
}

function missingRole({ code, message }: PostgresError): string | null {
  return code === '42704' ? (/^role "(.+)" does not exist$/.exec(message)?.[1] ?? null) : null;
}

/** SQLSTATEs of a name that is not there: where the base is not known whole, they tell of the base, not of the migration. */
const missing = new Set(['42P01', '42703', '42704', '42883', '3F000', '3D000', '42P02', '0A000', '58P01']);

/** Whether an error may come of what the sandbox lacks (a table that nothing made, an extension), not of the migration. */
export function mayBeOfSandbox({ code }: PostgresError): boolean {
  return missing.has(code);
}

/**
 * How much a transaction sees of others: of which there are none. It has to stand before the first query, and ours (a
 * savepoint, the canary) stand before it.
 */
export function setsIsolation({ text, operations }: Pick<ProvenStatement, 'text' | 'operations'>): boolean {
  return (
    operations.some((operation) => operation.kind === 'set' && operation.name === 'transaction') &&
    /\bisolation\s+level\b/i.test(text)
  );
}

/** Operations that PostgreSQL refuses inside a transaction. */
export function refusesTransaction(operations: readonly DdlOperation[]): boolean {
  return operations.some((operation) => {
    switch (operation.kind) {
      case 'create-index':
      case 'drop-index':
      case 'detach-partition':
        return operation.concurrently;
      case 'reindex':
        return operation.concurrently || !['index', 'table'].includes(operation.target);
      case 'vacuum':
        return true;
      case 'create-object':
      case 'drop-object':
        return operation.object === 'database' || operation.object === 'subscription';
      default:
        return false;
    }
  });
}

/** The same statement as it runs in a transaction; null where it has no such form. */
export function withoutConcurrently(text: string): string | null {
  const plain = text.replace(/\bCONCURRENTLY\b/i, '');
  return plain === text ? null : plain;
}

/** What opens or closes a transaction: a part of the proof that has one of its own leaves it out. */
export function isTransactionWord(kind: DdlOperation['kind']): boolean {
  return kind === 'begin' || kind === 'commit' || kind === 'rollback';
}
