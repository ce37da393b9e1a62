import { allLanguages } from '../../code/view/languages.ts';
import { bad, good } from '../code-examples.ts';
import { newEndpoints } from '../new-endpoint.ts';
import { defineRule } from '../rule.ts';

const webhook = /(?:^|[/_-])web-?hooks?(?:$|[/_-])/i;
/** Senders that sign what they send. */
const signing =
  /stripe|github|gitlab|slack|shopify|paypal|twilio|paddle|mollie|square|braintree|sendgrid|mailgun|svix|clerk|linear|zoom|adyen|razorpay/i;
/** What may be the check, anywhere in the file. */
const checked =
  /sign|hmac|verif|secret|constructEvent|timing|token|auth|allow_?list|ip_?address|middleware|guard/i;
/** The whole request goes elsewhere, where it may be checked. */
const passedOn = /[(,]\s*(?:&|\*)?(?:req|request|r|c|ctx|context|headers|event|raw_?body|\$request)\s*[,)]/i;
const readsBody = /body|json|payload|data|params|form|input|event|content/i;

export default defineRule({
  id: 'webhook-without-signature',
  about: 'code',
  title: 'Webhook that takes anybody’s word',
  family: 'security',
  severity: 'advice',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xaa-unsafe-consumption-of-apis/',
    'https://github.com/standard-webhooks/standard-webhooks',
  ],
  what: 'Anyone who knows the address can send `{operation}` an event that never happened: nothing in this file checks who sent it.',
  why: 'The address of a webhook is no secret, and its events change orders, payments and accounts.',
  fix: 'Check the sender’s signature over the raw body, in constant time, before the event is read.',
  examples: {
    bad: [
      bad(
        'an event is believed',
        'src/hooks.js',
        "const app = require('express')();\n«app.post('/webhooks/stripe', async (req, res) => {\n  await orders.pay(req.body.data.object.id);\n  res.sendStatus(200);\n})»;",
      ),
      bad(
        'of nobody in particular',
        'src/hooks.js',
        "const app = require('express')();\n«app.post('/webhook', async (req, res) => {\n  await orders.update(req.body.id);\n  res.sendStatus(200);\n})»;",
      ),
    ],
    good: [
      good(
        'the signature is checked',
        'src/hooks.js',
        "const app = require('express')();\napp.post('/webhooks/stripe', async (req, res) => {\n  const event = stripe.webhooks.constructEvent(req.body, req.get('stripe-signature'), key);\n  await orders.pay(event.id);\n});",
      ),
      good(
        'somebody else gets the request',
        'src/hooks.js',
        "const app = require('express')();\napp.post('/webhooks/stripe', async (req, res) => {\n  await incoming.stripe(req);\n  res.sendStatus(200);\n});",
      ),
      good(
        'something stands before it',
        'src/hooks.js',
        "const app = require('express')();\napp.post('/webhooks/stripe', fromStripe, async (req, res) => {\n  await orders.pay(req.body.id);\n});",
      ),
      good(
        'hooks of our own are configured',
        'src/hooks.js',
        "const app = require('express')();\napp.get('/webhooks', async (req, res) => {\n  res.json(await hooks.all(req.query.page));\n});",
      ),
    ],
  },
  detect(subject) {
    const { code } = subject;
    return newEndpoints(subject).flatMap(({ endpoint, text }) => {
      const { span, path, method, authentication, authorization, otherChecks = [] } = endpoint;
      if (method !== 'POST' || !webhook.test(path)) return [];
      if (authentication.length + authorization.length + otherChecks.length > 0) return [];
      if (checked.test(code.text) || !readsBody.test(text)) return [];
      if (passedOn.test(text.slice(Math.max(0, text.indexOf('{'))))) return [];
      const operation = `${method} ${path}`;
      const found = { range: { start: span.start, end: span.end }, object: operation, data: { operation } };
      return [signing.test(path) ? { ...found, severity: 'warning' } : found];
    });
  },
});
