import { type Call, callOf, entriesOf, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { Seen } from '../endpoint.ts';
import { statusOfName } from '../http-status.ts';
import { seenAt } from '../seen.ts';

export type SeenStatus = Seen & { readonly status: number };

/** The names of a handler's parameters: null where there is none, or a pattern. */
export interface HandlerNames {
  /** What holds the data that was sent: `request`, `ctx.request`. */
  readonly input: readonly string[];
  /** What tells who sends it. */
  readonly identity: string | null;
  readonly response: string | null;
}

/** How the handlers of a framework answer. */
export interface AnswerStyle {
  names(parameters: readonly (string | null)[]): HandlerNames;
  /** The codes that one call answers with; null where it is no answer. */
  ofCall(call: Call, names: HandlerNames, module: CodeModule): SeenStatus[] | null;
  /** Codes that are told by more than one call; `found` are those that were. */
  rest(
    handler: SyntaxNode,
    calls: readonly Call[],
    names: HandlerNames,
    module: CodeModule,
    found: readonly SeenStatus[],
  ): SeenStatus[];
  /** True where calls such as `auth()` read the session of a request that is not handed to them. */
  readonly ambientSession: boolean;
}

const statusCalls = new Set(['status', 'sendStatus', 'code', 'writeHead']);
const answeringCalls = new Set(['json', 'send', 'end', 'render', 'sendFile', 'jsonp', 'download']);

/** `(request, response)`: Express, Fastify, the pages of Next.js. */
export const responseStyle: AnswerStyle = {
  ambientSession: false,
  names(parameters) {
    // An Express error handler has the error first.
    const offset = parameters.length === 4 ? 1 : 0;
    const request = parameters[offset] ?? null;
    return {
      input: request === null ? [] : [request],
      identity: request,
      response: parameters[offset + 1] ?? null,
    };
  },
  ofCall({ name, receiver, args, callee }, { response }, module) {
    if (receiver === null || response === null || !isChainOn(receiver, response)) return null;
    const first = args[0];
    if (name === 'redirect' && receiver.kind === 'identifier')
      return first === undefined
        ? []
        : [{ ...seenAt(callee, module), status: (args.length > 1 ? statusesOf(first)[0] : null) ?? 302 }];
    if (!statusCalls.has(name) || first === undefined) return [];
    return statusesOf(first).map((status) => ({
      ...seenAt(callee, module),
      text: `${name}(${status})`,
      status,
    }));
  },
  rest(_handler, calls, { response }, module) {
    if (response === null) return [];
    let plain: SyntaxNode | null = null;
    for (const { name, receiver, node, callee } of calls) {
      if (receiver === null || !isChainOn(receiver, response)) continue;
      // A code that is set and not answered with at once may be that of a plain answer.
      if ((name === 'status' || name === 'code') && !nextIsDot(module.file.text, node.range.end)) return [];
      if (answeringCalls.has(name) && !setsStatus(receiver)) plain ??= callee;
    }
    return plain === null ? [] : [{ ...seenAt(plain, module), status: 200 }];
  },
};

/** The pages of Next.js: as `responseStyle`, with sessions that are read by a call. */
export const pagesStyle: AnswerStyle = { ...responseStyle, ambientSession: true };

/** As `responseStyle`; what the handler returns is sent, with 200 where nothing else is said. */
export const fastifyStyle: AnswerStyle = {
  ...responseStyle,
  rest(handler, calls, names, module, found) {
    const plain = responseStyle.rest(handler, calls, names, module, found);
    if (plain.length > 0 || found.some(({ status }) => status < 400)) return plain;
    const value = returnedValue(handler);
    return value === null ? [] : [{ ...seenAt(value, module), text: 'return', status: 200 }];
  },
};

/** Where a function returns a value in its own body; null where it returns none. */
function returnedValue(handler: SyntaxNode): SyntaxNode | null {
  const body = handler.field('body');
  if (body === null) return null;
  if (body.kind !== 'statement_block') return body;
  return body.findAll(['return_statement']).find((statement) => statement.children().length > 0) ?? null;
}

function contextNames(context: string | null, parts: readonly string[]): HandlerNames {
  const input = context === null ? [] : parts.map((part) => `${context}.${part}`);
  return { input, identity: context, response: context };
}

/** `(ctx, next)` of Koa. */
export const koaStyle: AnswerStyle = {
  ambientSession: false,
  names: ([context = null]) => contextNames(context, ['request', 'req', 'query', 'params']),
  ofCall({ name, receiver, args, callee }, { response }, module) {
    if (receiver?.kind !== 'identifier' || receiver.text !== response) return null;
    const code = name === 'throw' ? args[0] : name === 'assert' ? args[1] : undefined;
    if (code !== undefined)
      return statusesOf(code).map((status) => ({
        ...seenAt(callee, module),
        text: `${name}(${status})`,
        status,
      }));
    return name === 'redirect' ? [{ ...seenAt(callee, module), status: 302 }] : null;
  },
  rest(handler, _calls, { response }, module, found) {
    if (response === null) return [];
    const codes: SeenStatus[] = [];
    let body: SyntaxNode | null = null;
    for (const node of handler.findAll(['assignment_expression'])) {
      const left = node.field('left');
      const right = node.field('right');
      if (left === null || right === null || left.range.end - left.range.start > 100) continue;
      const property = left.text.replace(`${response}.response.`, `${response}.`);
      if (property === `${response}.status`)
        for (const status of statusesOf(right))
          codes.push({ ...seenAt(left, module), text: `status = ${status}`, status });
      else if (property === `${response}.body`) body ??= left;
    }
    const succeeds = [...codes, ...found].some(({ status }) => status < 400);
    if (body !== null && !succeeds) codes.push({ ...seenAt(body, module), status: 200 });
    return codes;
  },
};

const honoAnswers = new Set(['json', 'text', 'html', 'body', 'newResponse', 'redirect']);

/** `(c)` of Hono: https://hono.dev/docs/api/context */
export const honoStyle: AnswerStyle = {
  ambientSession: false,
  names: ([context = null]) => contextNames(context, ['req']),
  ofCall({ name, receiver, args, callee }, { response }, module) {
    if (receiver?.kind !== 'identifier' || receiver.text !== response) return null;
    const at = seenAt(callee, module);
    if (name === 'notFound') return [{ ...at, status: 404 }];
    if (name === 'status' && args[0] !== undefined)
      return statusesOf(args[0]).map((status) => ({ ...at, text: `status(${status})`, status }));
    if (!honoAnswers.has(name)) return null;
    const given = args[1];
    if (given !== undefined) return optionStatuses(given).map((status) => ({ ...at, status }));
    return name === 'redirect' ? [{ ...at, status: 302 }] : [];
  },
  rest(_handler, calls, { response }, module) {
    const own = calls.filter(({ receiver }) => receiver?.kind === 'identifier' && receiver.text === response);
    // `c.status(204)` is the code of what is answered without one.
    if (own.some(({ name }) => name === 'status')) return [];
    const plain = own.find(
      ({ name, args }) => honoAnswers.has(name) && name !== 'redirect' && args[1] === undefined,
    );
    return plain === undefined ? [] : [{ ...seenAt(plain.callee, module), status: 200 }];
  },
};

const webClasses = new Set(['Response', 'NextResponse']);

/** `(request, context)` that returns a `Response`: route handlers of Next.js. */
export const webStyle: AnswerStyle = {
  ambientSession: true,
  names: ([request = null]) => ({
    input: request === null ? [] : [request],
    identity: request,
    response: null,
  }),
  ofCall(call, _names, module) {
    const { node, name, receiver, args, callee } = call;
    const at = seenAt(callee, module);
    if (node.kind === 'new_expression') {
      if (!webClasses.has(name)) return null;
      return withDefault(args[1], 200).map((status) => ({ ...at, status }));
    }
    if (receiver === null) {
      if (name === 'notFound' && args.length === 0) return [{ ...at, status: 404 }];
      return name === 'redirect' && args.length > 0 ? [{ ...at, status: 307 }] : null;
    }
    if (receiver.kind !== 'identifier' || !webClasses.has(receiver.text)) return null;
    if (name === 'json') return withDefault(args[1], 200).map((status) => ({ ...at, status }));
    if (name !== 'redirect') return null;
    return withDefault(args[1], receiver.text === 'Response' ? 302 : 307).map((status) => ({
      ...at,
      status,
    }));
  },
  rest: () => [],
};

/** `(parent, args, context)` of GraphQL: HTTP's codes say nothing of it. */
export const resolverStyle: AnswerStyle = {
  ambientSession: false,
  names: ([, input = null, context = null]) => ({
    input: input === null ? [] : [input],
    identity: context,
    response: null,
  }),
  ofCall: () => null,
  rest: () => [],
};

function withDefault(options: SyntaxNode | undefined, status: number): number[] {
  if (options === undefined) return [status];
  const inner = unwrap(options);
  if (inner.kind === 'object' && !entriesOf(inner).has('status')) return [status];
  return optionStatuses(options);
}

/** The codes of `201` or `{ status: 201 }`. */
function optionStatuses(node: SyntaxNode): number[] {
  const inner = unwrap(node);
  if (inner.kind !== 'object') return statusesOf(inner);
  const status = entriesOf(inner).get('status');
  return status === undefined ? [] : statusesOf(status);
}

function nextIsDot(text: string, offset: number): boolean {
  return /^\s*\??\./.test(text.slice(offset, offset + 200));
}

/** `response`, or calls chained on it. */
function isChainOn(node: SyntaxNode, name: string): boolean {
  let current = node;
  for (let step = 0; step < 10; step++) {
    if (current.kind === 'identifier') return current.text === name;
    const next = current.field('function') ?? current.field('object');
    if (next === null) return false;
    current = next;
  }
  return false;
}

/** Whether a chain such as `response.type('csv').status(201)` says a code itself. */
function setsStatus(receiver: SyntaxNode): boolean {
  let current: SyntaxNode | null = receiver;
  for (let step = 0; step < 10 && current !== null; step++) {
    const call: Call | null = callOf(current);
    if (call === null) return false;
    if (statusCalls.has(call.name)) return true;
    current = call.receiver;
  }
  return false;
}

/** The codes an argument can be: a number, a named constant, either side of a condition. */
export function statusesOf(node: SyntaxNode): number[] {
  const inner = unwrap(node);
  if (inner.kind === 'number') return validStatus(statusOfName(inner.text));
  if (inner.kind === 'member_expression')
    return validStatus(statusOfName(inner.field('property')?.text ?? ''));
  if (inner.kind === 'identifier')
    return /^[A-Z_]+$/.test(inner.text) ? validStatus(statusOfName(inner.text)) : [];
  if (inner.kind !== 'ternary_expression') return [];
  return ['consequence', 'alternative'].flatMap((side) => {
    const part = inner.field(side);
    return part === null || part.kind === 'ternary_expression' ? [] : statusesOf(part);
  });
}

function validStatus(status: number | null): number[] {
  return status === null ? [] : [status];
}

/** The first of each code. */
export function distinctCodes(codes: readonly SeenStatus[]): SeenStatus[] {
  const seen = new Set<number>();
  return codes.filter(({ status }) => !seen.has(status) && seen.add(status));
}
