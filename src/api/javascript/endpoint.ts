import type { Definitions } from '../../code/definitions.ts';
import { type Call, callOf, isFunction, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { TextRange } from '../../text/range.ts';
import type { Seen } from '../endpoint.ts';
import { type Checks, joinChecks, type LocalEndpoint, noChecks } from '../routes.ts';
import { normalisedText, seenAt, spanOf } from '../seen.ts';
import type { FrameworkContext } from '../web-framework.ts';
import { type AnswerStyle, distinctCodes, type SeenStatus } from './answer-styles.ts';
import { checksOf, checksOfAll } from './checks.ts';
import { type HandlerFacts, innerFunction, readHandler } from './handler.ts';
import { idempotencyOf, paginationOfSchema, surest } from './limits.ts';

/** A node with the module that it is written in. */
export interface Placed {
  readonly node: SyntaxNode;
  readonly module: CodeModule;
}

/** A route as a call registers it. */
export interface Registration {
  readonly method: string;
  readonly path: string;
  /** Where it is registered. */
  readonly range: TextRange;
  readonly module: CodeModule;
  /** What stands before the handler, in order. */
  readonly layers: readonly Placed[];
  readonly handler: Placed;
  readonly style: AnswerStyle;
  /** The function that answers, where the caller has found it. */
  readonly body?: Placed;
  /** The part of it that answers this route. */
  readonly part?: TextRange;
  /** What the route's options say beside. */
  readonly options?: OptionFacts;
}

export interface OptionFacts {
  readonly checks: Checks;
  readonly statusCodes: readonly SeenStatus[];
  readonly pagination: readonly Seen[];
}

export function endpointFrom(registration: Registration, context: FrameworkContext): LocalEndpoint {
  const { method, path, range, module, layers, handler: given, style, options } = registration;
  const { definitions, side } = context;
  const handler = registration.body ?? handlerOf(given, definitions);
  const facts = handler === null ? null : readHandler(handler.node, handler.module, style);
  const wrapper = callOf(given.node);
  const wrapping =
    wrapper !== null && handler !== null
      ? joinChecks(
          checksOf(wrapper.callee, given.module, definitions, style),
          rightsIn(wrapper, given.module),
        )
      : noChecks;
  return {
    method,
    path,
    span: spanOf(range, module, side),
    handler: handler === null ? null : spanOf(handler.node.range, handler.module, side),
    handlerText: textOf(registration, handler),
    checks: joinChecks(
      options?.checks ?? noChecks,
      checksOfAll(layers, definitions, style),
      { ...wrapping, other: [] },
      facts?.checks ?? noChecks,
    ),
    statusCodes: distinctCodes([...(facts?.statusCodes ?? []), ...(options?.statusCodes ?? [])]),
    isPublic: false,
    ...limitsOf(facts, layers, options, definitions),
  };
}

function textOf({ handler, part }: Registration, found: Placed | null): string {
  if (part !== undefined && found !== null)
    return normalisedText({ text: found.module.file.text.slice(part.start, part.end) });
  return normalisedText(found?.node ?? handler.node);
}

const rightNames = /^(?:required)?_?(?:permissions?|roles?|scopes?|polic(?:y|ies))$/i;

/** What the options of a wrapper ask for: `withWorkspace(handler, { requiredPermissions: ['links.read'] })`. */
function rightsIn({ args }: Call, module: CodeModule): Checks {
  const pairs = args.flatMap((arg) =>
    unwrap(arg)
      .children()
      .filter(({ kind }) => kind === 'pair'),
  );
  const authorization = pairs
    .filter((pair) => rightNames.test(pair.field('key')?.text ?? ''))
    .map((pair) => seenAt(pair, module));
  return { ...noChecks, authorization };
}

/** What bounds the answer, and what makes repeating harmless; nothing of a handler that was not found. */
function limitsOf(
  facts: HandlerFacts | null,
  layers: readonly Placed[],
  options: OptionFacts | undefined,
  definitions: Definitions,
): Pick<LocalEndpoint, 'pagination' | 'idempotency'> {
  const pagination = surest([
    ...(options?.pagination ?? []),
    ...layers.flatMap((layer) => pageLimitsOf(layer, definitions)),
    ...(facts?.pagination ?? []),
  ]);
  const idempotency = [...idempotencyOf(layers), ...(facts?.idempotency ?? [])];
  return {
    ...(facts === null && pagination.length === 0 ? {} : { pagination }),
    ...(idempotency.length === 0 ? {} : { idempotency }),
  };
}

/** Of `validate(listQuery)`: the limits on a page that the schema sets. */
function pageLimitsOf({ node, module }: Placed, definitions: Definitions): Seen[] {
  return (callOf(node)?.args ?? []).flatMap((arg) => {
    const schema = definitions.of(arg, module);
    return schema?.kind === 'node' ? paginationOfSchema(schema.node, schema.module) : [];
  });
}

/** The function that answers: in place, inside a wrapper, or followed by its name; null where it is not in the tree. */
export function handlerOf({ node, module }: Placed, definitions: Definitions): Placed | null {
  const inner = innerFunction(node);
  if (isFunction(inner)) return { node: inner, module };
  const call = callOf(inner);
  // `controller.list.bind(controller)` is `controller.list`; a wrapper may take options after the function.
  const references =
    call === null
      ? [inner]
      : call.name === 'bind' && call.receiver !== null
        ? [call.receiver]
        : call.args.map(unwrap).toReversed();
  for (const reference of references) {
    const definition = definitions.of(reference, module);
    const found = definition?.kind === 'node' ? innerFunction(definition.node) : null;
    if (definition?.kind === 'node' && found !== null && isFunction(found))
      return { node: found, module: definition.module };
  }
  return null;
}
