import { constantString } from '../../code/constant-string.ts';
import { callOf, entriesOf, unwrap } from '../../code/javascript.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { Seen } from '../endpoint.ts';
import { statusOfName } from '../http-status.ts';
import { noChecks } from '../routes.ts';
import { seenAt } from '../seen.ts';
import type { FrameworkContext } from '../web-framework.ts';
import type { SeenStatus } from './answer-styles.ts';
import { flatten } from './checks.ts';
import type { OptionFacts, Placed } from './endpoint.ts';
import { paginationOfSchema } from './limits.ts';

/** A route of `createRoute({ method, path, request, responses, middleware })`. */
export interface OpenApiRoute {
  readonly method: string;
  readonly path: string;
  readonly layers: readonly Placed[];
  readonly facts: OptionFacts;
}

/** https://github.com/honojs/middleware/tree/main/packages/zod-openapi: `{id}` is a parameter. */
export function openApiRoute(given: Placed, context: FrameworkContext): OpenApiRoute | null {
  const definition = context.definitions.of(given.node, given.module);
  if (definition?.kind !== 'node') return null;
  const { module } = definition;
  const options = unwrap(callOf(definition.node)?.args[0] ?? definition.node);
  const entries = entriesOf(options);
  const [method, path] = ['method', 'path'].map((name) => {
    const node = entries.get(name);
    return node === undefined ? null : constantString(node, module, context.definitions);
  });
  if (method === null || method === undefined || path === null || path === undefined) return null;
  const middleware = entries.get('middleware');
  return {
    method: method.toUpperCase(),
    path: path.replace(/\{(\w+)\}/g, ':$1'),
    layers: middleware === undefined ? [] : flatten(middleware, module, context.definitions),
    facts: factsOf(entries, { node: options, module }, context),
  };
}

function factsOf(
  entries: ReadonlyMap<string, SyntaxNode>,
  { module }: Placed,
  context: FrameworkContext,
): OptionFacts {
  const request = followed(entries.get('request'), module, context);
  const parts = request === null ? [] : [...entriesOf(request.node)];
  const validation = parts.map(
    ([name, node]): Seen => ({
      ...seenAt(node, (request as Placed).module),
      text: `request.${name}`,
      input: name,
    }),
  );
  const query =
    request === null ? null : followed(entriesOf(request.node).get('query'), request.module, context);
  const responses = followed(entries.get('responses'), module, context);
  const statusCodes = [...(responses === null ? [] : entriesOf(responses.node))].flatMap(
    ([code, node]): SeenStatus[] => {
      const status = statusOfName(code);
      return status === null
        ? []
        : [{ ...seenAt(node, (responses as Placed).module), text: `responses.${code}`, status }];
    },
  );
  return {
    checks: { ...noChecks, validation },
    statusCodes,
    pagination: query === null ? [] : paginationOfSchema(query.node, query.module),
  };
}

function followed(
  node: SyntaxNode | undefined,
  module: Placed['module'],
  context: FrameworkContext,
): Placed | null {
  const definition = node === undefined ? null : context.definitions.of(node, module);
  return definition?.kind === 'node' ? definition : null;
}
