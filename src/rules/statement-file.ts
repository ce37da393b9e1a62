import type { Migration, TransactionModel } from '../migrations/migration.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { Statement } from '../sql/statement.ts';

/** An SQL file at the head, parsed: the statements of a migration's up direction, or all of a query file. */
export interface StatementFile {
  readonly path: string;
  readonly text: string;
  readonly dialect: Dialect;
  /** null for a file that no migration tool runs. */
  readonly migration: Migration | null;
  /** What wraps the file, where somebody says so who knows better than its tool's default; null: what the tool does. */
  readonly wrapping: TransactionModel | null;
  readonly statements: readonly Statement[];
  /** The statements of the way down. */
  readonly down: readonly Statement[];
  /** True where the project tells the dialect (settings, provider, history), false where it is guessed. */
  readonly dialectKnown: boolean;
}
