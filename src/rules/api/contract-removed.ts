import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds('api-document-removed');

export default defineRule({
  id: 'contract-removed',
  about: 'contract',
  title: 'Contract removed',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  sources: ['https://spec.openapis.org/oas/latest.html'],
  what: 'Callers of this API lose its contract: clients can no longer be generated, and nothing tells when the API changes.',
  why: 'Whether its operations go as well is not seen here; they are not in any contract of this pull request.',
  fix: 'Where the contract moved, keep its operations together in one file; where the API ends, mark its operations as deprecated first.',
  examples: {
    bad: [
      {
        title: 'a contract that goes',
        path: 'openapi.yaml',
        base: orderContract,
        head: null,
      },
    ],
    good: [
      {
        title: 'a contract that loses a tag',
        path: 'openapi.yaml',
        base: orderContract.replace('    post:\n', '    post:\n      tags: [orders]\n'),
        head: orderContract,
      },
      {
        title: 'a new contract',
        path: 'openapi.yaml',
        base: null,
        head: orderContract,
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'base', object: contractObject(change), data: contractWords(change) }];
  },
});
