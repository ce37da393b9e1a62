import { type CheckKind, checkKindOfName } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks } from '../routes.ts';
import type { PhpClasses } from './class-index.ts';
import { constantText } from './class-index.ts';
import { lastPart } from './names.ts';
import type { PhpFacts } from './php-file.ts';
import { argument, type PhpChain, type PhpClosure, type PhpValue } from './value.ts';

/** What the application calls its middleware: https://laravel.com/docs/middleware */
export interface LaravelMiddleware {
  readonly aliases: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Requests that a named limiter lets through, null where that is not constant. */
  readonly limiters: ReadonlyMap<string, number | null>;
}

/** A middleware as a route names it: `throttle:60,1`. */
export interface NamedMiddleware {
  readonly name: string;
  readonly seen: Seen;
}

/** Chains inside closures that are looked through. */
const maxDepth = 8;

/** Reads `Kernel.php`, `bootstrap/app.php` and the limiters of providers. */
export function readMiddleware(facts: ReadonlyMap<string, PhpFacts>, classes: PhpClasses): LaravelMiddleware {
  const aliases = new Map<string, string>();
  const groups = new Map<string, string[]>();
  const limiters = new Map<string, number | null>();
  const addGroup = (name: string, value: PhpValue | null): void => {
    groups.set(name, [...(groups.get(name) ?? []), ...namesIn(value, classes)]);
  };
  for (const { name, properties } of classes.all) {
    if (!name.endsWith('Kernel')) continue;
    for (const [property, value] of properties) {
      if (value.kind !== 'list') continue;
      for (const { key, value: item } of value.entries) {
        if (key === null) continue;
        if (property === 'middlewareGroups') addGroup(key, item);
        else if (/^(?:routeMiddleware|middlewareAliases)$/.test(property))
          aliases.set(key, constantText(item, classes, null) ?? '');
      }
    }
  }
  const configure = (chain: PhpChain): void => {
    for (const { name, args } of chain.links) {
      const first = argument(args, 'aliases', 0);
      if (name === 'alias' && first?.kind === 'list') {
        for (const { key, value } of first.entries)
          if (key !== null) aliases.set(key, constantText(value, classes, null) ?? '');
      } else if (name === 'api' || name === 'web') {
        addGroup(name, argument(args, 'append', 0));
        addGroup(name, argument(args, 'prepend', 1));
      } else if (name === 'group' || name === 'appendToGroup' || name === 'prependToGroup') {
        if (first === null || first.kind !== 'text') continue;
        addGroup(first.text, argument(args, 'middleware', 1));
      } else if (name === 'throttleApi') {
        const limit = constantText(argument(args, 'limiter', 0), classes, null) ?? 'api';
        groups.set('api', [...(groups.get('api') ?? []), `throttle:${limit}`]);
      }
    }
  };
  const visit = (chain: PhpChain, depth: number): void => {
    if (chain.root.kind === 'variable' && chain.root.name === 'middleware') configure(chain);
    const limiter = lastPart(chain.root.name) === 'RateLimiter' ? chain.links[0] : undefined;
    const named = limiter?.name === 'for' ? argument(limiter.args, 'name', 0) : null;
    const answer = limiter === undefined ? null : argument(limiter.args, 'callback', 1);
    if (named?.kind === 'text' && answer?.kind === 'closure')
      limiters.set(named.text, limitIn(answer.closure));
    if (depth < maxDepth)
      for (const inner of closuresIn(chain)) for (const each of inner.chains) visit(each, depth + 1);
  };
  for (const { chains, classes: own } of facts.values()) {
    for (const chain of chains) visit(chain, 0);
    for (const { methods } of own)
      for (const method of methods) for (const chain of method.chains) visit(chain, 0);
  }
  return { aliases, groups, limiters };
}

function closuresIn(chain: PhpChain): PhpClosure[] {
  return chain.links.flatMap(({ args }) =>
    args.flatMap(({ value }) => (value.kind === 'closure' ? [value.closure] : [])),
  );
}

/** `Limit::perMinute(60)`; the least of several. */
function limitIn({ chains }: PhpClosure): number | null {
  const limits = chains.flatMap(({ root, links: [first] }) => {
    if (lastPart(root.name) !== 'Limit' || first === undefined) return [];
    const given = argument(first.args, 'maxAttempts', first.name === 'perMinutes' ? 1 : 0);
    return given?.kind === 'number' ? [given.number] : [];
  });
  return limits.length === 0 ? null : Math.min(...limits);
}

/** The names of a list of middleware: texts, classes, `Authenticate::using('web')`. */
export function namesIn(value: PhpValue | null, classes: PhpClasses): string[] {
  if (value === null) return [];
  if (value.kind === 'list') return value.entries.flatMap(({ value: item }) => namesIn(item, classes));
  if (value.kind === 'chain') {
    const [first] = value.chain.links;
    if (value.chain.root.kind !== 'class' || first === undefined) return [];
    const args = first.args.map((each) =>
      each.value.kind === 'number'
        ? String(each.value.number)
        : (constantText(each.value, classes, null) ?? ''),
    );
    return [`${value.chain.root.name}:${args.join(',')}`];
  }
  const text = constantText(value, classes, null);
  return text === null ? [] : text.split('|');
}

const plain =
  /^(?:web|api|guest|bindings|cache\.headers|precognitive|cors|localize|locale|StartSession|EncryptCookies|VerifyCsrfToken|ValidateCsrfToken|SubstituteBindings|ShareErrorsFromSession|AddQueuedCookiesToResponse|EnsureFrontendRequestsAreStateful|HandleCors|HandleInertiaRequests|TrimStrings|ConvertEmptyStringsToNull|TrustProxies|PreventRequestsDuringMaintenance|RedirectIfAuthenticated|SetLocale|ForceJsonResponse|SetCacheHeaders|AddLinkHeadersForPreloadedAssets)$/;
const known: readonly (readonly [RegExp, CheckKind])[] = [
  [
    /^(?:auth|client|signed|password\.confirm|jwt|Authenticate|RequirePassword|ValidateSignature)\b/,
    'authentication',
  ],
  [
    /^(?:can|role|permission|role_or_permission|ability|abilities|scopes?|verified|Authorize|EnsureEmailIsVerified)$/,
    'authorization',
  ],
  [/^(?:throttle|ThrottleRequests|ThrottleRequestsWithRedis)$/, 'rateLimit'],
];
/** Groups inside groups that are opened. */
const maxGroups = 4;

/** What one middleware checks, by its name, what that stands for, and what its group holds. */
export function checksOfMiddleware(
  { name, seen }: NamedMiddleware,
  middleware: LaravelMiddleware,
  depth = 0,
): Checks {
  const group = middleware.groups.get(name);
  if (group !== undefined && depth < maxGroups)
    return joinChecks(
      ...group.map((each) =>
        checksOfMiddleware({ name: each, seen: { ...seen, text: shown(each) } }, middleware, depth + 1),
      ),
    );
  const at = name.indexOf(':');
  const base = at === -1 ? name : name.slice(0, at);
  const kind = kindOf(base, middleware);
  const limit = kind === 'rateLimit' ? limitOf(at === -1 ? '' : name.slice(at + 1), middleware) : null;
  return oneCheck(kind, limit === null ? seen : { ...seen, limit });
}

export function shown(name: string): string {
  return name.replace(/^(?:\w+\\)+/, '');
}

function kindOf(base: string, { aliases }: LaravelMiddleware): CheckKind {
  const short = lastPart(base);
  if (plain.test(short)) return 'harmless';
  const found = known.find(([pattern]) => pattern.test(short));
  if (found !== undefined) return found[1];
  const byName = checkKindOfName(short);
  const alias = aliases.get(base);
  return byName === 'other' && alias !== undefined && alias !== base
    ? kindOf(alias, { aliases: new Map(), groups: new Map(), limiters: new Map() })
    : byName;
}

/** `60,1`, or the name of a limiter. */
function limitOf(parameters: string, { limiters }: LaravelMiddleware): number | null {
  const [first = ''] = parameters.split(',');
  return /^\d+$/.test(first) ? Number(first) : (limiters.get(first) ?? null);
}
