import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEndpointCache, type EndpointCache } from './endpoint-cache.ts';
import { findEndpoints } from './find-endpoints.ts';
import { shownEndpoint } from './shown-endpoints.ts';

type Files = Readonly<Record<string, string>>;

function shown(files: Files, cache?: EndpointCache): string[] {
  const sources = Object.entries(files).map(([path, text]) => ({
    path,
    text,
    object: createHash('sha1').update(text).digest('hex'),
  }));
  return findEndpoints(sources, 'head', cache === undefined ? {} : { cache }).map(
    (endpoint) => `${shownEndpoint(endpoint)} ${endpoint.span.path}:${endpoint.span.startLine}`,
  );
}

/** Texts that a file may have at one time or another, null where it is not there. */
const variants: Readonly<Record<string, readonly (string | null)[]>> = {
  'src/app.ts': [
    "import express from 'express';\nimport { orders } from './orders';\nconst app = express();\napp.use('/api', orders);\n",
    "import express from 'express';\nimport { guard } from './guard';\nimport { orders } from './orders';\nconst app = express();\napp.use('/v2', guard, orders);\n",
  ],
  'src/orders.ts': [
    "import { Router } from 'express';\nimport { show } from './handlers';\nimport { prefix } from './prefix';\nexport const orders = Router();\norders.get(prefix + '/:id', show);\n",
    "import { Router } from 'express';\nexport const orders = Router();\norders.post('/orders', (req, res) => res.status(201).end());\n",
    null,
  ],
  'src/handlers.ts': [
    'export const show = (req, res) => res.json({});\n',
    'export const show = (req, res) => { requireAuth(req); res.status(404).end(); };\n',
    null,
  ],
  'src/handlers/index.ts': [null, 'export const show = (req, res) => res.status(202).end();\n'],
  'src/prefix.ts': ["export const prefix = '/orders';\n", "export const prefix = '/purchases';\n", null],
  'src/guard.ts': ['export const guard = requireUser();\n', 'export const guard = morgan();\n'],
  'nest/main.ts': [
    "const app = await NestFactory.create(AppModule);\napp.setGlobalPrefix('rest');\n",
    'const app = await NestFactory.create(AppModule);\n',
    null,
  ],
  'nest/users.controller.ts': [
    "@Controller('users')\nexport class Users {\n  @Get(':id')\n  show() {}\n}\n",
    "@Controller('people')\nexport class Users {\n  @Get(':id')\n  show() {}\n}\n",
  ],
};

const state = fc.record(
  Object.fromEntries(Object.entries(variants).map(([path, texts]) => [path, fc.constantFrom(...texts)])),
);

it('what is kept never differs from what is read anew, whatever changes between', () => {
  fc.assert(
    fc.property(fc.array(state, { minLength: 2, maxLength: 6 }), (states) => {
      const cache = createEndpointCache();
      for (const files of states) {
        const present = Object.fromEntries(
          Object.entries(files).flatMap(([path, text]) => (text === null ? [] : [[path, text]])),
        );
        expect(shown(present, cache)).toEqual(shown(present));
      }
    }),
    { numRuns: 60 },
  );
});

it('reads only what changed', () => {
  const cache = createEndpointCache();
  const files = Object.fromEntries(
    Object.entries(variants).flatMap(([path, [text]]) => (text == null ? [] : [[path, text]])),
  );
  shown(files, cache);
  const read: string[] = [];
  const sources = Object.entries({ ...files, 'src/prefix.ts': variants['src/prefix.ts']?.[1] ?? '' }).map(
    ([path, text]) => ({ path, text, object: createHash('sha1').update(text).digest('hex') }),
  );
  findEndpoints(sources, 'head', { cache, watch: { begin: (path) => read.push(path), unread: () => {} } });
  // The router that asks for the prefix, and what it looks at.
  expect([...new Set(read)].sort()).toEqual(['src/handlers.ts', 'src/orders.ts', 'src/prefix.ts']);
});
