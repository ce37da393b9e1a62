import type { Side } from '../../change/span.ts';
import { joinPath } from '../join-path.ts';
import { indexClasses, type PhpClasses } from '../php/class-index.ts';
import { phpScanner } from '../php/php-file.ts';
import { type Access, accessOf } from '../php/symfony-access.ts';
import { readSymfonyHandler, type SymfonyHandler } from '../php/symfony-handler.ts';
import { symfonyMounts } from '../php/symfony-mounts.ts';
import { attributeRoutes, plainPath } from '../php/symfony-routes.ts';
import { type AccessRule, symfonyConfigPaths, symfonyConfigScanner } from '../php/symfony-yaml.ts';
import { joinChecks, type LocalEndpoint, noChecks, type RouteItem, type RouterFact } from '../routes.ts';
import type { Place } from '../seen.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Symfony 4 to 8, attributes, annotations and configuration: https://symfony.com/doc/current/routing.html */
export default {
  id: 'symfony',
  title: 'Symfony',
  languages: ['php'],
  otherPaths: symfonyConfigPaths,
  measured: true,
  answersPages: true,
  find: (context) => {
    const project = createProject(context);
    const found = [...readAttributes(project), ...readDeclared(project)];
    const byName = new Map<string, FoundRoute>();
    // A route replaces an earlier one of its name.
    for (const route of found) byName.set(route.name, route);
    return {
      routers: [application, unseen],
      items: [...byName.values()].flatMap((route) => itemsOf(route, project)),
    };
  },
} satisfies WebFramework as WebFramework;

const application: RouterFact = { key: 'symfony', role: 'application', certain: true, transparent: false };
const unseen: RouterFact = { key: 'symfony?', role: 'router', certain: true, transparent: false };

interface SymfonyProject {
  readonly classes: PhpClasses;
  readonly mounts: ReturnType<typeof symfonyMounts>;
  readonly rules: readonly AccessRule[];
  readonly limiters: ReadonlyMap<string, number>;
  /** An action may answer thousands of routes, and is read once. */
  readonly handlers: Map<string, SymfonyHandler>;
  readonly side: Side;
}

interface FoundRoute {
  readonly name: string;
  readonly path: string;
  readonly prefixSeen: boolean;
  readonly methods: readonly string[];
  readonly place: Place;
  readonly className: string | null;
  readonly action: string;
}

function createProject(context: FrameworkContext): SymfonyProject {
  const files = context.scanned(phpScanner);
  const yaml = context.scanned(symfonyConfigScanner);
  const classes = indexClasses(files);
  const configs = [...yaml.values()];
  return {
    classes,
    mounts: symfonyMounts(yaml, files, classes),
    rules: configs.flatMap(({ access }) => access),
    limiters: new Map(configs.flatMap(({ limiters }) => limiters)),
    handlers: new Map(),
    side: context.side,
  };
}

function readAttributes({ classes, mounts }: SymfonyProject): FoundRoute[] {
  const prefixes = Map.groupBy(mounts.classes, ({ className }) => className);
  const order = new Map(mounts.classes.map(({ className }, index) => [className, index]));
  const sorted = classes.all.toSorted((a, b) => (order.get(a.name) ?? -1) - (order.get(b.name) ?? -1));
  return sorted.flatMap((given) => {
    const routes = attributeRoutes(given, classes.lineage(given.name), classes);
    const loaded = prefixes.get(given.name);
    const below =
      loaded === undefined
        ? [{ prefix: '', isSeen: false }]
        : loaded.map(({ prefix }) => ({ prefix, isSeen: true }));
    return below.flatMap(({ prefix, isSeen }) =>
      routes.map((route) => ({
        name: route.name,
        path: joinPath(prefix, route.path),
        prefixSeen: isSeen,
        methods: route.methods,
        place: route.attribute.place,
        className: given.name,
        action: route.method.name,
      })),
    );
  });
}

function readDeclared({ mounts }: SymfonyProject): FoundRoute[] {
  return mounts.routes.flatMap(({ route, prefix }) => {
    const [className, action] = (route.controller ?? '').split('::');
    return route.paths.map((path, index) => ({
      name: `${route.name} ${index === 0 ? '' : index}`,
      path: joinPath(prefix, path),
      prefixSeen: true,
      methods: route.methods,
      place: route.place,
      className: className === '' ? null : (className ?? null),
      action: action ?? '__invoke',
    }));
  });
}

function itemsOf(route: FoundRoute, project: SymfonyProject): RouteItem[] {
  const { path, start } = route.place;
  const methods = route.methods.length === 0 ? ['ALL'] : route.methods;
  const router = route.prefixSeen ? application.key : unseen.key;
  return methods.map((method) => ({
    kind: 'endpoint',
    router,
    path,
    offset: start,
    endpoint: endpointOf(route, method, project),
  }));
}

function endpointOf(route: FoundRoute, method: string, project: SymfonyProject): LocalEndpoint {
  const { classes, handlers, limiters, rules, side } = project;
  const lineage = route.className === null ? null : classes.lineage(route.className.replace(/^\\/, ''));
  const action = lineage?.methods.get(route.action) ?? null;
  const key = `${route.className}::${route.action}`;
  const handler =
    action === null || lineage === null
      ? null
      : (handlers.get(key) ?? readSymfonyHandler(action, lineage, limiters, classes));
  if (handler !== null) handlers.set(key, handler);
  const path = plainPath(route.path);
  const access: Access = route.prefixSeen
    ? accessOf(path, method, rules)
    : { checks: noChecks, publicBy: null };
  return {
    method,
    path,
    span: { ...route.place, side },
    handler: action === null ? null : { ...action.body.place, side },
    handlerText: action?.body.text ?? null,
    checks: joinChecks(access.checks, handler?.checks ?? noChecks),
    statusCodes: handler?.statusCodes ?? [],
    isPublic: false,
    ...(access.publicBy === null ? {} : { publicBy: access.publicBy }),
    ...(handler === null ? {} : { pagination: handler.pagination, idempotency: handler.idempotency }),
    ...(handler === null || handler.inputs === null ? {} : { inputs: handler.inputs }),
  };
}
