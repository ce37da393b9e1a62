import type { Side } from '../../change/span.ts';
import {
  joinChecks,
  type LocalEndpoint,
  noChecks,
  type RouteFacts,
  type RouteItem,
  type RouterFact,
} from '../routes.ts';
import { callbacksOf, nothingBefore } from '../ruby/callbacks.ts';
import type { RubyCall } from '../ruby/calls.ts';
import { type ClassIndex, indexClasses, type Lineage } from '../ruby/class-index.ts';
import { readClosure } from '../ruby/handler-closure.ts';
import { type Placed, type RailsMount, railsRoutes } from '../ruby/rails-routes.ts';
import { plainPath, type RailsPath, type Scope } from '../ruby/rails-scope.ts';
import { type RubyFacts, type RubyMethod, rubyScanner } from '../ruby/ruby-file.ts';
import type { RubyValue } from '../ruby/value.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Rails 5 to 8: https://guides.rubyonrails.org/routing.html, action_controller_overview.html */
export default {
  id: 'rails',
  title: 'Rails',
  languages: ['ruby'],
  measured: true,
  answersPages: true,
  find: (context) => {
    const files = context.scanned(rubyScanner);
    const project = createProject(files);
    const routers: RouterFact[] = [];
    const items: RouteItem[] = [];
    for (const [path, { calls }] of files)
      for (const { call, engine } of routeSets(calls, 0)) {
        const found = readRouteSet(path, call, engine, project, context);
        routers.push(...found.routers);
        items.push(...found.items);
      }
    return { routers, items };
  },
} satisfies WebFramework as WebFramework;

interface RailsProject {
  readonly files: ReadonlyMap<string, RubyFacts>;
  readonly classes: ClassIndex;
  /** Paths of controllers' files by what follows `controllers/`: `api/v1/photos`. */
  readonly controllers: ReadonlyMap<string, readonly string[]>;
}

function createProject(files: ReadonlyMap<string, RubyFacts>): RailsProject {
  const found = [...files.keys()].flatMap((path) => {
    const name = /(?:^|\/)controllers\/(.+)_controller\.rb$/.exec(path)?.[1];
    return name === undefined ? [] : [{ path, name }];
  });
  const groups = Map.groupBy(found, ({ name }) => name);
  return {
    files,
    classes: indexClasses(files),
    controllers: new Map([...groups].map(([name, all]) => [name, all.map(({ path }) => path)])),
  };
}

/** `Rails.application.routes.draw do`, `Blog::Engine.routes.draw do`, also inside another call. */
function routeSets(calls: readonly RubyCall[], depth: number): { call: RubyCall; engine: string | null }[] {
  return calls.flatMap((call) => {
    const { receiver } = call;
    const isDraw = ['draw', 'append', 'prepend'].includes(call.name);
    if (isDraw && receiver?.kind === 'call' && receiver.name === 'routes')
      return [{ call, engine: engineOf(receiver.receiver) }];
    return depth > 3 ? [] : routeSets(call.block?.calls ?? [], depth + 1);
  });
}

function engineOf(receiver: RubyValue | null): string | null {
  return receiver?.kind === 'constant' && receiver.name.endsWith('Engine') ? receiver.name : null;
}

function readRouteSet(
  path: string,
  call: RubyCall,
  engine: string | null,
  project: RailsProject,
  { side }: FrameworkContext,
): RouteFacts {
  const folder = path.replace(/(?:^|\/)config\/routes.*$/, '');
  const key = engine === null ? `${path}#${call.place.start}` : `engine ${engine}`;
  const unseen = `${path}#${call.place.start}?`;
  const { routes, mounts } = railsRoutes(call.block?.calls ?? [], startOf(path, folder, project), {
    drawn: (name) => {
      const below = `${folder === '' ? '' : `${folder}/`}config/routes/${name}.rb`;
      const found = project.files.get(below);
      return found === undefined ? null : { path: below, calls: found.calls };
    },
    deviseModules: (model) => deviseModules(model, project.classes),
  });
  const reader = { project, folder, engine, side };
  return {
    routers: [
      { key, role: engine === null ? 'application' : 'router', certain: true, transparent: false },
      { key: unseen, role: 'router', certain: true, transparent: false },
    ],
    items: [
      ...routes.map((route): RouteItem => {
        const endpoint = endpointOf(route, reader);
        const router = route.path.isWhole ? key : unseen;
        return { kind: 'endpoint', router, path, offset: offsetIn(path, route), endpoint };
      }),
      ...mounts.map((mount) => mountItem(mount, key, path)),
    ],
  };
}

/** What a file draws comes where it is drawn; its own order is kept by its offsets. */
function offsetIn(path: string, { call, file }: Placed): number {
  return file === path ? call.place.start : 0;
}

function mountItem(mount: RailsMount, router: string, path: string): RouteItem {
  const prefix = plainPath(`${mount.scope.path.text}/${mount.path}`);
  const to = `engine ${mount.engine}`;
  return { kind: 'mount', router, path, offset: mount.offset, prefix, to, checks: mount.scope.checks };
}

function startOf(file: string, folder: string, { files }: RailsProject): Scope {
  const config = files.get(`${folder === '' ? '' : `${folder}/`}config/application.rb`);
  const isApi = config?.classes.some(({ setsApiOnly }) => setsApiOnly) === true;
  const root: RailsPath = { text: '', isWhole: true };
  return {
    file,
    path: root,
    shallowPath: root,
    module: '',
    controller: null,
    action: null,
    resource: null,
    level: 'none',
    isShallow: false,
    isApi,
    pathNames: new Map(),
    only: null,
    except: null,
    checks: noChecks,
    variables: new Map(),
    depth: 0,
  };
}

function deviseModules(model: string, classes: ClassIndex): readonly RubyValue[] | null {
  const name = model
    .split('/')
    .map((part) => part.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()))
    .join('::');
  const calls = classes.lineage(name).calls.filter((call) => call.name === 'devise');
  return calls.length === 0 ? null : calls.flatMap(({ args }) => args);
}

interface Reader {
  readonly project: RailsProject;
  readonly folder: string;
  readonly engine: string | null;
  readonly side: Side;
}

function endpointOf(route: Placed, reader: Reader): LocalEndpoint {
  const { side } = reader;
  const lineage = lineageOf(route, reader);
  const action = route.action ?? '';
  const method = lineage?.methods.get(action) ?? null;
  const { checks, publicBy } = lineage === null ? nothingBefore : callbacksOf(lineage, action);
  const handler = lineage === null || method === null ? null : readClosure(method.body, lineage.methods);
  const redirect = route.redirect === null ? [] : [{ ...route.call.seen, status: route.redirect }];
  return {
    method: route.verb,
    path: plainPath(route.path.text),
    span: { ...route.call.place, side },
    handler: method === null ? null : { ...method.body.place, side },
    handlerText: method?.body.text ?? null,
    checks: joinChecks(route.checks, checks, handler?.checks ?? noChecks),
    statusCodes: handler === null || method === null ? redirect : statusesOf(handler, method),
    isPublic: false,
    ...(publicBy === null || checks.authentication.length > 0 ? {} : { publicBy }),
    ...(handler === null ? {} : { pagination: handler.pagination, idempotency: handler.idempotency }),
  };
}

/** An action that answers nothing itself renders its template. */
function statusesOf(
  handler: ReturnType<typeof readClosure>,
  { body, name }: RubyMethod,
): LocalEndpoint['statusCodes'] {
  if (handler.answers) return handler.statusCodes;
  const { path, startLine } = body.place;
  return [{ text: `def ${name}`, path, line: startLine, status: 200 }, ...handler.statusCodes];
}

/** The controller's class, by the path that Rails loads it from; the nearest one where there are several. */
function lineageOf({ controller }: Placed, { project, folder, engine }: Reader): Lineage | null {
  if (controller === null) return null;
  const inEngine =
    engine === null ? controller : `${underscore(engine.replace(/::Engine$/, ''))}/${controller}`;
  const paths = project.controllers.get(inEngine) ?? project.controllers.get(controller) ?? [];
  const path = paths.find((each) => each.startsWith(`${folder}/`)) ?? paths[0];
  const facts = path === undefined ? undefined : project.files.get(path);
  if (facts === undefined) return null;
  const wanted = `${controller.replaceAll(/[/_]/g, '')}controller`.toLowerCase();
  const named = facts.classes.filter(({ name }) => name.endsWith('Controller'));
  const found =
    named.find(({ name }) => name.replaceAll('::', '').toLowerCase().endsWith(wanted)) ?? named[0];
  return found === undefined ? null : project.classes.lineage(found.name);
}

function underscore(name: string): string {
  return name
    .replaceAll('::', '/')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
