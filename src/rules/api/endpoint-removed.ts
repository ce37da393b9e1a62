import { endpointName } from '../endpoint-words.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'endpoint-removed',
  about: 'endpoint',
  title: 'Endpoint removed or moved under its callers',
  family: 'backward-compat',
  severity: 'warning',
  state: 'stable',
  remedy: 'keep-both',
  sources: ['oasdiff:api-path-removed-without-deprecation', 'https://www.rfc-editor.org/rfc/rfc9745'],
  what: 'Callers of `{operation}` get 404: the route is gone.',
  why: 'Clients that are already out there are not replaced with this release.',
  fix: 'Keep the route with a `Deprecation` header until its callers have moved, and remove it when its traffic has ended.',
  variants: {
    moved: {
      what: 'Callers of `{operation}` get 404: its handler answers at `{now}` only.',
      fix: 'Register the handler at both paths, the old one with a `Deprecation` header, until the callers have moved.',
    },
  },
  examples: {
    bad: [
      {
        title: 'a route that goes',
        path: 'src/orders.ts',
        base: "import { Router } from 'express';\nconst router = Router();\nrouter.get('/orders', list);\nrouter.get('/orders/:id', show);\n",
        head: "import { Router } from 'express';\nconst router = Router();\nrouter.get('/orders', list);\n",
      },
      {
        title: 'a route under another path',
        path: 'src/app.js',
        base: "const app = require('fastify')();\napp.get('/orders/:id', async (request) => orders.find(request.params.id));\n",
        head: "const app = require('fastify')();\napp.get('/purchases/:id', async (request) => orders.find(request.params.id));\n",
      },
    ],
    good: [
      {
        title: 'both paths for a while',
        path: 'src/app.js',
        base: "const app = require('express')();\napp.get('/orders/:id', show);\n",
        head: "const app = require('express')();\napp.get('/orders/:id', deprecated, show);\napp.get('/purchases/:id', show);\n",
      },
      {
        title: 'a parameter under another name',
        path: 'src/app.js',
        base: "const app = require('express')();\napp.get('/orders/:id', (req, res) => res.json(find(req.params.id)));\n",
        head: "const app = require('express')();\napp.get('/orders/:orderId', (req, res) => res.json(find(req.params.orderId)));\n",
      },
      {
        title: 'a prefix that moves from the routes to their router',
        path: 'src/app.js',
        base: "const express = require('express');\nconst app = express();\napp.get('/orders/:id', show);\n",
        head: "const express = require('express');\nconst app = express();\nconst orders = express.Router();\norders.get('/:id', show);\napp.use('/orders', orders);\n",
      },
      {
        title: 'a look-up in a cache',
        path: 'src/app.js',
        base: "const app = require('express')();\ncache.get('/orders/:id', show);\n",
        head: "const app = require('express')();\n",
      },
    ],
  },
  detect({ change, contract }) {
    if (change.kind !== 'removed' && change.kind !== 'moved') return [];
    const operation = endpointName(change.base);
    const promise = contract?.operation?.place;
    const promised =
      promise === undefined
        ? {}
        : {
            severity: 'blocker' as const,
            evidence: [{ kind: 'contract', text: 'the contract still promises it', ...promise } as const],
          };
    // Without the prefix the path is not what callers call.
    // A page has no callers but the application's other pages, which change with it.
    const isSure = change.base.prefixSeen && change.base.mayBePage !== true;
    const unsure = isSure ? {} : { severity: 'advice' as const };
    if (change.kind === 'removed')
      return [{ place: 'base', object: operation, data: { operation }, ...unsure, ...promised }];
    const data = { operation, now: endpointName(change.head) };
    return [{ place: 'head', object: operation, data, variant: 'moved', ...unsure, ...promised }];
  },
});
