import { accessChecks, lostChecks } from '../../api/compare-endpoints.ts';
import type { Endpoint } from '../../api/endpoint.ts';
import type { Facts } from '../facts.ts';
import { needsValidation, route, seen } from './api-section.ts';

/** Lines of "Security Considerations", from what was seen at the endpoints that the pull request adds or changes. */
export function securitySection(facts: Facts): string[] {
  const endpoints = facts.endpoints.flatMap((change) => (change.kind === 'removed' ? [] : [change.head]));
  const dropped = facts.endpoints.flatMap((change) =>
    change.kind === 'changed' && change.aspects.includes('authentication') ? [change] : [],
  );
  if (endpoints.length === 0) return [];
  const takers = endpoints.filter(needsValidation);
  return [
    `Authentication: ${summary(endpoints, 'authentication')}`,
    ...dropped.map(
      (change) =>
        `Authentication dropped: ${route(change.head)} had ${seen(lostChecks(accessChecks(change.base), accessChecks(change.head)))}`,
    ),
    ...(takers.length > 0 ? [`Validation: ${summary(takers, 'validation')}`] : []),
  ];
}

function summary(endpoints: readonly Endpoint[], property: 'authentication' | 'validation'): string {
  const without = endpoints.filter((endpoint) => endpoint[property].length === 0);
  const total = endpoints.length;
  if (without.length === 0)
    return `seen at ${total === 1 ? 'the endpoint' : `all ${total} endpoints`} that this touches.`;
  const names = without.slice(0, 5).map(route).join(', ');
  const more = without.length > 5 ? ` and ${without.length - 5} more` : '';
  return `seen at ${total - without.length} of ${total} endpoints; not seen at ${names}${more}.`;
}
