import {
  type Call,
  callsIn,
  entriesOf,
  isFunction,
  parameterPattern,
  parametersOf,
  unwrap,
} from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { type CheckKind, checkKindOfMember, checkKindOfName } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import { statusOfErrorClass } from '../http-status.ts';
import { type Checks, noChecks } from '../routes.ts';
import { seenAt } from '../seen.ts';
import {
  type AnswerStyle,
  distinctCodes,
  type HandlerNames,
  responseStyle,
  type SeenStatus,
  statusesOf,
} from './answer-styles.ts';
import { refusalsIn } from './handler-refusals.ts';
import { idempotencyIn, paginationIn } from './limits.ts';

export interface HandlerFacts {
  readonly checks: Checks;
  readonly statusCodes: readonly SeenStatus[];
  readonly pagination: readonly Seen[];
  readonly idempotency: readonly Seen[];
}

const parsingCalls = new Set(
  'parse safeParse parseAsync safeParseAsync validate validateAsync validateSync validateOrReject assert decode check'.split(
    ' ',
  ),
);
/** Methods of a request that check who is asking. */
const requestChecks = new Set('isAuthenticated jwtVerify authenticate requireAuth'.split(' '));

/**
 * What the body of a handler shows: status codes, and validation or authentication done in place. Parameters are taken
 * by position, so their names do not matter.
 */
export function readHandler(
  handler: SyntaxNode,
  module: CodeModule,
  style: AnswerStyle = responseStyle,
): HandlerFacts {
  const names = style.names(
    parametersOf(handler)
      .map((parameter) => parameterPattern(parameter))
      .map(nameOf),
  );
  const calls = callsIn(handler);
  const statusCodes: SeenStatus[] = [];
  const refusals = refusalsIn(handler, module, names, style.ambientSession);
  const checks = {
    ...noChecks,
    authentication: [...refusals.authentication],
    authorization: [...refusals.authorization],
    validation: [] as Seen[],
    rateLimit: [] as Seen[],
  };
  for (const call of calls) {
    const answered = style.ofCall(call, names, module);
    if (answered !== null) statusCodes.push(...answered);
    if (answered !== null && call.name !== 'assert') continue;
    if (call.node.kind === 'new_expression' || call.name === 'createError')
      statusCodes.push(...thrownStatus(call, module));
    else {
      const kind = checkOfCall(call, names, module, style);
      if (kind !== null) checks[kind].push(seenAt(call.node, module));
    }
  }
  statusCodes.push(...style.rest(handler, calls, names, module, statusCodes));
  return {
    checks,
    statusCodes: distinctCodes(statusCodes),
    pagination: paginationIn(handler, module),
    idempotency: idempotencyIn(handler, module),
  };
}

const requestNames = /^(?:req|request|ctx|context|c)$/;

/** A parameter's name, or that of the request where it is taken from one: `({ req })`. */
function nameOf(pattern: SyntaxNode): string | null {
  if (pattern.kind === 'identifier') return pattern.text;
  if (pattern.kind !== 'object_pattern') return null;
  return pattern.children().find(({ text }) => requestNames.test(text))?.text ?? null;
}

function thrownStatus({ node, name, args }: Call, module: CodeModule): SeenStatus[] {
  const first = args[0];
  const given = first !== undefined && /error|exception/i.test(name) ? statusesOf(first)[0] : undefined;
  const status = statusOfErrorClass(name) ?? given ?? null;
  return status !== null && status >= 400 ? [{ ...seenAt(node, module), status }] : [];
}

type DoneInPlace = 'authentication' | 'authorization' | 'validation' | 'rateLimit';

function checkOfCall(
  call: Call,
  names: HandlerNames,
  module: CodeModule,
  style: AnswerStyle,
): DoneInPlace | null {
  if (isRequestCheck(call, names.identity) || assertsIdentity(call)) return 'authentication';
  const identity = identityCheck(call, names.identity);
  if (identity !== null) return identity;
  if (style.ambientSession && readsSession(call)) return 'authentication';
  if (isValidation(call, (node) => isInput(node, names.input, module))) return 'validation';
  return kindOfCall(call) === 'rateLimit' && call.args.length > 0 ? 'rateLimit' : null;
}

/** Wrappers inside wrappers that are opened. */
const maxWrapped = 4;
/** What wrappers that take options call the function. */
const handlerNames = ['handler', 'handle', 'action', 'fn'];

/** The function inside `asyncHandler(async (req, res) => …)`, or the node itself. */
export function innerFunction(node: SyntaxNode): SyntaxNode {
  let current = unwrap(node);
  for (let depth = 0; depth < maxWrapped && current.kind === 'call_expression'; depth++) {
    const inner = wrappedFunction((current.field('arguments')?.children() ?? []).map(unwrap));
    if (inner === null) break;
    current = inner;
  }
  return isFunction(current) ? current : unwrap(node);
}

/** The function among a wrapper's arguments, also in its options, or the call or name that may be one. */
function wrappedFunction(args: readonly SyntaxNode[]): SyntaxNode | null {
  const own = args.findLast(isFunction);
  if (own !== undefined) return own;
  for (const arg of args) {
    const entries = entriesOf(arg);
    const named = handlerNames.flatMap((name) => entries.get(name) ?? [])[0];
    if (named !== undefined) return unwrap(named);
  }
  return args.findLast(({ kind }) => kind === 'call_expression') ?? null;
}

/** `name`, `name.body`, `name.body.x`: nothing longer is asked of an argument. */
function isPartOf(node: SyntaxNode, name: string): boolean {
  const { start, end } = node.range;
  if (end - start > 200) return false;
  const text = node.text;
  return text === name || text.startsWith(`${name}.`) || text.startsWith(`${name}[`);
}

/** A part of the request, or a constant that holds one: `const body = await request.json()`. */
function isInput(node: SyntaxNode, input: readonly string[], module: CodeModule): boolean {
  const isPart = (part: SyntaxNode): boolean => input.some((name) => isPartOf(part, name));
  const inner = unwrap(node);
  if (isPart(inner)) return true;
  if (inner.kind !== 'identifier') return false;
  const declared = module.scopes.lookup(inner.text, inner.range.start);
  // A name that is taken from a parameter: `({ input })`.
  if (declared?.kind === 'parameter') return declared.key !== null;
  if (declared?.kind !== 'variable' || declared.value === null) return false;
  return isPart(unwrap(declared.value));
}

/** `request.isAuthenticated()`, `request.jwtVerify()`, `request.isAdmin(reply)`. */
function isRequestCheck({ receiver, name }: Call, request: string | null): boolean {
  if (receiver?.kind !== 'identifier' || receiver.text !== request) return false;
  return requestChecks.has(name) || (demands.test(name) && checkKindOfName(name) === 'authentication');
}

/** `ctx.assert(ctx.state.user, 401)` */
function assertsIdentity({ name, args }: Call): boolean {
  return name === 'assert' && args[1] !== undefined && statusesOf(args[1]).includes(401);
}

/** Names of functions that refuse: `generateToken(request.user)` and `getCurrentUser(…)` do not. */
const demands =
  /^(?:require|ensure|verify|assert|authenticate|authorize|authorise|check|protect|guard|can|is|has|jwtVerify)/i;
/** What is known of who sends the request, against what they send. */
const identityParts =
  /^(?:$|\.(?:headers?|get|cookies|signedCookies|session|user|currentUser|viewer|auth|state)\b|\.req(?:uest)?(?:$|\.(?:headers?|get|raw|user|cookies)\b))/;

/** A function that refuses, called with the request or what tells who sends it. */
function identityCheck(call: Call, identity: string | null): 'authentication' | 'authorization' | null {
  if (call.receiver?.kind === 'identifier' && call.receiver.text === 'jwt' && call.name === 'verify')
    return 'authentication';
  if (identity === null || !demands.test(call.name)) return null;
  const kind = kindOfCall(call);
  if (kind !== 'authentication' && kind !== 'authorization') return null;
  const isAsked = call.args.some(
    (arg) => isPartOf(arg, identity) && identityParts.test(arg.text.slice(identity.length)),
  );
  return isAsked ? kind : null;
}

const sessionCalls = new Set(
  'auth getServerSession unstable_getServerSession getServerAuthSession getSession getServerUser currentUser getCurrentUser getAuth getToken validateRequest verifySession verifyIdToken requireUser requireSession requireAuth requireUserId authenticate authenticateRequest'.split(
    ' ',
  ),
);

/** `auth()`, `getServerSession(options)`, `auth.api.getSession(…)`, `supabase.auth.getUser()`. */
function readsSession({ name, receiver, node }: Call): boolean {
  if (node.kind !== 'call_expression') return false;
  if (receiver === null)
    return sessionCalls.has(name) || /^(require|ensure|check|verify)(Auth|Session)/.test(name);
  const of = receiver.range.end - receiver.range.start < 60 ? receiver.text : '';
  return /^(getUser|getSession|getClaims)$/.test(name) && /auth/i.test(of);
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
