import { accessChecks, lostChecks } from '../../api/compare-endpoints.ts';
import type { Endpoint } from '../../api/endpoint.ts';
import type { Facts } from '../facts.ts';
import { needsValidation, route, seen } from './endpoint-words.ts';

/** Lines of "Security Considerations", from what was seen at the endpoints that the pull request adds or changes. */
export function securitySection(facts: Facts): string[] {
  const endpoints = facts.endpoints.flatMap((change) => (change.kind === 'removed' ? [] : [change.head]));
  if (endpoints.length === 0) return [];
  const dropped = facts.endpoints.flatMap((change) =>
    change.kind === 'changed' && change.aspects.includes('authentication') ? [change] : [],
  );
  const open = endpoints.filter(({ publicBy }) => publicBy !== undefined);
  const takers = endpoints.filter(needsValidation);
  const allowed = endpoints.filter(({ authorization }) => authorization.length > 0);
  return [
    `Authentication: ${summary(endpoints, (endpoint) => accessChecks(endpoint).length > 0)}`,
    ...open.map(
      (endpoint) =>
        `Open to everybody: ${route(endpoint)}, by ${seen(endpoint.publicBy === undefined ? [] : [endpoint.publicBy], endpoint)}`,
    ),
    ...dropped.map(
      ({ base, head }) =>
        `Access widened: ${route(head)} had ${seen(lostChecks(accessChecks(base), accessChecks(head)), head)}`,
    ),
    `Authorization: ${allowed.length === 0 ? 'no role or permission seen at the endpoints that this touches.' : summary(endpoints, (endpoint) => endpoint.authorization.length > 0)}`,
    ...(takers.length > 0
      ? [`Validation: ${summary(takers, ({ validation }) => validation.length > 0)}`]
      : []),
  ];
}

function summary(endpoints: readonly Endpoint[], has: (endpoint: Endpoint) => boolean): string {
  const without = endpoints.filter((endpoint) => !has(endpoint));
  const total = endpoints.length;
  if (without.length === 0)
    return `seen at ${total === 1 ? 'the endpoint' : `all ${total} endpoints`} that this touches.`;
  const names = without.slice(0, 5).map(route).join(', ');
  const more = without.length > 5 ? ` and ${without.length - 5} more` : '';
  return `seen at ${total - without.length} of ${total} endpoints; not seen at ${names}${more}.`;
}
