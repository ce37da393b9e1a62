import type { PostgresError } from '../database.ts';
import { mayBeOfSandbox } from '../run-statement.ts';

/** What a server's operator sets up and no migration makes. */
const ofServer = /^(?:extension|language|collation|tablespace|access method|foreign-data wrapper) "/;

/**
 * Whether a statement failed for what the proof's database has not.
 * @param baseIsWhole whether all that the base has made is there
 */
export function isSandboxesLack(error: PostgresError, baseIsWhole: boolean): boolean {
  return mayBeOfSandbox(error) && (!baseIsWhole || ofServer.test(error.message));
}
