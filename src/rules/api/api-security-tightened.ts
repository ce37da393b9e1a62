import { orderContract } from '../contract-example.ts';
import { changeIds, contractObject, contractWords } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers = changeIds('{api-security,api-global-security}-{scope-added,alternative-removed,added}');

export default defineRule({
  id: 'api-security-tightened',
  about: 'contract',
  title: 'Contract asks for more credentials',
  family: 'backward-compat',
  severity: 'blocker',
  state: 'stable',
  covers,
  remedy: 'restore',
  sources: ['oasdiff:api-security-scope-added', 'oasdiff:api-security-added'],
  what: 'Callers of `{operation}` whose credentials were enough are refused: {said}.',
  why: 'Tokens that were handed out do not get a new scope, and a client that knows one scheme cannot use another.',
  fix: 'Accept the old credentials beside the new ones until the callers have moved.',
  variants: {
    public: {
      what: 'Callers of `{operation}` that send no credentials are refused: {said}.',
      why: 'Where the server asked for them already, the contract says now what it does; where it did not, everyone who calls it without breaks.',
      fix: 'Where the operation was public, hand out credentials before they are asked for.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a further scope',
        path: 'openapi.yaml',
        base: orderContract.replace('bearer: []', 'oauth: [read]'),
        head: orderContract.replace('bearer: []', 'oauth: [read, write]'),
      },
      {
        title: 'another scheme in place of the old one',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace('bearer: []', 'oauth: []'),
      },
    ],
    good: [
      {
        title: 'another scheme beside the old one',
        path: 'openapi.yaml',
        base: orderContract,
        head: orderContract.replace('[{ bearer: [] }]', '[{ bearer: [] }, { oauth: [] }]'),
      },
      {
        title: 'a scope less',
        path: 'openapi.yaml',
        base: orderContract.replace('bearer: []', 'oauth: [read, write]'),
        head: orderContract.replace('bearer: []', 'oauth: [read]'),
      },
    ],
  },
  detect({ change }) {
    if (!covers.includes(change.id)) return [];
    const match = { place: 'head', object: contractObject(change), data: contractWords(change) } as const;
    return [
      /-security-added$/.test(change.id) ? { ...match, variant: 'public', severity: 'warning' } : match,
    ];
  },
});
