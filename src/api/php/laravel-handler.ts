import type { Seen } from '../endpoint.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import type { Place } from '../seen.ts';
import { distinct, type PhpBody, type SeenStatus } from './body.ts';
import type { PhpClasses, PhpLineage } from './class-index.ts';
import { type NamedMiddleware, namesIn, shown } from './laravel-middleware.ts';
import type { LaravelRoute } from './laravel-routes.ts';
import { closureOf } from './method-closure.ts';
import { lastPart } from './names.ts';
import type { PhpClass, PhpMethod } from './php-file.ts';
import { argument, type PhpChain, type PhpLink, type PhpValue, textsOf } from './value.ts';

/** What answers a route, as far as the tree shows. */
export interface LaravelHandler {
  readonly place: Place;
  readonly text: string;
  readonly checks: Checks;
  readonly statusCodes: readonly SeenStatus[];
  readonly pagination: readonly Seen[];
  readonly idempotency: readonly Seen[];
  /** What the controller puts before its actions. */
  readonly middleware: readonly NamedMiddleware[];
}

/** The closure or the method of a route; null where it is not in the tree. */
export function readLaravelHandler(route: LaravelRoute, classes: PhpClasses): LaravelHandler | null {
  if (route.closure !== null) {
    const { body, types } = route.closure;
    return handlerOf([body], types, [], classes);
  }
  const name = route.controller === null ? null : controllerName(route.controller, classes);
  if (name === null || route.action === null) return null;
  const lineage = classes.lineage(name);
  const method = lineage.methods.get(route.action);
  if (method === undefined) return null;
  const types = method.parameters.flatMap(({ type }) => type ?? []);
  return handlerOf(
    closureOf(method, lineage),
    types,
    controllerMiddleware(lineage, route.action, classes),
    classes,
  );
}

/** A full name, or one below the namespace that providers used to add. */
function controllerName(name: string, classes: PhpClasses): string | null {
  const plain = name.replace(/^\\/, '');
  if (classes.named(plain) !== null) return plain;
  const end = `\\${plain}`;
  return classes.all.find((each) => each.name.endsWith(end))?.name ?? null;
}

function handlerOf(
  bodies: readonly PhpBody[],
  types: readonly string[],
  middleware: readonly NamedMiddleware[],
  classes: PhpClasses,
): LaravelHandler | null {
  const [body] = bodies;
  if (body === undefined) return null;
  return {
    place: body.place,
    text: body.text,
    checks: joinChecks(
      ...bodies.map(({ checks }) => checks),
      ...types.map((type) => requestChecks(type, body, classes)),
    ),
    statusCodes: distinct(bodies.flatMap(({ statusCodes }) => statusCodes)),
    pagination: bodies.flatMap(({ pagination }) => pagination),
    idempotency: bodies.flatMap(({ idempotency }) => idempotency),
    middleware,
  };
}

/** A FormRequest validates before the action runs, and may refuse: https://laravel.com/docs/validation#form-request-validation */
function requestChecks(type: string, body: PhpBody, classes: PhpClasses): Checks {
  const lineage = classes.lineage(type);
  const isForm = lineage.ancestors.has('Illuminate\\Foundation\\Http\\FormRequest');
  // One whose class is not in the tree is told by its name.
  const isNamed = lineage.classes.length === 0 && /Requests\\\w+Request$/.test(type);
  if (!isForm && !isNamed) return noChecks;
  const { path, startLine } = body.place;
  const seen = { text: lastPart(type), path, line: startLine };
  const authorize = lineage.methods.get('authorize');
  return {
    ...noChecks,
    validation: isNamed || lineage.methods.has('rules') ? [seen] : [],
    authorization: authorize === undefined || isTrue(authorize) ? [] : [authorizeSeen(authorize, type)],
  };
}

function isTrue({ returns }: PhpMethod): boolean {
  return returns.every((value) => value.kind === 'boolean' && value.value);
}

function authorizeSeen({ body }: PhpMethod, type: string): Seen {
  return { text: `${lastPart(type)}::authorize`, path: body.place.path, line: body.place.startLine };
}

/** `$this->middleware('auth')->only('x')` in the constructor, `static middleware()`, `#[Middleware('auth')]`. */
function controllerMiddleware(lineage: PhpLineage, action: string, classes: PhpClasses): NamedMiddleware[] {
  const made = constructorChains(lineage.methods.get('__construct'), lineage).flatMap((chain) =>
    inConstructor(chain, action, classes),
  );
  const listed = (lineage.methods.get('middleware')?.returns ?? []).flatMap((value) =>
    inList(value, action, classes),
  );
  return [...made, ...listed, ...lineage.classes.flatMap((each) => inAttributes(each, action, classes))];
}

/** The chains of the constructor, and of the superclass's where it calls it. */
function constructorChains(method: PhpMethod | undefined, lineage: PhpLineage): readonly PhpChain[] {
  if (method === undefined) return [];
  if (!method.body.calls.includes('__construct')) return method.chains;
  return lineage.classes.flatMap(
    ({ methods }) => methods.find(({ name }) => name === '__construct')?.chains ?? [],
  );
}

function inConstructor(chain: PhpChain, action: string, classes: PhpClasses): NamedMiddleware[] {
  const [first, ...rest] = chain.links;
  if (chain.root.name !== 'this' || first === undefined) return [];
  if (first.name === 'authorizeResource') return [{ name: 'can:resource', seen: first.seen }];
  if (first.name !== 'middleware' || !applies(rest, action)) return [];
  const names = namesIn(first.args[0]?.value ?? null, classes);
  return names.map((name) => ({ name, seen: { ...first.seen, text: shown(name) } }));
}

function applies(links: readonly PhpLink[], action: string): boolean {
  return links.every(({ name, args }) => {
    const names = args.flatMap(({ value }) => textsOf(value) ?? []);
    if (name === 'only') return names.includes(action);
    return name !== 'except' || !names.includes(action);
  });
}

/** `['auth', new Middleware('log', only: ['index'])]` */
function inList(value: PhpValue, action: string, classes: PhpClasses): NamedMiddleware[] {
  if (value.kind !== 'list') return [];
  return value.entries.flatMap(({ value: item }): NamedMiddleware[] => {
    const chain = item.kind === 'chain' ? item.chain : null;
    const [link] = chain?.links ?? [];
    if (chain === null || link === undefined || lastPart(chain.root.name) !== 'Middleware') return [];
    const only = textsOf(argument(link.args, 'only', 1));
    const except = textsOf(argument(link.args, 'except', 2));
    if (only?.includes(action) === false || except?.includes(action) === true) return [];
    const names = namesIn(argument(link.args, 'middleware', 0), classes);
    return names.map((name) => ({ name, seen: { ...link.seen, text: shown(name) } }));
  });
}

function inAttributes(
  { attributes, methods }: PhpClass,
  action: string,
  classes: PhpClasses,
): NamedMiddleware[] {
  const own = methods.find(({ name }) => name === action)?.attributes ?? [];
  return [...attributes, ...own].flatMap(({ name, args, seen }): NamedMiddleware[] => {
    if (name !== 'Middleware') return [];
    const only = textsOf(argument(args, 'only', 1));
    const except = textsOf(argument(args, 'except', 2));
    if (only?.includes(action) === false || except?.includes(action) === true) return [];
    return namesIn(argument(args, 'middleware', 0), classes).map((each) => ({ name: each, seen }));
  });
}
