import { endpointName } from '../endpoint-words.ts';
import { contract, routes } from '../kept-contract.ts';
import { defineRule } from '../rule.ts';

const creation = "app.post('/api/orders', validate(order), (req, res) => res.status(201).json({}));\n";
const unchecked = creation.replace('validate(order), ', '');
const sibling = "app.put('/api/orders/:id', validate(order), (req, res) => res.json({}));\n";

export default defineRule({
  id: 'required-body-not-validated',
  about: 'endpoint',
  title: 'Required body that nothing checks',
  family: 'api',
  severity: 'advice',
  state: 'stable',
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/',
  ],
  what: 'The contract of `{operation}` requires a body, and nothing on the way to the handler checks it, as {sibling} does.',
  why: 'What the contract refuses reaches the code behind it.',
  fix: 'Check the body before the handler, as {sibling} does.',
  examples: {
    bad: [
      {
        title: 'a new endpoint beside one that checks',
        path: 'src/app.js',
        base: routes.replace(creation, sibling),
        head: routes.replace(creation, sibling + unchecked),
        beside: { 'openapi.yaml': contract },
      },
    ],
    good: [
      {
        title: 'a body that is checked',
        path: 'src/app.js',
        base: routes.replace(creation, sibling),
        head: routes.replace(creation, sibling + creation),
        beside: { 'openapi.yaml': contract },
      },
      {
        title: 'a file in which nothing is checked by what is known here',
        path: 'src/app.js',
        base: routes.replace(creation, ''),
        head: routes.replace(creation, unchecked),
        beside: { 'openapi.yaml': contract },
      },
      {
        title: 'a middleware that is not understood',
        path: 'src/app.js',
        base: routes.replace(creation, sibling),
        head: routes.replace(creation, sibling + unchecked.replace("orders', ", "orders', perimeter, ")),
        beside: { 'openapi.yaml': contract },
      },
    ],
  },
  detect({ change, contract: promised, siblings }) {
    if (change.kind !== 'added' || promised?.operation?.requiresBody !== true) return [];
    const { head } = change;
    const isSilent =
      head.validation.length === 0 && (head.otherChecks ?? []).length === 0 && head.handler !== null;
    const checked = siblings.find(
      (each) => each !== head && takesBody.has(each.method) && each.validation.length > 0,
    );
    if (!isSilent || checked === undefined || !takesBody.has(head.method)) return [];
    const operation = endpointName(head);
    return [
      { place: 'head', object: operation, data: { operation, sibling: `\`${endpointName(checked)}\`` } },
    ];
  },
});

const takesBody = new Set(['POST', 'PUT', 'PATCH']);
