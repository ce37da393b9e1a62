import { checkKindOfGuard } from '../../api/check-names.ts';
import { accessChecks, lostChecks } from '../../api/compare-endpoints.ts';
import type { Seen } from '../../api/endpoint.ts';
import { endpointName, seenBefore } from '../endpoint-words.ts';
import { defineRule } from '../rule.ts';

// Guards are often inherited, so that none is seen says little. That one is gone on a route that had it says much.
export default defineRule({
  id: 'endpoint-authentication-removed',
  about: 'endpoint',
  title: 'Authentication removed from an endpoint',
  family: 'security',
  severity: 'blocker',
  state: 'stable',
  remedy: 'restore',
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/',
    'https://owasp.org/API-Security/editions/2023/en/0xa5-broken-function-level-authorization/',
  ],
  what: 'Anyone can call `{operation}` now: `{lost}` no longer stands before it, and no other check was found on the way to its handler.',
  why: 'The handler was written for callers that were known.',
  fix: 'Put `{lost}` back before the handler; where the endpoint is meant to be public, say so in this pull request.',
  variants: {
    weakened: {
      what: 'Callers that `{lost}` refused reach `{operation}` now; of its checks `{kept}` is left.',
      why: 'What is left tells who is calling, or less than before of what they may do.',
      fix: 'Put `{lost}` back beside `{kept}`; where the endpoint is meant for all of them, say so in this pull request.',
    },
  },
  examples: {
    bad: [
      {
        title: 'the middleware of a route goes',
        path: 'src/orders.ts',
        base: "import { Router } from 'express';\nconst router = Router();\nrouter.get('/orders', requireAuth, list);\n",
        head: "import { Router } from 'express';\nconst router = Router();\nrouter.get('/orders', list);\n",
      },
      {
        title: 'a route opts out of the guard of its controller',
        path: 'src/orders.controller.ts',
        base: "import { Controller, Get, UseGuards } from '@nestjs/common';\n@Controller('orders')\n@UseGuards(JwtAuthGuard)\nexport class Orders {\n  @Get()\n  list() {\n    return this.orders.all();\n  }\n}\n",
        head: "import { Controller, Get, UseGuards } from '@nestjs/common';\n@Controller('orders')\n@UseGuards(JwtAuthGuard)\nexport class Orders {\n  @Public()\n  @Get()\n  list() {\n    return this.orders.all();\n  }\n}\n",
      },
      {
        title: 'the role is no longer asked for',
        path: 'src/admin.js',
        base: "const app = require('express')();\napp.delete('/users/:id', requireAuth, requireRole('admin'), remove);\n",
        head: "const app = require('express')();\napp.delete('/users/:id', requireAuth, remove);\n",
      },
    ],
    good: [
      {
        title: 'the check moves to the router',
        path: 'src/orders.ts',
        base: "import { Router } from 'express';\nconst router = Router();\nrouter.get('/orders', requireAuth, list);\n",
        head: "import { Router } from 'express';\nconst router = Router();\nrouter.use(requireAuth);\nrouter.get('/orders', list);\n",
      },
      {
        title: 'another check takes its place',
        path: 'src/app.js',
        base: "const app = require('fastify')();\napp.get('/orders', { onRequest: [app.authenticate] }, list);\n",
        head: "const app = require('fastify')();\napp.get('/orders', { preHandler: app.auth([app.verifyJWT]) }, list);\n",
      },
      {
        title: 'something that may be a check takes its place',
        path: 'src/app.js',
        base: "const app = require('express')();\napp.get('/orders', requireAuth, list);\n",
        head: "const app = require('express')();\napp.get('/orders', perimeter, list);\n",
      },
      {
        title: 'a guard that asks for something else goes, the check stays',
        path: 'src/orders.controller.ts',
        base: "@Controller('orders')\nexport class Orders { @UseGuards(JwtAuthGuard, MaintenanceGuard) @Get() list() {} }\n",
        head: "@Controller('orders')\nexport class Orders { @UseGuards(JwtAuthGuard) @Get() list() {} }\n",
      },
      {
        title: 'the validation goes, the check stays',
        path: 'src/app.js',
        base: "const app = require('express')();\napp.post('/orders', requireAuth, validate(order), create);\n",
        head: "const app = require('express')();\napp.post('/orders', requireAuth, create);\n",
      },
    ],
  },
  detect({ change }) {
    if (change.kind !== 'changed' && change.kind !== 'moved') return [];
    if (change.aspects?.includes('authentication') !== true) return [];
    const lost = lostChecks(accessChecks(change.base), accessChecks(change.head));
    const kept = accessChecks(change.head).at(-1);
    const operation = endpointName(change.head);
    const found = { place: 'head', object: operation, evidence: seenBefore(lost) } as const;
    const words = { operation, lost: lost.map(({ text }) => text).join(', ') };
    if (kept === undefined) return [{ ...found, data: words }];
    if (lost.every(asksForSomethingElse)) return [];
    return [{ ...found, data: { ...words, kept: kept.text }, variant: 'weakened', severity: 'warning' }];
  },
});

/** A guard that counts as a check only for being one. */
function asksForSomethingElse({ text }: Seen): boolean {
  const guard = /^@UseGuards\((\w+)\)$/.exec(text)?.[1];
  return guard !== undefined && checkKindOfGuard(guard) === 'other';
}
