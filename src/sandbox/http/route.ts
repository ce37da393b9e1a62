import type { Actor } from '../access/actor.ts';
import type { Need } from '../access/permissions.ts';
import type { RepositoryRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import type { Answer } from './answer.ts';

/** A request that may be carried out: the token was checked. */
export interface Call {
  readonly world: World;
  readonly actor: Actor;
  /** The values of the path's `{parts}`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The request's whole address, for links to further pages. */
  readonly url: URL;
  /** The parsed JSON body, `{}` where there is none. */
  readonly body: unknown;
  /** Lists show what was created up to then. */
  readonly visibleUntil: number;
}

export interface RepositoryCall extends Call {
  readonly repository: RepositoryRecord;
}

interface RouteBase {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in GitHub's documentation; `{path+}` takes the rest with its slashes. */
  readonly path: string;
  readonly need: Need;
  /** Counts against the limits of created content. */
  readonly createsContent?: true;
}

export interface PlainRoute extends RouteBase {
  readonly inRepository?: false;
  handle(call: Call): Answer | Promise<Answer>;
}

/** A route below `/repos/{owner}/{repo}`: handed the repository, after the access to it was checked. */
export interface RepositoryRoute extends RouteBase {
  readonly inRepository: true;
  handle(call: RepositoryCall): Answer | Promise<Answer>;
}

export type Route = PlainRoute | RepositoryRoute;

export interface MatchedRoute {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request by method and path; null where there is none. */
export function makeRouter(routes: readonly Route[]): (method: string, path: string) => MatchedRoute | null {
  const compiled = routes.map((route) => ({ route, form: formOf(route.path) }));
  return (method, path) => {
    for (const { route, form } of compiled) {
      const match = route.method === method ? form.exec(path) : null;
      if (match) return { route, params: decoded(match.groups ?? {}) };
    }
    return null;
  };
}

function formOf(path: string): RegExp {
  const source = path
    .split('/')
    .map((part) => {
      const name = /^\{(\w+)(\+?)\}$/.exec(part);
      if (!name) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return `(?<${name[1]}>${name[2] === '+' ? '.*' : '[^/]+'})`;
    })
    .join('/');
  return new RegExp(`^${source}$`);
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => {
      try {
        return [name, decodeURIComponent(value)];
      } catch {
        return [name, value];
      }
    }),
  );
}

/** A path's number (an id). */
export function numberOf(call: Pick<Call, 'params'>, name: string): number {
  const text = call.params[name] ?? '';
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
