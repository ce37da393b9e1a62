import type { Side } from '../../change/span.ts';
import { indexClasses, type PhpClasses } from '../php/class-index.ts';
import { type LaravelHandler, readLaravelHandler } from '../php/laravel-handler.ts';
import { checksOfMiddleware, type LaravelMiddleware, readMiddleware } from '../php/laravel-middleware.ts';
import { isRouter, type LaravelLoad, type LaravelRoute, LaravelRun, noGroup } from '../php/laravel-routes.ts';
import { type PhpFacts, phpScanner } from '../php/php-file.ts';
import type { PhpChain, PhpLink } from '../php/value.ts';
import {
  joinChecks,
  type LocalEndpoint,
  noChecks,
  type RouteFacts,
  type RouteItem,
  type RouterFact,
} from '../routes.ts';
import type { WebFramework } from '../web-framework.ts';

/** Laravel 8 to 12, and Lumen's router: https://laravel.com/docs/routing */
export default {
  id: 'laravel',
  title: 'Laravel',
  languages: ['php'],
  measured: true,
  answersPages: true,
  find: (context) => {
    const files = context.scanned(phpScanner);
    const sources = sourcesOf(files);
    if (sources.length === 0) return { routers: [], items: [] };
    const classes = indexClasses(files);
    const project = {
      files,
      classes,
      middleware: readMiddleware(files, classes),
      handlers: new Map(),
      side: context.side,
    };
    const facts = sources.map((source) => readSource(source, project));
    return {
      routers: facts.flatMap(({ routers }) => routers),
      items: facts.flatMap(({ items }) => items),
    };
  },
} satisfies WebFramework as WebFramework;

/** Calls that declare routes: a file of routes, `bootstrap/app.php`, or the methods of a provider. */
interface Source {
  readonly path: string;
  readonly chains: readonly PhpChain[];
  readonly self: string | null;
  /** What runs by itself when the application starts. */
  readonly isRoot: boolean;
}

interface LaravelProject {
  readonly files: ReadonlyMap<string, PhpFacts>;
  readonly classes: PhpClasses;
  readonly middleware: LaravelMiddleware;
  /** By controller and action. */
  readonly handlers: Map<string, LaravelHandler | null>;
  readonly side: Side;
}

function sourcesOf(files: ReadonlyMap<string, PhpFacts>): Source[] {
  return [...files].flatMap(([path, { chains, classes }]) => {
    const configures = chains.some(({ links }) => links.some(({ name }) => name === 'withRouting'));
    const own =
      chains.length === 0 || !mayRoute(chains) ? [] : [{ path, chains, self: null, isRoot: configures }];
    const providers = classes
      .filter(({ name, parent }) => /Provider$/.test(parent ?? '') || /Provider$/.test(name))
      .map(({ name, methods }) => ({
        path,
        chains: methods.flatMap((method) => method.chains),
        self: name,
        isRoot: true,
      }))
      .filter((source) => mayRoute(source.chains));
    return [...own, ...providers];
  });
}

/** Whether calls declare or load routes, also inside the closures that are handed on. */
function mayRoute(chains: readonly PhpChain[], depth = 0): boolean {
  return chains.some(
    (chain) =>
      isRouter(chain) ||
      chain.links.some(({ name }) => loading.has(name)) ||
      (depth < 6 && chain.links.some((link) => mayRoute(insideOf(link), depth + 1))),
  );
}

const loading = new Set(['withRouting', 'loadRoutesFrom', 'require', 'routes']);

function insideOf({ args, chains }: PhpLink): readonly PhpChain[] {
  const closures = args.flatMap(({ value }) => (value.kind === 'closure' ? value.closure.chains : []));
  return [...closures, ...(chains ?? [])];
}

function keyOf(path: string): string {
  return `laravel ${path}`;
}

function readSource(source: Source, project: LaravelProject): RouteFacts {
  const run = new LaravelRun(project.classes, source.self);
  run.all(source.chains, noGroup);
  const { path } = source;
  const key = source.self === null ? keyOf(path) : `${keyOf(path)} ${source.self}`;
  const unseen = `${key}?`;
  const routers: RouterFact[] = [
    { key, role: source.isRoot ? 'application' : 'router', certain: true, transparent: false },
    { key: unseen, role: 'router', certain: true, transparent: false },
  ];
  const endpoints = run.routes.map((route): RouteItem => {
    const router = route.prefixSeen ? key : unseen;
    return {
      kind: 'endpoint',
      router,
      path,
      offset: route.link.place.start,
      endpoint: endpointOf(route, project),
    };
  });
  return {
    routers,
    items: [...endpoints, ...run.loads.flatMap((load) => mountOf(load, key, path, project))],
  };
}

function mountOf(
  { file, group, link }: LaravelLoad,
  router: string,
  path: string,
  project: LaravelProject,
): RouteItem[] {
  const target = loadedFile(file, path, project.files);
  if (target === null) return [];
  const checks = joinChecks(...group.middleware.map((each) => checksOfMiddleware(each, project.middleware)));
  const { start } = link.place;
  return [
    {
      kind: 'mount',
      router,
      path,
      offset: start,
      prefix: plainPath(group.prefix),
      to: keyOf(target),
      checks,
    },
  ];
}

/** A file that is named from the project's root, or with `__DIR__` in front. */
function loadedFile(file: string, from: string, files: ReadonlyMap<string, PhpFacts>): string | null {
  const plain = normalised(file);
  if (files.has(plain)) return plain;
  const folders = from.split('/').slice(0, -1);
  for (let length = folders.length; length >= 0; length--) {
    const candidate = normalised([...folders.slice(0, length), plain].join('/'));
    if (files.has(candidate)) return candidate;
  }
  return null;
}

function normalised(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** `{user:slug}` and `{user?}` are `:user`. */
function plainPath<Path extends string | null>(path: Path): Path | string {
  return path === null ? path : path.replace(/\{(\w+)(?::\w+)?\??\}/g, ':$1');
}

function endpointOf(route: LaravelRoute, project: LaravelProject): LocalEndpoint {
  const { side, middleware } = project;
  const handler = handlerOf(route, project);
  const own = [...route.middleware, ...(handler?.middleware ?? [])];
  const names = new Set(route.without.map(({ name }) => baseOf(name)));
  const kept = own.filter(({ name }) => !names.has(baseOf(name)));
  const opened = route.without.find((each) => checksOfMiddleware(each, middleware).authentication.length > 0);
  const checks = joinChecks(...kept.map((each) => checksOfMiddleware(each, middleware)));
  const isPublic = opened !== undefined && checks.authentication.length === 0;
  return {
    method: route.verb,
    path: plainPath(route.path),
    span: { ...route.link.place, side },
    handler: handler === null ? null : { ...handler.place, side },
    handlerText: handler?.text ?? null,
    checks: joinChecks(checks, handler?.checks ?? noChecks),
    statusCodes: statusesOf(route, handler),
    isPublic,
    ...(isPublic ? { publicBy: { ...opened.seen, text: `withoutMiddleware(${opened.name})` } } : {}),
    ...(handler === null ? {} : { pagination: handler.pagination, idempotency: handler.idempotency }),
  };
}

/** The routes of a loop or a resource share their actions, which are read once. */
function handlerOf(route: LaravelRoute, { classes, handlers }: LaravelProject): LaravelHandler | null {
  if (route.closure !== null) return readLaravelHandler(route, classes);
  const key = `${route.controller}::${route.action}`;
  const known = handlers.get(key);
  if (known !== undefined) return known;
  const found = readLaravelHandler(route, classes);
  handlers.set(key, found);
  return found;
}

function baseOf(name: string): string {
  return name.replace(/:.*$/s, '');
}

function statusesOf(route: LaravelRoute, handler: LaravelHandler | null): LocalEndpoint['statusCodes'] {
  if (route.status !== null) return [{ ...route.link.seen, status: route.status }];
  if (handler === null) return [];
  const { statusCodes } = handler;
  // What is returned plainly has status 200; `fn () => abort(404)` returns nothing.
  if (
    statusCodes.some(({ status }) => status < 400) ||
    /^(?:static )?fn ?\(\) ?=> ?abort\(/.test(handler.text)
  )
    return statusCodes;
  const { path, startLine } = handler.place;
  return [{ text: 'return', path, line: startLine, status: 200 }, ...statusCodes];
}
