import { callOf, isClass, isFunction, propertyName, returnsOf } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { type CheckKind, checkKindOfGuard, checkKindOfName } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks } from '../routes.ts';
import { seenAt } from '../seen.ts';
import type { FrameworkContext } from '../web-framework.ts';
import { type SeenStatus, statusesOf } from './answer-styles.ts';
import { flatten } from './checks.ts';
import { limited, rateOf } from './limits.ts';

/** A decorator by name with its arguments; `@Injectable` without a call has none. */
export interface Decorator {
  /** The decorator, or the call that another one composes. */
  readonly node: SyntaxNode;
  readonly module: CodeModule;
  readonly callee: SyntaxNode;
  readonly name: string;
  readonly args: readonly SyntaxNode[];
}

export interface DecoratedClass {
  readonly node: SyntaxNode;
  readonly decorators: readonly Decorator[];
}

export interface DecoratedMethod {
  readonly node: SyntaxNode;
  /** Of a base class it is another one than that of the class. */
  readonly module: CodeModule;
  readonly decorators: readonly Decorator[];
}

export function decoratorsIn(nodes: readonly SyntaxNode[], module: CodeModule): Decorator[] {
  return nodes
    .filter((node) => node.kind === 'decorator')
    .flatMap((node) => {
      const inner = node.children()[0];
      return inner === undefined ? [] : (decoratorOf(node, inner, module) ?? []);
    });
}

function decoratorOf(node: SyntaxNode, inner: SyntaxNode, module: CodeModule): Decorator | null {
  if (inner.kind === 'identifier') return { node, module, callee: inner, name: inner.text, args: [] };
  if (inner.kind === 'member_expression') {
    const name = inner.field('property')?.text;
    return name === undefined ? null : { node, module, callee: inner, name, args: [] };
  }
  const call = callOf(inner);
  return call === null ? null : { node, module, callee: call.callee, name: call.name, args: call.args };
}

/** Classes of the top level with a decorator of one of these names. */
export function decoratedClasses(module: CodeModule, names: readonly string[]): DecoratedClass[] {
  return module.file.root.children().flatMap((statement): DecoratedClass[] => {
    const node = isClass(statement)
      ? statement
      : (statement.field('declaration') ?? statement.field('value'));
    if (node === null || !isClass(node)) return [];
    const decorators = decoratorsIn(
      [...statement.children(), ...(node === statement ? [] : node.children())],
      module,
    );
    return decorators.some(({ name }) => names.includes(name)) ? [{ node, decorators }] : [];
  });
}

/** Base classes that are followed. */
const maxBases = 5;

/** The methods of a class with those that it inherits: the nearest of a name counts. */
export function methodsOf(
  owner: SyntaxNode,
  module: CodeModule,
  context: FrameworkContext,
): DecoratedMethod[] {
  const methods = new Map<string, DecoratedMethod>();
  let current: { node: SyntaxNode; module: CodeModule } | null = { node: owner, module };
  for (let depth = 0; depth < maxBases && current !== null; depth++) {
    for (const method of ownMethods(current.node, current.module)) {
      const key = method.node.field('name');
      const name = key === null ? null : (propertyName(key) ?? key.text);
      if (name !== null && !methods.has(name)) methods.set(name, method);
    }
    current = baseOf(current.node, current.module, context);
  }
  return [...methods.values()];
}

function ownMethods(owner: SyntaxNode, module: CodeModule): DecoratedMethod[] {
  const methods: DecoratedMethod[] = [];
  let pending: SyntaxNode[] = [];
  for (const part of owner.field('body')?.children() ?? []) {
    if (part.kind === 'decorator') {
      pending.push(part);
      continue;
    }
    const decorators = decoratorsIn([...pending, ...part.children()], module);
    pending = [];
    if (part.kind === 'method_definition') methods.push({ node: part, module, decorators });
  }
  return methods;
}

/** The class that a class extends, also where a function of the tree makes it: `extends Crud(Order)`. */
function baseOf(
  owner: SyntaxNode,
  module: CodeModule,
  context: FrameworkContext,
): { node: SyntaxNode; module: CodeModule } | null {
  const heritage = owner.children().find((child) => child.kind === 'class_heritage');
  const clause = heritage?.children().find((child) => child.kind === 'extends_clause');
  const base = clause?.field('value') ?? heritage?.children()[0];
  if (base === undefined || base === null) return null;
  const definition = context.definitions.of(base, module);
  if (definition?.kind !== 'node') return null;
  if (isClass(definition.node)) return definition;
  const call = callOf(definition.node);
  const maker = call === null ? null : context.definitions.of(call.callee, definition.module);
  if (maker?.kind !== 'node' || !isFunction(maker.node)) return null;
  for (const value of returnsOf(maker.node)) {
    const made = context.definitions.of(value, maker.module);
    if (made?.kind === 'node' && isClass(made.node)) return made;
  }
  return null;
}

/** What `applyDecorators(…)` puts together in a decorator of the project stands for it. */
export function expanded(
  decorators: readonly Decorator[],
  context: FrameworkContext,
  depth = 0,
): readonly Decorator[] {
  return decorators.flatMap((decorator) => {
    const definition = context.definitions.of(decorator.callee, decorator.module);
    if (definition?.kind !== 'node' || !isFunction(definition.node) || depth > 2) return [decorator];
    const composed = returnsOf(definition.node)
      .map((value) => callOf(value))
      .find((call) => call?.name === 'applyDecorators');
    if (composed === undefined || composed === null) return [decorator];
    const inner = composed.args.flatMap((arg) => decoratorOf(arg, arg, definition.module) ?? []);
    // Its own name may say more than what it is made of: `@Auth('admin')`.
    return [decorator, ...expanded(inner, context, depth + 1)];
  });
}

/** `Get` and `Query` are also names of other packages' decorators. */
export function isOfPackage(decorator: Decorator, source: RegExp, context: FrameworkContext): boolean {
  const definition = context.definitions.of(decorator.callee, decorator.module);
  return definition?.kind === 'package' ? source.test(definition.source) : definition === null;
}

export interface ReadDecorators {
  readonly checks: Checks;
  readonly publicBy: Seen | null;
  readonly skipsThrottle: boolean;
  readonly status: SeenStatus | null;
  readonly idempotency: readonly Seen[];
}

const publicNames =
  /^(public|is_?public|skip_?auth|no_?auth|allow_?anonymous|unauthenticated|public_?route)$/i;
const framework = /^(?:@nestjs\/|type-graphql|class-|rxjs)/;
/** Decorators of the documentation package describe, they do not check. */
const describing =
  /^(?:Api[A-Z]|Get$|Post$|Put$|Patch$|Delete$|All$|Head$|Options$|Sse$|Query$|Mutation$|Subscription$|Endpoint$)/;
const understood: readonly CheckKind[] = ['authentication', 'authorization', 'validation', 'rateLimit'];

/** What the decorators of a class or method check, without those that route. */
export function readDecorators(decorators: readonly Decorator[], context: FrameworkContext): ReadDecorators {
  const all: Checks[] = [];
  const idempotency: Seen[] = [];
  let publicBy: Seen | null = null;
  let skipsThrottle = false;
  let status: SeenStatus | null = null;
  for (const decorator of expanded(decorators, context)) {
    const { name, node, module, args } = decorator;
    const seen = seenAt(node, module);
    if (describing.test(name)) continue;
    if (name === 'UseGuards') all.push(guardChecks(decorator, context));
    else if (name === 'UsePipes') all.push(oneCheck('validation', seen));
    else if (name === 'UseMiddleware') all.push(...args.map((arg) => middlewareCheck(arg, module)));
    else if (name === 'Throttle')
      all.push(oneCheck('rateLimit', limited(seen, rateOf(node.children()[0] ?? node, module))));
    else if (name === 'SkipThrottle') skipsThrottle = true;
    else if (publicNames.test(name)) publicBy = seen;
    else if (/idempoten/i.test(name)) idempotency.push(seen);
    else if (name === 'HttpCode' && args[0] !== undefined) {
      const code = statusesOf(args[0])[0];
      if (code !== undefined) status = { ...seen, status: code };
    } else if (name === 'Redirect')
      status = { ...seen, status: (args[1] === undefined ? null : statusesOf(args[1])[0]) ?? 302 };
    else if (understood.includes(checkKindOfName(name))) all.push(oneCheck(checkKindOfName(name), seen));
    // Decorators of the project may put guards and pipes together.
    else if (!isOfPackage(decorator, framework, context)) all.push(oneCheck('other', seen));
  }
  return { checks: joinChecks(...all), publicBy, skipsThrottle, status, idempotency };
}

function guardChecks({ args, module }: Decorator, context: FrameworkContext): Checks {
  return joinChecks(
    ...args
      .flatMap((each) => flatten(each, module, context.definitions))
      .map((arg) => {
        // A guard decides who may pass, whatever it is called.
        const named = checkKindOfGuard(nameOf(arg.node));
        const kind = named === 'rateLimit' || named === 'authorization' ? named : 'authentication';
        const seen = seenAt(arg.node, arg.module);
        return oneCheck(kind, { ...seen, text: `@UseGuards(${seen.text})` });
      }),
  );
}

/** `@UseMiddleware(isAuth)` of type-graphql. */
function middlewareCheck(arg: SyntaxNode, module: CodeModule): Checks {
  const seen = seenAt(arg, module);
  return oneCheck(checkKindOfName(nameOf(arg)), { ...seen, text: `@UseMiddleware(${seen.text})` });
}

export function nameOf(node: SyntaxNode): string {
  return callOf(node)?.name ?? node.text.slice(0, 80);
}
