import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds(
  'request-{body,property,parameter,header-property}-became-enum',
  'request-{body,property,parameter,parameter-property}-enum-value-removed',
  'request-{body,property,parameter}-x-extensible-enum-value-removed',
  'request-{body,property}-const-{added,changed}',
  'request-{body,property,parameter,parameter-property}-became-not-nullable',
);

export default defineRule({
  id: 'request-values-narrowed',
  about: 'contract',
  title: 'Request takes fewer values',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  remedy: 'restore',
  sources: [
    'oasdiff:request-property-enum-value-removed',
    'oasdiff:request-property-became-enum',
    'oasdiff:request-property-became-not-nullable',
  ],
  what: 'Callers of `{operation}`{others} that send what was taken so far are refused: {said}.',
  why: 'Values that the contract listed or allowed are stored and compiled into the clients that are out there.',
  fix: 'Go on taking the old values, mapped to the new ones on the server, until the callers have moved; or narrow them in a new version of the operation.',
  examples: {
    bad: [
      {
        title: 'a value that was listed',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, enum: [lines, customer] }',
        ),
        head: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, enum: [lines] }',
        ),
      },
      {
        title: 'any text, and now a list',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, enum: [lines] }',
        ),
      },
      {
        title: 'null, which was taken',
        path: 'openapi.yaml',
        base: orderContract.replace('count: { type: integer }', "count: { type: [integer, 'null'] }"),
        head: orderContract,
      },
    ],
    good: [
      {
        title: 'a further value',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, enum: [lines] }',
        ),
        head: orderContract.replace(
          'name: expand, in: query, schema: { type: string }',
          'name: expand, in: query, schema: { type: string, enum: [lines, customer] }',
        ),
      },
      {
        title: 'fewer values in an answer',
        path: 'openapi.yaml',
        base: orderContract.replace('note: { type: string }', 'note: { type: string, enum: [a, b] }'),
        head: orderContract.replace('note: { type: string }', 'note: { type: string, enum: [a] }'),
      },
      {
        title: 'a read-only property, which nobody sends',
        path: 'openapi.yaml',
        base: orderContract.replace(
          'count: { type: integer }',
          'count: { type: integer, readOnly: true, enum: [1, 2] }',
        ),
        head: orderContract.replace(
          'count: { type: integer }',
          'count: { type: integer, readOnly: true, enum: [1] }',
        ),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    return [{ place: 'head', object: contractObject(change), data: contractWords(change) }];
  },
});
