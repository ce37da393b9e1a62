import { callOf, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { Seen } from '../endpoint.ts';
import type { HandlerNames } from './answer-styles.ts';

/** Longest part of a refusal that is read. */
const maxRefusal = 400;
/** Longest condition that is read. */
const maxCondition = 200;

const refusal =
  /\b401\b|\b403\b|unauthori[sz]ed|forbidden|unauthenticated|not (?:authenticated|logged in|allowed)/i;
const identities = /^(?:user|session|viewer|currentUser|userId|account|me|auth)$/;
const rights =
  /\b(?:role|roles|permissions?|scopes?|isAdmin|isOwner|isSuperuser|hasPermission|hasRole|can)\b/;

/** Conditions of a handler that end in a refusal: `if (!request.user) return response.sendStatus(401)`. */
export function refusalsIn(
  handler: SyntaxNode,
  module: CodeModule,
  names: HandlerNames,
  ambientSession: boolean,
): { readonly authentication: readonly Seen[]; readonly authorization: readonly Seen[] } {
  const authentication: Seen[] = [];
  const authorization: Seen[] = [];
  const { start, end } = handler.range;
  if (!refusal.test(module.file.text.slice(start, end))) return { authentication, authorization };
  for (const node of handler.findAll(['if_statement'])) {
    const condition = node.field('condition');
    const consequence = node.field('consequence');
    if (condition === null || consequence === null) continue;
    if (condition.range.end - condition.range.start > maxCondition) continue;
    const from = consequence.range.start;
    const refused = module.file.text.slice(from, Math.min(consequence.range.end, from + maxRefusal));
    if (!refusal.test(refused)) continue;
    const text = condition.text.replace(/^\(|\)$/g, '').replace(/\s+/g, ' ');
    const seen = { text, path: module.file.path, line: module.file.lines.lineAt(condition.range.start) };
    if (deniesIdentity(condition, module, names, ambientSession)) authentication.push(seen);
    else if (rights.test(text)) authorization.push(seen);
  }
  return { authentication, authorization };
}

/** Whether a condition holds where nobody is signed in: a negation of what tells who is asking. */
function deniesIdentity(
  condition: SyntaxNode,
  module: CodeModule,
  names: HandlerNames,
  ambientSession: boolean,
): boolean {
  return condition.findAll(['unary_expression']).some((negation) => {
    const argument = negation.field('argument');
    if (argument === null || negation.field('operator')?.text !== '!') return false;
    const inner = unwrap(argument);
    if (inner.kind === 'member_expression')
      return identities.test(inner.field('property')?.text ?? '') && isOfCaller(inner, module, names);
    return inner.kind === 'identifier' && isCallers(inner, module, names, ambientSession);
  });
}

/** `request.user` of the handler's own request, `session?.user` of what was read of it. */
function isOfCaller(node: SyntaxNode, module: CodeModule, names: HandlerNames): boolean {
  const object = node.field('object');
  if (object === null) return false;
  const root = /^[\w$]+/.exec(node.text)?.[0];
  return root === names.identity || (object.kind === 'identifier' && isCallers(object, module, names, true));
}

function isCallers(
  name: SyntaxNode,
  module: CodeModule,
  names: HandlerNames,
  ambientSession: boolean,
): boolean {
  if (!identities.test(name.text)) return false;
  const declared = module.scopes.lookup(name.text, name.range.start);
  // A name that is taken from a parameter: `({ user })` of a resolver's context.
  if (declared?.kind === 'parameter') return declared.key !== null;
  if (declared?.kind !== 'variable' || declared.value === null) return false;
  const value = unwrap(declared.value);
  if (value.range.end - value.range.start > maxCondition) return false;
  if (names.identity !== null && value.text.startsWith(names.identity))
    return declared.key !== null || /\b(user|session|auth|get)\b/.test(value.text);
  const call = callOf(value);
  return ambientSession && call !== null && /auth|session|user/i.test(call.callee.text);
}
