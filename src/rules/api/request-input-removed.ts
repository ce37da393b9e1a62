import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds(
  'request-parameter-removed',
  'request-parameter-removed-before-sunset',
  'request-property-removed',
  'request-body-removed',
);

export default defineRule({
  id: 'request-input-removed',
  about: 'contract',
  title: 'Request input removed',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  sources: [
    'oasdiff:request-parameter-removed',
    'oasdiff:request-property-removed',
    'oasdiff:request-body-removed',
  ],
  what: 'Callers of `{operation}`{others} go on sending `{name}` (`{where}`), and it does nothing any more, or the request is refused.',
  why: 'Nothing tells a caller that what it asked for is ignored: a filter that goes answers with everything.',
  fix: 'Keep `{name}` with `deprecated: true` until the callers have moved, and remove it then.',
  examples: {
    bad: [
      {
        title: 'a filter that goes',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace(
          '      parameters:\n        - { name: expand, in: query, schema: { type: string } }\n',
          '',
        ),
      },
      {
        title: 'a property that goes',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace(', count: { type: integer }', ''),
      },
    ],
    good: [
      {
        title: 'a parameter that was deprecated',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string }, deprecated: true',
        ),
        head: orderContract.replace(
          '      parameters:\n        - { name: expand, in: query, schema: { type: string } }\n',
          '',
        ),
      },
      {
        title: 'a read-only property, which nobody sends',
        path: 'openapi.yaml',
        base: orderContract.replace('count: { type: integer }', 'count: { type: integer, readOnly: true }'),
        head: orderContract.replace(', count: { type: integer }', ''),
      },
      {
        title: 'a parameter that moves to the path',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract
          .replace('      parameters:\n        - { name: expand, in: query, schema: { type: string } }\n', '')
          .replace(
            '    post:\n',
            '    parameters: [{ name: expand, in: query, schema: { type: string } }]\n    post:\n',
          ),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'base', object: contractObject(change), data: contractWords(change) }];
  },
});
