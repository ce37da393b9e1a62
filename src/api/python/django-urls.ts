import { type Checks, noChecks, type RouteFacts, type RouteItem, type RouterFact } from '../routes.ts';
import { placeIn, seenIn } from '../seen.ts';
import type { FrameworkContext } from '../web-framework.ts';
import { answersOf, isRestView } from './django-answers.ts';
import { patternPath, routePath } from './django-path.ts';
import { readSettings } from './django-settings.ts';
import { checksOfDecorators, type ViewReading, viewOf } from './django-view.ts';
import { argumentOf, type CallExpression, type Expression, lastName } from './expression.ts';
import { unrolled } from './loops.ts';
import type { PythonModule } from './module.ts';
import { projectOf, type Site } from './project.ts';
import { extendedBy, readRestCall, restRouterKey, restRouters } from './rest-routers.ts';
import { itemsOf, knownEnd, type Made, type Placed, textOf } from './values.ts';

/** Lists of routes inside lists, and functions that take and return them. */
const maxDepth = 12;

interface Reading extends ViewReading {
  readonly routers: RouterFact[];
  readonly items: RouteItem[];
  /** Endpoints of REST framework; the others are Django's own. */
  readonly rest: Set<RouteItem>;
  /** Keys of the lists that were read. */
  readonly read: Set<string>;
}

const known = new WeakMap<FrameworkContext, Reading>();

/** Routes of URL configurations: those that REST framework answers, or the others. Both are read at once. */
export function djangoRoutes(context: FrameworkContext, framework: 'django' | 'drf'): RouteFacts {
  let reading = known.get(context);
  if (reading === undefined) {
    reading = readProject(context);
    known.set(context, reading);
  }
  const { routers, items, rest } = reading;
  return {
    routers,
    items: items.filter((item) => item.kind !== 'endpoint' || rest.has(item) === (framework === 'drf')),
    joining: 'text',
  };
}

function readProject(context: FrameworkContext): Reading {
  const project = projectOf(context);
  const settings = readSettings(project);
  const reading: Reading = {
    context,
    project,
    settings,
    routers: [],
    items: [],
    rest: new Set(),
    read: new Set(),
  };
  const extended = new Map<string, Made>();
  for (const module of project.modules.values())
    for (const { scope, call } of module.calls)
      for (const [child, parent] of extendedBy(call, { module, scope }, reading)) extended.set(child, parent);
  for (const module of project.modules.values()) {
    if (module.scopes[0]?.names.urlpatterns !== undefined) readConfiguration(module, reading);
    for (const { scope, call } of module.calls.flatMap(({ scope, call }) =>
      lastName(call) === 'register'
        ? unrolled(call, { module, scope }, project).map((each) => ({ scope, call: each }))
        : [],
    )) {
      const { routers, items } = readRestCall(call, { module, scope }, reading, extended);
      reading.routers.push(...routers);
      for (const item of items) {
        reading.items.push(item);
        if (item.kind === 'endpoint') reading.rest.add(item);
      }
    }
  }
  return reading;
}

function keyOf(module: PythonModule): string {
  return `${module.path}#urlpatterns`;
}

function readConfiguration(module: PythonModule, reading: Reading): void {
  const key = keyOf(module);
  if (reading.read.has(key)) return;
  reading.read.add(key);
  const isRoot = reading.settings.hasRoot ? reading.settings.roots.has(module.path) : mountsAdmin(module);
  reading.routers.push({ key, role: isRoot ? 'application' : 'router', certain: true, transparent: false });
  if (isRoot) addMiddleware(key, module, reading);
  for (const binding of module.scopes[0]?.names.urlpatterns ?? [])
    if (binding.kind === 'value') readPatterns(binding.value, { module, scope: 0 }, key, reading, 0);
}

/** Without settings, the configuration that has the admin's pages is the project's. */
function mountsAdmin(module: PythonModule): boolean {
  return Object.values(module.scopes[0]?.names ?? {}).some((bindings) =>
    bindings.some(
      (binding) => binding.kind === 'import' && /^django\.contrib(?:\.admin|$)/.test(binding.module),
    ),
  );
}

/** Middleware that lets nobody in who is not signed in; Django's own AuthenticationMiddleware only looks who is there. */
const demanding = /(?:Login|Auth\w*|SSO|Access)(?:Required|Enforc\w*)|Require(?:s|d)?(?:Login|Auth)/;

function addMiddleware(router: string, module: PythonModule, reading: Reading): void {
  for (const { name, at } of reading.settings.middleware) {
    if (!demanding.test(name)) continue;
    const seen = seenIn(at.value, reading.project.source(at.module.path));
    const checks = { ...noChecks, authentication: [seen] };
    reading.items.push({
      kind: 'layer',
      router,
      path: module.path,
      offset: 0,
      prefix: '',
      checks,
      whole: true,
    });
  }
}

function readPatterns(list: Expression, site: Site, router: string, reading: Reading, depth: number): void {
  if (depth > maxDepth) return;
  for (const item of itemsOf(list, site, reading.project)) readPattern(item, router, reading, depth);
}

function readPattern(item: Placed, router: string, reading: Reading, depth: number): void {
  const { project } = reading;
  const found = item.value.kind === 'call' ? null : project.resolve(item.value, item);
  const at: Placed = found?.kind === 'value' ? found : item;
  const { value } = at;
  // `*router.urls`, `urlpatterns = router.urls`
  if (value.kind === 'attribute' && value.name === 'urls')
    mountRestRouters(value, value, '', at, router, noChecks, reading);
  if (value.kind !== 'call') return;
  const name = lastName(value);
  const [first] = value.args;
  if (name === 'i18n_patterns')
    mountInline(
      { ...value, kind: 'list', items: value.args },
      ':language/',
      at,
      value,
      router,
      noChecks,
      reading,
      depth,
    );
  else if (name === 'format_suffix_patterns' && first !== undefined)
    readPatterns(first, at, router, reading, depth + 1);
  else if (name === 'path' || name === 're_path' || name === 'url')
    readRoute(value, name, at, router, reading, depth);
}

function readRoute(
  call: CallExpression,
  name: string,
  site: Site,
  router: string,
  reading: Reading,
  depth: number,
): void {
  const { project } = reading;
  const route = argumentOf(call, name === 'path' ? 'route' : 'regex', 0);
  const view = argumentOf(call, 'view', 1);
  const text = route === undefined ? null : textOf(translated(route), site, project);
  if (view === undefined) return;
  const plain = (known: string): string => (name === 'path' ? routePath(known) : patternPath(known));
  const included = includedBy(view, site, reading);
  if (included !== null)
    mount(included, text === null ? null : plain(text), site, call, router, reading, depth);
  else if (text !== null) addViews(view, plain(text), call, site, router, reading);
  else {
    const end = route === undefined ? null : knownEnd(route, site, project);
    if (end === null) return;
    // What stands before is not known: the view answers below a router of its own.
    const key = `${site.module.path}#${call.start}`;
    reading.routers.push({ key, role: 'router', certain: true, transparent: false });
    addMount(router, key, null, site, call, noChecks, reading);
    addViews(view, plain(end), call, site, key, reading);
  }
}

/** `_('users/')` is translated; the text is what it is without a translation. */
function translated(route: Expression): Expression {
  const isTranslation =
    route.kind === 'call' && /^(?:_|gettext_lazy|gettext|ugettext_lazy|pgettext_lazy)$/.test(lastName(route));
  return isTranslation ? (route.args[0] ?? route) : route;
}

interface Included extends Placed {
  readonly checks: Checks;
}

/** What `include(…)` includes, also as the list that stands for it; null where a view stands there. */
function includedBy(view: Expression, site: Site, reading: Reading): Included | null {
  if (view.kind === 'list') return { ...site, value: view, checks: noChecks };
  if (view.kind !== 'call') return null;
  const name = lastName(view);
  const [first, second] = view.args;
  if (name === 'include' && first !== undefined) return { ...site, value: first, checks: noChecks };
  // `decorator_include(login_required, 'shop.urls')`
  if (name !== 'decorator_include' || first === undefined || second === undefined) return null;
  const inner = includedBy(second, site, reading);
  const checks = checksOfDecorators(itemsOf(first, site, reading.project), reading.project);
  return { ...(inner ?? { ...site, value: second }), checks };
}

function mount(
  included: Included,
  prefix: string | null,
  site: Site,
  call: CallExpression,
  router: string,
  reading: Reading,
  depth: number,
): void {
  const { project } = reading;
  const { value, checks } = included;
  const text = value.kind === 'text' ? textOf(value, included, project) : null;
  if (text !== null) {
    const path = project.index.find(included.module.path, text)?.path;
    const module = path === undefined || path === null ? undefined : project.modules.get(path);
    if (module !== undefined) addMount(router, keyOf(module), prefix, site, call, checks, reading);
    return;
  }
  if (value.kind === 'attribute' && value.name === 'urls')
    if (mountRestRouters(value, call, prefix, included, router, checks, reading)) return;
  const found = project.resolve(value, included);
  if (found?.kind === 'module') {
    const module = found.place.path === null ? undefined : project.modules.get(found.place.path);
    if (module !== undefined) addMount(router, keyOf(module), prefix, site, call, checks, reading);
    return;
  }
  const list: Placed = found?.kind === 'value' ? found : included;
  // `(patterns, 'shop')`: the list and its namespace.
  const [patterns, namespace] = list.value.kind === 'list' ? list.value.items : [];
  const isPair = namespace?.kind === 'text' && patterns !== undefined;
  const inner: Included = { ...list, value: isPair ? patterns : list.value, checks };
  if (isPair && patterns.kind !== 'list' && depth < maxDepth)
    mount(inner, prefix, site, call, router, reading, depth + 1);
  else mountInline(inner.value, prefix, inner, call, router, checks, reading, depth);
}

function mountInline(
  list: Expression,
  prefix: string | null,
  site: Site,
  call: CallExpression,
  router: string,
  checks: Checks,
  reading: Reading,
  depth: number,
): void {
  const key = `${site.module.path}#${list.start}`;
  reading.routers.push({ key, role: 'router', certain: true, transparent: false });
  addMount(router, key, prefix, site, call, checks, reading);
  if (reading.read.has(key)) return;
  reading.read.add(key);
  readPatterns(list, site, key, reading, depth + 1);
}

/** Mounts the routers of REST framework whose `urls` these are. */
function mountRestRouters(
  urls: Expression & { kind: 'attribute' },
  at: Expression,
  prefix: string | null,
  site: Site,
  router: string,
  checks: Checks,
  reading: Reading,
): boolean {
  const made = restRouters(urls.of, site, reading);
  for (const each of made) addMount(router, restRouterKey(each), prefix, site, at, checks, reading);
  return made.length > 0;
}

function addMount(
  router: string,
  to: string,
  prefix: string | null,
  site: Site,
  at: Expression,
  checks: Checks,
  reading: Reading,
): void {
  const { path } = site.module;
  reading.items.push({ kind: 'mount', router, path, offset: at.start, prefix, to, checks });
}

function addViews(
  view: Expression,
  path: string,
  call: CallExpression,
  site: Site,
  router: string,
  reading: Reading,
): void {
  const { project, context } = reading;
  const { view: target, around } = viewOf(view, site, project);
  // `admin.site.urls`: routes of a library.
  if (target.kind === 'unseen' && target.name.endsWith('.urls')) return;
  const isRest = isRestView(target, reading);
  const checks = checksOfDecorators(around, project);
  const span = { ...placeIn(call, project.source(site.module.path)), side: context.side };
  for (const answer of answersOf(target, around, checks, reading)) {
    const item: RouteItem = {
      kind: 'endpoint',
      router,
      path: site.module.path,
      offset: call.start,
      endpoint: { ...answer, path, span },
    };
    reading.items.push(item);
    if (isRest) reading.rest.add(item);
  }
}
