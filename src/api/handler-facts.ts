import type { Seen } from './endpoint.ts';
import type { Checks } from './routes.ts';
import type { Place } from './seen.ts';

/** What the body of a handler shows, as plain data. */
export interface HandlerFacts {
  readonly place: Place;
  readonly text: string;
  readonly checks: Checks;
  readonly statusCodes: readonly (Seen & { readonly status: number })[];
  /** As in `Endpoint`. */
  readonly inputs: readonly string[];
  readonly pagination: readonly Seen[];
  readonly idempotency: readonly Seen[];
  /** Methods that it answers by its own word: `switch r.Method`. Empty where it does not ask. */
  readonly methods: readonly string[];
}
