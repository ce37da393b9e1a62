import { constantString } from '../../code/constant-string.ts';
import type { Definition } from '../../code/definitions.ts';
import { callOf } from '../../code/javascript.ts';
import { joinPath } from '../join-path.ts';
import type { FrameworkContext } from '../web-framework.ts';
import { keyOf, type RouterPlace, returnedPlace } from './router-place.ts';

export const honoMethods: ReadonlyMap<string, string> = new Map(
  ['get', 'post', 'put', 'patch', 'delete', 'options', 'all'].map((name) => [name, name.toUpperCase()]),
);

const packages = /^(?:hono(?:\/.*)?|@hono\/hono(?:\/.*)?|jsr:@hono\/hono|@hono\/zod-openapi)$/;
const makers = new Set(['Hono', 'OpenAPIHono', 'createApp']);
/** Types that projects give their own names to are named like what they stand for. */
const types = /^(?:\w*Hono|\w*OpenAPI|HonoApp)$/;
/** Methods that answer the application they are called on. */
const chained = new Set([
  'use',
  'route',
  'on',
  'openapi',
  'onError',
  'notFound',
  'mount',
  'doc',
  'doc31',
  ...honoMethods.keys(),
]);

/** Links of a chain that are followed: in the style of Hono's client all routes hang on one. */
const maxLinks = 400;

/** The application behind a definition, and the base path that it was asked for with. */
export function honoPlace(
  definition: Definition | null,
  context: FrameworkContext,
  depth = 0,
): RouterPlace | null {
  const { definitions } = context;
  let current = definition;
  let prefix: string | null = '';
  for (let link = 0; link < maxLinks; link++) {
    if (current === null || current.kind === 'package') return null;
    if (current.kind === 'module') {
      if (depth > 3) return null;
      return honoPlace(definitions.property(current, 'default'), context, depth + 1);
    }
    if (current.kind === 'slot') return slotPlace(current, prefix, context);
    const { module, node } = current;
    const call = callOf(node);
    if (call === null) return null;
    if (call.receiver !== null && call.name === 'basePath') {
      const base = call.args[0] === undefined ? null : constantString(call.args[0], module, definitions);
      prefix = base === null || prefix === null ? null : prefix === '' ? base : joinPath(base, prefix);
      current = definitions.of(call.receiver, module);
      continue;
    }
    if (call.receiver !== null && chained.has(call.name)) {
      current = definitions.of(call.receiver, module);
      continue;
    }
    const callee = definitions.of(call.callee, module);
    const isMaker =
      callee?.kind === 'package' && packages.test(callee.source) && makers.has(callee.names.at(-1) ?? '');
    if (
      isMaker ||
      isFactoryCall(call.name, call.receiver === null ? null : definitions.of(call.receiver, module), context)
    )
      return {
        router: { key: keyOf(module, node), role: 'application', certain: true, transparent: false },
        prefix,
      };
    const made = returnedPlace(callee, context, depth, (value, next) => honoPlace(value, context, next));
    return made === null ? null : { router: made.router, prefix: joined(made.prefix, prefix) };
  }
  return null;
}

function joined(base: string | null, path: string | null): string | null {
  if (base === null || path === null) return null;
  return base === '' || path === '' ? base + path : joinPath(base, path);
}

/** `createFactory().createApp()` */
function isFactoryCall(name: string, receiver: Definition | null, context: FrameworkContext): boolean {
  if (name !== 'createApp' || receiver?.kind !== 'node') return false;
  const call = callOf(receiver.node);
  const callee = call === null ? null : context.definitions.of(call.callee, receiver.module);
  return callee?.kind === 'package' && packages.test(callee.source);
}

function slotPlace(
  slot: Extract<Definition, { kind: 'slot' }>,
  prefix: string | null,
  context: FrameworkContext,
): RouterPlace | null {
  if (slot.key !== null || slot.node.kind === 'variable_declarator') return null;
  const fact = { key: keyOf(slot.module, slot.node), role: 'router', transparent: false } as const;
  if (slot.type === null) {
    const isParameter = slot.node.kind === 'identifier' || slot.node.kind === 'required_parameter';
    return isParameter ? { router: { ...fact, certain: false }, prefix } : null;
  }
  const type = context.definitions.ofType(slot.type, slot.module);
  const name =
    type?.kind === 'package'
      ? packages.test(type.source)
        ? (type.names.at(-1) ?? '')
        : ''
      : slot.type.text.slice(0, 200).replace(/^:\s*|<[\s\S]*$/g, '');
  if (types.test(name)) return { router: { ...fact, certain: true }, prefix };
  // `T`, `App`: what is handed to it tells.
  return type === null ? { router: { ...fact, certain: false }, prefix } : null;
}
