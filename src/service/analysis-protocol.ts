import type { Change } from '../change/change.ts';
import type { RepositorySettings } from '../config/repository-settings.ts';
import type { FromHost, ToHost } from '../proof/sandbox/relay-protocol.ts';
import type { Analysis } from '../review/analysis.ts';

/** What the child is told: where the objects are and what to compare. No name, token or address. */
export interface AnalysisRequest {
  /** Folder of the git repository. */
  readonly repository: string;
  /** PATH for running git. */
  readonly searchPath: string;
  readonly change: Change;
  readonly settings: RepositorySettings;
  /** Files to leave out, with the reason for the coverage: those that an earlier attempt died of. */
  readonly skip: Readonly<Record<string, string>>;
  /** Whether its parent has databases for proofs. */
  readonly proves: boolean;
}

export type ToChild =
  | { readonly kind: 'analyze'; readonly request: AnalysisRequest }
  /** Is the text correct in the language of its path? */
  | { readonly kind: 'parse'; readonly path: string; readonly text: string }
  /** Get ready for the first change. */
  | { readonly kind: 'warm-up' }
  | { readonly kind: 'fetched'; readonly fetch: number; readonly problem: string | null }
  | { readonly kind: 'from-host'; readonly message: FromHost };

export type FromChild =
  /** Begins to work on this file: whoever kills the child knows which file it was. */
  | { readonly kind: 'file'; readonly path: string }
  /** Needs objects that a partial clone does not have yet. */
  | { readonly kind: 'fetch'; readonly fetch: number; readonly objects: readonly string[] }
  /** Needs a database for a proof, or something of one that it has. */
  | { readonly kind: 'to-host'; readonly message: ToHost }
  | { readonly kind: 'analyzed'; readonly analysis: Analysis }
  | { readonly kind: 'parsed'; readonly correct: boolean }
  | { readonly kind: 'warm' }
  | {
      readonly kind: 'failed';
      /** The error's class: its message may hold code. */
      readonly name: string;
      /** Where it happened: the lines of its stack, without its message. */
      readonly frames: readonly string[];
    };
