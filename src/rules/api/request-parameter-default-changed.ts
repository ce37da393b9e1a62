import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds('request-parameter-default-value-{changed,added,removed}');

export default defineRule({
  id: 'request-parameter-default-changed',
  about: 'contract',
  title: 'Parameter default changed',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  covers,
  remedy: 'restore',
  sources: ['oasdiff:request-parameter-default-value-changed'],
  what: 'Callers of `{operation}`{others} that leave `{name}` out get another answer than before: {said}.',
  why: 'The callers that leave it out are the ones that nobody sees in a log of parameters.',
  fix: 'Keep the old default; another one belongs to a new version of the operation, or to a parameter of another name.',
  examples: {
    bad: [
      {
        title: 'another default',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, default: lines }',
        ),
        head: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, default: none }',
        ),
      },
    ],
    good: [
      {
        title: 'the default of a parameter that is always sent',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, required: true, schema: { type: string, default: lines }',
        ),
        head: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, required: true, schema: { type: string, default: none }',
        ),
      },
      {
        title: 'another example',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, default: lines, example: lines }',
        ),
        head: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, default: lines, example: none }',
        ),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'head', object: contractObject(change), data: contractWords(change) }];
  },
});
