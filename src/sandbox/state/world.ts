import type { FaultRules } from '../http/faults.ts';
import type { RequestEntry } from '../http/request-log.ts';
import type { State } from './state.ts';

/** What every part of the stand-in works with. */
export interface World {
  readonly state: State;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Unguessable hexadecimal text of `bytes` bytes. */
  readonly random: (bytes: number) => string;
  /** Waits, for slow answers. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Where the server listens, without a final slash. */
  readonly url: () => string;
  readonly requests: RequestEntry[];
  readonly faults: FaultRules;
  /** Keeps track of work that goes on after an answer, so that closing waits for it. */
  readonly background: (work: Promise<unknown>) => void;
}

/** GitHub's times have seconds. */
export function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
