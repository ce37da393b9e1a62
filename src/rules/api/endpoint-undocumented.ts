import { endpointName } from '../endpoint-words.ts';
import { contract, routes, start } from '../kept-contract.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'endpoint-undocumented',
  about: 'endpoint',
  title: 'Endpoint that the contract does not have',
  family: 'api',
  severity: 'advice',
  state: 'stable',
  sources: ['https://owasp.org/API-Security/editions/2023/en/0xa9-improper-inventory-management/'],
  what: 'The contract, which has the endpoints around it, does not have `{operation}`.',
  why: 'Clients and gateways that are made from the contract do not know it, and what is not listed is not looked after.',
  fix: 'Add the operation to the contract in this pull request.',
  examples: {
    bad: [
      {
        title: 'one that is added beside documented ones',
        path: 'src/app.js',
        base: routes,
        head: `${routes}app.get('/api/orders/export', exportAll);\n`,
        beside: { 'openapi.yaml': contract },
      },
    ],
    good: [
      {
        title: 'one that the contract has',
        path: 'src/app.js',
        base: routes.replace("app.delete('/api/orders/:id', remove);\n", ''),
        head: routes,
        beside: { 'openapi.yaml': contract },
      },
      {
        title: 'a part of the service that the contract does not describe',
        path: 'src/app.js',
        base: routes,
        head: `${routes}app.get('/health', health);\n`,
        beside: { 'openapi.yaml': contract },
      },
      {
        title: 'a contract of another service',
        path: 'src/app.js',
        base: `${start}app.get('/users', list);\n`,
        head: `${start}app.get('/users', list);\napp.get('/users/:id', show);\n`,
        beside: { 'openapi.yaml': contract },
      },
    ],
  },
  detect({ change, contract: promised }) {
    if (change.kind !== 'added' || promised === null || promised.operation !== null) return [];
    const operation = endpointName(change.head);
    return [{ place: 'head', object: operation, data: { operation } }];
  },
});
