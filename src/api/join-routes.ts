import type { Endpoint } from './endpoint.ts';
import { isBelow, joinPath, joinText } from './join-path.ts';
import {
  type Checks,
  joinChecks,
  type LocalEndpoint,
  type RouteFacts,
  type RouteItem,
  type RouterFact,
} from './routes.ts';

/** Deepest nesting of routers that is followed; real ones nest three or four. */
const maxDepth = 20;
/** Most endpoints of one framework in one repository; a router mounted in circles would have no end. */
const maxEndpoints = 20_000;

/** Most mounts that are followed: routers that all mount each other have more ways through them than can be gone. */
const maxMounts = 50_000;

interface Layer {
  readonly prefix: string;
  readonly exact?: boolean;
  readonly checks: Checks;
}

/** Follows mounts from the applications down and gives each endpoint its full path and what it inherits. */
export function joinRoutes(facts: RouteFacts, framework: string): Endpoint[] {
  const routers = new Map<string, RouterFact>();
  // The same value may be seen from several files; the surest word counts.
  for (const router of facts.routers) {
    const known = routers.get(router.key);
    const surest = known === undefined || (!known.certain && router.certain) ? router : known;
    const transparent = surest.transparent || router.transparent || known?.transparent === true;
    routers.set(router.key, { ...surest, transparent });
  }
  const items = Map.groupBy(dedupe(facts.items), (item) => item.router);
  for (const list of items.values()) list.sort(inOrder);
  const mounted = new Set<string>();
  for (const list of items.values()) for (const item of list) if (item.kind === 'mount') mounted.add(item.to);

  const endpoints: Endpoint[] = [];
  const visited = new Set<string>();
  let followed = 0;
  const asText = facts.joining === 'text';
  const join = asText ? joinText : joinPath;
  const below = asText ? (path: string, prefix: string) => path.startsWith(prefix) : isBelow;

  const walk = (
    key: string,
    prefix: string,
    prefixSeen: boolean,
    layers: Layer[],
    stack: readonly string[],
  ): void => {
    if (stack.includes(key) || stack.length >= maxDepth || ++followed > maxMounts) return;
    visited.add(key);
    const list = items.get(key) ?? [];
    for (const item of list)
      if (item.kind === 'layer' && item.whole) layers.push(layerOf(item, prefix, join));
    for (const item of list) {
      if (item.kind === 'layer') {
        if (!item.whole) layers.push(layerOf(item, prefix, join));
      } else if (item.kind === 'endpoint') {
        if (endpoints.length >= maxEndpoints) return;
        const { isOperation = false } = item.endpoint;
        const path = isOperation ? item.endpoint.path : join(prefix, item.endpoint.path);
        const inherited = layers
          .filter((layer) => isOperation || reaches(layer, path, below))
          .map(({ checks }) => checks);
        endpoints.push(fullEndpoint(item.endpoint, { path, prefixSeen, framework }, inherited));
      } else {
        const target = routers.get(item.to);
        if (target === undefined) continue;
        const here = join(prefix, item.prefix ?? '');
        const own = { prefix: here, checks: item.checks };
        const inner = target.transparent ? layers : [...layers, own];
        walk(item.to, here, prefixSeen && item.prefix !== null, inner, [...stack, key]);
      }
    }
  };

  for (const router of routers.values())
    if (router.certain && !mounted.has(router.key))
      walk(router.key, '/', router.role === 'application', [], []);
  // What is left hangs on a circle or on something that was not found.
  for (const router of routers.values())
    if (router.certain && !visited.has(router.key)) walk(router.key, '/', false, [], []);
  return withoutRepetition(endpoints);
}

/** A registration that is reached twice under the same path is one endpoint; the way that shows its prefix tells more. */
function withoutRepetition(endpoints: readonly Endpoint[]): Endpoint[] {
  const seen = new Map<string, Endpoint>();
  for (const endpoint of endpoints) {
    const { method, path, span } = endpoint;
    const key = `${method} ${path} ${span.path}:${span.start}`;
    const known = seen.get(key);
    if (known === undefined || (!known.prefixSeen && endpoint.prefixSeen)) seen.set(key, endpoint);
  }
  return [...seen.values()];
}

type LayerItem = Extract<RouteItem, { kind: 'layer' }>;

function layerOf(item: LayerItem, prefix: string, join: typeof joinPath): Layer {
  return { prefix: join(prefix, item.prefix), checks: item.checks, exact: item.exact === true };
}

function fullEndpoint(
  local: LocalEndpoint,
  place: Pick<Endpoint, 'path' | 'prefixSeen' | 'framework'>,
  inherited: readonly Checks[],
): Endpoint {
  const { checks: own, isPublic, isOperation, ...facts } = local;
  const { other, ...checks } = joinChecks(...inherited, own);
  const open = isPublic ? { authentication: [], authorization: [] } : {};
  return { ...facts, ...place, ...checks, ...open, otherChecks: isPublic ? [] : other };
}

function reaches({ prefix, exact }: Layer, path: string, below: typeof isBelow): boolean {
  return exact === true ? path === prefix : below(path, prefix);
}

function inOrder(a: RouteItem, b: RouteItem): number {
  return a.path === b.path ? a.offset - b.offset : a.path < b.path ? -1 : 1;
}

function dedupe(items: readonly RouteItem[]): RouteItem[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const subject = subjectOf(item);
    const key = `${item.kind} ${item.router} ${item.path}:${item.offset} ${subject}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

function subjectOf(item: RouteItem): string {
  switch (item.kind) {
    case 'endpoint':
      return `${item.endpoint.method} ${item.endpoint.path}`;
    case 'mount':
      return `${item.prefix} ${item.to}`;
    case 'layer':
      return item.prefix;
  }
}
