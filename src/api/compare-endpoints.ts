import type { Endpoint, EndpointAspect, EndpointChange, Seen } from './endpoint.ts';
import { pathShape } from './path-shape.ts';

/**
 * Pairs the endpoints of both sides: by method and path, what is left by method and handler text where that is unique.
 * Endpoints that are the same are left out. Changes come sorted by path and method.
 */
export function compareEndpoints(base: readonly Endpoint[], head: readonly Endpoint[]): EndpointChange[] {
  const before = firstByRoute(base);
  const after = firstByRoute(head);
  const changes: EndpointChange[] = [];
  const added: Endpoint[] = [];
  for (const [route, endpoint] of after) {
    const earlier = before.get(route);
    if (earlier === undefined) {
      added.push(endpoint);
      continue;
    }
    const aspects = aspectsOf(earlier, endpoint);
    if (aspects.length > 0) changes.push({ kind: 'changed', base: earlier, head: endpoint, aspects });
  }
  const removed = [...before].filter(([route]) => !after.has(route)).map(([, endpoint]) => endpoint);
  const moves = movesOf(removed, added);
  for (const [from, to] of moves) {
    const aspects = aspectsOf(from, to);
    if (!mayBeSamePath(from, to)) changes.push({ kind: 'moved', base: from, head: to, aspects });
    else if (aspects.length > 0) changes.push({ kind: 'changed', base: from, head: to, aspects });
  }
  const arrived = new Set(moves.values());
  for (const endpoint of added) if (!arrived.has(endpoint)) changes.push({ kind: 'added', head: endpoint });
  for (const endpoint of removed) if (!moves.has(endpoint)) changes.push({ kind: 'removed', base: endpoint });
  return changes.sort(byRoute);
}

/** A second registration of a route answers nobody: the first one in the file does. Parameters may change their names. */
function firstByRoute(endpoints: readonly Endpoint[]): Map<string, Endpoint> {
  const routes = new Map<string, Endpoint>();
  for (const endpoint of endpoints) {
    const route = routeOf(endpoint);
    if (!routes.has(route)) routes.set(route, endpoint);
  }
  return routes;
}

function routeOf(endpoint: Endpoint): string {
  return `${endpoint.method} ${pathShape(endpoint.path)}${endpoint.prefixSeen ? '' : ` ${endpoint.span.path}`}`;
}

/** What the head lost or altered against the base, as far as both were seen. */
function aspectsOf(base: Endpoint, head: Endpoint): EndpointAspect[] {
  const aspects: EndpointAspect[] = [];
  // Where the mount is no longer found, neither is what was inherited through it.
  const comparable = !hasNewOther(base, head) && (head.prefixSeen || !base.prefixSeen);
  if (comparable) {
    if (lostChecks(accessChecks(base), accessChecks(head)).length > 0) aspects.push('authentication');
    if (lostValidation(base, head).length > 0) aspects.push('validation');
    if (isLooser(base.rateLimit, head.rateLimit)) aspects.push('rate-limit');
    // A handler that is no longer found has no limits that are not seen.
    if (head.pagination !== undefined && isLooser(base.pagination ?? [], head.pagination))
      aspects.push('pagination');
  }
  const statuses = new Set(head.statusCodes.map(({ status }) => status));
  // Codes of a handler that is no longer found are not gone, they are not seen.
  const areSeen = head.statusCodes.length > 0;
  if (areSeen && base.statusCodes.some(({ status }) => !statuses.has(status))) aspects.push('status-codes');
  if (head.handlerText !== base.handlerText) aspects.push('handler');
  return aspects;
}

/** Whether a limit is gone, or lets more through than before. */
function isLooser(base: readonly Seen[], head: readonly Seen[]): boolean {
  if (base.length > 0 && head.length === 0) return true;
  const most = (limits: readonly Seen[]): number | null => {
    const known = limits.flatMap(({ limit }) => limit ?? []);
    return known.length < limits.length || known.length === 0 ? null : Math.min(...known);
  };
  const [before, after] = [most(base), most(head)];
  if (before !== null && after !== null) return after > before;
  return lostChecks(base, head).length > 0;
}

/** What decides who may call an endpoint. */
export function accessChecks(endpoint: Endpoint): readonly Seen[] {
  return [...endpoint.authentication, ...endpoint.authorization];
}

/** The checks that are gone, where none came that may do their work. */
export function lostChecks(base: readonly Seen[], head: readonly Seen[]): readonly Seen[] {
  const kept = new Set(head.map(({ text }) => text));
  const known = new Set(base.map(({ text }) => text));
  if ([...kept].some((text) => !known.has(text))) return [];
  return base.filter(({ text }) => !kept.has(text));
}

/** As `lostChecks`, without the checks of what the handler no longer asks for. */
export function lostValidation(base: Endpoint, head: Endpoint): readonly Seen[] {
  return lostChecks(base.validation, head.validation).filter(
    ({ input }) => input === undefined || head.inputs === undefined || head.inputs.includes(input),
  );
}

/** Something new that was not understood may do what is no longer seen. */
function hasNewOther(base: Endpoint, head: Endpoint): boolean {
  const known = new Set((base.otherChecks ?? []).map(({ text }) => text));
  return (head.otherChecks ?? []).some(({ text }) => !known.has(text));
}

/** Removed endpoints that came back elsewhere with the same handler, where there is only one such pair. */
function movesOf(removed: readonly Endpoint[], added: readonly Endpoint[]): Map<Endpoint, Endpoint> {
  const moves = new Map<Endpoint, Endpoint>();
  const sameMethod = ({ method, handlerText }: Endpoint): string | null =>
    handlerText === null ? null : `${method} ${handlerText}`;
  pair(removed, added, sameMethod, moves);
  // The same handler under the same path, asked for by another method.
  const samePath = (endpoint: Endpoint): string | null =>
    endpoint.handlerText === null ? null : `${routeOf({ ...endpoint, method: '' })} ${endpoint.handlerText}`;
  const arrived = new Set(moves.values());
  pair(
    removed.filter((endpoint) => !moves.has(endpoint)),
    added.filter((endpoint) => !arrived.has(endpoint)),
    samePath,
    moves,
  );
  return moves;
}

function pair(
  removed: readonly Endpoint[],
  added: readonly Endpoint[],
  key: (endpoint: Endpoint) => string | null,
  moves: Map<Endpoint, Endpoint>,
): void {
  const from = Map.groupBy(removed, key);
  const to = Map.groupBy(added, key);
  for (const [handler, bases] of from) {
    const [base, secondBase] = bases;
    const [head, secondHead] = (handler === null ? undefined : to.get(handler)) ?? [];
    if (base !== undefined && head !== undefined && secondBase === undefined && secondHead === undefined)
      moves.set(base, head);
  }
}

/** Where a side's prefix was not found, the path that is known may be the end of the other side's. */
function mayBeSamePath(base: Endpoint, head: Endpoint): boolean {
  if (base.method !== head.method || (base.prefixSeen && head.prefixSeen)) return false;
  return isEndOf(base.path, head.path) || isEndOf(head.path, base.path);
}

function isEndOf(end: string, path: string): boolean {
  return end === '/' || path === end || path.endsWith(end);
}

function byRoute(a: EndpointChange, b: EndpointChange): number {
  const left = nameOf(a);
  const right = nameOf(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function nameOf(change: EndpointChange): string {
  const endpoint = change.kind === 'removed' || change.kind === 'moved' ? change.base : change.head;
  return `${endpoint.path} ${endpoint.method} ${endpoint.span.path}`;
}
