import { endpointName } from '../endpoint-words.ts';
import { defineRule } from '../rule.ts';

const contract = `openapi: 3.0.3
info: { title: shop, version: '1' }
paths:
  /orders:
    get: { summary: List orders, responses: { '200': { description: all } } }
    post:
      summary: Create an order
      requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
      responses: { '201': { description: made }, '400': { description: refused } }
  /orders/{id}:
    get: { responses: { '200': { description: one }, '404': { description: none } } }
    delete: { responses: { '204': { description: gone } } }
`;

const start = "const app = require('express')();\n";
const routes = `${start}app.get('/api/orders', list);
app.post('/api/orders', validate(order), (req, res) => res.status(201).json({}));
app.get('/api/orders/:id', show);
app.delete('/api/orders/:id', remove);
`;

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
