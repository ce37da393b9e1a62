import { contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['response-property-became-optional'];

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
  id: 'response-property-became-optional',
  about: 'contract',
  title: 'Response property may be missing',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  remedy: 'restore',
  sources: ['oasdiff:response-property-became-optional'],
  what: 'Callers of `{operation}`{others} can no longer rely on `{name}` (`{where}`): it may be missing.',
  why: 'Clients that were generated from the contract have it as always there, and fail where it is not.',
  fix: 'Go on sending `{name}` in every answer, or send it optional in a new version of the operation only.',
  examples: {
    bad: [
      {
        title: 'a property that every answer had',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('required: [id, total]', 'required: [id]'),
      },
    ],
    good: [
      {
        title: 'a property that is always there now',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('required: [id, total]', 'required: [id, total, note]'),
      },
      {
        title: 'an optional property of a request',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('required: [sku]', 'required: []'),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'head', object: contractObject(change), data: contractWords(change) }];
  },
});
