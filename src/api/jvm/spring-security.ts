import { type ClassIndex, listOf, type Scope } from '../classes/class-index.ts';
import {
  argumentOf,
  type Expression,
  type FunctionFact,
  type Link,
  simpleName,
} from '../classes/class-model.ts';
import type { Seen } from '../endpoint.ts';
import { type Checks, noChecks } from '../routes.ts';
import { moduleOf } from './modules.ts';
import { matchesPattern } from './path-patterns.ts';

/** Lambdas in lambdas that are looked into. */
const maxDepth = 30;

interface Rule {
  /** null for any. */
  readonly method: string | null;
  /** null where they are not constant: what comes after may or may not hold. */
  readonly patterns: readonly string[] | null;
  readonly verdict: Verdict;
}

export interface Verdict {
  readonly checks: Checks;
  readonly publicBy: Seen | null;
}

interface FilterChain {
  readonly module: string;
  readonly order: number;
  /** Paths that it is for; null for all, `unknown` where they are not constant. */
  readonly matcher: readonly string[] | null | 'unknown';
  readonly rules: readonly Rule[];
}

/** What Spring Security's filter chains demand of a request; null where no chain that holds for it was found. */
export type SecurityOf = (request: {
  readonly method: string;
  readonly path: string;
  readonly file: string;
}) => Verdict | null;

const matchers = /^(?:requestMatchers|antMatchers|mvcMatchers|pathMatchers)$/;
const decisions =
  /^(?:permitAll|authenticated|fullyAuthenticated|hasRole|hasAnyRole|hasAuthority|hasAnyAuthority|hasAllRoles|hasAllAuthorities|hasScope|hasAnyScope|denyAll|access|anonymous|rememberMe|hasIpAddress)$/;

/** https://docs.spring.io/spring-security/reference/servlet/authorization/authorize-http-requests.html */
export function springSecurity(index: ClassIndex): SecurityOf {
  const chains = index.entries
    .flatMap(({ fact: owner, file }) => owner.methods.map((method) => ({ method, scope: { file, owner } })))
    .concat(
      index.files.flatMap((file) =>
        file.functions.map((method) => ({ method, scope: { file, owner: null } as never })),
      ),
    )
    .flatMap(({ method, scope }) => chainOf(method, scope, index))
    // A chain without a matcher takes what the others leave.
    .sort((a, b) => a.order - b.order || Number(a.matcher === null) - Number(b.matcher === null));
  return ({ method, path, file }) => {
    const own = chains.filter(({ module }) => module === moduleOf(file));
    for (const chain of own) {
      if (chain.matcher === 'unknown') return null;
      if (chain.matcher !== null && !chain.matcher.some((pattern) => matchesPattern(pattern, path))) continue;
      return verdictOf(chain, method, path);
    }
    return null;
  };
}

function verdictOf({ rules }: FilterChain, method: string, path: string): Verdict | null {
  for (const rule of rules) {
    if (rule.method !== null && rule.method !== method) continue;
    if (rule.patterns === null) return null;
    if (rule.patterns.some((pattern) => matchesPattern(pattern, path))) return rule.verdict;
  }
  return null;
}

function chainOf(method: FunctionFact, scope: Scope, index: ClassIndex): FilterChain[] {
  if (
    method.statements === null ||
    !method.parameters.some(({ type }) => /\b(?:Server)?HttpSecurity\b/.test(type))
  )
    return [];
  const rules: Rule[] = [];
  const found: { matcher: FilterChain['matcher'] } = { matcher: null };
  const look = (expression: Expression, depth: number): void => {
    if (depth > maxDepth) return;
    if (expression.kind === 'assign') look(expression.value, depth + 1);
    if (expression.kind === 'list') for (const item of expression.items) look(item, depth + 1);
    if (expression.kind === 'lambda') for (const inner of expression.statements ?? []) look(inner, depth + 1);
    if (expression.kind !== 'chain') return;
    readLinks(expression.links, scope, index, rules);
    for (const link of expression.links) {
      if (link.name === 'securityMatcher' || link.name === 'securityMatchers' || link.name === 'antMatcher')
        found.matcher = matcherOf(link, scope, index);
      for (const { value } of link.args) look(value, depth + 1);
    }
  };
  for (const statement of method.statements) look(statement, 0);
  if (rules.length === 0 && found.matcher === null) return [];
  const order = method.annotations.find(({ name }) => simpleName(name) === 'Order');
  const value = order === undefined ? null : argumentOf(order.args, ['value'], true);
  const number = value?.kind === 'other' ? Number(value.text) : Number.NaN;
  return [
    {
      module: moduleOf(scope.file.path),
      order: Number.isNaN(number) ? (value === null ? 1_000_000 : 0) : number,
      matcher: found.matcher,
      rules,
    },
  ];
}

function matcherOf(link: Link, scope: Scope, index: ClassIndex): FilterChain['matcher'] {
  const lambda = link.args.find(({ value }) => value.kind === 'lambda')?.value;
  const inner =
    lambda?.kind === 'lambda'
      ? (lambda.statements ?? []).flatMap((statement) => (statement.kind === 'chain' ? statement.links : []))
      : [];
  const texts = [link, ...inner].flatMap(({ args }) =>
    args.flatMap(({ value }) => (value.kind === 'lambda' ? [] : patternsOf(value, index, scope))),
  );
  return texts.length === 0 || texts.includes(null) ? 'unknown' : texts.flatMap((text) => text ?? []);
}

/** `requestMatchers("/a").permitAll().anyRequest().authenticated()`, and Kotlin's `authorize("/a", permitAll)`. */
function readLinks(links: readonly Link[], scope: Scope, index: ClassIndex, rules: Rule[]): void {
  for (const [at, link] of links.entries()) {
    if (link.name === 'authorize' && link.args.length > 0) {
      const decision = link.args.at(-1)?.value ?? null;
      const verdict = verdictOfValue(decision, link.seen);
      if (verdict !== null)
        rules.push({
          ...requestsOf(
            link.args.slice(0, -1).map(({ value }) => value),
            scope,
            index,
          ),
          verdict,
        });
    }
    const any = link.name === 'anyRequest' || link.name === 'anyExchange';
    if (!any && !matchers.test(link.name) && link.name !== 'regexMatchers') continue;
    const decision = links.slice(at + 1, at + 3).find(({ name }) => decisions.test(name));
    if (decision === undefined) continue;
    const requests = any
      ? { method: null, patterns: ['/**'] }
      : link.name === 'regexMatchers'
        ? { method: null, patterns: null }
        : requestsOf(
            link.args.map(({ value }) => value),
            scope,
            index,
          );
    rules.push({ ...requests, verdict: verdictOfName(decision.name, decision.seen) });
  }
}

function requestsOf(
  values: readonly Expression[],
  scope: Scope,
  index: ClassIndex,
): Pick<Rule, 'method' | 'patterns'> {
  const isMethod = (value: Expression): boolean =>
    value.kind === 'name' && /^(?:HttpMethod\.)?(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/.test(value.name);
  const method = values.find(isMethod);
  const rest = values.filter((value) => !isMethod(value));
  const patterns = rest.flatMap((value) => patternsOf(value, index, scope));
  return {
    method: method?.kind === 'name' ? simpleName(method.name) : null,
    patterns:
      rest.length === 0
        ? ['/**']
        : patterns.includes(null)
          ? null
          : patterns.flatMap((pattern) => pattern ?? []),
  };
}

function patternsOf(value: Expression, index: ClassIndex, scope: Scope): (string | null)[] {
  if (value.kind === 'name' && /^any(?:Request|Exchange)$/.test(value.name)) return ['/**'];
  // Actuator and static resources are no handlers of the project.
  if (
    value.kind === 'chain' &&
    value.root?.kind === 'name' &&
    /^(?:EndpointRequest|PathRequest)\b/.test(value.root.name)
  )
    return [];
  // `new AntPathRequestMatcher("/a")`, `antMatcher("/a")`, `mvc.pattern("/a")`.
  const link = value.kind === 'chain' ? value.links.at(-1) : undefined;
  if (
    link !== undefined &&
    /^(?:antMatcher|AntPathRequestMatcher|pattern|pathPattern|matcher)$/.test(link.name)
  ) {
    // A method beside the pattern narrows it: what the rule then leaves is not known.
    return link.args.length === 1 ? [index.text(link.args[0]?.value ?? null, scope)] : [null];
  }
  const named = value.kind === 'name' ? namedList(value.name, index, scope) : null;
  if (named !== null) return named;
  return listOf(value).map((item) => index.text(item, scope));
}

/** `requestMatchers(PUBLIC_PATHS)`: a constant that is an array. */
function namedList(name: string, index: ClassIndex, scope: Scope): (string | null)[] | null {
  const dot = name.lastIndexOf('.');
  const owner = dot === -1 ? scope.owner : (index.find(name.slice(0, dot), scope)?.fact ?? null);
  const value = owner?.constants.find(([constant]) => constant === name.slice(dot + 1))?.[1];
  const items = value === undefined ? [] : listOf(value);
  return value === undefined || (items.length === 1 && value.kind !== 'list')
    ? null
    : items.map((item) => index.text(item, scope));
}

function verdictOfValue(value: Expression | null, seen: Seen): Verdict | null {
  if (value?.kind === 'name' && decisions.test(simpleName(value.name)))
    return verdictOfName(simpleName(value.name), seen);
  const link = value?.kind === 'chain' ? value.links.at(-1) : undefined;
  return link !== undefined && decisions.test(link.name) ? verdictOfName(link.name, seen) : null;
}

function verdictOfName(name: string, seen: Seen): Verdict {
  if (name === 'permitAll' || name === 'anonymous') return { checks: noChecks, publicBy: seen };
  return /uthenticated$|^rememberMe$/.test(name)
    ? { checks: { ...noChecks, authentication: [seen] }, publicBy: null }
    : { checks: { ...noChecks, authorization: [seen] }, publicBy: null };
}

/** Both the filter chain and the method have to let a request pass: it is open to all where neither asks who it is. */
export function openTo(
  filters: Verdict | null,
  method: { readonly publicBy: Seen | null; readonly decides: boolean },
): Seen | null {
  if (filters !== null && filters.publicBy === null) return null;
  return method.publicBy ?? (method.decides ? null : (filters?.publicBy ?? null));
}
