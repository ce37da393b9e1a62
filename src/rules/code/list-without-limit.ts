import type { CodeCall } from '../../code/view/calls.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { bad, good } from '../code-examples.ts';
import { shown } from '../code-words.ts';
import { newEndpoints } from '../new-endpoint.ts';
import { defineRule } from '../rule.ts';

/** Calls that read a whole table when they are told nothing. */
const readsAll = /^(?:findMany|findAll|find_all|all|find|findAndCountAll)$/;
const tables = /^(?:this\.)?prisma\.\w+$|[rR]epo(?:sitory)?$|\.objects$|^[A-Z][a-z]\w*$|Model$/;
/** Whatever may hold the answer small, anywhere in the handler. */
const limits = /limit|take|page|paginat|per_?page|slice|first|top|cursor|count|chunk|stream|batch/i;
/** Tables that stay small. */
const small =
  /role|categor|countr|currenc|language|locale|setting|config|status|type|tag|permission|plan|feature|unit|region|theme|template|provider|option|enum|kind|level|tier|flag/i;

export default defineRule({
  id: 'list-without-limit',
  about: 'code',
  title: 'List that grows with its table',
  family: 'api',
  severity: 'advice',
  state: 'stable',
  languages: allLanguages,
  sources: ['https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/'],
  what: 'One request to `{operation}` reads and sends every row there is: `{call}` has no limit.',
  why: 'It is quick while the table is small, and one day holds up the database and the memory of this service.',
  fix: 'Take a page size with a maximum and a cursor, and order by a unique column.',
  examples: {
    bad: [
      bad(
        'Mongoose',
        'src/a.js',
        "const app = require('express')();\napp.get('/orders', async (req, res) => res.json(await «Order.find()»));",
      ),
      bad(
        'Prisma',
        'src/a.ts',
        "import express from 'express';\nconst app = express();\napp.get('/orders', async (req, res) => {\n  const orders = await «prisma.order.findMany()»;\n  res.json(orders);\n});",
      ),
    ],
    good: [
      good(
        'a page',
        'src/a.ts',
        "import express from 'express';\nconst app = express();\napp.get('/orders', async (req, res) => res.json(await prisma.order.findMany({ take: 50 })));",
      ),
      good(
        'those of one customer',
        'src/a.js',
        "const app = require('express')();\napp.get('/orders', async (req, res) => res.json(await Order.find({ customer: req.user.id })));",
      ),
      good(
        'a table that stays small',
        'src/a.js',
        "const app = require('express')();\napp.get('/countries', async (req, res) => res.json(await Country.find()));",
      ),
      good(
        'limited afterwards',
        'src/a.js',
        "const app = require('express')();\napp.get('/orders', async (req, res) => res.json(await Order.find().limit(50)));",
      ),
    ],
  },
  detect(subject) {
    const { code } = subject;
    return newEndpoints(subject).flatMap(({ endpoint, calls, text }) => {
      const { method, path, pagination } = endpoint;
      if (method !== 'GET' || (pagination ?? []).length > 0 || limits.test(text) || small.test(path))
        return [];
      const operation = `${method} ${path}`;
      return calls.filter(isWhole).map((call) => ({
        range: call.node.range,
        object: `${operation} ${call.callee}`,
        data: { operation, call: shown(call.node, code) },
      }));
    });
  },
});

function isWhole({ name, callee, args }: CodeCall): boolean {
  const table = callee.slice(0, Math.max(0, callee.length - name.length - 1));
  const isBare = args.length === 0 || (args.length === 1 && args[0]?.value.text === '{}');
  return readsAll.test(name) && isBare && tables.test(table) && !small.test(table);
}
