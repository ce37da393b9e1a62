import { elementWords } from '../contract-element.ts';
import { contractObject } from '../contract-words.ts';
import { defineRule } from '../rule.ts';

const covers: readonly string[] = [
  'DIRECTIVE_USAGE_FIELD_DEFINITION_REMOVED',
  'DIRECTIVE_USAGE_OBJECT_REMOVED',
  'DIRECTIVE_USAGE_INTERFACE_REMOVED',
];

/** Of Apollo's router, and as the common libraries and guides name theirs. */
const accessNames: ReadonlySet<string> = new Set([
  'auth',
  'authenticated',
  'authorize',
  'authorized',
  'guard',
  'hasPermission',
  'hasRole',
  'hasScope',
  'isAuthenticated',
  'isAuthorized',
  'policy',
  'requireAuth',
  'requiresAuth',
  'requiresRole',
  'requiresScopes',
]);

const schema = `directive @auth(role: String) on OBJECT | FIELD_DEFINITION\n\ntype Query {\n  orders: [Int] @auth(role: "clerk")\n  shops: [Int] @cost(of: 3)\n}\n`;

export default defineRule({
  id: 'graphql-access-directive-removed',
  about: 'contract',
  title: 'Access directive removed from the GraphQL schema',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  covers,
  sources: [
    'graphql-inspector:DIRECTIVE_USAGE_FIELD_DEFINITION_REMOVED',
    'https://www.apollographql.com/docs/graphos/routing/security/authorization',
  ],
  what: '`{owner}` is no longer protected by `{name}`: whoever was refused until now gets an answer, unless something else refuses them.',
  why: 'A directive that a server acts on is its access check; that it is gone shows nowhere else.',
  fix: 'Put `{name}` back, or name in the pull request what checks access instead.',
  examples: {
    bad: [
      {
        title: 'a field that loses its check',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace(' @auth(role: "clerk")', ''),
      },
    ],
    good: [
      {
        title: 'a directive that checks no access',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace(' @cost(of: 3)', ''),
      },
      {
        title: 'a field that gets a check',
        path: 'schema.graphql',
        base: schema,
        head: schema.replace('shops: [Int]', 'shops: [Int] @auth'),
      },
    ],
  },
  detect({ change }) {
    const directive = /@(\w+)$/.exec(change.subject)?.[1];
    if (directive === undefined || !accessNames.has(directive) || !covers.includes(change.id)) return [];
    const place = change.head === null ? 'base' : 'head';
    return [{ place, object: contractObject(change), data: elementWords(change) }];
  },
});
