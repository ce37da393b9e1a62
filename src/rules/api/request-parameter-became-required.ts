import { contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'request-parameter-became-required',
  'new-required-request-parameter',
  'new-request-path-parameter',
  'new-required-request-default-parameter-to-existing-path',
  'new-required-request-header-property',
  'request-header-property-became-required',
];

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
  id: 'request-parameter-became-required',
  about: 'contract',
  title: 'Request parameter became required',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  remedy: 'restore',
  sources: ['oasdiff:request-parameter-became-required', 'oasdiff:new-required-request-parameter'],
  what: 'Callers of `{operation}`{others} that do not send `{name}` (`{where}`) are refused.',
  why: 'Every client that is out there was written when it could be left out.',
  fix: 'Leave `{name}` optional and give it a default on the server; require it in a new version of the operation.',
  examples: {
    bad: [
      {
        title: 'a parameter that could be left out',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('in: query, schema', 'in: query, required: true, schema'),
      },
      {
        title: 'a new one',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace(
          '        - { name: expand',
          '        - { name: tenant, in: header, required: true, schema: { type: string } }\n        - { name: expand',
        ),
      },
    ],
    good: [
      {
        title: 'a new optional parameter',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace(
          '        - { name: expand',
          '        - { name: limit, in: query, schema: { type: integer } }\n        - { name: expand',
        ),
      },
      {
        title: 'a required parameter that becomes optional',
        path: 'openapi.yaml',
        base: contract.replace('in: query, schema', 'in: query, required: true, schema'),
        head: contract,
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'head', object: contractObject(change), data: contractWords(change) }];
  },
});
