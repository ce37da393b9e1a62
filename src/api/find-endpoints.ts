import type { Side } from '../change/span.ts';
import { createDefinitions } from '../code/definitions.ts';
import { createProgram, type ParseWatch } from '../code/program.ts';
import { languageOf } from '../code/syntax.ts';
import type { Endpoint } from './endpoint.ts';
import { mayHoldRoutes } from './endpoint-files.ts';
import { joinRoutes } from './join-routes.ts';
import { webFrameworks } from './registry.generated.ts';
import type { RouteFacts, RouteItem, RouterFact } from './routes.ts';
import type { FrameworkContext, WebFramework } from './web-framework.ts';

/**
 * The endpoints that source files of one side register, by path and method. Prefixes and inherited checks are followed
 * through the files that are given: give both sides the same set of files, so that they see alike. Files that cannot hold routes are ignored.
 */
export function findEndpoints(
  files: readonly { readonly path: string; readonly text: string }[],
  side: Side,
  watch?: ParseWatch,
): Endpoint[] {
  const program = createProgram(
    files.filter((file) => mayHoldRoutes(file.path)),
    watch,
  );
  const definitions = createDefinitions(program);
  return webFrameworks
    .flatMap((framework) => {
      const mentioning: FrameworkContext['mentioning'] = (words) =>
        program.paths
          .filter(
            (path) => speaks(framework, path) && words.some((word) => program.text(path)?.includes(word)),
          )
          .flatMap((path) => program.module(path) ?? []);
      return joinRoutes(readAll(framework, { program, definitions, side, mentioning }), framework.id);
    })
    .sort(byPathAndMethod);
}

function speaks(framework: WebFramework, path: string): boolean {
  const language = languageOf(path);
  return language !== null && framework.languages.includes(language);
}

/** Reads the files that mention the framework, then those that are handed a router by what was read. */
function readAll(framework: WebFramework, context: FrameworkContext): RouteFacts {
  const routers: RouterFact[] = [];
  const items: RouteItem[] = [];
  const queue = context.mentioning(framework.mentions).map((module) => module.file.path);
  const queued = new Set(queue);
  let read: ReturnType<WebFramework['start']> | null = null;
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const module = context.program.module(path);
    if (module === null) continue;
    read ??= framework.start(context);
    const facts = read(module);
    routers.push(...facts.routers);
    items.push(...facts.items);
    for (const item of facts.items) {
      const target = item.kind === 'mount' ? item.to.slice(0, item.to.lastIndexOf('#')) : null;
      if (target === null || queued.has(target)) continue;
      queued.add(target);
      queue.push(target);
    }
  }
  return { routers, items };
}

function byPathAndMethod(a: Endpoint, b: Endpoint): number {
  const left = `${a.path} ${a.method} ${a.span.path}`;
  const right = `${b.path} ${b.method} ${b.span.path}`;
  return left === right ? a.span.start - b.span.start : left < right ? -1 : 1;
}
