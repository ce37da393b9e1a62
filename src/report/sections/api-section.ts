import type { ContractChange } from '../../api/contract-change.ts';
import type { Endpoint, EndpointAspect, EndpointChange } from '../../api/endpoint.ts';
import { pathShape } from '../../api/path-shape.ts';
import type { Facts } from '../facts.ts';
import { codeSpan } from '../markdown/code-span.ts';
import { noteOf, properties, route } from './endpoint-words.ts';

/** Lines of "API Changes": what the code answers, then what the contract promises beyond that. */
export function apiSection(facts: Facts): string[] {
  const endpoints = facts.endpoints.filter(isTold);
  const added = endpoints.flatMap((change) => (change.kind === 'added' ? [change.head] : []));
  const told = facts.contracts.filter((change) => change.documentation !== true);
  const contracts = Map.groupBy(told, (change) => change.operation);
  return [
    ...endpoints.map((change) => endpointLine(change, facts)),
    ...[...contracts].flatMap(([operation, changes]) =>
      changes.every(({ id }) => id === 'endpoint-added') &&
      added.some((endpoint) => isSame(endpoint, operation))
        ? []
        : [contractLine(operation, changes)],
    ),
  ];
}

/** Whether a contract's `GET /orders/{id}` is this endpoint: contracts often leave out the prefix that all paths share. */
function isSame(endpoint: Endpoint, operation: string): boolean {
  const [method, path = ''] = operation.split(' ');
  const shape = (text: string): string => pathShape(text).replace(/\/+$/, '');
  return endpoint.method === method && `/${shape(endpoint.path)}`.endsWith(shape(path)) && shape(path) !== '';
}

/** A handler whose body alone changed is no change of the API. */
function isTold(change: EndpointChange): boolean {
  return change.kind !== 'changed' || change.aspects.some((aspect) => aspect !== 'handler');
}

function endpointLine(change: EndpointChange, facts: Facts): string {
  switch (change.kind) {
    case 'added':
      return `${route(change.head)} - new: ${said(change.head, facts)}${properties(change.head)}`;
    case 'removed':
      return `${route(change.base)} - **breaking**: removed, callers get 404 and have to move before this is released${promised(change.base, facts)}.`;
    case 'moved':
      return `${route(change.base)} - **breaking**: now ${route(change.head)}; callers of the old one get ${change.base.path === change.head.path ? '405' : '404'} and have to change${promised(change.base, facts)}.`;
    case 'changed': {
      const lost = change.aspects.filter((aspect) => aspect !== 'handler').map((aspect) => changes[aspect]);
      return `${route(change.head)} - changed (${lost.join(', ')}): ${properties(change.head)}`;
    }
  }
}

const changes: Readonly<Record<Exclude<EndpointAspect, 'handler'>, string>> = {
  authentication: 'less is asked of callers',
  validation: 'validation dropped',
  'rate-limit': 'rate limit dropped or raised',
  pagination: 'page limit dropped or raised',
  'status-codes': 'a status code is gone',
};

/** What the contract says that it does. */
function said(endpoint: Endpoint, facts: Facts): string {
  const summary = noteOf(facts, endpoint)?.promise?.summary ?? null;
  return summary === null ? '' : `${codeSpan(summary)}; `;
}

function promised(endpoint: Endpoint, facts: Facts): string {
  const promise = noteOf(facts, endpoint)?.promise ?? null;
  return promise === null
    ? ''
    : `; the contract still promises it (${codeSpan(`${promise.path}:${promise.line}`)})`;
}

/** Sentences of one operation that a line holds. */
const sentencesPerOperation = 4;

function contractLine(operation: string, changes: readonly ContractChange[]): string {
  const order = { breaking: 0, risky: 1, compatible: 2 };
  const sorted = [...changes].sort((a, b) => order[a.level] - order[b.level]);
  const shown = sorted.slice(0, sentencesPerOperation).map((change) => change.message);
  if (sorted.length > shown.length) shown.push(`${sorted.length - shown.length} more`);
  const mark = sorted.some(({ level, unreached }) => level === 'breaking' && unreached !== true)
    ? '**breaking**, '
    : '';
  // What changes for the document as a whole.
  if (operation === '*') return `The contract - ${mark}${shown.join('; ')}`;
  return `${codeSpan(operation)} - ${mark}contract: ${shown.join('; ')}`;
}
