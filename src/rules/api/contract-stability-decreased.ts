import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds(
  'api-{stability-decreased,invalid-stability-level}',
  '{request,response}-property-stability-decreased',
);

export default defineRule({
  id: 'contract-stability-decreased',
  about: 'contract',
  title: 'Stability taken back',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  remedy: 'restore',
  sources: ['oasdiff:api-stability-decreased', 'oasdiff:api-invalid-stability-level'],
  what: 'Callers of `{operation}` were promised more than the contract says now: {said}.',
  why: 'They built on it because it was stable; what is less may change without notice.',
  fix: 'Keep the level; what is to change belongs to a new operation or property with a level of its own.',
  examples: {
    bad: [
      {
        title: 'a stable operation that is beta',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace('    post:\n', '    post:\n      x-stability-level: beta\n'),
      },
      {
        title: 'a level that is none',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace('    post:\n', '    post:\n      x-stability-level: solid\n'),
      },
    ],
    good: [
      {
        title: 'a level that is told now',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace('    post:\n', '    post:\n      x-stability-level: stable\n'),
      },
      {
        title: 'a draft that is stable now',
        path: 'openapi.yaml',
        base: orderContract.replace('    post:\n', '    post:\n      x-stability-level: draft\n'),
        head: orderContract,
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'head', object: contractObject(change), data: contractWords(change) }];
  },
});
