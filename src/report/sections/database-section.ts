import type { MigrationProof, Reversal } from '../../proof/proof.ts';
import { showName } from '../../sql/object-name.ts';
import type { Facts, MigrationFact, ProofFact } from '../facts.ts';
import { codeSpan } from '../markdown/code-span.ts';
import { describeOperation } from './describe-operation.ts';

/** Phrases of one migration that a summary line holds. */
const phrasesPerMigration = 8;
/** Indexes that the line of new indexes holds. */
const indexesShown = 8;

/** Lines of "Database Changes": the migrations, then the new indexes. */
export function databaseSection(facts: Facts): string[] {
  const indexes = facts.migrations.flatMap(newIndexes);
  const proven = new Map(
    facts.proofs.flatMap(({ proof }) => proof.migrations.map((one) => [one.path, one] as const)),
  );
  return [
    ...facts.migrations.map(
      (migration) => `Migration: ${migrationSentence(migration)}${runSentence(proven.get(migration.path))}`,
    ),
    ...facts.proofs.flatMap(proofSentences),
    ...facts.notRun.map((reason) => `Proof: ${reason}`),
    ...(indexes.length > 0 ? [`New indexes: ${indexLine(indexes)}`] : []),
    ...facts.queryFiles.map(
      (file) => `SQL: ${codeSpan(file.path)} (${count(file.statements, 'statement')} read)`,
    ),
  ];
}

function migrationSentence(migration: MigrationFact): string {
  const file = codeSpan(migration.path);
  if (migration.status === 'removed') return `${file} is removed.`;
  const phrases = [
    ...new Set([
      ...migration.operations.flatMap(({ operation }) => describeOperation(operation) ?? []),
      ...migration.dataStatements.map(({ kind, table }) => `${dataWords[kind] ?? kind} ${codeSpan(table)}`),
    ]),
  ];
  const shown = phrases.slice(0, phrasesPerMigration);
  if (phrases.length > shown.length) shown.push(`${phrases.length - shown.length} more`);
  const does = shown.length > 0 ? shown.join(', ') : 'changes no table';
  const failed =
    migration.failedStatements > 0 ? ` ${count(migration.failedStatements, 'statement')} did not parse.` : '';
  const edited = migration.status === 'modified' ? ' (edited)' : '';
  return `${file}${edited} ${does}. ${transactionWords[migration.transaction.mode]}${downWords(migration)}${failed}`;
}

/** What running it has shown, as far as it ran. */
function runSentence(proof: MigrationProof | undefined): string {
  if (proof === undefined) return '';
  const ran = proof.statements.filter(({ outcome, watched }) => outcome === 'ran' && watched);
  if (ran.length === 0) return '';
  const strong = new Set(
    ran.flatMap(({ locks }) =>
      locks.flatMap(({ kind, mode, relation }) =>
        kind === 'table' && mode === 'AccessExclusiveLock' ? [codeSpan(relation)] : [],
      ),
    ),
  );
  const rewritten = new Set(ran.flatMap((statement) => statement.rewrittenAlone));
  const scanned = new Set(ran.flatMap(({ scans }) => scans.map(({ relation }) => relation)));
  const parts = [
    strong.size === 0
      ? 'no `ACCESS EXCLUSIVE` on a table that was there'
      : `\`ACCESS EXCLUSIVE\` on ${listed([...strong])}`,
    rewritten.size === 0 ? 'nothing written anew' : `${listed([...rewritten].map(codeSpan))} written anew`,
    scanned.size === 0 ? 'nothing read whole' : `${listed([...scanned].map(codeSpan))} read whole`,
    ...reversalWords(proof.reversal),
  ];
  return ` Run: ${parts.join('; ')}.`;
}

/** Names that a sentence holds. */
const namesShown = 3;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, namesShown);
  return `${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}`;
}

function reversalWords(reversal: Reversal | null): string[] {
  switch (reversal?.outcome) {
    case 'ran':
      return reversal.differences.length === 0
        ? ['the down brings the schema back']
        : [`the down leaves ${count(reversal.differences.length, 'difference')}`];
    case 'failed':
      return ['the down fails'];
    default:
      return [];
  }
}

/** On what it ran, and what could not be. */
function proofSentences({ proof }: ProofFact): string[] {
  const { server, base, notices } = proof;
  const failed =
    base.failed === 0
      ? ''
      : `, ${base.failed} of which it refused (the first: ${codeSpan(base.firstFailure ?? '')}): what needs them is not judged`;
  return [
    `Proof: run on ${server}, on what ${count(base.statements, 'earlier statement')} made${failed}.`,
    ...notices,
  ];
}

const dataWords: Readonly<Record<string, string>> = {
  insert: 'inserts into',
  update: 'updates',
  delete: 'deletes from',
  merge: 'merges into',
};

const transactionWords = {
  wrapped: 'Runs in one transaction',
  none: 'Runs outside a transaction',
  unknown: 'Transaction not known',
} as const;

function downWords(migration: MigrationFact): string {
  return migration.hasDown ? ', has a down.' : ', no down.';
}

function newIndexes(migration: MigrationFact): string[] {
  return migration.operations.flatMap(({ operation }) => {
    if (operation.kind !== 'create-index') return [];
    const columns = operation.index.columns.map((column) => column.text).join(', ');
    const index = codeSpan(`${operation.index.name ?? 'unnamed'} (${columns})`);
    return [`${index} on ${codeSpan(showName(operation.table))}${operation.index.unique ? ', unique' : ''}`];
  });
}

function indexLine(indexes: readonly string[]): string {
  const shown = indexes.slice(0, indexesShown);
  const more = indexes.length > shown.length ? [`${indexes.length - shown.length} more`] : [];
  return [...shown, ...more].join('; ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
