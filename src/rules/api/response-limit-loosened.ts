import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds(
  'response-{body,property}-{max,exclusive-max,max-length,max-items,max-properties}-{increased,unset}',
  'response-{body,property}-{min,exclusive-min,min-items,min-properties}-{decreased,unset}',
  'response-{body,property}-max-contains-increased',
  'response-{body,property}-{min-length,min-contains}-decreased',
);

export default defineRule({
  id: 'response-limit-loosened',
  about: 'contract',
  title: 'Response limit loosened',
  family: 'backward-compat',
  severity: 'advice',
  state: 'stable',
  covers,
  sources: ['oasdiff:response-property-max-length-increased', 'oasdiff:response-property-min-decreased'],
  what: 'Callers of `{operation}`{others} get values beyond the limit they were told: {said}.',
  why: 'Columns, fields and numeric types of the callers were sized by it.',
  fix: 'Tell the callers before such values are sent, or keep the old limit.',
  examples: {
    bad: [
      {
        title: 'longer texts',
        path: 'openapi.yaml',
        base: orderContract.replace('note: { type: string }', 'note: { type: string, maxLength: 20 }'),
        head: orderContract.replace('note: { type: string }', 'note: { type: string, maxLength: 200 }'),
      },
      {
        title: 'no limit any more',
        path: 'openapi.yaml',
        base: orderContract.replace('note: { type: string }', 'note: { type: string, maxLength: 20 }'),
        head: orderContract,
      },
    ],
    good: [
      {
        title: 'shorter texts',
        path: 'openapi.yaml',
        base: orderContract.replace('note: { type: string }', 'note: { type: string, maxLength: 200 }'),
        head: orderContract.replace('note: { type: string }', 'note: { type: string, maxLength: 20 }'),
      },
      {
        title: 'longer texts in a request',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, maxLength: 20 }',
        ),
        head: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, maxLength: 200 }',
        ),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'head', object: contractObject(change), data: contractWords(change) }];
  },
});
