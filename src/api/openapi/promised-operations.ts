import type { PromisedOperation } from '../promised-operation.ts';
import { type OpenApiDocument, own } from './document.ts';
import { type Operation, operationsOf } from './operations.ts';
import { linesOf } from './positions.ts';

/** The operations of a document, in its order. */
export function promisedOperations(document: OpenApiDocument): PromisedOperation[] {
  const operations = [...operationsOf(document).byKey.values()];
  const lines = linesOf(
    document,
    operations.map(({ node }) => node.at),
  );
  return operations.map((operation, index) => promised(operation, document.path, lines[index] ?? 1));
}

function promised(operation: Operation, path: string, line: number): PromisedOperation {
  const [method = '', route = ''] = operation.title.split(' ');
  const summary = own(operation.node.value, 'summary');
  const responses = [...operation.responses];
  return {
    method,
    path: route,
    summary: typeof summary === 'string' && summary.trim() !== '' ? oneLine(summary) : null,
    statuses: responses.map(([status]) => status),
    requiresBody: operation.body?.required === true,
    place: { path, line },
  };
}

/** Longest summary that is told. */
const maxSummary = 120;

function oneLine(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return plain.length <= maxSummary ? plain : `${plain.slice(0, maxSummary - 1)}…`;
}
