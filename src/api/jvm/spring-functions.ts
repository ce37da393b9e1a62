import type { SpringWorld } from '../frameworks/spring.ts';
import type { RouteFacts } from '../routes.ts';

export function springFunctions(_world: SpringWorld): RouteFacts {
  return { routers: [], items: [] };
}
