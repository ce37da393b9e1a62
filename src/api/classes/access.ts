import { checkKindOfName } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import { type Checks, noChecks } from '../routes.ts';

/** What an annotation or function of this name demands; null where it demands nothing of access or frequency. */
export function accessByName(name: string, seen: Seen): Checks | null {
  const kind = checkKindOfName(name);
  return kind === 'rateLimit' || kind === 'authentication' || kind === 'authorization'
    ? { ...noChecks, [kind]: [seen] }
    : null;
}
