import type { ExecOutcome } from '../database.ts';

// How a process without databases of its own asks its parent for one. Each proof has a number, and is asked one thing at a
// time.

export type ToHost =
  | {
      readonly kind: 'open';
      readonly proof: number;
      readonly key: string;
      readonly extensions: readonly string[];
    }
  /** What was asked by `prepare` is done. */
  | { readonly kind: 'prepared'; readonly proof: number; readonly succeeded: boolean }
  | { readonly kind: 'exec'; readonly proof: number; readonly sql: string }
  | { readonly kind: 'close'; readonly proof: number };

export type FromHost =
  /** Make of an empty database what is kept under the key. */
  | { readonly kind: 'prepare'; readonly proof: number }
  | { readonly kind: 'opened'; readonly proof: number }
  | { readonly kind: 'outcome'; readonly proof: number; readonly outcome: ExecOutcome }
  | { readonly kind: 'closed'; readonly proof: number }
  /** Of what was asked last there will be no answer; `reason` is the end of a sentence. */
  | { readonly kind: 'ended'; readonly proof: number; readonly reason: string };
