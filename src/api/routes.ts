import type { Span } from '../change/span.ts';
import type { Seen } from './endpoint.ts';

/** What stands between a request and a handler, as seen. */
export interface Checks {
  /** Who is asking. */
  readonly authentication: readonly Seen[];
  /** What they may do: roles, permissions, policies. */
  readonly authorization: readonly Seen[];
  readonly validation: readonly Seen[];
  readonly rateLimit: readonly Seen[];
  /** What was there and not understood: it may be any of the above. */
  readonly other: readonly Seen[];
}

export const noChecks: Checks = {
  authentication: [],
  authorization: [],
  validation: [],
  rateLimit: [],
  other: [],
};

export function joinChecks(...all: readonly Checks[]): Checks {
  return {
    authentication: all.flatMap((each) => each.authentication),
    authorization: all.flatMap((each) => each.authorization),
    validation: all.flatMap((each) => each.validation),
    rateLimit: all.flatMap((each) => each.rateLimit),
    other: all.flatMap((each) => each.other),
  };
}

/** A place that holds routes: an application, a router, a plugin, a controller. */
export interface RouterFact {
  /** Path of its file, `#`, and what is unique in it: the offset of its creation. */
  readonly key: string;
  /** An application is a root: nothing adds a prefix to it unless it is mounted. */
  readonly role: 'application' | 'router';
  /** False for a value that only may be a router: it counts when something known is handed to it. */
  readonly certain: boolean;
  /** Layers inside also hold for what follows it in the router that it is mounted in. */
  readonly transparent: boolean;
}

/** An endpoint as its router registers it, before prefixes are joined. */
export interface LocalEndpoint {
  readonly method: string;
  readonly path: string;
  readonly span: Span;
  readonly handler: Span | null;
  readonly handlerText: string | null;
  readonly checks: Checks;
  readonly statusCodes: readonly (Seen & { readonly status: number })[];
  /** True where it says itself that nobody has to sign in: what it inherits does not count. */
  readonly isPublic: boolean;
  /** As in `Endpoint`. */
  readonly publicBy?: Seen;
  readonly inputs?: readonly string[];
  readonly pagination?: readonly Seen[];
  readonly idempotency?: readonly Seen[];
  /** True for an operation of GraphQL: its path is a name, which nothing is put before. */
  readonly isOperation?: boolean;
}

export type RouteItem = {
  /** Key of the router it belongs to. */
  readonly router: string;
  /** Its file and offset: what is earlier in the same file holds for what is later. */
  readonly path: string;
  readonly offset: number;
} & (
  | { readonly kind: 'endpoint'; readonly endpoint: LocalEndpoint }
  /** `prefix` null: there is one and it is not known. */
  | { readonly kind: 'mount'; readonly prefix: string | null; readonly to: string; readonly checks: Checks }
  | {
      readonly kind: 'layer';
      readonly prefix: string;
      readonly checks: Checks;
      /** True where it holds for all of the router's routes, also earlier ones. */
      readonly whole: boolean;
      /** True where it holds for the prefix alone, not for what lies below. */
      readonly exact?: boolean;
    }
);

/** What one file says about routes. */
export interface RouteFacts {
  readonly routers: readonly RouterFact[];
  readonly items: readonly RouteItem[];
  /**
   * How prefixes and paths are put together: with one slash between and none at the end, or (`text`) as they are
   * written, where the framework tells `/a` and `/a/` apart.
   */
  readonly joining?: 'segments' | 'text';
}
