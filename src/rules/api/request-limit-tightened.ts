import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds(
  'request-{body,property,parameter}-{max,exclusive-max,max-length,max-items}-{decreased,set}',
  'request-{body,property}-{max-properties,max-contains}-{decreased,set}',
  'request-{body,property,parameter}-{min,exclusive-min,min-items}-{increased,set}',
  'request-{body,property}-{min-properties,min-contains}-{increased,set}',
  'request-{body,property,parameter}-min-length-increased',
  'request-{body,property,parameter}-pattern-{added,changed}',
  'request-{body,property}-multiple-of-{set,changed}',
  'request-{body,property}-unique-items-set',
);

export default defineRule({
  id: 'request-limit-tightened',
  about: 'contract',
  title: 'Request limit tightened',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  remedy: 'restore',
  sources: [
    'oasdiff:request-property-max-length-decreased',
    'oasdiff:request-property-min-increased',
    'oasdiff:request-property-pattern-added',
  ],
  what: 'Callers of `{operation}`{others} are refused where they send what was within the old limit: {said}.',
  why: 'Data that was valid when it was stored cannot be sent back, and clients that check before they send let through what the server refuses.',
  fix: 'Keep the old limit in the contract and on the server; a tighter one belongs to a new version of the operation.',
  variants: {
    uncertain: {
      what: 'Callers of `{operation}`{others} that send more than this are refused by what enforces the contract: {said}.',
      why: 'A server that never took more says now what it did; one that took more breaks those who send it.',
      fix: 'Where the server took more so far, keep taking it; where it did not, say so in this pull request.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a shorter text',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, maxLength: 64 }',
        ),
        head: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, maxLength: 32 }',
        ),
      },
      {
        title: 'a limit where there was none',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace('count: { type: integer }', 'count: { type: integer, maximum: 100 }'),
      },
      {
        title: 'a pattern where there was none',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          "name: expand, in: query, schema: { type: string, pattern: '^[a-z]' }",
        ),
      },
    ],
    good: [
      {
        title: 'a longer text',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, maxLength: 32 }',
        ),
        head: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, maxLength: 64 }',
        ),
      },
      {
        title: 'the same limit in the spelling of 3.1',
        path: 'openapi.yaml',
        base: orderContract.replace('count: { type: integer }', 'count: { type: integer, maximum: 100 }'),
        head: orderContract.replace(
          'count: { type: integer }',
          'count: { type: integer, exclusiveMaximum: 101 }',
        ),
      },
      {
        title: 'a limit of what answers hold',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace('note: { type: string }', 'note: { type: string, maxLength: 20 }'),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    const match = { place: 'head', object: contractObject(change), data: contractWords(change) } as const;
    // A limit that was not written down may have been there.
    return [change.level === 'risky' ? { ...match, variant: 'uncertain', severity: 'warning' } : match];
  },
});
