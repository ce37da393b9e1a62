import type { CheckKind } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import { seenIn } from '../seen.ts';
import { type CallExpression, type Expression, lastName } from './expression.ts';
import { checksOfKinds, refusalsOf } from './judged.ts';
import { kindOfName } from './kinds.ts';
import type { PythonFunction, PythonModule, PythonParameter } from './module.ts';
import type { Definition, Project, Site } from './project.ts';
import { itemsOf, type Placed } from './values.ts';

/** Dependencies of dependencies that are followed; real ones go three or four deep. */
const maxDepth = 8;

/** Schemes of fastapi.security: who asks without credentials is refused. */
const schemes =
  /^fastapi\.security\b.*\.(?:OAuth2\w*|HTTPBearer|HTTPBasic|HTTPDigest|APIKey\w+|OpenIdConnect|SecurityScopes)$/;
const limiters = /(?:^|\.)RateLimiter$/;

/** A dependency as it is written, and what it depends on. */
interface Dependency extends Placed {
  readonly scopes: boolean;
}

/** `Depends(x)` and `Security(x, scopes=[…])`; null for any other expression. A bare `Depends()` has no target of its own. */
export function dependencyOf(
  value: Expression,
  site: Site,
  project: Project,
): { call: CallExpression; target: Dependency | null } | null {
  if (value.kind !== 'call') return null;
  const callee = project.resolve(value.callee, site);
  const name = callee?.kind === 'package' ? callee.name : '';
  if (!/^fastapi\b.*\.(?:Depends|Security)$/.test(name)) return null;
  const target = value.args[0] ?? value.named.dependency;
  const scopes = /Security$/.test(name) && (value.named.scopes ?? value.args[1]) !== undefined;
  return { call: value, target: target === undefined ? null : { ...site, value: target, scopes } };
}

/** The checks of a list of dependencies: of an application, a router or a route. */
export function checksOfDependencies(list: Expression | undefined, site: Site, project: Project): Checks {
  if (list === undefined) return noChecks;
  const checks = itemsOf(list, site, project).map((item) => {
    const resolved = project.resolve(item.value, item);
    const at: Placed = resolved?.kind === 'value' ? resolved : item;
    const dependency = dependencyOf(at.value, at, project);
    if (dependency?.target === undefined || dependency.target === null) return noChecks;
    return checksOfDependency(
      dependency.target,
      seenIn(item.value, project.source(item.module.path)),
      project,
      true,
    );
  });
  return joinChecks(...checks);
}

/** What a dependency checks. One of a list is there for what it does: what is not understood of it counts as such. */
export function checksOfDependency(
  target: Dependency,
  seen: Seen,
  project: Project,
  isListed: boolean,
): Checks {
  const kinds = kindsOfTarget(target.value, target, project, 0);
  if (target.scopes) kinds.add('authorization');
  if (kinds.size === 0 && isListed) kinds.add('other');
  if (!isListed) kinds.delete('other');
  return checksOfKinds(kinds, seen);
}

function kindsOfTarget(target: Expression, site: Site, project: Project, depth: number): Set<CheckKind> {
  const kinds = new Set<CheckKind>();
  if (depth > maxDepth) return kinds;
  const found = project.resolve(target, site);
  if (isOpen(found)) return kinds;
  const own = kindOfName(lastName(target));
  if (own === 'authentication' || own === 'authorization' || own === 'rateLimit' || own === 'validation')
    kinds.add(own);
  for (const kind of kindsOfDefinition(found, project, depth)) kinds.add(kind);
  if (kindOfName(lastName(target)) === 'harmless' && kinds.size === 0) kinds.add('harmless');
  // A 403 of what finds out who is asking refuses them, it asks for no role.
  if (own === 'authentication') kinds.delete('authorization');
  // Whoever is let in without credentials is not checked.
  if (/optional/i.test(lastName(target))) kinds.delete('authentication');
  return kinds;
}

/** `HTTPBearer(auto_error=False)`: who is not signed in comes in as well. */
function isOpen(found: Definition | null): boolean {
  const error =
    found?.kind === 'value' && found.value.kind === 'call' ? found.value.named.auto_error : undefined;
  return error?.kind === 'constant' && error.value === false;
}

function kindsOfDefinition(found: Definition | null, project: Project, depth: number): Set<CheckKind> {
  if (found?.kind === 'function') return kindsOfFunction(found.function, found.module, project, depth);
  if (found?.kind === 'class') return kindsOfClass(found, project, depth);
  if (found?.kind !== 'value' || found.value.kind !== 'call') return new Set();
  const { value } = found;
  const callee = project.resolve(value.callee, found);
  if (callee?.kind === 'package') {
    if (schemes.test(callee.name)) return new Set(['authentication']);
    return limiters.test(callee.name) ? new Set(['rateLimit']) : new Set();
  }
  // `Depends(RoleChecker(['admin']))` asks the object, `Depends(require('admin'))` the function that comes back.
  if (callee?.kind === 'class') return kindsOfTarget(value.callee, found, project, depth + 1);
  return callee?.kind === 'function' ? kindsOfTarget(value.callee, found, project, depth + 1) : new Set();
}

/** By project: what a function depends on in other files differs between the sides of a pull request. */
const kindsByProject = new WeakMap<Project, Map<PythonFunction, ReadonlySet<CheckKind>>>();

function kindsOfFunction(
  target: PythonFunction,
  module: PythonModule,
  project: Project,
  depth: number,
): Set<CheckKind> {
  // Each function is asked once: dependencies that all need each other have no end of ways between them.
  const kindsByFunction = kindsByProject.get(project) ?? new Map<PythonFunction, ReadonlySet<CheckKind>>();
  kindsByProject.set(project, kindsByFunction);
  const known = kindsByFunction.get(target);
  if (known !== undefined) return new Set(known);
  kindsByFunction.set(target, new Set());
  const kinds = refusalsOf(target, module, project);
  const inner = target.body.returns
    .map((value) => project.resolve(value, { module, scope: target.scope }))
    .flatMap((found) => (found?.kind === 'function' && found.module === module ? [found.function] : []));
  for (const each of [target, ...inner])
    for (const parameter of each.parameters)
      for (const kind of kindsOfParameter(parameter, { module, scope: each.scope }, project, depth))
        kinds.add(kind);
  kinds.delete('validation');
  kindsByFunction.set(target, new Set(kinds));
  return kinds;
}

function kindsOfParameter(
  parameter: PythonParameter,
  site: Site,
  project: Project,
  depth: number,
): Iterable<CheckKind> {
  return dependenciesOf(parameter, site, project).flatMap(({ target }) =>
    target === null
      ? []
      : [...kindsOfTarget(target.value, target, project, depth + 1)].filter((kind) => kind !== 'harmless'),
  );
}

function kindsOfClass(
  found: Definition & { kind: 'class' },
  project: Project,
  depth: number,
): Set<CheckKind> {
  const kinds = new Set<CheckKind>();
  for (const base of project.lineage(found.module, found.class))
    if (base.kind === 'package' && schemes.test(base.name)) kinds.add('authentication');
  for (const name of ['__call__', '__init__']) {
    const method = project.member(found.module, found.class, name);
    if (method?.kind === 'function')
      for (const kind of kindsOfFunction(method.function, method.module, project, depth + 1)) kinds.add(kind);
  }
  return kinds;
}

/** The dependencies of one parameter: its default, or in its `Annotated` type, also behind a name for such a type. */
export function dependenciesOf(
  parameter: PythonParameter,
  site: Site,
  project: Project,
): NonNullable<ReturnType<typeof dependencyOf>>[] {
  const written = [parameter.value, ...annotationParts(parameter, site, project)];
  return written.flatMap((part) => {
    if (part === null) return [];
    const placed = 'module' in part ? part : { ...site, value: part };
    const found = dependencyOf(placed.value, placed, project);
    return found === null ? [] : [found];
  });
}

/** Dependencies that stand as attributes of a handler's class (`user: User = Depends(get_user)`), its bases' among them. */
export function checksOfClass(handler: PythonFunction, module: PythonModule, project: Project): Checks {
  const owner = handler.owner === null ? undefined : module.classes[handler.owner];
  if (owner === undefined) return noChecks;
  const checks: Checks[] = [];
  const seenNames = new Set<string>();
  for (const each of project.lineage(module, owner)) {
    if (each.kind !== 'class') continue;
    const site = { module: each.module, scope: each.class.scope };
    for (const [name, bindings] of Object.entries(each.module.scopes[site.scope]?.names ?? {})) {
      const binding = bindings.at(-1);
      // What a class says anew replaces what its bases say.
      if (seenNames.has(name) || binding?.kind !== 'value') continue;
      seenNames.add(name);
      const found = dependencyOf(binding.value, site, project);
      if (found === null || found.target === null) continue;
      const seen = seenIn(found.call, project.source(each.module.path));
      checks.push(checksOfDependency(found.target, seen, project, false));
    }
  }
  return joinChecks(...checks);
}

/** What stands in `Annotated[type, …]`, the type first; of a plain annotation, itself. */
export function annotationParts(parameter: PythonParameter, site: Site, project: Project): Placed[] {
  const { annotation } = parameter;
  if (annotation === null) return [];
  const open = (value: Expression, at: Site, depth: number): Placed[] => {
    const here: Placed = { module: at.module, scope: at.scope, value };
    if (depth > 4) return [here];
    if (value.kind === 'name' || value.kind === 'attribute') {
      const found = project.resolve(value, at);
      const isType = found?.kind === 'value' && found.value.kind === 'index';
      return isType ? open(found.value, found, depth + 1) : [here];
    }
    if (value.kind !== 'index' || lastName(value.of) !== 'Annotated') return [here];
    const [type, ...rest] = value.by;
    const first = type === undefined ? [] : open(type, at, depth + 1);
    return [...first, ...rest.map((part) => ({ module: at.module, scope: at.scope, value: part }))];
  };
  return open(annotation, site, 0);
}
