import type { PromisedOperation } from '../promised-operation.ts';
import { own } from './document.ts';
import { type Operation, operationsOf, readOperation } from './operations.ts';
import { placesOf } from './places.ts';
import type { Description } from './references.ts';

/** The operations of a document that its callers call, in its order. */
export function promisedOperations(side: Description): PromisedOperation[] {
  const operations = [...operationsOf(side).byKey.values()]
    .filter(({ origin }) => origin === 'path')
    .map((place) => readOperation(side, place));
  const places = placesOf(operations.map(({ node }) => node));
  return operations.map((operation, index) =>
    promised(operation, places[index] ?? { path: side.document.path, line: 1 }),
  );
}

function promised(operation: Operation, place: PromisedOperation['place']): PromisedOperation {
  const [method = '', route = ''] = operation.title.split(' ');
  const summary = own(operation.node.value, 'summary');
  const responses = [...operation.responses];
  return {
    method,
    path: route,
    summary: typeof summary === 'string' && summary.trim() !== '' ? oneLine(summary) : null,
    statuses: responses.map(([status]) => status),
    requiresBody: operation.body?.required === true,
    place,
  };
}

/** Longest summary that is told. */
const maxSummary = 120;

function oneLine(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return plain.length <= maxSummary ? plain : `${plain.slice(0, maxSummary - 1)}…`;
}
