import { contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'api-security-removed',
  'api-global-security-removed',
  'api-security-weakened',
  'api-global-security-weakened',
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
  id: 'api-security-removed',
  about: 'contract',
  title: 'Contract no longer asks for credentials',
  family: 'security',
  severity: 'blocker',
  state: 'stable',
  covers,
  remedy: 'restore',
  sources: [
    'oasdiff:api-security-removed',
    'oasdiff:api-global-security-removed',
    'https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/',
  ],
  what: 'The contract lets anyone call `{operation}` without credentials.',
  why: 'Gateways and generated servers enforce what the contract says, and clients stop sending what it does not ask for.',
  fix: 'Put the `security` requirement back; where the operation is meant to be public, say so in this pull request.',
  variants: {
    weakened: {
      what: 'The contract lets those call `{operation}` who have less than was asked for: {said}.',
      fix: 'Ask for all of it again; where less is meant to be enough, say so in this pull request.',
    },
    global: {
      what: 'The contract lets anyone call every operation that has no `security` of its own: the requirement of the whole document is gone.',
    },
  },
  examples: {
    bad: [
      {
        title: 'an operation that opts out',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('security: [{ bearer: [] }]', 'security: []'),
      },
      {
        title: 'one that may do without',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('security: [{ bearer: [] }]', 'security: [{}, { bearer: [] }]'),
      },
    ],
    good: [
      {
        title: 'another scheme beside it',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('security: [{ bearer: [] }]', 'security: [{ bearer: [] }, { oauth: [] }]'),
      },
      {
        title: 'the requirement moves to the document',
        path: 'openapi.yaml',
        base: contract,
        head: contract
          .replace('      security: [{ bearer: [] }]\n', '')
          .replace('paths:', 'security: [{ bearer: [] }]\npaths:'),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    const place = change.head === null ? 'base' : 'head';
    const match = { place, object: contractObject(change), data: contractWords(change) } as const;
    if (change.id.endsWith('-weakened')) return [{ ...match, variant: 'weakened', severity: 'warning' }];
    return [change.id === 'api-global-security-removed' ? { ...match, variant: 'global' } : match];
  },
});
