import type { Endpoint, Seen } from '../../api/endpoint.ts';
import { endpointName, seenBefore } from '../endpoint-words.ts';
import { defineRule } from '../rule.ts';

const express = "const router = require('express').Router();\n";

export default defineRule({
  id: 'limit-loosened',
  about: 'endpoint',
  title: 'Limit of an endpoint removed or raised',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  sources: ['https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/'],
  what: 'One caller can send `{operation}` as many requests as it likes: `{lost}` no longer stands before it.',
  why: 'Guessing passwords, sending mails and costly queries are held back by nothing else.',
  fix: 'Put `{lost}` back, or say in this pull request what limits the endpoint now.',
  variants: {
    raised: {
      what: 'One caller can send `{operation}` more requests than before: `{kept}` where `{lost}` stood.',
      fix: 'Keep the old limit, or say in this pull request what the new one was measured by.',
    },
    page: {
      what: 'One request to `{operation}` can read everything there is: `{lost}` no longer limits how much an answer holds.',
      why: 'An answer grows with the table, and with it the memory of every caller and of this service.',
      fix: 'Put a limit back, and a way to ask for the next page.',
    },
    pageRaised: {
      what: 'One answer of `{operation}` holds more than before: `{kept}` where `{lost}` stood.',
      why: 'An answer is built in memory, and the query behind it runs as long.',
      fix: 'Keep the old limit, or say in this pull request what the new one was measured by.',
    },
  },
  examples: {
    bad: [
      {
        title: 'the limiter of a route goes',
        path: 'src/login.js',
        base: `${express}router.post('/login', loginLimiter, login);\n`,
        head: `${express}router.post('/login', login);\n`,
      },
      {
        title: 'the limiter of a group goes',
        path: 'src/mails.js',
        base: `${express}router.post('/mails', rateLimit({ max: 5 }), send);\n`,
        head: `${express}router.post('/mails', send);\n`,
      },
    ],
    good: [
      {
        title: 'another limiter takes its place',
        path: 'src/login.js',
        base: `${express}router.post('/login', loginLimiter, login);\n`,
        head: `${express}router.post('/login', throttleLogins, login);\n`,
      },
      {
        title: 'it moves to the router',
        path: 'src/login.js',
        base: `${express}router.post('/login', loginLimiter, login);\n`,
        head: `${express}router.use(loginLimiter);\nrouter.post('/login', login);\n`,
      },
      {
        title: 'something that may be one',
        path: 'src/login.js',
        base: `${express}router.post('/login', loginLimiter, login);\n`,
        head: `${express}router.post('/login', perimeter, login);\n`,
      },
    ],
  },
  detect({ change }) {
    if (change.kind !== 'changed' && change.kind !== 'moved') return [];
    const { base, head, aspects = [] } = change;
    const operation = endpointName(head);
    const loosened = (
      before: readonly Seen[],
      after: readonly Seen[],
      gone: string | null,
      raised: string,
    ) => {
      const [now] = after;
      const variant = now === undefined ? gone : raised;
      return {
        place: 'head' as const,
        object: `${operation} ${raised}`,
        data: { operation, lost: before.map(({ text }) => text).join(', '), kept: now?.text ?? '' },
        evidence: seenBefore(before),
        ...(variant === null ? {} : { variant }),
      };
    };
    return [
      ...(aspects.includes('rate-limit') ? [loosened(base.rateLimit, head.rateLimit, null, 'raised')] : []),
      ...(aspects.includes('pagination') && isSameHandler(base, head)
        ? [loosened(pagesOf(base), pagesOf(head), 'page', 'pageRaised')]
        : []),
    ];
  },
});

/** What another file answers may be limited where it was not looked. */
function isSameHandler(base: Endpoint, head: Endpoint): boolean {
  return head.handler !== null && base.handler?.path === head.handler.path;
}

function pagesOf({ pagination }: Endpoint): readonly Seen[] {
  return pagination ?? [];
}
