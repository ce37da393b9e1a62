import type { Endpoint, EndpointChange, Seen } from '../api/endpoint.ts';

/** So many endpoints beside it have to agree before one that differs is told. */
const enoughSiblings = 3;

/** A new endpoint and those beside it, where there are enough that are like it. */
export interface NewAmongSiblings {
  readonly endpoint: Endpoint;
  readonly others: readonly Endpoint[];
}

/**
 * The new endpoint of a change with the endpoints of the same file that `isLike` says are comparable; null where the
 * change adds none, something before it was not understood, or there are too few others.
 */
export function newAmongSiblings(
  change: EndpointChange,
  siblings: readonly Endpoint[],
  isLike: (other: Endpoint, endpoint: Endpoint) => boolean,
): NewAmongSiblings | null {
  if (change.kind !== 'added') return null;
  const endpoint = change.head;
  if ((endpoint.otherChecks?.length ?? 0) > 0 || endpoint.publicBy !== undefined) return null;
  const others = siblings.filter((other) => routeOf(other) !== routeOf(endpoint) && isLike(other, endpoint));
  return others.length < enoughSiblings ? null : { endpoint, others };
}

function routeOf({ method, path }: Endpoint): string {
  return `${method} ${path}`;
}

/** A check that each of these has, and the new endpoint therefore is expected to have; null where they share none. */
export function sharedCheck(
  others: readonly Endpoint[],
  checksOf: (endpoint: Endpoint) => readonly Seen[],
): Seen | null {
  const [first, ...rest] = others;
  if (first === undefined) return null;
  const shared = checksOf(first).find(({ text }) =>
    rest.every((other) => checksOf(other).some((check) => check.text === text)),
  );
  return shared ?? null;
}

/** Whether each of these has some check, whichever. */
export function allHave(
  others: readonly Endpoint[],
  checksOf: (endpoint: Endpoint) => readonly Seen[],
): boolean {
  return others.every((other) => checksOf(other).length > 0);
}

/** What everybody may call by its nature. */
const openToAll =
  /(?:^|[/_-])(?:log-?in|log-?out|sign-?in|sign-?up|sign-?out|regist\w*|tokens?|refresh|forgot\w*|reset\w*|verify\w*|confirm\w*|activat\w*|health\w*|ping|ready|live|status|metrics|web-?hooks?|callback|public|csrf|oauth\w*|sso|docs|swagger|openapi|version|auth\w*|session|unsubscribe|invit\w*|share[ds]?|redirect|robots\.txt)(?:[/_-]|$)/i;

export function isOpenToAll({ path }: Endpoint): boolean {
  return path === '/' || openToAll.test(path);
}
