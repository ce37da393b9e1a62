import type { ProvenStatement } from '../subject.ts';

type Worded = Pick<ProvenStatement, 'text' | 'operations'>;

export type TransactionWord = 'opens' | 'commits' | 'rolls-back';

/** `opens`: a transaction is open after it; the others: none is. */
export function transactionWord({ operations }: Worded): TransactionWord | null {
  switch (operations.at(-1)?.kind) {
    case 'begin':
      return 'opens';
    case 'commit':
      return 'commits';
    case 'rollback':
      return 'rolls-back';
    default:
      return null;
  }
}

/** `COMMIT AND CHAIN`: the transaction that is open after it is another one. */
export function closesToo({ operations }: Worded): boolean {
  return operations.some(({ kind }) => kind === 'commit' || kind === 'rollback');
}

/** What PostgreSQL refuses outside a transaction: nothing would come of it. */
export function needsTransaction({ text, operations }: Worded): boolean {
  return (
    speaksOfTransaction({ text, operations }) ||
    operations.some(({ kind }) => kind === 'lock-table') ||
    /^declare\b/i.test(text)
  );
}

/** What must not have a savepoint or a question of ours before it: it speaks of the transaction itself. */
export function speaksOfTransaction({ text, operations }: Worded): boolean {
  if (operations.some((operation) => operation.kind === 'set' && operation.name === 'transaction'))
    return true;
  return /^(?:savepoint|release|rollback|abort|commit|prepare\s+transaction|set\s+constraints)\b/i.test(text);
}

/** What changes the session only: there is nothing to watch. */
export function speaksOfSession({ operations }: Worded): boolean {
  return operations.length > 0 && operations.every(({ kind }) => kind === 'set');
}
