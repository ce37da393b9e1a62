import { type CheckKind, checkKindOfMember, checkKindOfName, wordsOf } from '../check-names.ts';
import { dottedName, type Expression, lastName } from './expression.ts';

/** Words of what somebody may do, where the name of a check holds them. */
const permissionWords = new Set(
  'role roles permission permissions permitted perm perms permit policy policies admin superuser staff owner ownership scope scopes rbac acl capability group groups privilege privileges moderator can'.split(
    ' ',
  ),
);
const identityWords = new Set(
  'user account member superuser admin tenant principal identity customer'.split(' '),
);

/** Decorators and dependencies of the frameworks and their usual companions that check nothing. */
const harmless = new Set(
  'atomic non_atomic_requests never_cache cache_page cache_control cached gzip_page vary_on_headers vary_on_cookie xframe_options_exempt xframe_options_sameorigin sensitive_post_parameters sensitive_variables wraps lru_cache cache override staticmethod classmethod property abstractmethod action schema extend_schema extend_schema_view swagger_auto_schema swagger_helper doc response responses alt_response marshal_with marshal_list_with cross_origin expose inject route get post put patch delete head options api_route websocket api_view renderer_classes parser_classes authentication_classes versioning_class content_negotiation_class tag tags memoize staticmethod require_http_methods require_GET require_POST require_safe exempt login_not_required get_db get_session get_async_session get_settings swag_from produces consumes deprecated conditional_page condition etag last_modified'.split(
    ' ',
  ),
);

/** What is called or named: `auth.login_required`, `limiter.limit('5/minute')`. */
export function kindOfReference(reference: Expression): CheckKind {
  const named = reference.kind === 'call' ? reference.callee : reference;
  const name = lastName(named);
  if (name === '' || harmless.has(name)) return 'harmless';
  if (reference.kind === 'call' && isOptional(reference.named)) return 'harmless';
  const object = named.kind === 'attribute' ? dottedName(named.of) : '';
  const own = kindOfName(name);
  if (own !== 'other' || object === '') return own;
  return checkKindOfMember(object, name);
}

/** `jwt_required(optional=True)`, `HTTPBearer(auto_error=False)`: who is not signed in comes in as well. */
function isOptional(named: Readonly<Record<string, Expression>>): boolean {
  const [optional, error] = [named.optional, named.auto_error];
  return (
    (optional?.kind === 'constant' && optional.value === true) ||
    (error?.kind === 'constant' && error.value === false)
  );
}

/** As `checkKindOfName`, with what somebody may do told apart from who it is. */
export function kindOfName(name: string): CheckKind {
  if (harmless.has(name)) return 'harmless';
  const words = wordsOf(name);
  const kind = checkKindOfName(name);
  if (kind !== 'authentication' && kind !== 'other') return kind;
  const isCurrent = words.includes('current') && words.some((word) => identityWords.has(word));
  const demands =
    kind === 'authentication' || isCurrent || (words.includes('passes') && words.includes('test'));
  if (words.includes('optional')) return 'harmless';
  if (!demands) return 'other';
  return words.includes('passes') || words.some((word) => permissionWords.has(word))
    ? 'authorization'
    : 'authentication';
}

const rate = /(\d+)\s*(?:\/|per\s)\s*(\d*)\s*(second|sec|minute|min|hour|day|month|year|s\b|m\b|h\b|d\b)/gi;
const minutes: Readonly<Record<string, number>> = {
  s: 1 / 60,
  m: 1,
  h: 60,
  d: 1440,
  month: 43_200,
  year: 525_600,
};

/** Requests a minute that `5/minute`, `100 per day` or several of them (`10/second;100/hour`) let through; null for other texts. */
export function requestsPerMinute(text: string): number | null {
  const rates = [...text.slice(0, 200).matchAll(rate)].flatMap(([, count = '', every = '', unit = '']) => {
    const short = /^month|^year/i.test(unit) ? unit.toLowerCase() : unit.slice(0, 1).toLowerCase();
    const length = (minutes[short] ?? 0) * (every === '' ? 1 : Number(every));
    return length > 0 ? [Number(count) / length] : [];
  });
  return rates.length === 0 ? null : Math.min(...rates);
}
