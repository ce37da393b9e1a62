import { contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['response-success-status-removed'];

const contract = `openapi: 3.0.3
paths:
  /orders:
    post:
      security: [{ bearer: [] }]
      parameters:
        - { name: expand, in: query, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [sku]
              properties: { sku: { type: string }, count: { type: integer } }
      responses:
        '201':
          content:
            application/json:
              schema:
                type: object
                required: [id, total]
                properties:
                  id: { type: string }
                  total: { type: integer }
                  note: { type: string }
`;

export default defineRule({
  id: 'response-success-status-removed',
  about: 'contract',
  title: 'Success status removed from the contract',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  sources: ['oasdiff:response-success-status-removed'],
  what: 'Callers of `{operation}` that wait for `{name}` no longer get it.',
  why: 'Clients that compare the status instead of its first digit take the new one for a failure.',
  fix: 'Go on answering `{name}`; another status belongs to a new version of the operation.',
  examples: {
    bad: [
      {
        title: 'another success status',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace("'201':", "'200':"),
      },
    ],
    good: [
      {
        title: 'a status for a failure that goes',
        path: 'openapi.yaml',
        base: contract.replace("        '201':", "        '409': { description: exists }\n        '201':"),
        head: contract,
      },
      {
        title: 'a further success status',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace("        '201':", "        '202': { description: later }\n        '201':"),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'base', object: contractObject(change), data: contractWords(change) }];
  },
});
