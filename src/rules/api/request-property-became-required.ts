import { contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'request-property-became-required',
  'request-property-became-required-with-default',
  'new-required-request-property',
  'new-required-request-property-with-default',
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
  id: 'request-property-became-required',
  about: 'contract',
  title: 'Request property became required',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  remedy: 'restore',
  sources: ['oasdiff:request-property-became-required', 'oasdiff:new-required-request-property'],
  what: 'Callers of `{operation}`{others} that do not send `{name}` are refused.',
  why: 'Every client that is out there was written when it could be left out.',
  fix: 'Leave `{name}` optional and fill in a default on the server; require it in a new version of the operation.',
  examples: {
    bad: [
      {
        title: 'a property that could be left out',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('required: [sku]', 'required: [sku, count]'),
      },
      {
        title: 'a new one',
        path: 'openapi.yaml',
        base: contract,
        head: contract
          .replace('required: [sku]', 'required: [sku, tenant]')
          .replace('properties: { sku', 'properties: { tenant: { type: string }, sku'),
      },
    ],
    good: [
      {
        title: 'a new optional property',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('properties: { sku', 'properties: { tenant: { type: string }, sku'),
      },
      {
        title: 'a property that only answers have',
        path: 'openapi.yaml',
        base: contract,
        head: contract
          .replace('required: [sku]', 'required: [sku, id]')
          .replace('properties: { sku', 'properties: { id: { type: string, readOnly: true }, sku'),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    const match = { place: 'head', object: contractObject(change), data: contractWords(change) } as const;
    // A default says that the server could do without it, though the contract refuses it.
    return [change.id.endsWith('-with-default') ? { ...match, severity: 'warning' } : match];
  },
});
