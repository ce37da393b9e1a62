import type { StatementProof } from '../../proof/proof.ts';
import type { Facts, ProofFact } from '../facts.ts';
import { cellCodeSpan } from '../markdown/code-span.ts';
import { blockedBy, lockWords } from '../proof-words.ts';
import type { Report } from '../report.ts';

/** Rows of one table: a longer migration repeats itself. */
const maximumRows = 30;

/** Statements longer than this are shown by their beginning. */
const shownStatement = 80;

/** What ran, one table a migration. Migrations of which nothing was run have none. */
export function proofTables(facts: Facts): Report['proofs'] {
  const tables = facts.proofs.flatMap(({ proof, texts }) =>
    proof.migrations.flatMap(({ path, statements }) => {
      const acting = statements.filter(isTold);
      if (acting.length === 0) return [];
      const rows = acting
        .slice(0, maximumRows)
        .map((statement, index) => rowOf(statement, index, path, texts));
      const more = acting.length - rows.length;
      if (more > 0) rows.push(['…', `${more} more`, '', '', '', '']);
      return [
        { path, head: ['#', 'statement', 'lock', 'others cannot', 'written anew', 'read whole'], rows },
      ];
    }),
  );
  const which = (index: number): string =>
    tables.length > 1 ? ` (migration ${index + 1} of ${tables.length})` : '';
  return tables.map((table, index) => ({ title: `Locks, as they happened${which(index)}`, ...table }));
}

/** What neither locked anything that was there nor failed is not worth a row. */
function isTold({ outcome, locks, watched, rewritten, scans }: StatementProof): boolean {
  if (outcome !== 'ran' || !watched) return true;
  return rewritten.length > 0 || scans.length > 0 || locks.some(({ kind }) => kind === 'table');
}

function rowOf(
  { range, outcome, reason, error, watched, locks, held, rewrittenAlone, scans }: StatementProof,
  index: number,
  path: string,
  texts: ProofFact['texts'],
): string[] {
  const text = (texts[`${path} ${range.start}`] ?? '').replace(/\s+/g, ' ');
  const shown = text.length > shownStatement ? `${text.slice(0, shownStatement)}…` : text;
  const start = [String(index + 1), cellCodeSpan(shown)];
  if (outcome === 'not-run') return [...start, `not run: ${reason ?? ''}`, '', '', ''];
  if (outcome === 'failed')
    return [...start, `failed: ${cellCodeSpan(`${error?.code ?? ''}: ${error?.message ?? ''}`)}`, '', '', ''];
  if (!watched)
    return [...start, `documented, not watched: ${reason ?? 'it runs in no transaction'}`, '', '', ''];
  const tables = locks.filter(({ kind }) => kind === 'table');
  return [
    ...start,
    tables.map(({ relation, mode }) => `${lockWords(mode)} on ${cellCodeSpan(relation)}`).join(', ') ||
      'those of the statements before',
    tables.length === 0
      ? ''
      : `${strongest(tables.map(({ mode }) => blockedBy(mode)))}${held ? ', until the end' : ''}`,
    rewrittenAlone.map(cellCodeSpan).join(', ') || 'no',
    scans.map(({ relation }) => `**${cellCodeSpan(relation)}**`).join(', ') || 'no',
  ];
}

const order = ['reads and writes', 'writes', 'schema changes', 'nothing'] as const;

function strongest(blocked: readonly (typeof order)[number][]): string {
  return order.find((each) => blocked.includes(each)) ?? 'nothing';
}
