import type { CodeModule } from '../../code/program.ts';
import type { RouteFacts, RouteItem, RouterFact } from '../routes.ts';
import type { FrameworkContext } from '../web-framework.ts';

/** What a framework of JavaScript reads by following names: `read` is asked about each module. */
export interface ModuleReading {
  /** Of the framework. */
  readonly id: string;
  /** Modules whose text holds none of these are read only when a router is handed to them. */
  readonly mentions: readonly string[];
  read(module: CodeModule): RouteFacts;
}

/** Reads the modules that mention the framework, then those that are handed a router by what was read. */
export function followModules(context: FrameworkContext, { id, mentions, read }: ModuleReading): RouteFacts {
  const routers: RouterFact[] = [];
  const items: RouteItem[] = [];
  const queue = [...context.pathsMentioning(mentions)];
  const queued = new Set(queue);
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const facts = context.keep(id, path, () => {
      const module = context.program.module(path);
      return module === null ? null : read(module);
    });
    if (facts === null) continue;
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
