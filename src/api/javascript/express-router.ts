import type { Definition } from '../../code/definitions.ts';
import { callOf, isFunction, returnsOf } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { RouterFact } from '../routes.ts';
import type { FrameworkContext } from '../web-framework.ts';

export const expressMethods: ReadonlyMap<string, string> = new Map(
  ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all'].map((name) => [
    name,
    name.toUpperCase(),
  ]),
);
const routerPackages = new Set([
  'express',
  'express-promise-router',
  'express-serve-static-core',
  '@types/express',
]);
const applicationTypes = new Set(['Express', 'Application', 'Router', 'IRouter', 'IRoute', 'Core']);

/** Links of a chain that are followed down to the router that it began with. */
const maxLinks = 60;

/** The router that an argument of `use` mounts; a plain function's parameter is middleware, not a router. */
export function mountedRouter(
  node: SyntaxNode,
  module: CodeModule,
  context: FrameworkContext,
): RouterFact | null {
  if (isFunction(node)) return null;
  const found = routerOf(context.definitions.of(node, module), context);
  return found?.certain === true ? found : null;
}

/** Function results that are followed to find a router. */
const maxReturns = 3;

/** The router behind a definition, or null where it is something else. */
export function routerOf(
  definition: Definition | null,
  context: FrameworkContext,
  depth = 0,
  links = 0,
): RouterFact | null {
  if (definition === null || definition.kind === 'package') return null;
  if (definition.kind === 'module')
    return routerOf(context.definitions.property(definition, 'default'), context, depth + 1);
  const { module, node } = definition;
  const fact = { key: `${module.file.path}#${node.range.start}`, transparent: false };
  if (definition.kind === 'slot') {
    if (definition.key !== null) return null;
    if (definition.type === null)
      return node.kind === 'identifier' || node.kind === 'required_parameter'
        ? { ...fact, role: 'router', certain: false }
        : null;
    const type = context.definitions.ofType(definition.type, module);
    // `T`, `ReturnType<typeof express>`: what is handed to it tells.
    if (type === null) return { ...fact, role: 'router', certain: false };
    const known =
      type?.kind === 'package' &&
      routerPackages.has(type.source) &&
      applicationTypes.has(type.names.at(-1) ?? '');
    return known ? { ...fact, role: 'router', certain: true } : null;
  }
  const call = callOf(node);
  if (call === null) return null;
  const callee = context.definitions.of(call.callee, module);
  if (callee?.kind === 'package' && routerPackages.has(callee.source)) {
    const name = callee.names.join('.');
    if (name === '' && callee.source === 'express') return { ...fact, role: 'application', certain: true };
    return name === 'Router' || name === '' ? { ...fact, role: 'router', certain: true } : null;
  }
  // `Router().use(a).get('/x', b)` is the router itself.
  if (call.receiver !== null && (call.name === 'use' || expressMethods.has(call.name)) && links < maxLinks) {
    const chained = routerOf(context.definitions.of(call.receiver, module), context, depth, links + 1);
    if (chained?.certain === true) return chained;
  }
  if (callee?.kind !== 'node' || !isFunction(callee.node) || depth >= maxReturns) return null;
  for (const value of returnsOf(callee.node)) {
    const returned = routerOf(context.definitions.of(value, callee.module), context, depth + 1);
    if (returned?.certain === true) return returned;
  }
  return null;
}
