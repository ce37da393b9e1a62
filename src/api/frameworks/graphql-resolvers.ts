import type { CodeModule } from '../../code/program.ts';
import { checkKindOfName } from '../check-names.ts';
import { limited } from '../javascript/limits.ts';
import { nestApplications } from '../javascript/nest-application.ts';
import type { Operation } from '../javascript/resolvers/operation.ts';
import { resolverClasses } from '../javascript/resolvers/resolver-classes.ts';
import { resolverMaps } from '../javascript/resolvers/resolver-maps.ts';
import { schemaBuilders } from '../javascript/resolvers/schema-builders.ts';
import { type SdlField, sdlFields } from '../javascript/resolvers/sdl-fields.ts';
import { shieldRules } from '../javascript/resolvers/shield-rules.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks, noChecks, type RouteFacts, type RouteItem } from '../routes.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/**
 * The operations of GraphQL servers in JavaScript: resolver maps beside SDL, classes of type-graphql and Nest, Pothos
 * and graphql-js. An operation is told as `QUERY orders`.
 */
export default {
  id: 'graphql-resolvers',
  title: 'GraphQL resolvers',
  languages: ['typescript', 'tsx', 'javascript'],
  ...(sdlFields.otherPaths === undefined ? {} : { otherPaths: sdlFields.otherPaths }),
  measured: true,
  find(context) {
    const applications = context.once(() => nestApplications(context));
    const read = (module: CodeModule): Operation[] => {
      const { text } = module.file;
      return [
        ...(mapWords.test(text) ? resolverMaps(module, context) : []),
        ...(text.includes('@Resolver') || text.includes('.Resolver(')
          ? resolverClasses(module, applications(), context)
          : []),
        ...(builderWords.test(text) ? schemaBuilders(module, context) : []),
      ];
    };
    const operations = context
      .pathsMentioning([
        'Query',
        'Mutation',
        'Subscription',
        'Resolver',
        'queryField',
        'mutationField',
        'subscriptionField',
        'queryType',
      ])
      .flatMap((path) =>
        context.keep('graphql-resolvers', path, () => {
          if (!anyWords.test(context.program.text(path) ?? '')) return [];
          const module = context.program.module(path);
          return module === null ? [] : read(module);
        }),
      );
    return operations.length === 0 ? { routers: [], items: [] } : asRoutes(operations, context);
  },
} satisfies WebFramework as WebFramework;

/** Where `Query` stands as a property, and not in a name or a type. */
const mapWords = /\b(?:Query|Mutation|Subscription)\s*[:,}\n]/;
const anyWords =
  /\b(?:Query|Mutation|Subscription)\s*[:,}\n]|[@.]Resolver\(|\.(?:query|mutation|subscription)(?:Fields?|Type)\(|GraphQLObjectType\(/;
const builderWords = /\.(?:query|mutation|subscription)(?:Fields?|Type)\(|GraphQLObjectType\(/;
/** What makes a schema of a resolver map, where the SDL is not in the repository. */
const servers = [
  'ApolloServer',
  'makeExecutableSchema',
  'createSchema(',
  'GraphQLServer',
  'mercurius',
  'ApolloGateway',
];

const router = { key: '#graphql', role: 'application', certain: true, transparent: false } as const;

function asRoutes(operations: readonly Operation[], context: FrameworkContext): RouteFacts {
  const declared = new Map<string, Checks>();
  for (const [path, fields] of context.scanned(sdlFields))
    for (const field of fields) {
      const name = `${field.method} ${field.name}`;
      declared.set(name, joinChecks(declared.get(name) ?? noChecks, directiveChecks(field, path)));
    }
  const isServer = context.once(() => context.pathsMentioning(servers).length > 0)();
  const shield = shieldRules(context);
  const items = new Map<string, RouteItem>();
  for (const { from, endpoint } of operations) {
    const name = `${endpoint.method} ${endpoint.path}`;
    if (from === 'map' && (declared.size > 0 ? !declared.has(name) : !isServer)) continue;
    const rules = shield.get(name) ?? shield.get(`${endpoint.method} *`) ?? noChecks;
    const checks = joinChecks(declared.get(name) ?? noChecks, rules, endpoint.checks);
    const known = items.get(name);
    // A map may be spread into another one: the place where the handler is found counts.
    if (known?.kind === 'endpoint' && (known.endpoint.handler !== null || endpoint.handler === null))
      continue;
    const { path, start } = endpoint.span;
    items.set(name, {
      router: router.key,
      path,
      offset: start,
      kind: 'endpoint',
      endpoint: { ...endpoint, checks },
    });
  }
  return { routers: [router], items: [...items.values()] };
}

/** `@auth`, `@hasRole(role: ADMIN)`, `@rateLimit(max: 10)` at a field or its type. */
function directiveChecks(field: SdlField, path: string): Checks {
  return joinChecks(
    ...field.directives
      .filter(({ name }) => name !== 'deprecated')
      .map(({ name, text, limit }) =>
        oneCheck(checkKindOfName(name), limited({ text, path, line: field.line }, limit)),
      ),
  );
}
