import type { ContractChange } from '../api/contract-change.ts';

/** What a rule about GraphQL or protobuf says of a change: the element by its whole name, and the last part of that. */
export function elementWords(change: ContractChange): Record<'element' | 'owner' | 'name', string> {
  const { operation, subject } = change;
  const name = /[^.]*$/.exec(subject === '' ? operation : subject)?.[0] ?? '';
  return { element: subject === '' ? operation : `${operation}.${subject}`, owner: operation, name };
}
