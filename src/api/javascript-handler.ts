import { type Call, callOf, isFunction, parameterPattern, parametersOf, unwrap } from '../code/javascript.ts';
import type { CodeModule } from '../code/program.ts';
import type { SyntaxNode } from '../code/syntax.ts';
import { type CheckKind, checkKindOfMember, checkKindOfName } from './check-names.ts';
import type { Seen } from './endpoint.ts';
import { statusOfErrorClass, statusOfName } from './http-status.ts';
import { type Checks, noChecks } from './routes.ts';
import { seenAt } from './seen.ts';

export type SeenStatus = Seen & { readonly status: number };

export interface HandlerFacts {
  readonly checks: Checks;
  readonly statusCodes: readonly SeenStatus[];
}

const statusCalls = new Set(['status', 'sendStatus', 'code', 'writeHead']);
const answeringCalls = new Set(['json', 'send', 'end', 'render', 'sendFile', 'jsonp', 'download']);
const parsingCalls = new Set(
  'parse safeParse parseAsync safeParseAsync validate validateAsync validateSync validateOrReject assert decode check'.split(
    ' ',
  ),
);
/** Methods of a request that check who is asking. */
const requestChecks = new Set('isAuthenticated jwtVerify authenticate requireAuth'.split(' '));

/**
 * What the body of a `(request, response)` handler shows: status codes, and validation or authentication done in place.
 * Parameters are taken by position, so their names do not matter.
 */
export function readHandler(handler: SyntaxNode, module: CodeModule): HandlerFacts {
  const names = parametersOf(handler)
    .map((parameter) => parameterPattern(parameter))
    .map((pattern) => (pattern.kind === 'identifier' ? pattern.text : null));
  // An Express error handler has the error first.
  const offset = names.length === 4 ? 1 : 0;
  const request = names[offset] ?? null;
  const response = names[offset + 1] ?? null;
  const statusCodes: SeenStatus[] = [];
  const authentication: Seen[] = [];
  const validation: Seen[] = [];
  let plainAnswer: SyntaxNode | null = null;
  let everyStatusAnswers = true;
  const ofRequest = (node: SyntaxNode): boolean => request !== null && isPartOf(node, request);

  for (const node of handler.findAll(['call_expression', 'new_expression'])) {
    const call = callOf(node);
    if (call === null) continue;
    const { name, receiver, args } = call;
    if (node.kind === 'new_expression' || name === 'createError') {
      const first = args[0];
      const status =
        statusOfErrorClass(name) ??
        (first !== undefined && /error|exception/i.test(name) ? (statusesOf(first)[0] ?? null) : null);
      if (status !== null && status >= 400) statusCodes.push({ ...seenAt(node, module), status });
      continue;
    }
    if (receiver !== null && response !== null && isChainOn(receiver, response)) {
      const first = args[0];
      if (statusCalls.has(name) && first !== undefined) {
        const seen = seenAt(call.callee, module);
        for (const status of statusesOf(first))
          statusCodes.push({ ...seen, text: `${name}(${status})`, status });
        if (name === 'status' || name === 'code')
          everyStatusAnswers &&=
            module.file.text[node.range.end] === '.' || nextIsDot(module.file.text, node.range.end);
      } else if (answeringCalls.has(name) && receiver.kind === 'identifier') plainAnswer ??= call.callee;
      continue;
    }
    if (isRequestCheck(call, request) || isIdentityCheck(call, request))
      authentication.push(seenAt(node, module));
    else if (isValidation(call, ofRequest)) validation.push(seenAt(node, module));
  }
  if (plainAnswer !== null && everyStatusAnswers)
    statusCodes.push({ ...seenAt(plainAnswer, module), status: 200 });
  return { checks: { ...noChecks, authentication, validation }, statusCodes: distinct(statusCodes) };
}

/** The function inside `asyncHandler(async (req, res) => …)`, or the node itself. */
export function innerFunction(node: SyntaxNode): SyntaxNode {
  let current = unwrap(node);
  for (let depth = 0; depth < 3 && current.kind === 'call_expression'; depth++) {
    const last = current.field('arguments')?.children().at(-1);
    if (last === undefined) return current;
    current = unwrap(last);
  }
  return isFunction(current) ? current : unwrap(node);
}

function nextIsDot(text: string, offset: number): boolean {
  return /^\s*\??\./.test(text.slice(offset, offset + 200));
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

/** `name`, `name.body`, `name.body.x`: nothing longer is asked of an argument. */
function isPartOf(node: SyntaxNode, name: string): boolean {
  const { start, end } = node.range;
  if (end - start > 200) return false;
  const text = node.text;
  return text === name || text.startsWith(`${name}.`) || text.startsWith(`${name}[`);
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

/** `request.isAuthenticated()`, `request.jwtVerify()`, `request.isAdmin(reply)`. */
function isRequestCheck({ receiver, name }: Call, request: string | null): boolean {
  if (receiver?.kind !== 'identifier' || receiver.text !== request) return false;
  return requestChecks.has(name) || (demands.test(name) && checkKindOfName(name) === 'authentication');
}

/** Names of functions that refuse: `generateToken(request.user)` and `getCurrentUser(…)` do not. */
const demands =
  /^(?:require|ensure|verify|assert|authenticate|authorize|authorise|check|protect|guard|can|is|has|jwtVerify)/i;
/** What is known of who sends the request, against what they send. */
const identityParts = /^(?:$|\.(?:headers?|get|cookies|signedCookies|session|user|auth)\b)/;

/** A function that refuses, called with the request or what tells who sends it. */
function isIdentityCheck(call: Call, request: string | null): boolean {
  if (call.receiver?.kind === 'identifier' && call.receiver.text === 'jwt' && call.name === 'verify')
    return true;
  if (request === null || !demands.test(call.name) || kindOfCall(call) !== 'authentication') return false;
  return call.args.some(
    (arg) => isPartOf(arg, request) && identityParts.test(arg.text.slice(request.length)),
  );
}

function kindOfCall({ receiver, name }: Call): CheckKind {
  if (receiver === null) return checkKindOfName(name);
  const isName = receiver.kind === 'identifier' || receiver.kind === 'member_expression';
  return isName && receiver.range.end - receiver.range.start < 100
    ? checkKindOfMember(receiver.text, name)
    : 'other';
}

function isValidation(call: Call, ofRequest: (node: SyntaxNode) => boolean): boolean {
  const first = call.args[0];
  if (first === undefined || !call.args.some(ofRequest)) return false;
  if (call.receiver !== null && parsingCalls.has(call.name)) return call.receiver.text !== 'JSON';
  return kindOfCall(call) === 'validation';
}

function distinct(codes: readonly SeenStatus[]): SeenStatus[] {
  const seen = new Set<number>();
  return codes.filter(({ status }) => !seen.has(status) && seen.add(status));
}
