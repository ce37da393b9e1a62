import type { Pool } from 'pg';
import type { EmbeddedEngine } from './embedded-engine.ts';

/** Runs one statement with `$1` parameters and gives its rows. Inside a transaction it is that transaction. */
export interface Sql {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Several statements without parameters. */
  script(text: string): Promise<void>;
}

/** PostgreSQL, embedded or a server: one code path above it. */
export interface Database extends Sql {
  /** Commits when `run` resolves, rolls back when it rejects. */
  transaction<Result>(run: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** What the queue builds upon. */
  readonly engine:
    | { readonly kind: 'pglite'; readonly pglite: EmbeddedEngine; readonly directory: string | null }
    | { readonly kind: 'postgres'; readonly pool: Pool; readonly url: string };
  close(): Promise<void>;
}
