import { contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'response-required-property-removed',
  'response-optional-property-removed',
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
  id: 'response-property-removed',
  about: 'contract',
  title: 'Response property removed',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['oasdiff:response-required-property-removed', 'oasdiff:response-optional-property-removed'],
  what: 'Callers of `{operation}`{others} lose `{name}` (`{where}`), which every answer had.',
  why: 'Code that reads it gets nothing, and strict clients refuse the whole answer.',
  fix: 'Keep `{name}` beside what replaces it, with `deprecated: true`, until the callers have moved.',
  variants: {
    optional: {
      what: 'Callers of `{operation}`{others} that read `{name}` (`{where}`) never get it any more; it was optional.',
      why: 'Code that reads it has to cope without it already, but what it did with it ends.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a property that every answer had',
        path: 'openapi.yaml',
        base: contract,
        head: contract
          .replace('required: [id, total]', 'required: [id]')
          .replace('                  total: { type: integer }\n', ''),
      },
      {
        title: 'an optional one',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('                  note: { type: string }\n', ''),
      },
    ],
    good: [
      {
        title: 'a property that is deprecated first',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('note: { type: string }', 'note: { type: string, deprecated: true }'),
      },
      {
        title: 'a property that is added',
        path: 'openapi.yaml',
        base: contract.replace('                  note: { type: string }\n', ''),
        head: contract,
      },
      {
        title: 'a property that only requests have',
        path: 'openapi.yaml',
        base: contract.replace('note: { type: string }', 'note: { type: string, writeOnly: true }'),
        head: contract.replace('                  note: { type: string }\n', ''),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    const match = { place: 'base', object: contractObject(change), data: contractWords(change) } as const;
    const isOptional = change.id === 'response-optional-property-removed';
    return [isOptional ? { ...match, variant: 'optional', severity: 'warning' } : match];
  },
});
