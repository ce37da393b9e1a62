import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'request-parameter-type-changed',
  'request-property-type-changed',
  'request-body-type-changed',
  'response-property-type-changed',
  'response-property-type-generalized',
  'response-body-type-changed',
  'response-body-type-generalized',
  'response-header-type-changed',
  'response-header-type-generalized',
  'request-parameter-property-type-changed',
  'request-parameter-property-type-specialized',
  ...changeIds(
    'request-{body,property,parameter,parameter-property}-list-of-types-narrowed',
    'response-{body,property}-list-of-types-widened',
  ),
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
  id: 'contract-type-changed',
  about: 'contract',
  title: 'Type changed in the contract',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['oasdiff:request-property-type-changed', 'oasdiff:response-property-type-changed'],
  what: 'Callers of `{operation}`{others} send or read `{name}` (`{where}`) with a type that no longer holds.',
  why: 'Values of the old type are refused in requests, and clients that were generated from the contract cannot read those of the new one.',
  fix: 'Add a property of the new type beside `{name}`, mark the old one with `deprecated: true`, and remove it when the callers have moved.',
  examples: {
    bad: [
      {
        title: 'a number that becomes a text',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('total: { type: integer }', 'total: { type: string }'),
      },
      {
        title: 'a request that takes less',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('count: { type: integer }', 'count: { type: boolean }'),
      },
    ],
    good: [
      {
        title: 'a request that takes more',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('count: { type: integer }', 'count: { type: number }'),
      },
      {
        title: 'an answer that says more exactly',
        path: 'openapi.yaml',
        base: contract.replace('total: { type: integer }', 'total: { type: number }'),
        head: contract,
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    const match = { place: 'head', object: contractObject(change), data: contractWords(change) } as const;
    // How an object in a parameter is written down decides whether its callers notice.
    return [change.level === 'risky' ? { ...match, severity: 'warning' } : match];
  },
});
