import { accessByName } from '../classes/access.ts';
import { callText } from '../classes/call-text.ts';
import type { ClassIndex, Scope } from '../classes/class-index.ts';
import { type Expression, type Link, simpleName } from '../classes/class-model.ts';
import type { Seen } from '../endpoint.ts';
import { type Checks, noChecks } from '../routes.ts';
import { numberOf } from './answers.ts';

/** Expressions inside expressions that are looked into. */
const maxDepth = 30;

/** What a call behind a route or group demands of its requests. */
export function conventionOf(
  link: Link,
  text: (value: Expression) => string | null,
  limits: ReadonlyMap<string, number>,
): { readonly checks: Checks; readonly publicBy: Seen | null } {
  const seen: Seen = { ...link.seen, text: callText(link) };
  const only = (checks: Partial<Checks>): { checks: Checks; publicBy: null } => ({
    checks: { ...noChecks, ...checks },
    publicBy: null,
  });
  switch (link.name) {
    case 'AllowAnonymous':
      return { checks: noChecks, publicBy: seen };
    case 'RequireAuthorization':
      return link.args.length > 0 ? only({ authorization: [seen] }) : only({ authentication: [seen] });
    case 'RequireRateLimiting': {
      const limit = limits.get((link.args[0] === undefined ? null : text(link.args[0].value)) ?? '');
      return only({ rateLimit: [limit === undefined ? seen : { ...seen, limit }] });
    }
    case 'WithParameterValidation':
    case 'AddValidation':
      return only({ validation: [seen] });
    case 'AddEndpointFilter':
    case 'AddEndpointFilterFactory': {
      const name = link.types[0] ?? '';
      if (/valid/i.test(name)) return only({ validation: [seen] });
      return { checks: accessByName(name, seen) ?? { ...noChecks, other: [seen] }, publicBy: null };
    }
    default:
  }
  if (/^(?:With|Accepts|Produces|Has|Map|Use|Add|Disable|Cache|Exclude)/.test(link.name))
    return /Valid/.test(link.name) && !/^Produces/.test(link.name) ? only({ validation: [seen] }) : only({});
  return { checks: accessByName(link.name, seen) ?? noChecks, publicBy: null };
}

/** What is set once for all endpoints. */
export interface ApplicationPolicies {
  /** Limits of rate limiters by the names of their policies. */
  readonly limits: ReadonlyMap<string, number>;
  /** Where everybody has to sign in unless an endpoint says otherwise. */
  readonly fallback: Seen | null;
}

/** `AddFixedWindowLimiter("api", o => o.PermitLimit = 10)`, `FallbackPolicy`, `new AuthorizeFilter()`. */
export function applicationPolicies(index: ClassIndex): ApplicationPolicies {
  const limits = new Map<string, number>();
  const found: { fallback: Seen | null } = { fallback: null };
  const look = (expression: Expression, scope: Scope, depth: number): void => {
    if (depth > maxDepth) return;
    if (expression.kind === 'assign') {
      const link = expression.value.kind === 'chain' ? expression.value.links.at(-1) : undefined;
      if (simpleName(expression.name) === 'FallbackPolicy' && link !== undefined)
        found.fallback ??= { ...link.seen, text: 'FallbackPolicy' };
      look(expression.value, scope, depth + 1);
    }
    for (const item of expression.kind === 'list' ? expression.items : []) look(item, scope, depth + 1);
    for (const item of expression.kind === 'lambda' ? (expression.statements ?? []) : [])
      look(item, scope, depth + 1);
    if (expression.kind !== 'chain') return;
    if (expression.root !== null) look(expression.root, scope, depth + 1);
    for (const link of expression.links) {
      if (link.name === 'SetFallbackPolicy' || (link.name === 'AuthorizeFilter' && link.isNew))
        found.fallback ??= { ...link.seen, text: link.name };
      if (/^Add\w*Limiter$|^AddPolicy$/.test(link.name)) {
        const name = index.text(link.args[0]?.value ?? null, scope);
        const limit = limitIn(link, index, scope);
        if (name !== null && limit !== null) limits.set(name, limit);
      }
      for (const { value } of link.args) look(value, scope, depth + 1);
    }
  };
  for (const file of index.files)
    for (const fact of file.functions)
      for (const statement of fact.statements ?? []) look(statement, { file, owner: null }, 0);
  for (const { fact: owner, file } of index.entries)
    for (const fact of owner.methods)
      for (const statement of fact.statements ?? []) look(statement, { file, owner }, 0);
  return { limits, fallback: found.fallback };
}

function limitIn({ args }: Link, index: ClassIndex, scope: Scope): number | null {
  for (const { value } of args)
    for (const statement of value.kind === 'lambda' ? (value.statements ?? []) : [])
      if (statement.kind === 'assign' && /^(?:Permit|Token)Limit$/.test(simpleName(statement.name)))
        return numberOf(statement.value, index, scope);
  return null;
}
