export type CheckKind =
  /** Who is asking. */
  | 'authentication'
  /** What they may do: roles, permissions, policies, scopes. */
  | 'authorization'
  | 'validation'
  | 'rateLimit'
  | 'harmless'
  | 'other';

const authenticationWords = new Set(
  'auth authn authenticate authenticated authenticates authenticator authentication jwt passport bearer oauth oauth2 oidc keycloak clerk apikey protect protected guard logged signedin loggedin'.split(
    ' ',
  ),
);
const authorizationWords = new Set(
  'authz authorize authorise authorizes authorized authorised authorization authorisation authorizer rbac abac acl permit permits permission permissions privilege privileges role roles ability abilities'.split(
    ' ',
  ),
);
/** `referrerPolicy`, `contentSecurityPolicy`: policies that are for browsers, or for what is kept. */
const otherPolicies = new Set(
  'referrer content cross origin resource opener embedder cookie cookies privacy cache retention retry feature permissions'.split(
    ' ',
  ),
);
/** `requireUser`, `isLoggedIn`: a demand and who has to be there. */
const demandWords = new Set('require required requires ensure is must need needs verify has only'.split(' '));
const identityWords = new Set('user login token session account signature'.split(' '));
/** `isAdmin`, `requireOwner`: a demand and what they have to be. */
const rightWords = new Set(
  'admin staff moderator owner member superuser tenant scope scopes access'.split(' '),
);
/** `checkToken`, `validateSession`: these also check data (`validateUser`), so only what proves an identity or a right counts. */
const softDemandWords = new Set('check validate allow restrict extract'.split(' '));
const proofWords = new Set('token session key login'.split(' '));
const rateWords = new Set('limiter ratelimit ratelimiter throttle throttler throttling slowdown'.split(' '));
const validationWords = new Set(
  'valid validate validates validated validator validators validation validations validations celebrate joi zod ajv yup schema dto'.split(
    ' ',
  ),
);
/** Well-known middleware that is none of these, so that it does not count as "not understood". */
const harmlessWords = new Set(
  'sanitize sanitizer sanitise xss hpp initialize json urlencoded cors helmet morgan compression cookieparser bodyparser static logger logging favicon multer upload multipart cache asynchandler catchasync requestid csrf csurf notfound errorhandler'.split(
    ' ',
  ),
);

/** What a package's functions are, where their names say little. */
const packages: readonly (readonly [RegExp, CheckKind])[] = [
  [
    /^(express-rate-limit|rate-limiter-flexible|express-slow-down|@fastify\/rate-limit|@nestjs\/throttler|koa-ratelimit|koa2-ratelimit|hono-rate-limiter|@upstash\/ratelimit)$/,
    'rateLimit',
  ],
  [
    /^(express-jwt|passport(-.*)?|@clerk\/.*|@fastify\/(jwt|auth|bearer-auth|basic-auth)|express-oauth2-jwt-bearer|express-basic-auth|koa-jwt|koa-passport|koa-basic-auth|hono\/(jwt|jwk|bearer-auth|basic-auth)|@hono\/(clerk-auth|auth-js|oidc-auth)|next-auth(\/.*)?)$/,
    'authentication',
  ],
  [
    /^(express-validator|celebrate|express-joi-validation|zod-express-middleware|express-zod-api|@hono\/[\w-]*validator|hono\/validator|koa-joi-router|koa-validate|koa-parameter)(\/.*)?$/,
    'validation',
  ],
  [
    /^(cors|helmet|morgan|compression|cookie-parser|body-parser|multer|express|serve-static|express-fileupload|koa-body|koa-bodyparser|koa-logger|koa-helmet|koa-compress|koa-static|@koa\/(cors|multer|bodyparser)|hono\/(cors|logger|secure-headers|compress|etag|pretty-json|csrf|cache|request-id|timing|trailing-slash|body-limit|timeout))$/,
    'harmless',
  ],
];

export function checkKindOfPackage(source: string): CheckKind | null {
  return packages.find(([pattern]) => pattern.test(source))?.[1] ?? null;
}

/** The words of a name: `requireApiKey2` is `require api key2`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** What a middleware, guard or function of this name does, judged by its words alone. */
export function checkKindOfName(name: string): CheckKind {
  const words = wordsOf(name);
  const whole = words.join('');
  const has = (set: ReadonlySet<string>): boolean => words.some((word) => set.has(word)) || set.has(whole);
  const pair = (first: string, second: string): boolean => words.includes(first) && words.includes(second);
  if (has(rateWords) || pair('rate', 'limit') || pair('slow', 'down')) return 'rateLimit';
  if (words.includes('optional')) return 'harmless';
  if (words.at(-1) === 'initialize') return 'harmless';
  if (words.includes('csrf') || words.includes('csurf')) return 'harmless';
  if (words.some((word) => word.startsWith('idempoten'))) return 'harmless';
  if (words.some((word) => word.includes('jwt')) || pair('access', 'token')) return 'authentication';
  if ((words.includes('policy') || words.includes('policies')) && !has(otherPolicies)) return 'authorization';
  if (has(authorizationWords) || ((has(demandWords) || has(softDemandWords)) && has(rightWords)))
    return 'authorization';
  if (has(authenticationWords) || pair('api', 'key') || pair('signed', 'in') || pair('current', 'user'))
    return 'authentication';
  if ((has(demandWords) && has(identityWords)) || (has(softDemandWords) && has(proofWords)))
    return 'authentication';
  if (has(validationWords)) return 'validation';
  return has(harmlessWords) || pair('async', 'handler') || pair('body', 'parser') || pair('cookie', 'parser')
    ? 'harmless'
    : 'other';
}

/** Whether a check decides who may call: by who it is, or by what they may do. */
export function isAccessKind(kind: CheckKind): boolean {
  return kind === 'authentication' || kind === 'authorization';
}

/** As `checkKindOfName`, for a guard's class: that it is a guard says nothing about what it asks for. */
export function checkKindOfGuard(name: string): CheckKind {
  return checkKindOfName(`Require${name.replace(/Guard$/, '')}`);
}

const holders = new Set(
  'controller controllers ctrl service services handler handlers route routes router validation validations validator validators schema schemas'.split(
    ' ',
  ),
);

/** As `checkKindOfName`, for `object.property`: the property speaks first, then the object (`auth.required`). */
export function checkKindOfMember(object: string, property: string): CheckKind {
  // `auth.optional` lets everybody in.
  if (wordsOf(property).includes('optional')) return 'harmless';
  // `passport.initialize()` and `passport.session()` read who is there and refuse nobody.
  if (object === 'passport' && property !== 'authenticate' && property !== 'authorize') return 'harmless';
  const own = checkKindOfName(property);
  if (own !== 'other') return own;
  const last = wordsOf(object).at(-1);
  return last !== undefined && holders.has(last) ? 'other' : checkKindOfName(object);
}
