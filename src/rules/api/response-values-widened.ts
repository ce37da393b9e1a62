import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds(
  'response-{body,property}-{enum-value-added,enum-removed,became-nullable,const-removed,const-changed,one-of-added}',
  'response-body-wrapped-in-one-of',
  'response-header-became-nullable',
);

export default defineRule({
  id: 'response-values-widened',
  about: 'contract',
  title: 'Response may hold new values',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  sources: [
    'oasdiff:response-property-enum-value-added',
    'oasdiff:response-property-became-nullable',
    'oasdiff:response-body-one-of-added',
  ],
  what: 'Callers of `{operation}`{others} get values that the contract ruled out so far: {said}.',
  why: 'Generated clients turn a closed list into a type without room for more, and read what is never null without looking.',
  fix: 'Send the new value to callers that ask for it only (another version, a parameter), or tell them first; a list that will grow is `x-extensible-enum`.',
  examples: {
    bad: [
      {
        title: 'a further value of a list',
        path: 'openapi.yaml',
        base: orderContract.replace('note: { type: string }', 'note: { type: string, enum: [a, b] }'),
        head: orderContract.replace('note: { type: string }', 'note: { type: string, enum: [a, b, c] }'),
      },
      {
        title: 'null where there was none',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace('note: { type: string }', "note: { type: [string, 'null'] }"),
      },
    ],
    good: [
      {
        title: 'fewer values',
        path: 'openapi.yaml',
        base: orderContract.replace('note: { type: string }', 'note: { type: string, enum: [a, b] }'),
        head: orderContract.replace('note: { type: string }', 'note: { type: string, enum: [a] }'),
      },
      {
        title: 'a list that is known to grow',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'note: { type: string }',
          'note: { type: string, x-extensible-enum: [a] }',
        ),
        head: orderContract.replace(
          'note: { type: string }',
          'note: { type: string, x-extensible-enum: [a, b] }',
        ),
      },
      {
        title: 'a write-only property, which no answer has',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'note: { type: string }',
          'note: { type: string, writeOnly: true, enum: [a] }',
        ),
        head: orderContract.replace(
          'note: { type: string }',
          'note: { type: string, writeOnly: true, enum: [a, b] }',
        ),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'head', object: contractObject(change), data: contractWords(change) }];
  },
});
