import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds(
  'required-response-header-removed',
  'optional-response-header-removed',
  'response-header-became-optional',
);

export default defineRule({
  id: 'response-header-removed',
  about: 'contract',
  title: 'Response header removed',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  sources: ['oasdiff:required-response-header-removed', 'oasdiff:response-header-became-optional'],
  what: 'Callers of `{operation}`{others} that read the header `{name}` do without it: {said}.',
  why: 'Caching, paging and retries are built on headers, and stop working without an error.',
  fix: 'Go on sending `{name}`; where something replaces it, send both until the callers have moved.',
  examples: {
    bad: [
      {
        title: 'a header that every answer had',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace(
          '          headers:\n            ETag: { required: true, schema: { type: string } }\n',
          '',
        ),
      },
      {
        title: 'one that may be missing now',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace('ETag: { required: true, schema', 'ETag: { schema'),
      },
    ],
    good: [
      {
        title: 'a further header',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace(
          '          headers:\n',
          '          headers:\n            X-Cost: { schema: { type: integer } }\n',
        ),
      },
      {
        title: 'a name in another case',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace('ETag:', 'etag:'),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    const place = change.head === null ? 'base' : 'head';
    return [{ place, object: contractObject(change), data: contractWords(change) }];
  },
});
