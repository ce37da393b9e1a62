import { constantString } from '../../code/constant-string.ts';
import type { Definition } from '../../code/definitions.ts';
import { callOf, entriesOf, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { FrameworkContext } from '../web-framework.ts';
import { keyOf, type RouterPlace, returnedPlace } from './router-place.ts';

export const koaMethods: ReadonlyMap<string, string> = new Map([
  ...['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all'].map((name): [string, string] => [
    name,
    name.toUpperCase(),
  ]),
  ['del', 'DELETE'],
]);

const routerPackages = new Set([
  '@koa/router',
  'koa-router',
  'koa-joi-router',
  'koa-better-router',
  'koa-swagger-decorator',
]);
const routerTypes = new Set(['', 'Router', 'default', 'IRouter', 'SwaggerRouter']);

/** Links of a chain that are followed down to the router that it began with. */
const maxLinks = 200;

export interface KoaRouters {
  placeOf(definition: Definition | null): RouterPlace | null;
  /** The router whose `routes()` an expression is, also where a function of the tree returns them. */
  mounted(node: SyntaxNode, module: CodeModule): RouterPlace | null;
}

export function koaRouters(context: FrameworkContext): KoaRouters {
  const { definitions } = context;
  const prefixes = new Map<string, ReadonlyMap<string, string | null>>();

  const placeOf = (definition: Definition | null, depth = 0, links = 0): RouterPlace | null => {
    if (definition === null || definition.kind === 'package') return null;
    if (definition.kind === 'module')
      return depth > 3 ? null : placeOf(definitions.property(definition, 'default'), depth + 1);
    const { module, node } = definition;
    if (definition.kind === 'slot') return slotPlace(definition);
    const call = callOf(node);
    if (call === null) return null;
    const callee = definitions.of(call.callee, module);
    if (callee?.kind === 'package') {
      const name = callee.names.join('.');
      const fact = { key: keyOf(module, node), certain: true, transparent: false };
      if (callee.source === 'koa' && ['', 'Koa'].includes(name))
        return { router: { ...fact, role: 'application' }, prefix: '' };
      if (routerPackages.has(callee.source) && routerTypes.has(name))
        return { router: { ...fact, role: 'router' }, prefix: prefixOf(call.args[0], module, fact.key) };
    }
    // `new Router().use(a).get('/x', b)` is the router itself.
    const isLink = call.name === 'use' || call.name === 'prefix' || koaMethods.has(call.name);
    if (call.receiver !== null && isLink && links < maxLinks) {
      const chained = placeOf(definitions.of(call.receiver, module), depth, links + 1);
      if (chained?.router.certain === true) return chained;
    }
    return returnedPlace(callee, context, depth, placeOf);
  };

  /** A parameter of unknown value: a router by its type, else perhaps. */
  const slotPlace = (slot: Extract<Definition, { kind: 'slot' }>): RouterPlace | null => {
    if (slot.key !== null || slot.node.kind === 'variable_declarator') return null;
    const fact = { key: keyOf(slot.module, slot.node), role: 'router', transparent: false } as const;
    if (slot.type === null) {
      const isParameter = slot.node.kind === 'identifier' || slot.node.kind === 'required_parameter';
      return isParameter ? { router: { ...fact, certain: false }, prefix: '' } : null;
    }
    // `(app: Koa = new Koa())`
    const value = slot.node.field('value');
    const given = value === null ? null : placeOf(definitions.of(value, slot.module), 1);
    if (given !== null) return { ...given, router: { ...given.router, key: fact.key } };
    const type = definitions.ofType(slot.type, slot.module);
    // `T`, `AppRouter`: what is handed to it tells.
    if (type === null) return { router: { ...fact, certain: false }, prefix: '' };
    if (type.kind !== 'package') return null;
    const isKnown =
      (routerPackages.has(type.source) || type.source === 'koa') && routerTypes.has(type.names.at(-1) ?? '');
    return isKnown ? { router: { ...fact, certain: true }, prefix: '' } : null;
  };

  /** Of `new Router({ prefix })`, and of `router.prefix('/x')` in the same file. */
  const prefixOf = (options: SyntaxNode | undefined, module: CodeModule, key: string): string | null => {
    const given = options === undefined ? undefined : definitions.of(options, module);
    const value = given?.kind === 'node' ? entriesOf(given.node).get('prefix') : undefined;
    const own = value === undefined ? '' : constantString(value, module, definitions);
    // `prefix('/x')` takes the place of the option.
    const later = laterPrefixes(module).get(key);
    return later === undefined ? own : later;
  };

  const laterPrefixes = (module: CodeModule): ReadonlyMap<string, string | null> => {
    const known = prefixes.get(module.file.path);
    if (known !== undefined) return known;
    const found = new Map<string, string | null>();
    // Set first: a router's prefix is asked for while its own are looked for.
    prefixes.set(module.file.path, found);
    if (!module.file.text.includes('.prefix(')) return found;
    for (const node of module.file.root.findAll(['call_expression'])) {
      const call = callOf(node);
      const first = call?.args[0];
      if (call === null || call.receiver === null || call.name !== 'prefix' || first === undefined) continue;
      const made = definitions.of(call.receiver, module);
      if (made?.kind === 'node')
        found.set(keyOf(made.module, made.node), constantString(first, module, definitions));
    }
    return found;
  };

  const mounted = (node: SyntaxNode, module: CodeModule, depth = 0): RouterPlace | null => {
    if (depth > 3) return null;
    const definition = definitions.of(node, module);
    const value = definition?.kind === 'module' ? definitions.property(definition, 'default') : definition;
    if (value?.kind !== 'node') return null;
    const call = callOf(unwrap(value.node));
    if (call === null) return null;
    if ((call.name === 'routes' || call.name === 'middleware') && call.receiver !== null) {
      const place = placeOf(definitions.of(call.receiver, value.module));
      if (place !== null) return place;
    }
    const callee = definitions.of(call.callee, value.module);
    if (callee?.kind !== 'node') return isRouter(placeOf(value));
    const returned = returnedPlace(callee, context, 0, (inner) =>
      inner?.kind === 'node' ? mounted(inner.node, inner.module, depth + 1) : null,
    );
    return returned ?? isRouter(placeOf(value));
  };

  /** `use(router)` of an application that was made by `koa-mount`, or of a router that is its own middleware. */
  const isRouter = (place: RouterPlace | null): RouterPlace | null =>
    place?.router.certain === true ? place : null;

  return {
    placeOf: (definition) => placeOf(definition),
    mounted: (node, module) => mounted(node, module),
  };
}
