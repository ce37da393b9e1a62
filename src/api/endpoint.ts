import type { Span } from '../change/span.ts';

/** Something seen in code that speaks for a property, with its place: `requireAuth`, line 12. */
export interface Seen {
  readonly text: string;
  readonly path: string;
  readonly line: number;
  /** Of a validation: the part of the request that it checks, one of the endpoint's `inputs`. */
  readonly input?: string;
  /** Of a rate limit or a pagination: the most that it lets through, where that is a constant. */
  readonly limit?: number;
}

/** A route as the code registers it. Empty lists mean "not seen", never "missing". */
export interface Endpoint {
  /** Upper case, `ALL` for any. */
  readonly method: string;
  /** Full path with parameters as `:name`, prefixes joined as far as the tree shows. */
  readonly path: string;
  /** False where a prefix may be added in a place that was not found. */
  readonly prefixSeen: boolean;
  readonly framework: string;
  /** The registration (call or decorator). */
  readonly span: Span;
  /** The handler's body, where it was found: it may be in another file than the registration. */
  readonly handler: Span | null;
  /** Normalised text of the handler, for telling a move from an addition. */
  readonly handlerText: string | null;
  /** Who is asking. */
  readonly authentication: readonly Seen[];
  /** What they may do: roles, permissions, policies. */
  readonly authorization: readonly Seen[];
  readonly validation: readonly Seen[];
  readonly statusCodes: readonly (Seen & { readonly status: number })[];
  readonly rateLimit: readonly Seen[];
  /** What stands before the handler and was not understood: it may be any of the above. */
  readonly otherChecks?: readonly Seen[];
  /** Parts of the request that the handler asks for, as the framework names them; left out where that is not told. */
  readonly inputs?: readonly string[];
  /** It may answer with a page, which nobody but the application's own pages asks for. */
  readonly mayBePage?: true;
  /** What says that nobody has to sign in: `@Public()`. */
  readonly publicBy?: Seen;
  /** A limit on how much one answer holds: `limit`, `page_size`, `take`. */
  readonly pagination?: readonly Seen[];
  /** A key that makes a repeated request harmless. */
  readonly idempotency?: readonly Seen[];
}

export type EndpointAspect =
  /** Any of what decides who may call it. */
  | 'authentication'
  | 'validation'
  /** Dropped or raised. */
  | 'rate-limit'
  | 'pagination'
  | 'status-codes'
  | 'handler';

export type EndpointChange =
  | { readonly kind: 'added'; readonly head: Endpoint }
  | { readonly kind: 'removed'; readonly base: Endpoint }
  | {
      readonly kind: 'moved';
      readonly base: Endpoint;
      readonly head: Endpoint;
      /** What was lost on the way, often empty. */
      readonly aspects?: readonly EndpointAspect[];
    }
  | {
      readonly kind: 'changed';
      readonly base: Endpoint;
      readonly head: Endpoint;
      /** What was lost or altered, never empty. */
      readonly aspects: readonly EndpointAspect[];
    };
