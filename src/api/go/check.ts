import { type CheckKind, checkKindOfMember, checkKindOfName } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import type { HandlerFacts } from '../handler-facts.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import type { GoExpression } from './facts.ts';
import { isAuthorization } from './handler.ts';
import type { Argument, Value } from './values.ts';

/** What packages of middleware do, where the names of their functions say little. */
const packages: readonly (readonly [RegExp, CheckKind])[] = [
  [
    /(^|\/)(jwtauth|gin-jwt|echo-jwt|contrib\/jwt|contrib\/paseto|casbin|middleware\/(keyauth|basicauth)|authboss)(\/|$)/,
    'authentication',
  ],
  [/(^|\/)(httprate|tollbooth\w*|limiter|gin-limiter|throttled|middleware\/limiter)(\/|$)/, 'rateLimit'],
  [
    /(^|\/)(gin-contrib\/(cors|gzip|zap|logger|requestid|pprof|static|sessions|secure)|rs\/cors|go-chi\/(cors|render|httplog|stampede)|gorilla\/handlers|fiber\/v\d\/middleware\/(recover|cors|logger|compress|requestid|helmet|etag|cache|favicon|monitor|pprof|healthcheck|adaptor|filesystem|static|csrf|encryptcookie)|otelgin|otelecho|otelchi|otelhttp|otelfiber|promhttp|nosurf|alice)(\/|$)/,
    'harmless',
  ],
];
/** Middleware that comes with the frameworks and refuses nobody for who they are. */
const harmlessNames =
  /^(?:Recover\w*|Logger\w*|RequestLogger\w*|Request_?ID\w*|RealIP|CleanPath|StripSlashes|RedirectSlashes|(?:Add|Remove)TrailingSlash\w*|Compress\w*|G?[zZ]ip\w*|Decompress\w*|Heartbeat|Timeout\w*|NoCache|SetHeader|Secure\w*|\w*Body_?(?:Limit|Dump)\w*|Profiler|AllowContentType|ContentCharset|GetHead|URLFormat|Maybe|CORS\w*|Static\w*|HTTPSRedirect\w*|HandlerFunc|WrapH|WrapF|WrapHandler\w*|WrapMiddleware|HTTPHandler\w*|HTTPMiddleware|Metrics\w*|Prometheus\w*|Trac(?:e|er|ing)\w*|SetContentType\w*|ErrorHandler\w*|ErrorLogger\w*|MethodOverride\w*|Locali[sz]\w*|I18n\w*)$/;

/** What a middleware checks: by its name, by what it is made of, and by the codes it refuses with. */
export function checksOf({ expression, value }: Argument): Checks {
  if (expression.kind === 'function') return checksInside(expression.function.handler, expression.seen);
  const seen = seenOf(expression);
  if (seen === null) return noChecks;
  const named = nameOf(expression);
  const own = kindOfReference(named);
  if (own !== 'other') return asChecks(own, named, expression, seen);
  return checksOfValue(value, seen, expression);
}

export function checksOfAll(args: readonly Argument[]): Checks {
  return joinChecks(...args.map(checksOf));
}

function checksOfValue(value: Value, seen: Seen, expression: GoExpression): Checks {
  if (value.kind === 'function') {
    const named = { object: null, name: value.function.name };
    const byName = value.function.name === '' ? 'other' : kindOfReference(named);
    return byName === 'other'
      ? checksInside(value.function.handler, seen)
      : asChecks(byName, named, expression, seen);
  }
  if (value.kind === 'external')
    return asChecks(kindOfExternal(value.importPath, value.name), value, expression, seen);
  if (value.kind !== 'call') return { ...noChecks, other: [seen] };
  const named = nameOf(value.callee);
  const byName = kindOfReference(named);
  const kind = byName === 'other' ? kindOfPackage(value.importPath) : byName;
  if (kind !== 'other') return asChecks(kind, named, value.callee, seen, value);
  const inside = value.target ?? (value.result?.kind === 'function' ? value.result : null);
  return checksInside(inside?.function.handler ?? null, seen);
}

/** A middleware that answers 401 asks who it is; one that answers 403 what they may, 429 how often. */
function checksInside(facts: HandlerFacts | null, seen: Seen): Checks {
  const refusals = new Set((facts?.statusCodes ?? []).map(({ status }) => status));
  if (refusals.has(429)) return { ...noChecks, rateLimit: [seen] };
  if (refusals.has(401)) return { ...noChecks, authentication: [seen] };
  if (refusals.has(403)) return { ...noChecks, authorization: [seen] };
  if (facts !== null && facts.checks.authentication.length > 0)
    return { ...noChecks, authentication: [seen] };
  return { ...noChecks, other: [seen] };
}

interface Named {
  readonly object: string | null;
  readonly name: string;
}

function kindOfReference({ object, name }: Named): CheckKind {
  if (harmlessNames.test(name)) return 'harmless';
  const kind = object === null ? checkKindOfName(name) : checkKindOfMember(object, name);
  if (kind !== 'other' || object === null) return kind;
  return kindOfPackage(object);
}

function kindOfExternal(importPath: string, name: string): CheckKind {
  const kind = kindOfReference({ object: null, name });
  return kind === 'other' ? kindOfPackage(importPath) : kind;
}

function kindOfPackage(importPath: string | null): CheckKind {
  if (importPath === null) return 'other';
  return packages.find(([pattern]) => pattern.test(importPath))?.[1] ?? 'other';
}

function asChecks(
  kind: CheckKind,
  named: Named | { name: string },
  from: GoExpression,
  seen: Seen,
  value?: Value,
): Checks {
  if (kind === 'harmless') return noChecks;
  if (kind === 'authentication' && isAuthorization(named.name)) return { ...noChecks, authorization: [seen] };
  if (kind !== 'rateLimit') return { ...noChecks, [kind]: [seen] };
  const limit = limitIn(
    value?.kind === 'call' ? value.args.map(({ expression }) => expression) : argumentsOf(from),
  );
  return { ...noChecks, rateLimit: [limit === null ? seen : { ...seen, limit }] };
}

function argumentsOf(expression: GoExpression): readonly GoExpression[] {
  return expression.kind === 'call' ? expression.args : [];
}

/** The first number among arguments: `limiter.Config{Max: 20}`, `LimitByIP(100, time.Minute)`. */
export function limitIn(expressions: readonly GoExpression[], depth = 0): number | null {
  for (const expression of expressions) {
    if (expression.kind === 'number') return expression.number;
    if (depth > 4) continue;
    const inner =
      expression.kind === 'composite'
        ? limitIn(
            expression.items.filter(isLimitField).map(({ value }) => value),
            depth + 1,
          )
        : limitIn(argumentsOf(expression), depth + 1);
    if (inner !== null) return inner;
  }
  return null;
}

function isLimitField({ key }: { key: GoExpression | null }): boolean {
  return key?.kind !== 'name' || !/expir|window|period|ttl|burst|timeout|duration/i.test(key.name);
}

function nameOf(expression: GoExpression): Named {
  switch (expression.kind) {
    case 'name':
      return { object: null, name: expression.name };
    case 'member':
      return { object: lastName(expression.of), name: expression.name };
    case 'call':
      return nameOf(expression.callee);
    default:
      return { object: null, name: '' };
  }
}

function lastName(expression: GoExpression): string | null {
  switch (expression.kind) {
    case 'name':
    case 'member':
      return expression.name;
    case 'call':
      return lastName(expression.callee);
    default:
      return null;
  }
}

function seenOf(expression: GoExpression): Seen | null {
  return 'seen' in expression ? expression.seen : null;
}
