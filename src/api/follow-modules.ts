import type { CodeModule } from '../code/program.ts';
import type { RouteFacts, RouteItem, RouterFact } from './routes.ts';
import type { FrameworkContext } from './web-framework.ts';

/** What a framework of JavaScript reads by following names: `read` is asked about each module. */
export interface ModuleReading {
  /** Modules whose text holds none of these are read only when a router is handed to them. */
  readonly mentions: readonly string[];
  read(module: CodeModule): RouteFacts;
}

/** Reads the modules that mention the framework, then those that are handed a router by what was read. */
export function followModules(context: FrameworkContext, { mentions, read }: ModuleReading): RouteFacts {
  const routers: RouterFact[] = [];
  const items: RouteItem[] = [];
  const queue = context.mentioning(mentions).map((module) => module.file.path);
  const queued = new Set(queue);
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const module = context.program.module(path);
    if (module === null) continue;
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
