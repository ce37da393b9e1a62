import { contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'api-path-removed-without-deprecation',
  'api-removed-without-deprecation',
  'api-path-removed-before-sunset',
  'api-removed-before-sunset',
  'api-path-sunset-parse',
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
  id: 'api-operation-removed',
  about: 'contract',
  title: 'Operation removed from the contract',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['oasdiff:api-path-removed-without-deprecation', 'oasdiff:api-removed-without-deprecation'],
  what: 'Callers of `{operation}` lose it: the contract no longer has it, and it was never marked as deprecated.',
  why: 'Clients are generated from the contract, and those that are already out there go on calling.',
  fix: 'Keep the operation with `deprecated: true` for at least one release, and remove it when its callers have moved.',
  variants: {
    announced: {
      what: 'Callers of `{operation}` lose it before the day its end was announced for: {said}.',
      why: 'They were told by when to move, and still have time by what they were told.',
      fix: 'Keep the operation until that day, and remove it then.',
    },
  },
  examples: {
    bad: [
      {
        title: 'an operation that goes',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('    post:', '    put:'),
      },
    ],
    good: [
      {
        title: 'an operation that was deprecated',
        path: 'openapi.yaml',
        base: contract.replace('    post:\n', '    post:\n      deprecated: true\n'),
        head: contract.replace('    post:', '    put:'),
      },
      {
        title: 'a path parameter under another name',
        path: 'openapi.yaml',
        base: contract.replace('/orders:', '/orders/{id}:'),
        head: contract.replace('/orders:', '/orders/{order}:'),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    const match = { place: 'base', object: contractObject(change), data: contractWords(change) } as const;
    return [/sunset/.test(change.id) ? { ...match, variant: 'announced' } : match];
  },
});
