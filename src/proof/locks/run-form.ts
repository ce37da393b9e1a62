import type { SqlParser } from '../../sql/parse.ts';
import type { PostgresError, ProofDatabase } from '../database.ts';
import { traceMigration } from '../trace/trace-migration.ts';
import { baseSchema, type LockForm, type LockTableEntry } from './lock-form.ts';

/** PostgreSQL refused a form, or what prepares it. */
export class FormRefused extends Error {
  override readonly name = 'FormRefused';
  /** SQLSTATE. */
  readonly code: string;

  constructor(id: string, error: PostgresError) {
    super(`${id}: ${error.message}`);
    this.code = error.code;
  }
}

/**
 * Runs one form on a schema `public` that is made anew for it, and tells what was seen. What is in that schema is lost.
 * Rejects with FormRefused where PostgreSQL refuses it.
 */
export async function runForm(
  database: ProofDatabase,
  form: LockForm,
  parser: Pick<SqlParser, 'parse'>,
): Promise<LockTableEntry> {
  await prepareForm(database, form);
  const up = parser
    .parse(form.statement)
    // Only in a transaction does LOCK TABLE mean something.
    .map((statement) => ({ ...statement, transaction: form.documented === undefined ? 1 : null }));
  const [proof] = await traceMigration(
    database,
    { path: form.id, text: form.statement, up, down: null },
    { fill: null, baseIsWhole: true },
  );
  if (form.tearDown !== undefined) await must(database, form.tearDown, form);
  if (proof?.error) throw new FormRefused(form.id, proof.error);
  if (proof?.outcome !== 'ran') throw new Error(`${form.id}: ${proof?.reason ?? 'it is no statement'}`);
  if (proof.watched !== (form.documented === undefined))
    throw new Error(`${form.id}: ${proof.watched ? 'its locks can' : 'its locks cannot'} be watched`);
  return {
    evidence: proof.watched ? 'traced' : 'documented',
    locks: form.documented?.locks ?? proof.locks,
    rewritten: proof.rewritten,
    scanned: proof.scans.map(({ relation }) => relation),
  };
}

/** Makes the schema that a form starts from. */
export async function prepareForm(database: ProofDatabase, form: LockForm): Promise<void> {
  await must(database, `DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public; ${baseSchema}`, form);
  if (form.setUp !== undefined) await must(database, form.setUp, form);
}

async function must(database: ProofDatabase, sql: string, { id }: LockForm): Promise<void> {
  const outcome = await database.exec(sql);
  if (!outcome.ok) throw new FormRefused(id, outcome.error);
}
