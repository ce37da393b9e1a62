import { constantString } from '../../code/constant-string.ts';
import { callOf, entriesOf, isClass, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { joinPath } from '../join-path.ts';
import type { FrameworkContext } from '../web-framework.ts';
import { flatten } from './checks.ts';
import { decoratedClasses } from './nest-decorators.ts';

/** Nested lists of children that are followed. */
const maxDepth = 8;

/**
 * The prefixes that `RouterModule.register([{ path, module, children }])` gives to controllers, by the key of their
 * class. Only a module's own controllers get its prefix: https://docs.nestjs.com/recipes/router-module
 */
export function modulePrefixes(context: FrameworkContext): ReadonlyMap<string, readonly string[]> {
  const prefixes = new Map<string, string[]>();
  for (const module of context.mentioning(['RouterModule'])) {
    // Angular has one of the same name.
    if (!module.file.text.includes('@nestjs/core')) continue;
    for (const node of module.file.root.findAll(['call_expression'])) {
      const call = callOf(node);
      const routes = call?.receiver?.text === 'RouterModule' ? call.args[0] : undefined;
      if (routes !== undefined) readRoutes(routes, module, '', context, prefixes, 0);
    }
  }
  return prefixes;
}

function readRoutes(
  routes: SyntaxNode,
  module: CodeModule,
  prefix: string,
  context: FrameworkContext,
  prefixes: Map<string, string[]>,
  depth: number,
): void {
  if (depth > maxDepth) return;
  for (const part of flatten(routes, module, context.definitions)) {
    const entries = entriesOf(unwrap(part.node));
    const path = entries.get('path');
    const own = path === undefined ? '' : constantString(path, part.module, context.definitions);
    if (own === null) continue;
    const full = joinPath(prefix, own);
    // A child without a path of its own is the module itself.
    const owner = entries.get('module') ?? (part.node.kind === 'identifier' ? part.node : undefined);
    for (const key of owner === undefined ? [] : controllersOf(owner, part.module, context))
      prefixes.set(key, [...(prefixes.get(key) ?? []), full]);
    const children = entries.get('children');
    if (children !== undefined) readRoutes(children, part.module, full, context, prefixes, depth + 1);
  }
}

/** Keys of the classes in `@Module({ controllers: […] })`. */
function controllersOf(node: SyntaxNode, module: CodeModule, context: FrameworkContext): string[] {
  const definition = context.definitions.of(node, module);
  if (definition?.kind !== 'node' || !isClass(definition.node)) return [];
  const { start } = definition.node.range;
  const found = decoratedClasses(definition.module, ['Module']).find(
    (each) => each.node.range.start === start,
  );
  const options = found?.decorators.find(({ name }) => name === 'Module')?.args[0];
  const list = options === undefined ? undefined : entriesOf(unwrap(options)).get('controllers');
  if (list === undefined) return [];
  return flatten(list, definition.module, context.definitions).flatMap((part) => {
    const controller = context.definitions.of(part.node, part.module);
    return controller?.kind === 'node'
      ? [`${controller.module.file.path}#${controller.node.range.start}`]
      : [];
  });
}
