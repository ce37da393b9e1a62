import { accessChecks } from '../../api/compare-endpoints.ts';
import { endpointName } from '../endpoint-words.ts';
import { defineRule } from '../rule.ts';
import { isOpenToAll, newAmongSiblings, sharedCheck } from '../siblings.ts';

const express = "const router = require('express').Router();\n";
const three =
  "router.get('/orders', requireAuth, list);\nrouter.get('/orders/:id', requireAuth, show);\nrouter.post('/orders', requireAuth, create);\n";
const admin =
  "router.get('/users', requireAuth, requireRole('admin'), list);\nrouter.post('/users', requireAuth, requireRole('admin'), create);\nrouter.put('/users/:id', requireAuth, requireRole('admin'), change);\n";

// That no check is seen says little by itself. That all others of the file have the same one says much.
export default defineRule({
  id: 'endpoint-without-authentication',
  about: 'endpoint',
  title: 'New endpoint without the check of its siblings',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/',
    'https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/',
  ],
  what: 'Anyone can call `{operation}`: `{check}` stands before the other {count} endpoints of this file, and no check was found before this one.',
  why: 'Who adds a route beside guarded ones seldom means it to be open.',
  fix: 'Put `{check}` before the handler; where the endpoint is meant to be public, say so in this pull request.',
  variants: {
    authorization: {
      what: 'Whoever is signed in can call `{operation}`: `{check}` stands before the other {count} endpoints of this file, and not before this one.',
      why: 'The others ask what the caller may do; this one asks only who it is.',
    },
  },
  examples: {
    bad: [
      {
        title: 'an export beside guarded routes',
        path: 'src/orders.js',
        base: express + three,
        head: `${express}${three}router.get('/orders/export', exportAll);\n`,
      },
      {
        title: 'without the role that the others ask for',
        path: 'src/users.js',
        base: express + admin,
        head: `${express}${admin}router.delete('/users/:id', requireAuth, remove);\n`,
      },
    ],
    good: [
      {
        title: 'with the check',
        path: 'src/orders.js',
        base: express + three,
        head: `${express}${three}router.get('/orders/export', requireAuth, exportAll);\n`,
      },
      {
        title: 'something that may be a check',
        path: 'src/orders.js',
        base: express + three,
        head: `${express}${three}router.get('/orders/export', perimeter, exportAll);\n`,
      },
      {
        title: 'a health check',
        path: 'src/orders.js',
        base: express + three,
        head: `${express}${three}router.get('/health', (req, res) => res.send('ok'));\n`,
      },
      {
        title: 'not all of the others have it',
        path: 'src/orders.js',
        base: `${express}${three}router.get('/prices', prices);\n`,
        head: `${express}${three}router.get('/prices', prices);\nrouter.get('/stock', stock);\n`,
      },
      {
        title: 'the handler checks',
        path: 'src/orders.js',
        base: express + three,
        head: `${express}${three}router.get('/orders/export', (req, res) => { if (!req.isAuthenticated()) return res.sendStatus(401); res.json(orders()); });\n`,
      },
    ],
  },
  detect({ change, siblings }) {
    const found = newAmongSiblings(
      change,
      siblings,
      (other) => !isOpenToAll(other) && other.publicBy === undefined,
    );
    if (found === null || isOpenToAll(found.endpoint)) return [];
    const { endpoint, others } = found;
    const operation = endpointName(endpoint);
    const words = { operation, count: String(others.length) };
    const match = { place: 'head', object: operation } as const;
    if (accessChecks(endpoint).length === 0) {
      const check = sharedCheck(others, accessChecks);
      return check === null ? [] : [{ ...match, data: { ...words, check: check.text } }];
    }
    const role =
      endpoint.authorization.length > 0 ? null : sharedCheck(others, ({ authorization }) => authorization);
    // The one check that it has may be both.
    if (
      role === null ||
      endpoint.authentication.some(
        ({ text }) => !others[0]?.authentication.some((known) => known.text === text),
      )
    )
      return [];
    return [{ ...match, data: { ...words, check: role.text }, variant: 'authorization' }];
  },
});
