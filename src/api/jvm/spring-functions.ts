import type { ClassIndex, Scope } from '../classes/class-index.ts';
import { type Expression, type FunctionFact, type Link, simpleName } from '../classes/class-model.ts';
import { placed } from '../classes/methods.ts';
import { templatePath } from '../classes/templates.ts';
import type { Seen } from '../endpoint.ts';
import { joinPath } from '../join-path.ts';
import {
  joinChecks,
  type LocalEndpoint,
  noChecks,
  type RouteFacts,
  type RouteItem,
  type RouterFact,
} from '../routes.ts';
import type { Place } from '../seen.ts';
import { accessOf } from './bean-access.ts';
import { pagesWithin, springStatuses } from './spring-answers.ts';
import { contextPath } from './spring-application.ts';
import { openTo } from './spring-security.ts';
import type { SpringWorld } from './spring-world.ts';

/** Router functions in router functions that are followed. */
const maxDepth = 30;
/** Routes of one function; one that refers to others many times over would have no end. */
const maxRoutes = 2_000;

const verbs = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;

interface FunctionalRoute {
  readonly method: string;
  readonly path: string;
  readonly prefixSeen: boolean;
  readonly handler: Expression | null;
  readonly link: Link;
  readonly scope: Scope;
  readonly filters: readonly Seen[];
}

/** Where routes are read: what stands before them, and in which function. */
interface Around {
  readonly prefix: string;
  readonly prefixSeen: boolean;
  readonly scope: Scope;
  readonly filters: readonly Seen[];
  /** Functions that led here. */
  readonly stack: readonly FunctionFact[];
  readonly depth: number;
}

interface Reading {
  readonly index: ClassIndex;
  /** Functions whose routes were read as part of another. */
  readonly included: Set<FunctionFact>;
  readonly into: FunctionalRoute[];
}

/** https://docs.spring.io/spring-framework/reference/web/webmvc-functional.html, in Java and in the DSL of Kotlin. */
export function springFunctions(world: SpringWorld): RouteFacts {
  const { index } = world;
  const included = new Set<FunctionFact>();
  const roots = routerFunctions(index).map(({ fact, scope }) => {
    const into: FunctionalRoute[] = [];
    const around = { prefix: '', prefixSeen: true, scope, filters: [], stack: [fact], depth: 0 };
    for (const statement of fact.statements ?? []) read(statement, around, { index, included, into });
    return { fact, scope, into };
  });
  const routers: RouterFact[] = [];
  const items: RouteItem[] = [];
  for (const { fact, scope, into } of roots) {
    const root = contextPath(world.settingsOf(scope.file.path));
    // What is no bean is handed to something that may put a prefix before it.
    const isBean = fact.annotations.some(({ name }) => simpleName(name) === 'Bean');
    if (included.has(fact) && !isBean) continue;
    for (const route of into) {
      const seen = isBean && route.prefixSeen && root !== null;
      const key = `${scope.file.path}#${fact.place.start}${seen ? '' : '?'}`;
      routers.push({ key, role: seen ? 'application' : 'router', certain: true, transparent: false });
      items.push({
        kind: 'endpoint',
        router: key,
        path: route.scope.file.path,
        offset: route.link.place.start,
        endpoint: endpointOf(route, root ?? '', world),
      });
    }
  }
  return { routers, items };
}

function routerFunctions(index: ClassIndex): { fact: FunctionFact; scope: Scope }[] {
  const all = [
    ...index.files.flatMap((file) =>
      file.functions.map((fact) => ({ fact, scope: { file, owner: null } as Scope })),
    ),
    ...index.entries.flatMap(({ fact: owner, file }) =>
      owner.methods.map((fact) => ({ fact, scope: { file, owner } as Scope })),
    ),
  ];
  return all.filter(({ fact }) => fact.statements !== null && isRouterFunction(fact));
}

function isRouterFunction({ returns, statements }: FunctionFact): boolean {
  if (/\bRouterFunction\b/.test(returns)) return true;
  return (statements ?? []).some(
    (statement) => statement.kind === 'chain' && /^(?:coRouter|router)$/.test(statement.links[0]?.name ?? ''),
  );
}

function read(expression: Expression, around: Around, reading: Reading): void {
  if (around.depth > maxDepth || reading.into.length > maxRoutes) return;
  const deeper = { ...around, depth: around.depth + 1 };
  switch (expression.kind) {
    case 'assign':
      read(expression.value, deeper, reading);
      return;
    case 'list':
      for (const item of expression.items) read(item, deeper, reading);
      return;
    case 'lambda':
      for (const statement of expression.statements ?? []) read(statement, deeper, reading);
      return;
    case 'reference':
      include(expression.name, deeper, reading);
      return;
    case 'chain':
      readChain(expression, deeper, reading);
      return;
    default:
  }
}

function readChain(chain: Extract<Expression, { kind: 'chain' }>, around: Around, reading: Reading): void {
  // Filters hold for all of their builder's routes, whatever comes first.
  const filters = chain.links
    .filter(({ name }) => name === 'filter' || name === 'before')
    .map(({ seen }) => seen);
  let here: Around = { ...around, filters: [...around.filters, ...filters] };
  if (chain.root?.kind === 'text') here = below(here, chain.root.text);
  const [only] = chain.links;
  if (chain.links.length === 1 && only !== undefined && include(only.name, here, reading)) return;
  for (const link of chain.links) {
    const first = link.args[0]?.value ?? null;
    const last = link.args.at(-1)?.value ?? null;
    if (verbs.test(link.name)) readVerb(link, here, reading);
    else if (link.name === 'path' && link.args.length === 1)
      // `path("/a").nest { … }` of Kotlin.
      here = below(here, reading.index.text(first, here.scope));
    else if (link.name === 'path' && last !== null)
      read(last, below(here, reading.index.text(first, here.scope)), reading);
    else if ((link.name === 'nest' || link.name === 'andNest') && last !== null) {
      const predicate =
        link.args.length > 1 && first !== null ? predicateOf(first, here.scope, reading.index) : null;
      read(last, predicate === null || predicate.path === '' ? here : below(here, predicate.path), reading);
    } else if (
      (link.name === 'route' || link.name === 'andRoute') &&
      link.args.length > 1 &&
      first !== null
    ) {
      const predicate = predicateOf(first, here.scope, reading.index);
      if (predicate.method !== null && predicate.path !== null)
        push(predicate.method, predicate.path, link.args[1]?.value ?? null, link, here, reading);
    } else if (/^(?:add|and|andOther|router|coRouter|invoke)$/.test(link.name))
      for (const { value } of link.args) read(value, here, reading);
  }
}

function readVerb(link: Link, around: Around, reading: Reading): void {
  const values = link.args.map(({ value }) => value);
  const isHandler = (value: Expression): boolean => value.kind === 'reference' || value.kind === 'lambda';
  const [first] = values;
  const withPath = first !== undefined && !isHandler(first) && !isPredicate(first);
  const path = withPath ? reading.index.text(first, around.scope) : '';
  const handler = values.find(isHandler) ?? (values.length > 1 ? values.at(-1) : undefined);
  // A verb without a handler is a predicate.
  if (path !== null && handler !== undefined) push(link.name, path, handler, link, around, reading);
}

function isPredicate(value: Expression): boolean {
  return value.kind === 'chain';
}

function push(
  method: string,
  path: string,
  handler: Expression | null,
  link: Link,
  { prefix, prefixSeen, scope, filters }: Around,
  { into }: Reading,
): void {
  into.push({
    method,
    path: templatePath(joinPath(prefix, path)),
    prefixSeen,
    handler,
    link,
    scope,
    filters,
  });
}

function below(around: Around, path: string | null): Around {
  return path === null
    ? { ...around, prefixSeen: false }
    : { ...around, prefix: joinPath(around.prefix, path) };
}

/** `GET("/a").and(accept(JSON))`, `path("/a")`, `method(HttpMethod.GET)`. */
function predicateOf(
  expression: Expression,
  scope: Scope,
  index: ClassIndex,
  depth = 0,
): { method: string | null; path: string | null } {
  const found: { method: string | null; path: string | null } = { method: null, path: '' };
  if (expression.kind !== 'chain' || depth > maxDepth) return found;
  for (const link of expression.links) {
    const value = link.args[0]?.value ?? null;
    if (verbs.test(link.name)) {
      found.method = link.name;
      found.path = value === null ? '' : index.text(value, scope);
    } else if (link.name === 'path') found.path = index.text(value, scope);
    else if (link.name === 'method' && value?.kind === 'name') found.method = simpleName(value.name);
    else if (link.name === 'and' && value !== null) {
      const more = predicateOf(value, scope, index, depth + 1);
      found.method ??= more.method;
      if (more.path !== '') found.path = more.path;
    }
  }
  return found;
}

/** The routes of another function of the project, read where it is called; false where there is none of this name. */
function include(name: string, around: Around, reading: Reading): boolean {
  const found = reading.index
    .functions(name)
    .filter(({ fact }) => fact.statements !== null && isRouterFunction(fact));
  const [only] = found.filter(({ scope }) => scope.owner === around.scope.owner).concat(found);
  if (only === undefined) return false;
  reading.included.add(only.fact);
  if (around.stack.includes(only.fact)) return true;
  for (const statement of only.fact.statements ?? [])
    read(
      statement,
      { ...around, scope: only.scope, stack: [...around.stack, only.fact], depth: around.depth + 1 },
      reading,
    );
  return true;
}

interface Handler {
  readonly place: Place;
  readonly text: string | null;
  readonly scope: Scope;
  readonly fact: FunctionFact | null;
}

function handlerOf(handler: Expression | null, scope: Scope, index: ClassIndex): Handler | null {
  if (handler?.kind === 'lambda') return { place: handler.place, text: handler.text, scope, fact: null };
  if (handler?.kind !== 'reference') return null;
  const owner = handler.owner === null || handler.owner === 'this' ? null : handler.owner;
  const type = owner === null ? null : (typeOfVariable(owner, scope) ?? owner);
  const entry = type === null ? null : index.find(type, scope);
  const classes =
    entry === null
      ? owner === null && scope.owner !== null
        ? [{ fact: scope.owner, file: scope.file }]
        : []
      : [entry, ...index.bases(entry)];
  for (const { fact, file } of classes) {
    const method = fact.methods.find(({ name, hasBody }) => name === handler.name && hasBody);
    if (method !== undefined)
      return { place: method.place, text: method.text, scope: { file, owner: fact }, fact: method };
  }
  return null;
}

/** The type of a field, of a parameter of the constructor or of a parameter of any method of the class. */
function typeOfVariable(name: string, { owner, file }: Scope): string | null {
  const fields = owner?.fields ?? [];
  const parameters = [
    ...(owner?.parameters ?? []),
    ...[...(owner?.methods ?? []), ...file.functions].flatMap((method) => method.parameters),
  ];
  const type =
    fields.find(([field]) => field === name)?.[1] ?? parameters.find((each) => each.name === name)?.type;
  return type === undefined ? null : (/^[\w.]+/.exec(type)?.[0] ?? null);
}

function endpointOf(route: FunctionalRoute, root: string, world: SpringWorld): LocalEndpoint {
  const { index, context, errors } = world;
  const handler = handlerOf(route.handler, route.scope, index);
  const annotations =
    handler?.fact === null || handler === null ? [] : placed(handler.fact.annotations, handler.scope);
  const access = accessOf(annotations, index);
  const filters = world.security({ method: route.method, path: route.path, file: route.scope.file.path });
  const publicBy = openTo(filters, access);
  return {
    method: route.method,
    path: joinPath(root, route.path),
    span: { ...route.link.place, side: context.side },
    handler: handler === null ? null : { ...handler.place, side: context.side },
    handlerText: handler?.text ?? null,
    checks: joinChecks(filters?.checks ?? noChecks, access.checks, { ...noChecks, other: route.filters }),
    statusCodes:
      handler === null
        ? []
        : springStatuses(
            handler.place,
            handler.scope,
            { annotations, returns: 'ServerResponse', seen: route.link.seen },
            index,
            errors,
          ),
    isPublic: publicBy !== null,
    ...(publicBy === null ? {} : { publicBy }),
    ...(handler === null ? {} : { pagination: pagesWithin(handler.place, handler.scope, index) }),
  };
}
