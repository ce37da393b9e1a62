import type { CodeCall } from '../../code/view/calls.ts';
import { allLanguages } from '../../code/view/languages.ts';
import { bad, good } from '../code-examples.ts';
import { shown } from '../code-words.ts';
import { handledEndpoints } from '../new-endpoint.ts';
import { defineRule } from '../rule.ts';

const writes =
  /^(?:create|createMany|insert|insertMany|insertOne|update|updateOne|updateMany|delete|deleteOne|deleteMany|destroy|destroy_all|delete_all|bulk_create|upsert|findByIdAndDelete|findByIdAndUpdate|findOneAndDelete|create!|update!|destroy!)$/;
/** What a table is written through: a model, a repository, an ORM's client. */
const tables =
  /^(?:this\.)?prisma\.\w+$|[rR]epo(?:sitory)?$|\.objects(?:\.|$)|^[A-Z][a-z]\w*$|^(?:models?|db)\.[A-Z]?\w+$|Model$/;
/** What reading may leave behind. */
const traces =
  /log|audit|histor|view|visit|hit|cache|session|token|seen|analytic|event|stat|metric|track|count|read|access|activity|lock|queue|job|report/i;
/** Links that people follow out of a mail, or that a sign-in comes back to. */
const links =
  /verif|confirm|activat|unsubscribe|subscri|callback|oauth|log-?out|login|auth|accept|decline|approve|cron|hook|track|redirect|download|export|reset|seed|init|install|setup/i;

export default defineRule({
  id: 'get-endpoint-writes',
  about: 'code',
  title: 'GET that changes something',
  family: 'api',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: ['https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1'],
  what: 'Whatever loads the address of `{operation}` changes data: `{call}` runs on a GET.',
  why: 'Browsers, crawlers, link previews and proxies send GET on their own, repeat it, and answer it from a cache.',
  fix: 'Do it on POST, PUT, PATCH or DELETE.',
  examples: {
    bad: [
      bad(
        'a deletion',
        'src/a.js',
        "const app = require('express')();\napp.get('/orders/:id/remove', async (req, res) => {\n  await «Order.deleteOne({ _id: req.params.id })»;\n  res.sendStatus(204);\n});",
      ),
      bad(
        'Prisma',
        'src/a.ts',
        "import express from 'express';\nconst app = express();\napp.get('/orders/new', async (req, res) => res.json(await «prisma.order.create({ data: { open: true } })»));",
      ),
    ],
    good: [
      good(
        'on POST',
        'src/a.js',
        "const app = require('express')();\napp.post('/orders', async (req, res) => res.json(await Order.create({ open: true })));",
      ),
      good(
        'a trace of the reading',
        'src/a.js',
        "const app = require('express')();\napp.get('/orders/:id', async (req, res) => {\n  await AuditLog.create({ id: req.params.id });\n  res.json(await Order.findById(req.params.id));\n});",
      ),
      good(
        'a link in a mail',
        'src/a.js',
        "const app = require('express')();\napp.get('/users/confirm', async (req, res) => res.json(await User.updateOne({ code: req.query.code })));",
      ),
      good(
        'nothing that is stored',
        'src/a.js',
        "const app = require('express')();\napp.get('/hash', (req, res) => res.send(hash.update('a')));",
      ),
    ],
  },
  detect({ code, base, endpoints }) {
    return handledEndpoints(code, endpoints).flatMap(({ endpoint: { method, path }, calls }) => {
      if (method !== 'GET' || links.test(path)) return [];
      return calls.filter(isWrite).flatMap((call) => {
        const text = code.textOf(call.node);
        if (base?.text.replace(/\s+/g, ' ').includes(text) === true) return [];
        const operation = `${method} ${path}`;
        return [
          {
            range: call.node.range,
            object: `${operation} ${call.callee}`,
            data: { operation, call: shown(call.node, code) },
          },
        ];
      });
    });
  },
});

function isWrite({ name, callee }: CodeCall): boolean {
  const table = callee.slice(0, Math.max(0, callee.length - name.length - 1));
  return writes.test(name) && tables.test(table) && !traces.test(table);
}
