import { constantString } from '../../code/constant-string.ts';
import type { Definition } from '../../code/definitions.ts';
import {
  type Call,
  callOf,
  isClass,
  isFunction,
  parametersOf,
  returnsOf,
  unwrap,
} from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { joinPath } from '../join-path.ts';
import { noChecks, type RouteItem, type RouterFact } from '../routes.ts';
import type { FrameworkContext } from '../web-framework.ts';
import { flatten } from './checks.ts';
import type { Placed } from './endpoint.ts';

/** Where a call registers routes: a router, and what stands before its paths there. */
export interface RouterPlace {
  readonly router: RouterFact;
  /** null where there is one that is not known. */
  readonly prefix: string | null;
}

/** Finds the place behind an expression; null where it is something else. */
export type PlaceOf = (definition: Definition | null) => RouterPlace | null;

export type ItemBase = Pick<RouteItem, 'router' | 'path' | 'offset'>;

/** Collects what one module registers. */
export interface Registry {
  readonly routers: RouterFact[];
  readonly items: RouteItem[];
}

export function keyOf(module: CodeModule, node: SyntaxNode): string {
  return `${module.file.path}#${node.range.start}`;
}

/** Where a chained call stands: `.post(` of a chain comes after `.get(`. */
export function offsetOf(call: Call): number {
  return call.callee.field('property')?.range.start ?? call.node.range.start;
}

/** The range of a registration: in a chain only its own link. */
export function rangeOf(call: Call): { start: number; end: number } {
  const isLink = call.receiver?.kind === 'call_expression';
  return { start: isLink ? offsetOf(call) : call.node.range.start, end: call.node.range.end };
}

/** Registers the router of a place; the base of what is registered there, and the path that a path has there. */
export function openPlace(
  place: RouterPlace,
  call: Call,
  module: CodeModule,
  registry: Registry,
): { readonly base: ItemBase; within(path: string): string } {
  const { router, prefix } = place;
  registry.routers.push(router);
  const base = { path: module.file.path, offset: offsetOf(call) };
  if (prefix !== null)
    return {
      base: { ...base, router: router.key },
      within: (path) => (prefix === '' ? path : joinPath(prefix, path)),
    };
  // What is not known stands between the router and one of its own.
  const inner: RouterFact = { ...router, key: `${router.key}+`, role: 'router', transparent: true };
  registry.routers.push(inner);
  // Said once, however many files register something there.
  const made = { path: router.key.slice(0, router.key.lastIndexOf('#')), offset: 0 };
  registry.items.push({
    ...made,
    router: router.key,
    kind: 'mount',
    prefix: null,
    to: inner.key,
    checks: noChecks,
  });
  return { base: { ...base, router: inner.key }, within: (path) => path };
}

/** Paths of a first argument: a text or a list of texts. Patterns and paths made at run time are not known. */
export function pathsOf(node: SyntaxNode, module: CodeModule, context: FrameworkContext): string[] {
  const parts = flatten(node, module, context.definitions);
  const paths = parts.map((part) => constantString(part.node, part.module, context.definitions));
  return paths.every((path) => path !== null) ? paths.map(plainPath) : [];
}

/** `:id(\\d+)`, `:id{[0-9]+}` and `:id?` are `:id`; `(.*)`, `*path` and `{/*path}` are `*`. */
export function plainPath(path: string): string {
  return path
    .replace(/(:\w+)(?:\([^()]*\)|\{[^{}]*\})?\??/g, '$1')
    .replace(/\{\/?\*\w*\}|\(\.\*\)|\*\w+/g, (found) => (found.startsWith('{/') ? '/*' : '*'));
}

/** Function results that are followed to find a router. */
const maxReturns = 3;

/** The first place among what a function of the tree returns. */
export function returnedPlace(
  callee: Definition | null,
  context: FrameworkContext,
  depth: number,
  placeOf: (definition: Definition | null, depth: number) => RouterPlace | null,
): RouterPlace | null {
  if (callee?.kind !== 'node' || !isFunction(callee.node) || depth >= maxReturns) return null;
  for (const value of returnsOf(callee.node)) {
    const place = placeOf(context.definitions.of(value, callee.module), depth + 1);
    if (place?.router.certain === true) return place;
  }
  return null;
}

/** Routers that are handed to a function or a class of the tree: `require('./routes')(app)`, `new Users(app)`. */
export function mountHanded(
  call: Call,
  module: CodeModule,
  context: FrameworkContext,
  placeOf: PlaceOf,
  registry: Registry,
): void {
  for (const [index, arg] of call.args.entries()) {
    const inner = unwrap(arg);
    if (inner.kind !== 'identifier' && inner.kind !== 'member_expression') continue;
    const from = placeOf(context.definitions.of(inner, module));
    if (from === null) continue;
    const callee = context.definitions.of(call.callee, module);
    if (callee?.kind !== 'node') continue;
    const target = isClass(callee.node) ? constructorOf(callee.node) : callee.node;
    const parameter = target !== null && isFunction(target) ? parametersOf(target)[index] : undefined;
    if (parameter === undefined) continue;
    const to: RouterFact = {
      key: keyOf(callee.module, parameter),
      role: 'router',
      certain: false,
      transparent: true,
    };
    registry.routers.push(to);
    const { base, within } = openPlace(from, call, module, registry);
    registry.items.push({ ...base, kind: 'mount', prefix: within(''), to: to.key, checks: noChecks });
  }
}

function constructorOf(node: SyntaxNode): SyntaxNode | null {
  const body = node.field('body')?.children() ?? [];
  return (
    body.find((part) => part.kind === 'method_definition' && part.field('name')?.text === 'constructor') ??
    null
  );
}

/** The arguments of `createHandlers(…)` and `compose([…])` in their place. */
export function openedHandlers(
  args: readonly SyntaxNode[],
  module: CodeModule,
  context: FrameworkContext,
  openers: RegExp,
): Placed[] {
  const parts = args.flatMap((arg) => flatten(arg, module, context.definitions));
  return parts.flatMap((part) => {
    const made = context.definitions.of(part.node, part.module);
    const call = made?.kind === 'node' ? callOf(made.node) : null;
    if (made?.kind !== 'node' || call === null || !openers.test(call.name)) return [part];
    return call.args.flatMap((arg) => flatten(arg, made.module, context.definitions));
  });
}
