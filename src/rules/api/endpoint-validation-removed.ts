import { lostValidation } from '../../api/compare-endpoints.ts';
import { endpointName, seenBefore } from '../endpoint-words.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'endpoint-validation-removed',
  about: 'endpoint',
  title: 'Validation removed from an endpoint',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  remedy: 'restore',
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/',
    'https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html',
  ],
  what: 'Requests to `{operation}` that `{lost}` refused reach the handler now.',
  why: 'Nothing that was found on the way to the handler checks the same input, and the handler was written for input that was checked.',
  fix: 'Put `{lost}` back before the handler, or parse the input in the handler before it is used.',
  examples: {
    bad: [
      {
        title: 'the schema of a body goes',
        path: 'src/app.js',
        base: "const app = require('fastify')();\napp.post('/orders', { schema: { body: order } }, create);\n",
        head: "const app = require('fastify')();\napp.post('/orders', create);\n",
      },
      {
        title: 'the type of a query goes, the query stays',
        path: 'src/orders.controller.ts',
        base: "import { IsInt } from 'class-validator';\nclass Page { @IsInt() page: number; }\n@Controller('orders')\nexport class Orders { @Get() list(@Query() page: Page) { return find(page); } }\n",
        head: "import { IsInt } from 'class-validator';\n@Controller('orders')\nexport class Orders { @Get() list(@Query() page: object) { return find(page); } }\n",
      },
      {
        title: 'the handler no longer parses',
        path: 'src/orders.ts',
        base: "import express from 'express';\nconst app = express();\napp.post('/orders', (req, res) => {\n  const order = schema.parse(req.body);\n  res.json(save(order));\n});\n",
        head: "import express from 'express';\nconst app = express();\napp.post('/orders', (req, res) => {\n  const order = req.body;\n  res.json(save(order));\n});\n",
      },
    ],
    good: [
      {
        title: 'the handler parses instead',
        path: 'src/app.js',
        base: "const app = require('express')();\napp.post('/orders', validate(order), (req, res) => res.json(save(req.body)));\n",
        head: "const app = require('express')();\napp.post('/orders', (req, res) => res.json(save(order.parse(req.body))));\n",
      },
      {
        title: 'only the response loses its schema',
        path: 'src/app.js',
        base: "const app = require('fastify')();\napp.post('/orders', { schema: { body: order, response: { 200: order } } }, create);\n",
        head: "const app = require('fastify')();\napp.post('/orders', { schema: { body: order } }, create);\n",
      },
      {
        title: 'the handler no longer asks for the query',
        path: 'src/orders.controller.ts',
        base: "import { IsInt } from 'class-validator';\nclass Page { @IsInt() page: number; }\n@Controller('orders')\nexport class Orders { @Get(':id') show(@Param('id') id: string, @Query() page: Page) { return find(id, page); } }\n",
        head: "import { IsInt } from 'class-validator';\nclass Page { @IsInt() page: number; }\n@Controller('orders')\nexport class Orders { @Get(':id') show(@Param('id') id: string) { return find(id); } }\n",
      },
      {
        title: 'the route goes with its validation',
        path: 'src/app.js',
        base: "const app = require('express')();\napp.post('/orders', validate(order), create);\n",
        head: "const app = require('express')();\n",
      },
    ],
  },
  detect({ change }) {
    if (change.kind !== 'changed' && change.kind !== 'moved') return [];
    if (change.aspects?.includes('validation') !== true) return [];
    const lost = lostValidation(change.base, change.head);
    const operation = endpointName(change.head);
    const data = { operation, lost: lost.map(({ text }) => text).join(', ') };
    return [{ place: 'head', object: operation, data, evidence: seenBefore(lost) }];
  },
});
