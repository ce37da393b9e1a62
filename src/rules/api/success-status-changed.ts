import type { Endpoint } from '../../api/endpoint.ts';
import { endpointName } from '../endpoint-words.ts';
import { defineRule } from '../rule.ts';
import { newAmongSiblings } from '../siblings.ts';

const express = "const router = require('express').Router();\n";
const create = (path: string, status: number): string =>
  `router.post('${path}', (req, res) => res.status(${status}).json(save('${path}')));\n`;
const three = create('/orders', 201) + create('/invoices', 201) + create('/customers', 201);

export default defineRule({
  id: 'success-status-changed',
  about: 'endpoint',
  title: 'Success answered with another status',
  family: 'api',
  severity: 'advice',
  state: 'stable',
  sources: ['https://www.rfc-editor.org/rfc/rfc9110#section-15.3'],
  what: 'Callers of `{operation}` that wait for {before} get {after}: the status of success has changed.',
  why: 'Generated clients and tests compare the status with the one they were written for.',
  fix: 'Keep {before}, or answer the new status at a new version of the path.',
  variants: {
    creation: {
      what: 'Callers of `{operation}` get {after} where the other {count} creations of this file answer {before}.',
      why: 'A client that treats them alike takes this one for something else than a creation.',
      fix: 'Answer {before}.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a creation that answers otherwise now',
        path: 'src/orders.js',
        base: express + create('/orders', 201),
        head: express + create('/orders', 200),
      },
      {
        title: 'a creation unlike the others',
        path: 'src/orders.js',
        base: express + three,
        head: express + three + create('/refunds', 200),
      },
    ],
    good: [
      {
        title: 'one more status',
        path: 'src/orders.js',
        base: express + create('/orders', 201),
        head: `${express}router.post('/orders', (req, res) => { if (known(req)) return res.status(200).json(old()); res.status(201).json(save()); });\n`,
      },
      {
        title: 'a creation like the others',
        path: 'src/orders.js',
        base: express + three,
        head: express + three + create('/refunds', 201),
      },
      {
        title: 'an action that creates nothing',
        path: 'src/orders.js',
        base: express + three,
        head: express + three + create('/orders/:id/cancel', 200),
      },
      {
        title: 'another failure',
        path: 'src/orders.js',
        base: `${express}router.get('/a', (req, res) => res.sendStatus(404));\n`,
        head: `${express}router.get('/a', (req, res) => res.sendStatus(410));\n`,
      },
    ],
  },
  detect({ change, siblings }) {
    if (change.kind === 'changed' && change.aspects.includes('status-codes')) {
      const [before, after] = [successOf(change.base), successOf(change.head)];
      const [was, is] = [before[0], after[0]];
      if (was === undefined || is === undefined || before.length > 1 || after.length > 1 || was === is)
        return [];
      const operation = endpointName(change.head);
      return [
        { place: 'head', object: operation, data: { operation, before: String(was), after: String(is) } },
      ];
    }
    const found = newAmongSiblings(
      change,
      siblings,
      (other) => isCreation(other) && successOf(other).length > 0,
    );
    if (found === null || !isCreation(found.endpoint)) return [];
    const own = successOf(found.endpoint);
    if (own.length !== 1 || own[0] !== 200 || !found.others.every((other) => successOf(other).includes(201)))
      return [];
    const operation = endpointName(found.endpoint);
    return [
      {
        place: 'head',
        object: operation,
        data: { operation, before: '201', after: '200', count: String(found.others.length) },
        variant: 'creation',
      },
    ];
  },
});

function successOf({ statusCodes }: Endpoint): number[] {
  return statusCodes.map(({ status }) => status).filter((status) => status >= 200 && status < 300);
}

/** A POST to a collection: the last part of its path is its name, in the plural. */
function isCreation({ method, path }: Endpoint): boolean {
  return method === 'POST' && /s$/.test(path) && !path.slice(path.lastIndexOf('/')).includes(':');
}
