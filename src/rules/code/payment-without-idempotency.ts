import { allLanguages } from '../../code/view/languages.ts';
import { bad, good } from '../code-examples.ts';
import { newEndpoints } from '../new-endpoint.ts';
import { defineRule } from '../rule.ts';

/** Requests that move money: sent twice, they move it twice. */
const moves =
  /(?:^|[/_-])(?:payments?|pay|charges?|refunds?|payouts?|transfers?|withdraw(?:als?)?|deposits?|purchases?|checkout|top-?ups?)$/i;
/** What makes a repeated request harmless, under whatever name. */
const once =
  /idempot|dedup|unique|upsert|on_?conflict|already|request_?id|exists|find_?or_?create|get_?or_?create|firstOrCreate|nonce|client_?secret|payment_?intent/i;

export default defineRule({
  id: 'payment-without-idempotency',
  about: 'code',
  title: 'Payment that a retry makes twice',
  family: 'api',
  severity: 'advice',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/',
    'https://docs.stripe.com/api/idempotent_requests',
  ],
  what: 'A client that repeats `{operation}` after a timeout pays twice: nothing in the handler tells a repeated request from a new one.',
  why: 'A client cannot know whether a request without an answer was carried out, and has to send it again.',
  fix: 'Take an `Idempotency-Key` header, keep it with the first answer under a unique key, and answer repetitions from there.',
  examples: {
    bad: [
      bad(
        'a payment',
        'src/pay.js',
        "const app = require('express')();\n«app.post('/orders/:id/payments', async (req, res) => {\n  res.status(201).json(await payments.insert(req.params.id, req.body.amount));\n})»;",
      ),
    ],
    good: [
      good(
        'with a key',
        'src/pay.js',
        "const app = require('express')();\napp.post('/orders/:id/payments', async (req, res) => {\n  res.status(201).json(await payments.insert(req.params.id, req.get('Idempotency-Key')));\n});",
      ),
      good(
        'the handler is elsewhere',
        'src/pay.js',
        "const app = require('express')();\napp.post('/payments', payments.create);",
      ),
      good(
        'it only reads',
        'src/pay.js',
        "const app = require('express')();\napp.get('/payments', async (req, res) => res.json(await payments.all(req.query.page)));",
      ),
      good(
        'it was there before',
        'src/pay.js',
        "const app = require('express')();\napp.post('/payments', async (req, res) => res.json(await payments.insert(req.body)));",
        "const app = require('express')();\napp.post('/payments', async (req, res) => { res.json(await payments.insert(req.body)); });",
      ),
    ],
  },
  detect(subject) {
    return newEndpoints(subject).flatMap(({ endpoint, calls, text }) => {
      const { method, path, span } = endpoint;
      if (method !== 'POST' || !moves.test(path) || (endpoint.idempotency ?? []).length > 0) return [];
      // What hands the request on may look at its headers there.
      const isSeen =
        calls.length > 0 &&
        !once.test(text) &&
        !/[(,]\s*(?:req|request|ctx|c|r)\s*[,)]/.test(text.slice(text.indexOf('{') + 1));
      if (!isSeen) return [];
      const operation = `${method} ${path}`;
      return [{ range: { start: span.start, end: span.end }, object: operation, data: { operation } }];
    });
  },
});
