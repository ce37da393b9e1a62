import { checkKindOfName, wordsOf } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import { type Checks, noChecks } from '../routes.ts';

/** Words of a name that say what somebody may do, not who they are. */
const rightWords = new Set(
  'role roles permission permissions authority authorities scope scopes policy policies privilege privileges right rights acl rbac admin superuser'.split(
    ' ',
  ),
);

/** What an annotation or function of this name demands; null where it demands nothing that is understood. */
export function accessByName(name: string, seen: Seen): Checks | null {
  const kind = checkKindOfName(name);
  if (kind === 'rateLimit') return { ...noChecks, rateLimit: [seen] };
  if (kind !== 'authentication') return null;
  return wordsOf(name).some((word) => rightWords.has(word))
    ? { ...noChecks, authorization: [seen] }
    : { ...noChecks, authentication: [seen] };
}
