import type { Counterexample } from '../proof.ts';

/**
 * Whether a counterexample is more than a warning. For almost every tightening there is a row that breaks it: what counts
 * is whether the repository itself makes such rows.
 */
export function isBlocking({ madeBy }: Counterexample): boolean {
  return madeBy !== null;
}
