import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'api-version-not-bumped',
  'api-major-version-not-bumped',
  'api-version-decreased',
];

const contract = `openapi: 3.0.3
info: { title: shop, version: 2.4.0 }
paths:
  /orders:
    get: { responses: { '200': { description: all } } }
  /orders/{id}:
    get: { responses: { '200': { description: one } } }
`;
const broken = contract.slice(0, contract.indexOf('  /orders/{id}'));

export default defineRule({
  id: 'contract-version-kept',
  about: 'contract',
  title: 'Breaking change without a new version of the contract',
  family: 'api',
  severity: 'advice',
  state: 'stable',
  covers,
  sources: [
    'oasdiff:api-major-version-not-bumped',
    'https://spec.openapis.org/oas/v3.1.1.html#info-object',
    'https://semver.org/#spec-item-8',
  ],
  what: 'Callers who go by the contract’s version are not told that this breaks them: {versions}.',
  why: 'Clients are made and pinned by version; the number is how they learn of a change before it reaches them.',
  fix: 'Give `info.version` the next major number, or make the change so that nobody breaks.',
  examples: {
    bad: [
      { title: 'the same version', path: 'openapi.yaml', base: contract, head: broken },
      {
        title: 'a minor one',
        path: 'openapi.yaml',
        base: contract,
        head: broken.replace('2.4.0', '2.5.0'),
      },
      {
        title: 'an older one',
        path: 'openapi.yaml',
        base: contract,
        head: contract.replace('2.4.0', '2.3.9'),
      },
    ],
    good: [
      {
        title: 'a new major version',
        path: 'openapi.yaml',
        base: contract,
        head: broken.replace('2.4.0', '3.0.0'),
      },
      {
        title: 'a version that nobody keeps',
        path: 'openapi.yaml',
        base: contract.replace('2.4.0', '1.0.0'),
        head: broken.replace('2.4.0', '1.0.0'),
      },
      {
        title: 'nothing that breaks',
        path: 'openapi.yaml',
        base: broken,
        head: contract,
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'head', object: change.operation, data: { versions: change.message } }];
  },
});
