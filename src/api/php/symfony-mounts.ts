import { joinPath } from '../join-path.ts';
import { constantText, type PhpClasses } from './class-index.ts';
import type { PhpFacts } from './php-file.ts';
import type { DeclaredRoute, RouteImport, SymfonyConfig } from './symfony-yaml.ts';
import { argument, type PhpChain, type PhpLink, textsOf } from './value.ts';

/** A class whose routes are loaded below a prefix. */
interface ClassMount {
  readonly className: string;
  readonly prefix: string;
}

interface RouteMount {
  readonly route: DeclaredRoute;
  readonly prefix: string;
}

/** What the configuration of all applications in the tree loads. */
export interface SymfonyMounts {
  readonly classes: readonly ClassMount[];
  readonly routes: readonly RouteMount[];
  /** Prefix of API Platform, null where none is loaded. */
  readonly apiPrefix: string | null;
}

type RouteConfig = Pick<SymfonyConfig, 'imports' | 'routes'>;

const roots =
  /(?:^|\/)(?:config\/routes\.(?:ya?ml|php)|config\/routes\/[\w.-]+\.(?:ya?ml|php)|app\/config\/routing\.ya?ml)$/;
const maxDepth = 12;
const maxMounts = 50_000;

/** Follows the imports of the configuration down from `config/routes.yaml` and what lies beside it. */
export function symfonyMounts(
  yaml: ReadonlyMap<string, SymfonyConfig>,
  php: ReadonlyMap<string, PhpFacts>,
  classes: PhpClasses,
): SymfonyMounts {
  const configs = new Map<string, RouteConfig>([...yaml, ...phpConfigs(php, classes)]);
  const mounts: ClassMount[] = [];
  const routes: RouteMount[] = [];
  let apiPrefix: string | null = null;
  const withRoutes = classes.all.filter(({ kind }) => kind === 'class');
  const walk = (path: string, prefix: string, stack: readonly string[]): void => {
    const config = configs.get(path);
    if (config === undefined || stack.includes(path) || stack.length > maxDepth) return;
    for (const route of config.routes) if (routes.length < maxMounts) routes.push({ route, prefix });
    for (const each of config.imports) {
      if (mounts.length > maxMounts) return;
      const below = joinPath(prefix, each.prefix);
      if (each.type === 'api_platform') {
        apiPrefix = below;
        continue;
      }
      const targets = targetsOf(each.resource, path);
      const excluded = each.exclude.flatMap((resource) => targetsOf(resource, path));
      for (const target of targets) {
        for (const config of configs.keys())
          if (target.matches(config)) walk(config, below, [...stack, path]);
        for (const { name, path: file } of withRoutes)
          if (
            (target.matches(file) || target.className === name) &&
            !excluded.some((other) => other.matches(file))
          )
            mounts.push({ className: name, prefix: below });
      }
    }
  };
  for (const path of [...configs.keys()].sort()) if (roots.test(path)) walk(path, '', []);
  return { classes: mounts, routes, apiPrefix };
}

interface Target {
  readonly className: string | null;
  matches(path: string): boolean;
}

function targetsOf(resource: string, from: string): Target[] {
  // Since Symfony 7.4 all controllers with routes.
  if (resource === 'routing.controllers')
    return [{ className: null, matches: (path) => path.endsWith('.php') }];
  if (/^\w+(?:\\\w+)+$/.test(resource)) return [{ className: resource, matches: () => false }];
  const bundle = /^@(\w+)\/(.*)$/.exec(resource);
  if (bundle !== null) {
    const end = `/${bundle[1] ?? ''}/${bundle[2] ?? ''}`;
    return [{ className: null, matches: (path) => `/${path}`.includes(end) }];
  }
  const star = resource.indexOf('*');
  const base = normalised(`${folderOf(from)}/${star === -1 ? resource : resource.slice(0, star)}`);
  const ending = star === -1 ? '' : resource.slice(resource.lastIndexOf('*') + 1);
  const isFolder = resource.endsWith('/') || !/\.\w+$/.test(resource);
  return [
    {
      className: null,
      matches: (path) =>
        path === base ||
        (star === -1
          ? isFolder && (base === '' || path.startsWith(`${base}/`))
          : path.startsWith(base) && path.endsWith(ending)),
    },
  ];
}

function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at === -1 ? '' : path.slice(0, at);
}

function normalised(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/** `config/routes.php`: `$routes->import(…)->prefix(…)`, `$routes->add('name', '/path')->controller(…)`. */
function phpConfigs(php: ReadonlyMap<string, PhpFacts>, classes: PhpClasses): [string, RouteConfig][] {
  return [...php].flatMap(([path, { chains }]): [string, RouteConfig][] => {
    const own = chains.filter(({ root }) => root.kind === 'variable' && root.name === 'routes');
    if (own.length === 0 || !/(?:^|\/)config\//.test(path)) return [];
    return [
      [
        path,
        {
          imports: own.flatMap((chain) => phpImport(chain, path, classes)),
          routes: own.flatMap((chain) => phpRoute(chain, classes)),
        },
      ],
    ];
  });
}

function linkText(links: readonly PhpLink[], name: string, classes: PhpClasses): string | null {
  const link = links.find((each) => each.name === name);
  return constantText(link?.args[0]?.value ?? null, classes, null);
}

function phpImport({ links }: PhpChain, path: string, classes: PhpClasses): RouteImport[] {
  const first = links.find(({ name }) => name === 'import');
  if (first === undefined) return [];
  const resource = constantText(argument(first.args, 'resource', 0), classes, null);
  if (resource === null) return [];
  const folder = folderOf(path);
  return [
    {
      // `__DIR__` is put in when a file is read.
      resource: resource.startsWith(`${folder}/`) ? resource.slice(folder.length + 1) : resource,
      type: constantText(argument(first.args, 'type', 1), classes, null),
      prefix: linkText(links, 'prefix', classes) ?? '',
      exclude: textsOf(argument(first.args, 'exclude', 3)) ?? [],
    },
  ];
}

function phpRoute({ links }: PhpChain, classes: PhpClasses): DeclaredRoute[] {
  const first = links.find(({ name }) => name === 'add');
  if (first === undefined) return [];
  const name = constantText(argument(first.args, 'name', 0), classes, null);
  const path = constantText(argument(first.args, 'path', 1), classes, null);
  if (name === null || path === null) return [];
  const given = links.find((each) => each.name === 'controller')?.args[0]?.value ?? null;
  const parts =
    given?.kind === 'list' ? given.entries.map(({ value }) => constantText(value, classes, null)) : [];
  const controller = parts.length > 0 ? parts.join('::') : constantText(given, classes, null);
  const methods = textsOf(links.find((each) => each.name === 'methods')?.args[0]?.value ?? null) ?? [];
  return [{ name, paths: [path], controller, methods, place: first.place }];
}
