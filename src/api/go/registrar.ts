import type { Side } from '../../change/span.ts';
import type { HandlerFacts } from '../handler-facts.ts';
import {
  type Checks,
  joinChecks,
  type LocalEndpoint,
  noChecks,
  type RouteFacts,
  type RouteItem,
  type RouterFact,
} from '../routes.ts';
import type { Place } from '../seen.ts';
import { knownText, type Role, type Router, type RouterValue, type Value } from './values.ts';

/** An endpoint with the library that registers it. */
type Registered = { readonly library: string; readonly item: RouteItem };

/** Collects what the program registers, in the order in which it would. */
export class Registrar {
  readonly #routers = new Map<string, RouterFact>();
  readonly #items: Registered[] = [];
  readonly #known = new Set<string>();
  readonly #versions = new Map<string, number>();
  readonly #later: (() => void)[] = [];
  #sequence = 0;

  /** A router made at this place; each time the place is passed it is another one. */
  create(library: string, role: Role, path: string, offset: number): Router {
    const place = `${path}#${offset}`;
    const version = this.#versions.get(place) ?? 0;
    this.#versions.set(place, version + 1);
    return this.#router(library, role, version === 0 ? place : `${place}~${version}`);
  }

  /** The router that a parameter, a field or a variable holds that nothing is known to be given to. */
  placeholder(library: string, role: Role, path: string, name: string | number): Router {
    return this.#router(library, role, `${path}#${name}`);
  }

  #router(library: string, role: Role, key: string): Router {
    const fact = this.#routers.get(key) ?? { key, role, certain: true, transparent: false };
    this.#routers.set(key, fact);
    return { fact, library };
  }

  /** Puts off what is only known when all of the program was followed. */
  later(task: () => void): void {
    this.#later.push(task);
  }

  finish(): void {
    for (const task of this.#later) task();
    this.#later.length = 0;
  }

  /** Somebody whom nobody saw is given this router and may mount it. */
  handOver({ fact }: Router): void {
    this.#routers.set(fact.key, { ...fact, role: 'router' });
  }

  next(): number {
    return this.#sequence++;
  }

  mount(from: RouterValue, prefix: string | null, to: RouterValue, checks: Checks, at: Place): void {
    // A router inside itself answers nothing more.
    if (from.router.fact.key === to.router.fact.key) return;
    const below = prefix === null ? null : `${prefix}/${to.stripped}`;
    this.#add(from.router, `mount ${prefix} ${to.router.fact.key}`, at, {
      kind: 'mount',
      prefix: below,
      to: to.router.fact.key,
      checks: joinChecks(from.checks, checks, to.checks),
    });
  }

  layer(on: RouterValue, prefix: string, checks: Checks, whole: boolean, at: Place): void {
    this.#add(on.router, `layer ${prefix}`, at, { kind: 'layer', prefix, checks, whole });
  }

  endpoint(on: RouterValue, endpoint: LocalEndpoint, at: Place, sequence?: number): void {
    this.#add(on.router, `${endpoint.method} ${endpoint.path}`, at, { kind: 'endpoint', endpoint }, sequence);
  }

  #add(router: Router, subject: string, at: Place, item: ItemKind, sequence = this.next()): void {
    const name = `${router.fact.key} ${at.path}:${at.start} ${subject}`;
    if (this.#known.has(name)) return;
    this.#known.add(name);
    // One path for all: what was done first comes first, in whichever file it stands.
    const base = { router: router.fact.key, path: '', offset: sequence };
    this.#items.push({ library: router.library, item: { ...base, ...item } });
  }

  /** What one library registers; mounts and layers of all, since routers stand inside routers of other libraries. */
  facts(library: string, side: Side): RouteFacts {
    const items = this.#items.filter((each) => each.item.kind !== 'endpoint' || each.library === library);
    return {
      routers: [...this.#routers.values()],
      items: items.map(({ item }) => (item.kind === 'endpoint' ? withSide(item, side) : item)),
    };
  }
}

type ItemKind =
  | Omit<Extract<RouteItem, { kind: 'endpoint' }>, 'router' | 'path' | 'offset'>
  | Omit<Extract<RouteItem, { kind: 'mount' }>, 'router' | 'path' | 'offset'>
  | Omit<Extract<RouteItem, { kind: 'layer' }>, 'router' | 'path' | 'offset'>;

function withSide(item: Extract<RouteItem, { kind: 'endpoint' }>, side: Side): RouteItem {
  const { span, handler } = item.endpoint;
  return {
    ...item,
    endpoint: {
      ...item.endpoint,
      span: { ...span, side },
      handler: handler === null ? null : { ...handler, side },
    },
  };
}

/** An endpoint of what is known of its handler. */
export function localEndpoint(
  method: string,
  path: string,
  at: Place,
  facts: HandlerFacts | null,
  checks: Checks,
): LocalEndpoint {
  return {
    method,
    path,
    // The side is added when the facts are asked for.
    span: { ...at, side: 'head' },
    handler: facts !== null && facts.place.path === at.path ? { ...facts.place, side: 'head' } : null,
    handlerText: facts?.text ?? null,
    checks: joinChecks(checks, facts?.checks ?? noChecks),
    statusCodes: facts?.statusCodes ?? [],
    isPublic: false,
    ...(facts === null
      ? {}
      : { inputs: facts.inputs, pagination: facts.pagination, idempotency: facts.idempotency }),
  };
}

/** The texts of a value that is a text or a list of texts. */
export function textsOf(value: Value | undefined): string[] {
  if (value?.kind === 'list') return value.items.flatMap((item) => textsOf(item.value));
  const text = knownText(value);
  return text === null ? [] : [text];
}
