import { constantString } from '../../code/constant-string.ts';
import { type Call, callOf, parametersOf, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import { joinPath as joinFilePath } from '../../code/resolve-import.ts';
import { languageOf } from '../../code/syntax.ts';
import { joinPath } from '../join-path.ts';
import type { FrameworkContext } from '../web-framework.ts';
import type { FastifyInstances } from './fastify-instance.ts';
import { optionsOf } from './options.ts';

export interface AutoLoaded {
  /** Key of the plugin's first parameter. */
  readonly key: string;
  readonly prefix: string | null;
  readonly wrapped: boolean;
  /** Keys of the `autohooks` files that stand before it, outermost first. */
  readonly hooks: readonly string[];
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
  const files = context.program.paths.filter(
    (path) => path.startsWith(`${folder}/`) && languageOf(path) !== null,
  );
  const hooks = isSet('autoHooks', 'true') ? files.filter((path) => hookFile.test(path)) : [];
  const cascades = isSet('cascadeHooks', 'true');
  return files.flatMap((path): AutoLoaded[] => {
    const plugin = hookFile.test(path) ? null : pluginIn(path, context, instances);
    if (plugin === null) return [];
    const given = prefixExport(plugin.target, context);
    const folders = path
      .slice(folder.length + 1)
      .split('/')
      .slice(0, -1);
    const named = folders.map((name) => (asParameters ? name.replace(/^_/, ':') : name)).join('/');
    const own = given ?? (isNamed ? named : '');
    const before = hooks
      .filter((hook) => {
        const at = hook.slice(0, hook.lastIndexOf('/'));
        return cascades ? path.startsWith(`${at}/`) : path.slice(0, path.lastIndexOf('/')) === at;
      })
      .sort((a, b) => a.length - b.length)
      .flatMap((hook) => pluginIn(hook, context, instances)?.key ?? []);
    return [
      {
        key: plugin.key,
        prefix: base === null ? null : joinPath(base, own),
        wrapped: plugin.wrapped,
        hooks: before,
      },
    ];
  });
}

const hookFile = /\/\.?autohooks\.[cm]?[jt]s$/;

/** The plugin that a file exports. */
function pluginIn(
  path: string,
  context: FrameworkContext,
  instances: FastifyInstances,
): { readonly key: string; readonly wrapped: boolean; readonly target: CodeModule } | null {
  const target = context.program.module(path);
  if (target === null) return null;
  const { assigned } = target.exports;
  const value =
    instances.pluginOf({ kind: 'module', module: target }) ??
    (assigned === null ? null : instances.pluginOf(context.definitions.of(assigned, target)));
  const parameter = value === null ? undefined : parametersOf(value.node)[0];
  if (value === null || parameter === undefined) return null;
  return { key: `${value.module.file.path}#${parameter.range.start}`, wrapped: value.wrapped, target };
}

/** `export const autoPrefix = '/orders'` of a plugin stands for the folders. */
function prefixExport(module: CodeModule, context: FrameworkContext): string | null {
  for (const name of ['prefixOverride', 'autoPrefix']) {
    const value = module.exports.named.get(name);
    if (value?.kind === 'local') return constantString(value.node, module, context.definitions);
  }
  return null;
}
