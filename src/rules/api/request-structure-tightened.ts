import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds(
  'request-{body,property}-{all-of,if,then,else,contains,dependent-required,dependent-schema,property-names,unevaluated-items,unevaluated-properties,pattern-property,content-schema,not}-added',
  'request-{body,property}-{all-of,any-of,one-of,prefix-items,additional-properties}-removed',
  'request-{body,property}-{dependent-required,not}-changed',
  'request-{body,property}-content-{media-type,encoding}-changed',
  'request-body-{wrapped-in-one-of,media-type-schema-added}',
);

export default defineRule({
  id: 'request-structure-tightened',
  about: 'contract',
  title: 'Request has to hold more',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  sources: [
    'oasdiff:request-body-one-of-removed',
    'oasdiff:request-property-all-of-added',
    'oasdiff:request-body-wrapped-in-one-of',
  ],
  what: 'Requests to `{operation}`{others} that were valid are refused: {said}.',
  why: 'Gateways and generated servers enforce the structure that the contract gives, and clients were built for the old one.',
  fix: 'Take the old structure beside the new one (as a further alternative) until the callers have moved, or change it in a new version of the operation.',
  examples: {
    bad: [
      {
        title: 'an alternative that goes',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'properties: { sku: { type: string }, count: { type: integer } }',
          'oneOf: [{ title: One, required: [sku] }, { title: Many, required: [skus] }, { title: None, required: [none] }]',
        ),
        head: orderContract.replace(
          'properties: { sku: { type: string }, count: { type: integer } }',
          'oneOf: [{ title: One, required: [sku] }, { title: Many, required: [skus] }]',
        ),
      },
      {
        title: 'properties that nobody named',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace(
          'required: [sku]',
          'additionalProperties: false\n              required: [sku]',
        ),
      },
    ],
    good: [
      {
        title: 'a further alternative',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'properties: { sku: { type: string }, count: { type: integer } }',
          'oneOf: [{ title: One, required: [sku] }, { title: Many, required: [skus] }]',
        ),
        head: orderContract.replace(
          'properties: { sku: { type: string }, count: { type: integer } }',
          'oneOf: [{ title: One, required: [sku] }, { title: Many, required: [skus] }, { title: None, required: [none] }]',
        ),
      },
      {
        title: 'the same properties put together of parts',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace(
          '              type: object\n              required: [sku]\n              properties: { sku: { type: string }, count: { type: integer } }',
          '              allOf:\n                - { type: object, required: [sku], properties: { sku: { type: string } } }\n                - { type: object, properties: { count: { type: integer } } }',
        ),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    const match = { place: 'head', object: contractObject(change), data: contractWords(change) } as const;
    // Who sends an alternative that is gone is refused, whatever the server did with it.
    return [/-(?:any|one)-of-removed$/.test(change.id) ? { ...match, severity: 'blocker' } : match];
  },
});
