import type { ProvenStatement } from '../subject.ts';

/** `INSERT … VALUES`: of many into one table each does what the first did, and a file may hold thousands. */
export function putsRows({ operations, query }: ProvenStatement): boolean {
  return query?.kind === 'insert' && operations.length === 0 && query.nested.length === 0;
}
