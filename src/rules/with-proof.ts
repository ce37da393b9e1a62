import { versionNotes } from '../proof/locks/version-notes.ts';
import type { MigrationProof, StatementProof } from '../proof/proof.ts';
import { type Severity, severities } from '../report/finding.ts';
import { executed, traceWords } from '../report/proof-words.ts';
import { contains } from '../text/range.ts';
import { documented } from './evidence.ts';
import type { SqlMatch } from './sql-match.ts';
import type { ProofSubject } from './subject.ts';

/** What one rule about proofs has found. */
interface Shown {
  readonly joins: readonly string[];
  saysTheSame?(found: SqlMatch['match'], own: SqlMatch['match']): boolean;
  readonly matches: readonly SqlMatch[];
}

/**
 * Puts what running the file has shown beside what its text has: a finding that both have made gets the proof as evidence
 * and is told once; findings about locks and rewrites get what was seen; one that the trace contradicts is dropped.
 */
export function withProof(
  found: readonly SqlMatch[],
  subject: ProofSubject,
  shown: readonly Shown[],
): readonly SqlMatch[] {
  let matches = found.flatMap((match) => traced(match, subject) ?? []);
  const own: SqlMatch[] = [];
  for (const each of shown)
    for (const one of each.matches) {
      const at = indexOfJoined(matches, each, one);
      const joined = matches[at];
      if (joined === undefined) own.push(one);
      else {
        // What was seen of its lock and its file it has already.
        const evidence = one.rule.family === 'rewrite' ? [] : (one.match.evidence ?? []);
        matches = matches.with(at, withEvidence(joined, evidence, one.severity));
      }
    }
  return [...matches, ...own];
}

/** Where the first of these rules has found the same statement. */
function indexOfJoined(matches: readonly SqlMatch[], { joins, saysTheSame }: Shown, one: SqlMatch): number {
  for (const id of joins) {
    const at = matches.findIndex(
      ({ rule, match, statement }) =>
        rule.id === id &&
        saysTheSame?.(match, one.match) !== false &&
        (contains(match.range, one.match.range) ||
          contains(one.match.range, match.range) ||
          (statement !== null && contains(statement.range, one.match.range))),
    );
    if (at !== -1) return at;
  }
  return -1;
}

function withEvidence(
  found: SqlMatch,
  evidence: NonNullable<SqlMatch['match']['evidence']>,
  severity: Severity,
): SqlMatch {
  const worse = severities.indexOf(severity) < severities.indexOf(found.severity);
  return {
    ...found,
    match: { ...found.match, evidence: [...(found.match.evidence ?? []), ...evidence] },
    severity: worse ? severity : found.severity,
  };
}

/** The finding with what was seen of its statement; null where that is not what it says. */
function traced(found: SqlMatch, { own, proof, settings }: ProofSubject): SqlMatch | null {
  const { rule, match, statement } = found;
  if ((rule.family !== 'locking' && rule.family !== 'rewrite') || rule.about !== 'statement') return found;
  const trace = own?.statements.find(({ range }) => range.start === statement?.range.start);
  if (own === null || trace === undefined || trace.outcome !== 'ran' || !trace.watched) return found;
  const notes = (statement?.operations ?? []).flatMap((each) => versionNotes(each, settings.postgresVersion));
  if (notes.length === 0 && contradicts(trace, found, own)) return null;
  const words = traceWords(trace);
  const seen = words === null ? [] : [executed(proof, words)];
  const older = notes.map(({ since, before }) => documented(`Before PostgreSQL ${since} ${before}`));
  return seen.length + older.length === 0
    ? found
    : { ...found, match: { ...match, evidence: [...(match.evidence ?? []), ...seen, ...older] } };
}

/**
 * Whether the statement did without what the finding says: no new files where it says that the table is rewritten, no lock
 * on a table that was there, neither its own nor one that the file took before. What older versions do otherwise, by their
 * documentation, is not contradicted by the one that ran.
 */
function contradicts(trace: StatementProof, { rule }: SqlMatch, own: MigrationProof): boolean {
  if (rule.family === 'rewrite') return trace.rewritten.length === 0;
  return own.statements.every(({ range, locks }) => range.start > trace.range.start || locks.length === 0);
}
