import { showName } from '../../sql/object-name.ts';
import type { Facts, MigrationFact } from '../facts.ts';
import { codeSpan } from '../markdown/code-span.ts';
import { describeOperation } from './describe-operation.ts';

/** Phrases of one migration that a summary line holds. */
const phrasesPerMigration = 8;
/** Indexes that the line of new indexes holds. */
const indexesShown = 8;

/** Lines of "Database Changes": the migrations, then the new indexes. */
export function databaseSection(facts: Facts): string[] {
  const indexes = facts.migrations.flatMap(newIndexes);
  return [
    ...facts.migrations.map((migration) => `Migration: ${migrationSentence(migration)}`),
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
