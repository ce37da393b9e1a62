import { unwrap } from '../../code/javascript.ts';
import type { Seen } from '../endpoint.ts';
import { statusOfName } from '../http-status.ts';
import { joinChecks, noChecks } from '../routes.ts';
import { seenAt } from '../seen.ts';
import type { FrameworkContext } from '../web-framework.ts';
import type { SeenStatus } from './answer-styles.ts';
import { checksOfAll, flatten } from './checks.ts';
import type { OptionFacts, Placed } from './endpoint.ts';
import { limited, paginationOfSchema, rateOf } from './limits.ts';
import { type Options, optionsOf } from './options.ts';

/** Hooks that run before the handler and may refuse a request. */
export const refusingHooks: readonly string[] = ['onRequest', 'preParsing', 'preValidation', 'preHandler'];

/** What a route's options say: hooks, the schema of the request, the codes of the response's, the rate limit. */
export function optionChecks(options: Options, context: FrameworkContext): OptionFacts {
  const hooks = refusingHooks.flatMap((hook) => {
    const value = options.get(hook);
    if (value === undefined) return [];
    return [checksOfAll(flatten(value.node, value.module, context.definitions), context.definitions)];
  });
  const config = options.get('config');
  const limit = config === undefined ? undefined : optionsOf(config, context)?.get('rateLimit');
  const rateLimit =
    limit === undefined || unwrap(limit.node).kind === 'false'
      ? []
      : [limited(named(limit, 'config.rateLimit'), rateOf(limit.node, limit.module))];
  const schema = options.get('schema');
  const { validation, statusCodes, pagination } =
    schema === undefined ? { validation: [], statusCodes: [], pagination: [] } : schemaFacts(schema, context);
  return { checks: joinChecks(...hooks, { ...noChecks, rateLimit, validation }), statusCodes, pagination };
}

const requestParts = ['body', 'querystring', 'query', 'params', 'headers'];

interface SchemaFacts {
  readonly validation: Seen[];
  readonly statusCodes: SeenStatus[];
  readonly pagination: Seen[];
}

function schemaFacts(schema: Placed, context: FrameworkContext): SchemaFacts {
  const content = optionsOf(schema, context);
  if (content === null) {
    // A schema that is made elsewhere is seen, though not what is in it.
    const seen = seenAt(schema.node, schema.module);
    return { validation: [{ ...seen, text: `schema: ${seen.text}` }], statusCodes: [], pagination: [] };
  }
  const validation = [...content]
    .filter(([name]) => requestParts.includes(name))
    .map(([name, value]) => named(value, `schema.${name}`));
  const response = content.get('response');
  const statusCodes = [...((response === undefined ? null : optionsOf(response, context)) ?? [])].flatMap(
    ([code, value]) => {
      const status = statusOfName(code);
      return status === null ? [] : [{ ...named(value, `schema.response.${code}`), status }];
    },
  );
  const query = content.get('querystring') ?? content.get('query');
  const definition = query === undefined ? null : context.definitions.of(query.node, query.module);
  const pagination =
    definition?.kind === 'node' ? paginationOfSchema(definition.node, definition.module) : [];
  return { validation, statusCodes, pagination };
}

function named({ node, module }: Placed, text: string): Seen {
  return { ...seenAt(node, module), text };
}
