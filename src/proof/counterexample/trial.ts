import type { PostgresError, ProofDatabase } from '../database.ts';
import { ask, mustRun } from '../rolled-back.ts';
import { deferredChecks } from '../rows/deferred-checks.ts';
import { insertOf, type PlannedRow } from '../rows/plan-rows.ts';
import type { Tables } from '../rows/table-shape.ts';
import { quote } from '../rows/values.ts';
import { neededSteps } from './needed-steps.ts';
import type { Rehearsal, Step } from './rehearsal.ts';

/**
 * What became of rows before a statement: the schema refused them, one of the statements before refused them, the
 * statement took them, or it failed on them.
 */
type TrialOutcome =
  | { readonly kind: 'refused'; readonly error: PostgresError }
  | { readonly kind: 'spoiled' }
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly error: PostgresError };

type StepsOutcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'refused' | 'spoiled' | 'failed'; readonly error: PostgresError };

export interface Trials {
  /** Rows enter before the first statement, then those that matter run up to `step`; nothing of it stays. */
  run(rows: readonly PlannedRow[], step: number): Promise<TrialOutcome>;
  /** As `run`, with all statements. */
  runWhole(rows: readonly PlannedRow[], step: number): Promise<TrialOutcome>;
  /**
   * As `run`, with the rows of many groups together: those that the schema refuses are left out.
   * @returns the indexes of the groups that were left out; null where a statement did not take the others
   */
  runAll(groups: readonly (readonly PlannedRow[])[], step: number): Promise<ReadonlySet<number> | null>;
  /** What a question answers, run with these rows in the schema before the first statement; null where it is refused. */
  question(rows: readonly PlannedRow[], query: string): Promise<readonly string[] | null>;
}

const marks = ['backend_engineer_trial', 'backend_engineer_rows', 'backend_engineer_statement'] as const;

const left = `ROLLBACK TO SAVEPOINT ${marks[0]}; RELEASE SAVEPOINT ${marks[0]}`;

/** Inside a transaction, at the schema before the first statement. */
export async function createTrials(
  database: ProofDatabase,
  rehearsal: Rehearsal,
  tables: Tables,
): Promise<Trials> {
  const roles = rehearsal.roles.map((role) => `CREATE ROLE "${role.replaceAll('"', '""')}"`);
  const checked = await deferredChecks(database);
  const counted = await sequencesOf(database, tables);

  function enter(rows: readonly PlannedRow[]): string[] {
    return [
      `SAVEPOINT ${marks[0]}`,
      ...counted,
      ...roles,
      ...rows.map(insertOf),
      ...checked,
      `SAVEPOINT ${marks[1]}`,
    ];
  }

  /** A savepoint that is not there was not reached. */
  async function reached(mark: string): Promise<boolean> {
    return (await database.exec(`ROLLBACK TO SAVEPOINT ${mark}`)).ok;
  }

  async function leave(): Promise<void> {
    await mustRun(database, left);
  }

  async function run(rows: readonly PlannedRow[], step: number): Promise<TrialOutcome> {
    const outcome = await runSteps(rows, neededSteps(rehearsal.steps, step));
    if (outcome.kind === 'passed' || outcome.kind === 'refused' || isOfData(outcome.error))
      return withoutSpoiler(outcome);
    // It may be for what was left out.
    return await runWhole(rows, step);
  }

  async function runWhole(rows: readonly PlannedRow[], step: number): Promise<TrialOutcome> {
    return withoutSpoiler(await runSteps(rows, rehearsal.steps.slice(0, step + 1)));
  }

  async function runSteps(rows: readonly PlannedRow[], steps: readonly Step[]): Promise<StepsOutcome> {
    const before = steps.slice(0, -1).map(({ text }) => text);
    const text = steps.at(-1)?.text ?? '';
    const head = [...enter(rows), ...before, `SAVEPOINT ${marks[2]}`].join('\n;\n');
    const outcome = await database.exec(`${head}\n;\n${text}\n;${left}`);
    if (outcome.ok) return { kind: 'passed' };
    const { position } = outcome.error;
    const offset = head.length + 3;
    const error = {
      ...outcome.error,
      position: position !== null && position >= offset ? position - offset : null,
    };
    const kind = (await reached(marks[2])) ? 'failed' : (await reached(marks[1])) ? 'spoiled' : 'refused';
    await leave();
    return { kind, error };
  }

  async function runAll(
    groups: readonly (readonly PlannedRow[])[],
    step: number,
  ): Promise<ReadonlySet<number> | null> {
    const texts = neededSteps(rehearsal.steps, step).map(({ text }) => text);
    const head = [`SAVEPOINT ${marks[0]}`, ...counted, ...roles, entering(groups, checked), askRefused];
    const outcome = await database.exec(`${[...head, ...texts].join('\n;\n')}\n;${left}`);
    if (!outcome.ok) {
      await leave();
      return null;
    }
    const answer = outcome.results.flatMap(({ rows }) => rows[0]?.backend_engineer_refused ?? []);
    return new Set((answer[0] ?? '').split(' ').filter(Boolean).map(Number));
  }

  async function question(rows: readonly PlannedRow[], query: string): Promise<readonly string[] | null> {
    const outcome = await database.exec(`${enter(rows).join(';\n')};\n${query}`);
    await leave();
    if (!outcome.ok) return null;
    const last = outcome.results.at(-1)?.rows ?? [];
    return last.map((row) => Object.values(row).join(' '));
  }

  return { run, runWhole, runAll, question };
}

function withoutSpoiler(outcome: StepsOutcome): TrialOutcome {
  if (outcome.kind === 'passed') return outcome;
  return outcome.kind === 'spoiled' ? { kind: 'spoiled' } : { kind: outcome.kind, error: outcome.error };
}

const refusedGroups = 'backend_engineer.refused';

const askRefused = `SELECT pg_catalog.current_setting('${refusedGroups}') AS backend_engineer_refused`;

/** Enters groups of rows, each whole or not at all, and keeps the indexes of those that are refused. */
function entering(groups: readonly (readonly PlannedRow[])[], checked: readonly string[]): string {
  const blocks = groups.map((rows, index) => {
    const statements = [...rows.map(insertOf), ...checked].map((text) => `EXECUTE ${quote(text)};`);
    return `BEGIN ${statements.join('\n')}
      EXCEPTION WHEN OTHERS THEN refused := pg_catalog.concat(refused, ' ', '${index}'); END;`;
  });
  const body = `DECLARE refused pg_catalog.text; BEGIN ${blocks.join('\n')}
    PERFORM pg_catalog.set_config('${refusedGroups}', pg_catalog.concat(refused), true); END`;
  return `DO LANGUAGE plpgsql ${quote(body)}`;
}

/** Sets the sequences of the tables to where they are now: each trial then counts from the same number. */
async function sequencesOf(database: ProofDatabase, tables: Tables): Promise<readonly string[]> {
  if (tables.size === 0) return [];
  const rows = await ask(
    database,
    `SELECT DISTINCT d.objid::text AS oid, s.seqstart::text AS start, pg_sequence_last_value(d.objid)::text AS last
     FROM pg_depend d JOIN pg_sequence s ON s.seqrelid = d.objid
     WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
       AND d.refobjid IN (${[...tables.keys()].join(', ')}) ORDER BY 1`,
  );
  const calls = rows.map(
    ({ oid, start, last }) =>
      `pg_catalog.setval(${oid}::pg_catalog.regclass, ${last ?? start}, ${last !== null})`,
  );
  return calls.length === 0 ? [] : [`SELECT ${calls.join(', ')}`];
}

/** Classes of errors that the data brings about: a violated constraint, a value that does not fit. */
export function isOfData({ code }: PostgresError): boolean {
  return code.startsWith('23') || code.startsWith('22');
}
