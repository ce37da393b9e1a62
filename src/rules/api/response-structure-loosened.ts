import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds(
  'response-{body,property}-{if,then,else,contains,dependent-required,dependent-schema,property-names,unevaluated-items,unevaluated-properties,pattern-property,content-schema,not}-removed',
  'response-{body,property}-{dependent-required,not}-changed',
  'response-{body,property}-content-{media-type,encoding}-changed',
  'response-{body,property}-prefix-items-added',
  'response-body-media-type-schema-removed',
);

export default defineRule({
  id: 'response-structure-loosened',
  about: 'contract',
  title: 'Response promises less',
  family: 'backward-compat',
  severity: 'advice',
  state: 'stable',
  covers,
  sources: [
    'oasdiff:response-property-dependent-required-removed',
    'oasdiff:response-body-media-type-schema-removed',
  ],
  what: 'Callers of `{operation}`{others} can rely on less of the answer: {said}.',
  why: 'Callers that check answers against the contract, or were generated from it, took the old promise for granted.',
  fix: 'Go on sending answers that hold it, and take it out of the contract in a new version of the operation.',
  examples: {
    bad: [
      {
        title: 'a schema that goes',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace(
          / {12}application\/json:\n {14}schema:\n {16}type: object\n {16}required: \[id[^$]*$/,
          '            application/json: {}\n',
        ),
      },
      {
        title: 'what comes together',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'required: [id, total]',
          'dependentRequired: { note: [total] }\n                required: [id, total]',
        ),
        head: orderContract,
      },
    ],
    good: [
      {
        title: 'a further condition',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace(
          'required: [id, total]',
          'dependentRequired: { note: [total] }\n                required: [id, total]',
        ),
      },
      {
        title: 'a condition of requests that goes',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'required: [sku]',
          'dependentRequired: { count: [sku] }\n              required: [sku]',
        ),
        head: orderContract,
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'head', object: contractObject(change), data: contractWords(change) }];
  },
});
