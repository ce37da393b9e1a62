import { callText } from '../classes/call-text.ts';
import type { ClassIndex, Scope } from '../classes/class-index.ts';
import { listOf } from '../classes/class-index.ts';
import {
  argumentOf,
  type Expression,
  type FunctionFact,
  type Link,
  simpleName,
} from '../classes/class-model.ts';
import { statusOfValue } from '../classes/status.ts';
import { joinChecks, noChecks } from '../routes.ts';
import { conventionOf } from './builder-conventions.ts';
import {
  type Around,
  type BuiltEndpoint,
  builderType,
  type Called,
  type ControllerMount,
  carterGroup,
  childGroup,
  functionOf,
  maxDepth,
  maxRoutes,
  type Reading,
  type RouteGroup,
  rootGroup,
  textOf,
  versionOf,
} from './builder-scope.ts';
import { joinTemplates } from './route-template.ts';
export interface BuiltRoutes {
  readonly endpoints: readonly BuiltEndpoint[];
  readonly mounts: readonly ControllerMount[];
}

type Target =
  | { readonly kind: 'group'; readonly group: RouteGroup }
  | { readonly kind: 'endpoint'; readonly endpoint: BuiltEndpoint }
  | { readonly kind: 'mount'; readonly mount: ControllerMount };

/** Nothing stands before the paths of these. */
const rootType = /(?:WebApplication|IApplicationBuilder)\??$/;

const verbs: ReadonlyMap<string, readonly string[]> = new Map([
  ['MapGet', ['GET']],
  ['MapPost', ['POST']],
  ['MapPut', ['PUT']],
  ['MapPatch', ['PATCH']],
  ['MapDelete', ['DELETE']],
  ['Map', ['ALL']],
  ['MapMethods', []],
]);

/** https://learn.microsoft.com/aspnet/core/fundamentals/minimal-apis/route-handlers */
export function builtRoutes(index: ClassIndex, limits: ReadonlyMap<string, number>): BuiltRoutes {
  const included = new Set<FunctionFact>();
  const functions = [
    ...index.files.flatMap((file) =>
      file.functions.map((fact) => ({ fact, scope: { file, owner: null } as Scope })),
    ),
    ...index.entries.flatMap(({ fact: owner, file }) =>
      owner.methods.map((fact) => ({
        fact,
        scope: { file: index.fileOf(fact.place, file), owner } as Scope,
      })),
    ),
  ].filter(({ fact }) => fact.statements !== null);
  const read = functions.map(({ fact, scope }) => {
    const reading: Reading = { index, limits, included, endpoints: [], mounts: [] };
    readRoot(fact, scope, reading);
    return { fact, reading };
  });
  // What another function calls was read in its place there, below the paths that it gives.
  const roots = read.filter(({ fact }) => !included.has(fact)).map(({ reading }) => reading);
  return {
    endpoints: roots.flatMap(({ endpoints }) => endpoints),
    mounts: roots.flatMap(({ mounts }) => mounts),
  };
}

function readRoot(fact: FunctionFact, scope: Scope, reading: Reading): void {
  const groups = new Map<string, RouteGroup>();
  for (const { name, type } of fact.parameters)
    if (builderType.test(type))
      groups.set(name, carterGroup(scope, reading.index) ?? rootGroup(rootType.test(type)));
  readAll(fact.statements ?? [], { scope, groups, texts: new Map(), stack: [fact], depth: 0 }, reading);
}

/** What the last statement makes is what a function answers with, where it answers with something. */
function readAll(statements: readonly Expression[], around: Around, reading: Reading): Target | null {
  let last: Target | null = null;
  if (around.depth > maxDepth || reading.endpoints.length >= maxRoutes) return null;
  for (const statement of statements) last = read(statement, around, reading);
  return last;
}

function read(expression: Expression, around: Around, reading: Reading): Target | null {
  switch (expression.kind) {
    case 'assign': {
      const target = read(expression.value, around, reading);
      if (target?.kind === 'group') around.groups.set(expression.name, target.group);
      const text = target === null ? textOf(expression.value, around, reading.index) : null;
      if (text !== null) around.texts.set(expression.name, text);
      return target;
    }
    case 'name': {
      const group = around.groups.get(expression.name);
      return group === undefined ? null : { kind: 'group', group };
    }
    case 'chain':
      return readChain(expression, around, reading);
    default:
      return null;
  }
}

function readChain(
  { root, links }: Extract<Expression, { kind: 'chain' }>,
  around: Around,
  reading: Reading,
): Target | null {
  let current: Target | null = root === null ? null : read(root, around, reading);
  const typeName = root?.kind === 'name' ? root.name : null;
  for (const [at, link] of links.entries()) {
    if (current !== null) current = readLink(link, current, around, reading);
    else current = readUnbound(link, at === 0 ? typeName : (links[at - 1]?.name ?? null), around, reading);
  }
  return current;
}

/** A call on something that is no builder: it may make one, or hand one to a function of the project. */
function readUnbound(link: Link, type: string | null, around: Around, reading: Reading): Target | null {
  if (link.name === 'Build' || (link.name === 'Create' && type === 'WebApplication'))
    return { kind: 'group', group: rootGroup(true) };
  const handed = link.args.map(({ value }) =>
    value.kind === 'name' || value.kind === 'chain' ? groupOf(value, around, reading) : null,
  );
  const group = handed.find((each) => each !== null);
  if (group === undefined || group === null) return null;
  const called = functionOf(link, type, around, reading.index);
  return called === null ? null : readCalled(called, group, link, around, reading);
}

function groupOf(value: Expression, around: Around, reading: Reading): RouteGroup | null {
  if (value.kind === 'name') return around.groups.get(value.name) ?? null;
  const target =
    value.kind === 'chain' && value.root?.kind === 'name' && around.groups.has(value.root.name)
      ? read(value, around, reading)
      : null;
  return target?.kind === 'group' ? target.group : null;
}

/** A call on an application, a group or a route. */
function readLink(link: Link, target: Target, around: Around, reading: Reading): Target | null {
  if (target.kind !== 'group') {
    convention(link, target, around, reading);
    return target;
  }
  const { group } = target;
  const first = link.args[0]?.value ?? null;
  switch (link.name) {
    case 'MapGroup': {
      const text = first === null ? '' : textOf(first, around, reading.index);
      return { kind: 'group', group: childGroup(group, text) };
    }
    case 'MapControllers':
    case 'MapDefaultControllerRoute':
    case 'MapControllerRoute':
    case 'MapAreaControllerRoute':
      return readMount(link, group, around, reading);
    default:
  }
  const called = functionOf(link, null, around, reading.index);
  const isOwnOverload = called !== null && verbs.has(link.name);
  if (called !== null && !isOwnOverload) return readCalled(called, group, link, around, reading);
  if (verbs.has(link.name)) return readVerb(link, group, around, reading, isOwnOverload);
  for (const { value } of link.args) {
    // `app.UseEndpoints(endpoints => …)`, `group.With(g => …)`.
    if (value.kind !== 'lambda' || value.statements === null) continue;
    const groups = new Map(around.groups);
    for (const { name } of value.parameters.slice(0, 1)) groups.set(name, group);
    readAll(value.statements, { ...around, groups, depth: around.depth + 1 }, reading);
  }
  convention(link, target, around, reading);
  return target;
}

function readMount(link: Link, group: RouteGroup, around: Around, { index, mounts }: Reading): Target {
  const pattern =
    link.name === 'MapControllers'
      ? null
      : link.name === 'MapDefaultControllerRoute'
        ? '{controller=Home}/{action=Index}/{id?}'
        : index.text(
            argumentOf(link.args, ['pattern']) ??
              link.args.filter(({ name }) => name === null)[link.name === 'MapAreaControllerRoute' ? 2 : 1]
                ?.value ??
              null,
            around.scope,
          );
  const mount = { group, pattern, checks: noChecks };
  // A pattern that is not known tells nothing.
  if (link.name === 'MapControllers' || pattern !== null) mounts.push(mount);
  return { kind: 'mount', mount };
}

function readVerb(
  link: Link,
  group: RouteGroup,
  around: Around,
  reading: Reading,
  isOwnOverload: boolean,
): Target | null {
  const values = link.args.map(({ value }) => value);
  const texts = values.map((value) => textOf(value, around, reading.index));
  const at = texts.findIndex((text) => text !== null);
  // Only functions of the project take a handler without a pattern.
  if ((at === -1 && !isOwnOverload) || values.length === 0) return null;
  const handler = values.findLast((value, place) => place !== at && value.kind !== 'list') ?? null;
  const methods =
    link.name === 'MapMethods'
      ? listOf(values.find((value) => value.kind === 'list') ?? null).flatMap((item) =>
          methodName(item, around, reading.index),
        )
      : (verbs.get(link.name) ?? []);
  if (handler === null || methods.length === 0) return null;
  const endpoint: BuiltEndpoint = {
    methods,
    template: joinTemplates(group.template, (texts[at] ?? '').replace(/^\//, '')),
    group,
    link,
    handler,
    scope: around.scope,
    checks: noChecks,
    publicBy: null,
    versions: [],
    statuses: [],
  };
  reading.endpoints.push(endpoint);
  return { kind: 'endpoint', endpoint };
}

function methodName(value: Expression, around: Around, index: ClassIndex): string[] {
  // `HttpMethods.Get`, `"GET"`.
  const name = value.kind === 'name' ? simpleName(value.name) : textOf(value, around, index);
  return name === null ? [] : [name.toUpperCase()];
}

/** `.RequireAuthorization()`, `.AllowAnonymous()`, `.Produces(404)` and their like. */
function convention(link: Link, target: Target, around: Around, { index, limits }: Reading): void {
  const subject =
    target.kind === 'group' ? target.group : target.kind === 'endpoint' ? target.endpoint : target.mount;
  const { checks, publicBy } = conventionOf(link, (value) => textOf(value, around, index), limits);
  subject.checks = joinChecks(subject.checks, checks);
  if (target.kind === 'mount') return;
  const owner = target.kind === 'group' ? target.group : target.endpoint;
  owner.publicBy ??= publicBy;
  if (link.name === 'HasApiVersion' || link.name === 'MapToApiVersion')
    owner.versions = [...owner.versions, versionOf(link)];
  if (target.kind !== 'endpoint' || !/^Produces/.test(link.name)) return;
  const status =
    link.args.map(({ value }) => statusOfValue(value)).find((each) => each !== null) ??
    (link.name === 'ProducesValidationProblem' ? 400 : link.name === 'Produces' ? 200 : null);
  if (status !== null) target.endpoint.statuses.push({ ...link.seen, text: callText(link), status });
}

function readCalled(
  called: Called,
  group: RouteGroup,
  link: Link,
  around: Around,
  reading: Reading,
): Target | null {
  reading.included.add(called.fact);
  const groups = new Map<string, RouteGroup>();
  const texts = new Map<string, string>();
  const shift = called.fact.receiver === null ? 0 : 1;
  for (const [at, { name, type }] of called.fact.parameters.entries()) {
    const given = link.args.find((arg) => arg.name === name)?.value ?? link.args[at - shift]?.value;
    const text = given === undefined ? null : textOf(given, around, reading.index);
    if (builderType.test(type)) groups.set(name, group);
    else if (text !== null) texts.set(name, text);
  }
  const stack = [...around.stack, called.fact];
  const made = readAll(
    called.fact.statements ?? [],
    { scope: called.scope, groups, texts, stack, depth: around.depth + 1 },
    reading,
  );
  return made ?? { kind: 'group', group };
}
