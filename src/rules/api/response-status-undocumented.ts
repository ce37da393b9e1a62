import type { Endpoint } from '../../api/endpoint.ts';
import { endpointName } from '../endpoint-words.ts';
import { contract, routes } from '../kept-contract.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'response-status-undocumented',
  about: 'endpoint',
  title: 'Status code that the contract does not have',
  family: 'api',
  severity: 'advice',
  state: 'stable',
  sources: ['https://spec.openapis.org/oas/v3.1.1.html#responses-object'],
  what: 'Callers of `{operation}` get {status}, which the contract does not promise.',
  why: 'Clients that are made from the contract have no case for it.',
  fix: 'Add {status} to the responses of the operation, or answer with one that is there.',
  examples: {
    bad: [
      {
        title: 'a new code in a handler',
        path: 'src/app.js',
        base: routes,
        head: routes.replace(
          'res.status(201).json({})',
          'req.body.sku ? res.status(201).json({}) : res.status(409).end()',
        ),
        beside: { 'openapi.yaml': contract },
      },
    ],
    good: [
      {
        title: 'a code that the contract has',
        path: 'src/app.js',
        base: routes,
        head: routes.replace(
          'res.status(201).json({})',
          'req.body.sku ? res.status(201).json({}) : res.status(400).end()',
        ),
        beside: { 'openapi.yaml': contract },
      },
      {
        title: 'a contract with a default',
        path: 'src/app.js',
        base: routes,
        head: routes.replace(
          'res.status(201).json({})',
          'req.body.sku ? res.status(201).json({}) : res.status(409).end()',
        ),
        beside: {
          'openapi.yaml': contract.replace(
            "'400': { description: refused }",
            'default: { description: any }',
          ),
        },
      },
      {
        title: 'a code that was sent before',
        path: 'src/app.js',
        base: routes.replace('res.status(201)', 'res.status(202)'),
        head: routes.replace('res.status(201).json({})', 'res.status(202).json({ id: 1 })'),
        beside: { 'openapi.yaml': contract },
      },
    ],
  },
  detect({ change, contract: promised }) {
    if (change.kind !== 'added' && change.kind !== 'changed') return [];
    const statuses = promised?.operation?.statuses ?? [];
    if (statuses.length === 0 || statuses.includes('DEFAULT')) return [];
    const before = new Set(change.kind === 'changed' ? codesOf(change.base) : []);
    const operation = endpointName(change.head);
    const [status] = codesOf(change.head).filter(
      (code) =>
        !before.has(code) && !statuses.includes(String(code)) && !statuses.includes(`${String(code)[0]}XX`),
    );
    if (status === undefined) return [];
    const place = promised?.operation?.place;
    const evidence =
      place === undefined
        ? []
        : [
            {
              kind: 'contract',
              text: `promised: ${statuses.join(', ')}`,
              path: place.path,
              line: place.line,
            } as const,
          ];
    return [
      {
        place: 'head',
        object: `${operation} ${status}`,
        data: { operation, status: String(status) },
        evidence,
      },
    ];
  },
});

/** What a handler says itself; that it may fail (500) is no promise. */
function codesOf({ statusCodes }: Endpoint): number[] {
  return statusCodes.map(({ status }) => status).filter((status) => status < 500);
}
