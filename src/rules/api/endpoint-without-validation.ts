import type { Endpoint } from '../../api/endpoint.ts';
import { endpointName } from '../endpoint-words.ts';
import { defineRule } from '../rule.ts';
import { allHave, newAmongSiblings, sharedCheck } from '../siblings.ts';

const withBody: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);
const express = "const router = require('express').Router();\n";
const three =
  "router.post('/orders', validate(order), create);\nrouter.put('/orders/:id', validate(order), replace);\nrouter.patch('/orders/:id', validate(orderPart), change);\n";
const limited =
  "router.post('/mails', limiter, send);\nrouter.post('/calls', limiter, call);\nrouter.post('/messages', limiter, message);\n";
const handler = '(req, res) => res.json(save(req.body))';

export default defineRule({
  id: 'endpoint-without-validation',
  about: 'endpoint',
  title: 'New endpoint without the validation or the limit of its siblings',
  family: 'security',
  severity: 'advice',
  state: 'stable',
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/',
    'https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/',
  ],
  what: 'Any body reaches the handler of `{operation}`: the other {count} endpoints of this file that take one check it (`{check}`), and no check was found here.',
  why: 'The code behind it is used to bodies that were checked.',
  fix: 'Check the body before the handler, or parse it in the handler before it is used.',
  variants: {
    rate: {
      what: 'One caller can keep `{operation}` busy: `{check}` stands before the other {count} endpoints of this file, and not before this one.',
      why: 'The limit of the others is worth as much as the one that has none.',
      fix: 'Put `{check}` before the handler.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a body that nobody checks',
        path: 'src/orders.js',
        base: express + three,
        head: `${express}${three}router.post('/orders/import', ${handler});\n`,
      },
      {
        title: 'without the limit of the others',
        path: 'src/send.js',
        base: express + limited,
        head: `${express}${limited}router.post('/faxes', (req, res) => res.json(fax(1)));\n`,
      },
    ],
    good: [
      {
        title: 'checked before the handler',
        path: 'src/orders.js',
        base: express + three,
        head: `${express}${three}router.post('/orders/import', validate(orders), create);\n`,
      },
      {
        title: 'parsed in the handler',
        path: 'src/orders.js',
        base: express + three,
        head: `${express}${three}router.post('/orders/import', (req, res) => res.json(save(orders.parse(req.body))));\n`,
      },
      {
        title: 'the handler is not seen',
        path: 'src/orders.js',
        base: express + three,
        head: `${express}${three}router.post('/orders/import', importAll);\n`,
      },
      {
        title: 'the handler asks for no body',
        path: 'src/orders.js',
        base: express + three,
        head: `${express}${three}router.post('/orders/refresh', (req, res) => res.json(refresh(req.user)));\n`,
      },
      {
        title: 'it takes no body',
        path: 'src/orders.js',
        base: express + three,
        head: `${express}${three}router.get('/orders', (req, res) => res.json(all()));\n`,
      },
    ],
  },
  detect({ change, siblings }) {
    const limits = newAmongSiblings(change, siblings, () => true);
    const limit =
      limits === null || limits.endpoint.rateLimit.length > 0
        ? null
        : sharedCheck(limits.others, ({ rateLimit }) => rateLimit);
    if (limits !== null && limit !== null) {
      const operation = endpointName(limits.endpoint);
      return [
        {
          place: 'head',
          object: operation,
          data: { operation, check: limit.text, count: String(limits.others.length) },
          variant: 'rate',
        },
      ];
    }
    const found = newAmongSiblings(change, siblings, ({ method }) => withBody.has(method));
    if (found === null) return [];
    const { endpoint, others } = found;
    const takesBody = withBody.has(endpoint.method) && endpoint.inputs?.length !== 0 && readsBody(endpoint);
    // A handler that is not seen may parse what it takes.
    if (!takesBody || endpoint.handler === null || endpoint.validation.length > 0) return [];
    if (!allHave(others, ({ validation }) => validation)) return [];
    const operation = endpointName(endpoint);
    const check = others[0]?.validation[0]?.text ?? '';
    return [{ place: 'head', object: operation, data: { operation, check, count: String(others.length) } }];
  },
});

/** Where the framework does not tell what a handler asks for, its text has to: a long one is not kept. */
function readsBody({ inputs, handlerText }: Endpoint): boolean {
  return (
    inputs !== undefined || /\b(?:body|payload)\b|request\.(?:json|form|data)\b/i.test(handlerText ?? '')
  );
}
