import type { Definitions } from '../../code/definitions.ts';
import { type Call, callOf, entriesOf, isFunction, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { type CheckKind, checkKindOfMember, checkKindOfName, checkKindOfPackage } from '../check-names.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks } from '../routes.ts';
import { seenAt } from '../seen.ts';
import { type AnswerStyle, responseStyle } from './answer-styles.ts';
import { readHandler } from './handler.ts';
import { limited, rateOf } from './limits.ts';

/** Lists inside lists, and names for lists, are followed this far. */
const maxListDepth = 4;

/** Single middlewares of an argument: arrays, spreads and constants that are arrays are opened. */
export function flatten(
  node: SyntaxNode,
  module: CodeModule,
  definitions: Definitions,
  depth = 0,
): { node: SyntaxNode; module: CodeModule }[] {
  const inner = unwrap(node);
  if (depth > maxListDepth) return [{ node: inner, module }];
  if (inner.kind === 'array')
    return inner.children().flatMap((child) => flatten(child, module, definitions, depth + 1));
  if (inner.kind === 'spread_element') {
    const value = inner.children()[0];
    return value === undefined ? [] : flatten(value, module, definitions, depth + 1);
  }
  if (inner.kind === 'identifier' || inner.kind === 'member_expression') {
    const definition = definitions.of(inner, module);
    if (definition?.kind === 'node' && definition.node.kind === 'array')
      return flatten(definition.node, definition.module, definitions, depth + 1);
  }
  return [{ node: inner, module }];
}

/** What one middleware, hook or guard checks. */
export function checksOf(
  node: SyntaxNode,
  module: CodeModule,
  definitions: Definitions,
  style: AnswerStyle = responseStyle,
): Checks {
  if (isFunction(node)) {
    const inside = readHandler(node, module, style).checks;
    return isUnderstood(inside) ? inside : oneCheck('other', seenAt(node, module));
  }
  const kind = kindOf(node, module, definitions, style);
  const seen = seenAt(node, module);
  return oneCheck(kind, kind === 'rateLimit' ? limited(seen, limitOf(node, module, definitions)) : seen);
}

/** How many requests a limiter lets through, where the call that makes it is in the tree. */
function limitOf(node: SyntaxNode, module: CodeModule, definitions: Definitions): number | null {
  if (callOf(node) !== null) return rateOf(node, module);
  const definition = definitions.of(node, module);
  return definition?.kind === 'node' && callOf(definition.node) !== null
    ? rateOf(definition.node, definition.module)
    : null;
}

function isUnderstood({ authentication, authorization, validation, rateLimit }: Checks): boolean {
  return [authentication, authorization, validation, rateLimit].some((list) => list.length > 0);
}

/** Whether none of the checks asks who is calling, or what they may do. */
export function asksNobody({ authentication, authorization }: Checks): boolean {
  return authentication.length + authorization.length === 0;
}

export function checksOfAll(
  nodes: readonly { node: SyntaxNode; module: CodeModule }[],
  definitions: Definitions,
  style: AnswerStyle = responseStyle,
): Checks {
  return joinChecks(...nodes.map(({ node, module }) => checksOf(node, module, definitions, style)));
}

function kindOf(
  node: SyntaxNode,
  module: CodeModule,
  definitions: Definitions,
  style: AnswerStyle,
): CheckKind {
  const call = callOf(node);
  const named = call?.callee ?? node;
  const byName = kindOfReference(named);
  // `guard({ body: schema })` asks what was sent, not who sends it.
  if (call !== null && byName !== 'rateLimit' && takesSchemas(call)) return 'validation';
  if (byName !== 'other') return byName;
  // A chain such as `body('email').isEmail()` is named by its first link.
  const definition = definitions.of(rootOf(named), module);
  const byPackage = definition?.kind === 'package' ? checkKindOfPackage(definition.source) : null;
  if (byPackage !== null) return byPackage;
  // A constant with a plain name may hold a call with a telling one.
  const value = definitions.of(named, module);
  if (call === null && value?.kind === 'node') {
    const made = callOf(value.node);
    if (made !== null && value.node.range.start !== node.range.start) {
      const kind = kindOfReference(made.callee);
      if (kind !== 'other') return kind;
      const source = definitions.of(rootOf(made.callee), value.module);
      return source?.kind === 'package' ? (checkKindOfPackage(source.source) ?? 'other') : 'other';
    }
    if (isFunction(value.node)) {
      const { checks } = readHandler(value.node, value.module, style);
      const kinds = ['authentication', 'authorization', 'validation', 'rateLimit'] as const;
      return kinds.find((kind) => checks[kind].length > 0) ?? 'other';
    }
  }
  return 'other';
}

const requestParts = ['body', 'query', 'params', 'querystring'];

function takesSchemas({ args }: Call): boolean {
  const first = args[0] === undefined ? null : unwrap(args[0]);
  return first?.kind === 'object' && [...entriesOf(first).keys()].some((key) => requestParts.includes(key));
}

function kindOfReference(node: SyntaxNode): CheckKind {
  if (node.kind === 'identifier') return checkKindOfName(node.text);
  if (node.kind !== 'member_expression') return 'other';
  const object = node.field('object');
  const property = node.field('property')?.text ?? '';
  if (object?.kind === 'identifier' || object?.kind === 'this' || object?.kind === 'member_expression')
    return checkKindOfMember(object.range.end - object.range.start < 100 ? object.text : '', property);
  return checkKindOfName(property);
}

/** Links of a chain that are followed down to its first name. */
const maxChain = 50;

function rootOf(node: SyntaxNode): SyntaxNode {
  let current = node;
  for (let step = 0; step < maxChain; step++) {
    const next = current.field('object') ?? current.field('function');
    if (next === null) return current;
    current = next;
  }
  return current;
}
