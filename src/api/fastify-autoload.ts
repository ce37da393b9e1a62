import { constantString } from '../code/constant-string.ts';
import { type Call, callOf, parametersOf, unwrap } from '../code/javascript.ts';
import type { CodeModule } from '../code/program.ts';
import { joinPath as joinFilePath } from '../code/resolve-import.ts';
import { languageOf } from '../code/syntax.ts';
import type { FastifyInstances } from './fastify-instance.ts';
import { optionsOf } from './javascript-options.ts';
import { joinPath } from './join-path.ts';
import type { FrameworkContext } from './web-framework.ts';

export interface AutoLoaded {
  /** Key of the plugin's first parameter. */
  readonly key: string;
  readonly prefix: string | null;
  readonly wrapped: boolean;
}

/**
 * The plugins of `register(AutoLoad, { dir: join(__dirname, 'routes') })`, or null where the call is none: each file
 * below the folder, with the folders between as prefix (`_id` stands for `:id` with `routeParams`).
 */
export function autoLoaded(
  call: Call,
  module: CodeModule,
  context: FrameworkContext,
  instances: FastifyInstances,
): AutoLoaded[] | null {
  const [plugin, given] = call.args;
  const source = plugin === undefined ? null : context.definitions.of(plugin, module);
  if (source?.kind !== 'package' || !/^(@fastify\/autoload|fastify-autoload)$/.test(source.source))
    return null;
  const options = given === undefined ? null : optionsOf({ node: given, module }, context);
  const dir = options?.get('dir');
  if (options === null || dir === undefined) return [];
  const join = callOf(unwrap(dir.node));
  const parts = join?.args.slice(1).map((arg) => constantString(arg, dir.module, context.definitions)) ?? [];
  if (join === null || join.name !== 'join' || parts.length === 0 || parts.some((part) => part === null))
    return [];
  const folder = joinFilePath(module.file.path.split('/').slice(0, -1), parts.join('/'));
  if (folder === null) return [];
  const isSet = (name: string, value: string): boolean => options.get(name)?.node.kind === value;
  const isNamed = !isSet('dirNameRoutePrefix', 'false');
  const asParameters = isSet('routeParams', 'true');
  const inner = options.get('options');
  const outer = inner === undefined ? undefined : optionsOf(inner, context)?.get('prefix');
  const base = outer === undefined ? '' : constantString(outer.node, outer.module, context.definitions);
  return context.program.paths
    .filter((path) => path.startsWith(`${folder}/`) && languageOf(path) !== null)
    .flatMap((path): AutoLoaded[] => {
      const target = context.program.module(path);
      const found = target === null ? null : instances.pluginOf({ kind: 'module', module: target });
      const assigned = target?.exports.assigned;
      const value =
        found ?? (target && assigned ? instances.pluginOf(context.definitions.of(assigned, target)) : null);
      const parameter = value === null ? undefined : parametersOf(value.node)[0];
      if (value === null || parameter === undefined) return [];
      const folders = path
        .slice(folder.length + 1)
        .split('/')
        .slice(0, -1);
      const given = target === null ? null : prefixExport(target, context);
      const own =
        given ??
        (isNamed ? folders.map((name) => (asParameters ? name.replace(/^_/, ':') : name)).join('/') : '');
      const key = `${value.module.file.path}#${parameter.range.start}`;
      return [{ key, prefix: base === null ? null : joinPath(base, own), wrapped: value.wrapped }];
    });
}

/** `export const autoPrefix = '/orders'` of a plugin stands for the folders. */
function prefixExport(module: CodeModule, context: FrameworkContext): string | null {
  for (const name of ['prefixOverride', 'autoPrefix']) {
    const value = module.exports.named.get(name);
    if (value?.kind === 'local') return constantString(value.node, module, context.definitions);
  }
  return null;
}
