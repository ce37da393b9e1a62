import type { CheckKind } from './check-names.ts';
import type { Seen } from './endpoint.ts';
import { type Checks, noChecks } from './routes.ts';

/** What a check of this kind adds to an endpoint: nothing where it is harmless. */
export function oneCheck(kind: CheckKind, seen: Seen): Checks {
  return kind === 'harmless' ? noChecks : { ...noChecks, [kind]: [seen] };
}
