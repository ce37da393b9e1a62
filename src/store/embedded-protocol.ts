/** What the thread of the embedded database is asked. Answers carry the number of their question. */
export type Question = { readonly id: number } & (
  | { readonly kind: 'query'; readonly text: string; readonly values: readonly unknown[] }
  | { readonly kind: 'exec'; readonly text: string }
  | { readonly kind: 'listen'; readonly channel: string }
  | { readonly kind: 'unlisten'; readonly channel: string }
  | { readonly kind: 'close' }
);

export interface StatementResult {
  readonly rows: readonly unknown[];
}

/** An error of PostgreSQL or PGlite: its message, and its fields that are text (`code`, `constraint`, `detail` …). */
export interface Failed {
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}

export type FromThread =
  /** The answer to question 0, which nobody asks: the database is open, or cannot be opened. */
  | { readonly kind: 'answer'; readonly id: number; readonly results: readonly StatementResult[] }
  | { readonly kind: 'failed'; readonly id: number; readonly failed: Failed }
  | { readonly kind: 'notification'; readonly channel: string; readonly payload: string };

/** Where the thread's database is. */
export interface ThreadData {
  /** A directory; null keeps it in memory. */
  readonly path: string | null;
}
