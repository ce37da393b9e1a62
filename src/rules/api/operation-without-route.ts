import { contract, routes, start } from '../kept-contract.ts';
import { defineRule } from '../rule.ts';

const removal = "    delete: { responses: { '204': { description: gone } } }\n";

export default defineRule({
  id: 'operation-without-route',
  about: 'contract',
  title: 'Operation that no route answers',
  family: 'api',
  severity: 'advice',
  state: 'stable',
  covers: [],
  sources: ['https://owasp.org/API-Security/editions/2023/en/0xa9-improper-inventory-management/'],
  what: 'The contract promises `{operation}`, and no route of the code answers it.',
  why: 'Callers that are made from the contract get 404.',
  fix: 'Register the route in this pull request, or add the operation with it.',
  examples: {
    bad: [
      {
        title: 'an operation ahead of its route',
        path: 'openapi.yaml',
        base: contract.replace(removal, ''),
        head: contract,
        beside: { 'src/app.js': routes.replace("app.delete('/api/orders/:id', remove);\n", '') },
      },
    ],
    good: [
      {
        title: 'an operation with its route',
        path: 'openapi.yaml',
        base: contract.replace(removal, ''),
        head: contract,
        beside: { 'src/app.js': routes },
      },
      {
        title: 'a contract of another service',
        path: 'openapi.yaml',
        base: contract.replace(removal, ''),
        head: contract,
        beside: { 'src/app.js': `${start}app.get('/users', list);\n` },
      },
    ],
  },
  detect({ change, answered }) {
    if (change.id !== 'endpoint-added' || answered !== false) return [];
    return [{ place: 'head', object: change.operation, data: { operation: change.operation } }];
  },
});
