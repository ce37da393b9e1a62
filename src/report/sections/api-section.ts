import type { ContractChange } from '../../api/contract-change.ts';
import type { Endpoint, EndpointChange, Seen } from '../../api/endpoint.ts';
import type { Facts } from '../facts.ts';
import { codeSpan } from '../markdown/code-span.ts';

/** Lines of "API Changes": what the code answers, then what the contract promises beyond that. */
export function apiSection(facts: Facts): string[] {
  const endpoints = facts.endpoints.filter(isTold);
  const added = endpoints.flatMap((change) => (change.kind === 'added' ? [change.head] : []));
  const contracts = Map.groupBy(facts.contracts, (change) => change.operation);
  return [
    ...endpoints.map(endpointLine),
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
  const shape = (text: string): string => text.replace(/\{[^}]*\}|:\w+/g, '*').replace(/\/+$/, '');
  return endpoint.method === method && `/${shape(endpoint.path)}`.endsWith(shape(path)) && shape(path) !== '';
}

/** A handler whose body alone changed is no change of the API. */
function isTold(change: EndpointChange): boolean {
  return change.kind !== 'changed' || change.aspects.some((aspect) => aspect !== 'handler');
}

function endpointLine(change: EndpointChange): string {
  switch (change.kind) {
    case 'added':
      return `${route(change.head)} - new: ${properties(change.head)}`;
    case 'removed':
      return `${route(change.base)} - **breaking**: removed, callers get 404.`;
    case 'moved':
      return `${route(change.base)} - **breaking**: now ${route(change.head)}, callers of the old path get 404.`;
    case 'changed': {
      const lost = change.aspects
        .filter((aspect) => aspect !== 'handler')
        .map((aspect) => aspect.replace('-', ' '));
      return `${route(change.head)} - changed (${lost.join(', ')}): ${properties(change.head)}`;
    }
  }
}

export function route(endpoint: Endpoint): string {
  return `${codeSpan(`${endpoint.method} ${endpoint.path}`)}${endpoint.prefixSeen ? '' : ' (prefix not seen)'}`;
}

function properties(endpoint: Endpoint): string {
  const statuses = [...new Set(endpoint.statusCodes.map((code) => code.status))].sort((a, b) => a - b);
  return `${[
    `authentication ${seen(endpoint.authentication)}`,
    ...(needsValidation(endpoint) ? [`validation ${seen(endpoint.validation)}`] : []),
    ...(endpoint.rateLimit.length > 0 ? [`rate limit ${seen(endpoint.rateLimit)}`] : []),
    ...(statuses.length > 0 ? [statuses.join('/')] : []),
  ].join(', ')}.`;
}

/** Where nothing comes in, there is nothing to validate. */
export function needsValidation(endpoint: Endpoint): boolean {
  return endpoint.inputs?.length !== 0 || endpoint.validation.length > 0;
}

/** The evidence of a property, or "not seen" (which is not "missing"). */
export function seen(evidence: readonly Seen[]): string {
  const first = evidence[0];
  if (first === undefined) return 'not seen';
  const more = evidence.length > 1 ? ` and ${evidence.length - 1} more` : '';
  return `${codeSpan(first.text)} (${codeSpan(`${first.path}:${first.line}`)}${more})`;
}

/** Sentences of one operation that a line holds. */
const sentencesPerOperation = 4;

function contractLine(operation: string, changes: readonly ContractChange[]): string {
  const order = { breaking: 0, risky: 1, compatible: 2 };
  const sorted = [...changes].sort((a, b) => order[a.level] - order[b.level]);
  const shown = sorted.slice(0, sentencesPerOperation).map((change) => change.message);
  if (sorted.length > shown.length) shown.push(`${sorted.length - shown.length} more`);
  const mark = sorted[0]?.level === 'breaking' ? '**breaking**, ' : '';
  return `${codeSpan(operation)} - ${mark}contract: ${shown.join('; ')}`;
}
