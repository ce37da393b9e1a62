import { contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = ['request-body-became-required', 'request-body-added-required'];

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
  id: 'request-body-became-required',
  about: 'contract',
  title: 'Request body became required',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  remedy: 'restore',
  sources: ['oasdiff:request-body-became-required', 'oasdiff:request-body-added-required'],
  what: 'Callers of `{operation}` that send no body are refused.',
  why: 'Every client that is out there was written when the body could be left out.',
  fix: 'Leave the body optional and take a missing one for an empty one; require it in a new version of the operation.',
  examples: {
    bad: [
      {
        title: 'a body that could be left out',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('      requestBody:\n', '      requestBody:\n        required: true\n'),
      },
    ],
    good: [
      {
        title: 'a body that may be left out now',
        path: 'openapi.yaml',
        base: contract.replace('      requestBody:\n', '      requestBody:\n        required: true\n'),
        head: contract,
      },
      {
        title: 'another description',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace(
          '      requestBody:\n',
          '      requestBody:\n        description: What to order.\n',
        ),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'head', object: contractObject(change), data: contractWords(change) }];
  },
});
