import type { PostgresError } from '../proof/database.ts';
import type { Counterexample, LockTaken, Proof, StatementProof } from '../proof/proof.ts';
import type { Evidence } from './finding.ts';
import { codeSpan } from './markdown/code-span.ts';

/** Relations that one line names; a statement that locks more is told by their number. */
const relationsShown = 4;

/** What PostgreSQL did with a statement, in one line: its locks, what it wrote anew, what it read whole. null for nothing. */
export function traceWords({
  locks,
  held,
  rewrittenAlone,
  scans,
  watched,
  outcome,
}: StatementProof): string | null {
  if (outcome !== 'ran' || !watched) return null;
  const taken = locks.filter(({ kind }) => kind === 'table');
  const parts = [
    ...[...Map.groupBy(taken, ({ mode }) => mode)].map(
      ([mode, of]) => `${lockWords(mode)} on ${listed(of.map(relationOf))}`,
    ),
    ...(rewrittenAlone.length > 0 ? [`${listed(rewrittenAlone.map(codeSpan))} written anew`] : []),
    ...scans.map(
      ({ relation, read, held: rows }) =>
        `${codeSpan(relation)} read whole (${read < rows ? `${read} of ` : ''}${rows} rows)`,
    ),
  ];
  if (parts.length === 0) return null;
  return `${parts.join(', ')}${held && taken.length > 0 ? '; held until the transaction ends' : ''}`;
}

/** `AccessExclusiveLock` as SQL writes it: `ACCESS EXCLUSIVE`. */
export function lockWords(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}

/** What others cannot do to a table meanwhile, by the table of conflicts in PostgreSQL's manual (13.3). */
export function blockedBy(mode: string): 'reads and writes' | 'writes' | 'schema changes' | 'nothing' {
  if (mode === 'AccessExclusiveLock') return 'reads and writes';
  if (['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock'].includes(mode)) return 'writes';
  return mode === 'AccessShareLock' || mode === 'RowShareLock' ? 'nothing' : 'schema changes';
}

/** `23502: null value in column …`, as Markdown. */
export function errorWords({ code, message }: PostgresError): string {
  return codeSpan(`${code}: ${message}`);
}

/** The row that breaks a statement, the error, and the query for the reader's own database. */
export function counterexampleWords({ inserts, error, question }: Counterexample): string {
  const rows = inserts.map((insert) => codeSpan(`${insert};`)).join(' ');
  return `${rows} – then this statement ends with ${errorWords(error)}. In production: ${codeSpan(`${question};`)}`;
}

/** Evidence that something was run. */
export function executed(
  { server }: Pick<Proof, 'server'>,
  text: string,
  more: Partial<Pick<Evidence, 'path' | 'line' | 'code'>> = {},
): Evidence {
  // Which build of it is said once, in the report.
  const name = server.replace(/ \(.*$/, '');
  return { kind: 'executed', text: `Run on ${name}: ${text}`, path: null, line: null, ...more };
}

function relationOf({ relation }: LockTaken): string {
  return codeSpan(relation);
}

function listed(names: readonly string[]): string {
  return names.length > relationsShown ? `${names.length} tables` : names.join(', ');
}
