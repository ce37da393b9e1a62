import type { PostgresError } from '../proof/database.ts';
import { conflict, isLockMode } from '../proof/locks/lock-modes.ts';
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
  // What others notice; that a table is read is no news.
  const taken = locks.filter(({ kind, mode }) => kind === 'table' && blockedBy(mode) !== 'nothing');
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
  return `${parts.join('; ')}${held && taken.length > 0 ? '; held until the transaction ends' : ''}`;
}

/** `AccessExclusiveLock` as SQL writes it: `ACCESS EXCLUSIVE`. */
export function lockWords(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}

/** What others cannot do to a table meanwhile. */
export function blockedBy(mode: string): 'reads and writes' | 'writes' | 'schema changes' | 'nothing' {
  if (!isLockMode(mode)) return 'schema changes';
  if (conflict(mode, 'AccessShareLock')) return 'reads and writes';
  if (conflict(mode, 'RowExclusiveLock')) return 'writes';
  return conflict(mode, 'ShareLock') ? 'schema changes' : 'nothing';
}

/** `23502: null value in column …`, as Markdown. */
export function errorWords({ code, message }: PostgresError): string {
  return codeSpan(`${code}: ${message}`);
}

/** The row that breaks a statement, the error, and the query for the reader's own database. */
export function counterexampleWords(counterexample: Counterexample): string {
  const { error, question } = counterexample;
  return `${rowsWords(counterexample)} – then this statement ends with ${errorWords(error)}. In production: ${codeSpan(`${question};`)}`;
}

/** The rows that matter; of those that they refer to the tables. */
export function rowsWords({ rows, parents }: Pick<Counterexample, 'rows' | 'parents'>): string {
  const own = rows.map((insert) => codeSpan(`${insert};`)).join(' ');
  return parents.length === 0
    ? own
    : `${own} (and what ${rows.length === 1 ? 'it refers' : 'they refer'} to in ${listed(parents.map(codeSpan))})`;
}

/** How many rows it takes, before the last of them is shown. */
export function suchRows(rows: readonly string[]): string {
  const tables = new Set(rows.map((insert) => /^INSERT INTO (.+?) (?:\(|DEFAULT VALUES)/.exec(insert)?.[1]));
  return rows.length > 1 && tables.size === 1 ? `${rows.length} rows` : 'a row';
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
