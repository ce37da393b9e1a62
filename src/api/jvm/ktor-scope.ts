import type { ClassEntry, ClassIndex, Scope } from '../classes/class-index.ts';
import {
  type Expression,
  type FunctionFact,
  type Lambda,
  type Link,
  simpleName,
} from '../classes/class-model.ts';
import { joinPath } from '../join-path.ts';
import type { Checks } from '../routes.ts';
import type { KtorPlugins } from './ktor-handler.ts';

/** Blocks and functions inside each other that are followed. */
export const maxDepth = 40;
/** Routes that one root may lead to; functions that call each other many times over would have no end. */
export const maxRoutes = 5_000;

export interface KtorRoute {
  readonly method: string;
  readonly path: string;
  readonly prefixSeen: boolean;
  readonly checks: Checks;
  readonly link: Link;
  readonly handler: Expression | null;
  readonly scope: Scope;
  /** Of a route that is typed with a resource. */
  readonly resource: ClassEntry | null;
}

export interface Around {
  readonly prefix: string;
  readonly prefixSeen: boolean;
  readonly method: string | null;
  readonly checks: Checks;
  readonly scope: Scope;
  /** False in an application, before `routing`. */
  readonly inRoutes: boolean;
  readonly bound: ReadonlyMap<string, Bound>;
  readonly stack: readonly FunctionFact[];
  readonly resource: ClassEntry | null;
  readonly depth: number;
}

/** What an argument of a function of the project stands for: a text, or a block with where it is written. */
export type Bound =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'block'; readonly block: Lambda; readonly around: Around; used: boolean };

export interface Reading {
  readonly index: ClassIndex;
  readonly plugins: KtorPlugins;
  readonly included: Set<FunctionFact>;
  readonly into: KtorRoute[];
}

/** Whether a function adds routes to what it is called on or given. */
export function addsRoutes({ receiver, parameters }: FunctionFact): boolean {
  const isRoute = (type: string): boolean =>
    /^(?:[\w.]*\.)?(?:Route|Routing|RootRoute|IRoute|NormalOpenAPIRoute)$/.test(type);
  return isRoute(receiver ?? '') || parameters.some(({ type }) => isRoute(type));
}

export function below(around: Around, path: string | null): Pick<Around, 'prefix' | 'prefixSeen'> {
  return path === null
    ? { prefix: around.prefix, prefixSeen: false }
    : { prefix: joinPath(around.prefix, path), prefixSeen: around.prefixSeen };
}

export function methodOf(value: Expression): string | null {
  return value.kind === 'name'
    ? (/^(?:HttpMethod\.)(\w+)$/.exec(value.name)?.[1]?.toUpperCase() ?? null)
    : null;
}

/** A text, where names may be arguments or variables of the function that is being read. */
export function textOf(value: Expression, around: Around, index: ClassIndex): string | null {
  if (value.kind === 'name') {
    const bound = around.bound.get(value.name);
    if (bound?.kind === 'text') return bound.text;
  }
  if (value.kind !== 'join') return index.text(value, around.scope);
  const parts = value.parts.map((part) =>
    part.kind === 'join' ? index.text(part, around.scope) : textOf(part, around, index),
  );
  return parts.includes(null) ? null : parts.join('').slice(0, 2_000);
}

/** `this`, a parameter that is a route, or nothing before the call; `client.get(…)` is no route. */
export function isOnRoute(receiver: Expression | null, { scope, stack }: Around): boolean {
  if (receiver === null) return true;
  if (receiver.kind !== 'name') return false;
  if (receiver.name === 'this' || receiver.name.startsWith('this@')) return true;
  const parameters = stack.at(-1)?.parameters ?? [];
  return (
    parameters.some(({ name, type }) => name === receiver.name && /Rout(?:e|ing)\b/.test(type)) ||
    (scope.owner === null && /^(?:route|routing|router|routes)$/i.test(receiver.name))
  );
}

export interface Called {
  readonly fact: FunctionFact;
  readonly scope: Scope;
}

/** The function of the project behind a call that adds routes. */
export function functionOf(
  link: Link,
  receiver: Expression | null,
  around: Around,
  index: ClassIndex,
): Called | null {
  if (!around.inRoutes) return null;
  const all = index
    .functions(link.name)
    .filter(({ fact }) => addsRoutes(fact) && !around.stack.includes(fact));
  if (all.length <= 1) return all[0] ?? null;
  const { file, owner } = around.scope;
  const type = receiver?.kind === 'name' ? typeOf(receiver.name, around) : null;
  const entry = type === null ? null : index.find(type, around.scope);
  const full = index.fullName(link.name, around.scope);
  const ranked = [
    all.filter(({ scope }) => entry !== null && scope.owner === entry.fact),
    all.filter(({ scope }) => receiver === null && owner !== null && scope.owner === owner),
    all.filter(({ scope }) => scope.owner === null && full === `${scope.file.package}.${link.name}`),
    all.filter(({ scope }) => scope.owner === null && scope.file === file),
    all.filter(({ scope }) => scope.owner === null && scope.file.package === file.package),
    all.filter(({ scope }) => scope.owner === null && file.wildcards.includes(scope.file.package)),
  ];
  // Overloads are told apart by how many arguments they take.
  const found = ranked.find((group) => group.length > 0) ?? [];
  return found.find(({ fact }) => fact.parameters.length === link.args.length) ?? found[0] ?? null;
}

function typeOf(name: string, { scope, stack }: Around): string | null {
  const parameter = stack.at(-1)?.parameters.find((each) => each.name === name)?.type;
  const type = parameter ?? scope.owner?.fields.find(([field]) => field === name)?.[1];
  return type === undefined ? (/^[A-Z]\w*$/.test(name) ? name : null) : (/^[\w.]+/.exec(type)?.[0] ?? null);
}

/** The path of a class with `@Resource("…")`, below that of its `parent`; null where it has none. */
export function resourcePath(entry: ClassEntry, index: ClassIndex, depth = 0): string | null {
  const { fact, file } = entry;
  const annotation = fact.annotations.find(({ name }) => /^(?:Resource|Location)$/.test(simpleName(name)));
  if (annotation === undefined || depth > 10) return null;
  const scope = { file, owner: fact };
  const own = index.text(annotation.args[0]?.value ?? null, scope);
  if (own === null) return null;
  for (const { type } of fact.parameters) {
    const parent = index.find(/^[\w.]+/.exec(type)?.[0] ?? '', scope);
    const above = parent === null || parent === entry ? null : resourcePath(parent, index, depth + 1);
    if (above !== null) return joinPath(above, own);
  }
  return own;
}
