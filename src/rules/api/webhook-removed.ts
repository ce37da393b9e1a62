import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds('webhook-removed', 'callback-removed');

export default defineRule({
  id: 'webhook-removed',
  about: 'contract',
  title: 'Webhook or callback removed',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  sources: ['oasdiff:webhook-removed'],
  what: 'Callers that wait for `{operation}` are never called again: {said}.',
  why: 'A receiver sees no error: nothing comes, and what it would have started never happens.',
  fix: 'Go on sending it with `deprecated: true` until the receivers have moved to what replaces it.',
  examples: {
    bad: [
      {
        title: 'a webhook that goes',
        path: 'openapi.yaml',
        base: `${orderContract}webhooks:\n  paid: { post: { requestBody: { content: { application/json: { schema: { type: object } } } } } }\n`,
        head: orderContract,
      },
    ],
    good: [
      {
        title: 'a further webhook',
        path: 'openapi.yaml',
        base: orderContract,
        head: `${orderContract}webhooks:\n  paid: { post: { requestBody: { content: { application/json: { schema: { type: object } } } } } }\n`,
      },
      {
        title: 'a payload that says more',
        path: 'openapi.yaml',
        base: `${orderContract}webhooks:\n  paid: { post: { requestBody: { content: { application/json: { schema: { type: object } } } } } }\n`,
        head: `${orderContract}webhooks:\n  paid: { post: { requestBody: { content: { application/json: { schema: { type: object, properties: { sum: { type: integer } } } } } } } }\n`,
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'base', object: contractObject(change), data: contractWords(change) }];
  },
});
