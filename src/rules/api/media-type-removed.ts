import { contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'request-body-media-type-removed',
  'response-media-type-removed',
  'response-media-type-name-generalized',
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
  id: 'media-type-removed',
  about: 'contract',
  title: 'Media type removed from the contract',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  sources: ['oasdiff:request-body-media-type-removed', 'oasdiff:response-media-type-removed'],
  what: 'Callers of `{operation}` can no longer use `{name}` (`{where}`).',
  why: 'Clients that send or ask for it are refused, and those that expect it cannot read what comes instead.',
  fix: 'Keep `{name}` beside the new media type until the callers have moved.',
  examples: {
    bad: [
      {
        title: 'an answer in another format',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace(
          "        '201':\n          content:\n            application/json:",
          "        '201':\n          content:\n            application/xml:",
        ),
      },
    ],
    good: [
      {
        title: 'a further format',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace(
          "        '201':\n          content:\n",
          "        '201':\n          content:\n            text/csv: { schema: { type: string } }\n",
        ),
      },
      {
        title: 'the same with a charset',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace(
          '      requestBody:\n        content:\n          application/json:',
          "      requestBody:\n        content:\n          'application/json; charset=utf-8':",
        ),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'base', object: contractObject(change), data: contractWords(change) }];
  },
});
