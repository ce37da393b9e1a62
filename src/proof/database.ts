/** What PostgreSQL said when it refused a statement. */
export interface PostgresError {
  /** SQLSTATE, five characters. */
  readonly code: string;
  readonly message: string;
  readonly detail: string | null;
  readonly hint: string | null;
  /** UTF-16 offset in the text that was sent, null where the server names none. */
  readonly position: number | null;
  readonly schema: string | null;
  readonly table: string | null;
  readonly column: string | null;
  readonly constraint: string | null;
}

/** Columns by name, as PostgreSQL writes them out as text: nothing of a value is lost. */
export type ResultRow = Readonly<Record<string, string | null>>;

export interface StatementResult {
  /** The command tag's first word, as `SELECT`, `INSERT`, `CREATE`. */
  readonly command: string;
  readonly rows: readonly ResultRow[];
  /** Rows that were written, 0 for others. */
  readonly affected: number;
}

export type ExecOutcome =
  | {
      readonly ok: true;
      readonly results: readonly StatementResult[];
      /** Notices and warnings, in order. */
      readonly notices: readonly string[];
    }
  | { readonly ok: false; readonly error: PostgresError };

/**
 * A database that one proof has for itself, and that is thrown away with it. One connection: statements run one after
 * the other.
 */
export interface ProofDatabase {
  /**
   * Runs the statements of a text by the simple protocol, as one query: without BEGIN they are one implicit transaction.
   * What PostgreSQL refuses is an outcome. Rejects with ProofEnded when the database is gone.
   */
  exec(sql: string): Promise<ExecOutcome>;
}

/** The database was ended from outside, or no longer answers truly: nothing more can be proven in it. */
export class ProofEnded extends Error {
  override readonly name = 'ProofEnded';
  readonly code = 'PROOF_ENDED';
  /** The end of a sentence: `it took longer than 10 s`. */
  readonly reason: string;

  constructor(reason: string) {
    super(`The database of this proof was ended: ${reason}`);
    this.reason = reason;
  }
}

/** The rows of the last statement of a query of ours. Rejects with ProofEnded where it is refused: then nothing is as it should be. */
export async function rowsOf(database: ProofDatabase, sql: string): Promise<readonly ResultRow[]> {
  const outcome = await database.exec(sql);
  if (!outcome.ok) throw new ProofEnded(`a question of ours was refused: ${outcome.error.message}`);
  return outcome.results.at(-1)?.rows ?? [];
}
