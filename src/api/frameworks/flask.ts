import { argumentOf, type CallExpression, type Expression, lastName } from '../python/expression.ts';
import { type FlaskReading, flaskAnswers, viewClassOf } from '../python/flask-views.ts';
import { checksOfKinds, refusalsOf } from '../python/judged.ts';
import { kindOfName } from '../python/kinds.ts';
import { unrolled } from '../python/loops.ts';
import type { PythonClass, PythonFunction, PythonModule } from '../python/module.ts';
import { type Definition, projectOf, type Site } from '../python/project.ts';
import { isMadeBy, knownEnd, type Made, madeBy, methodsOf, textOf } from '../python/values.ts';
import { noChecks, type RouteFacts, type RouteItem, type RouterFact } from '../routes.ts';
import { placeIn, seenIn } from '../seen.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Flask: https://flask.palletsprojects.com/en/stable/api/#url-route-registrations and its usual extensions for resources. */
export default {
  id: 'flask',
  title: 'Flask',
  languages: ['python'],
  measured: true,
  answersPages: true,
  find: findRoutes,
} satisfies WebFramework as WebFramework;

const applications = /^(?:flask|quart|apiflask|flask_openapi3)(?:\.\w+)*\.(?:Flask|Quart|APIFlask|OpenAPI)$/;
const blueprints =
  /^(?:flask|quart|apiflask|flask_smorest|flask_openapi3)(?:\.\w+)*\.(?:Flask|Quart|APIFlask|OpenAPI|Blueprint|APIBlueprint)$/;
/** Registries of resources: flask-restful, flask-restx and flask-smorest. */
const registries =
  /^(?:flask_restful|flask_restx|flask_restplus|flask_smorest)(?:\.\w+)*\.(?:Api|Namespace)$/;
const namespaces = /^(?:flask_restx|flask_restplus)(?:\.\w+)*\.Namespace$/;
const verbs = new Set(['get', 'post', 'put', 'patch', 'delete']);

interface Reading extends FlaskReading {
  readonly context: FrameworkContext;
  readonly routers: RouterFact[];
  readonly items: RouteItem[];
}

type MadeRouter = Made & { readonly router: RouterFact; readonly isRegistry: boolean };

function findRoutes(context: FrameworkContext): RouteFacts {
  const reading: Reading = { context, project: projectOf(context), routers: [], items: [] };
  for (const module of reading.project.modules.values()) {
    for (const { scope, call } of module.calls)
      for (const each of unrolled(call, { module, scope }, reading.project))
        readCall(each, { module, scope }, reading);
    for (const handler of module.functions) readFunction(handler, module, reading);
    for (const owner of module.classes) readClass(owner, module, reading);
    readMade(module, reading);
  }
  return { routers: reading.routers, items: reading.items };
}

function routersOf(value: Expression, site: Site, { project, routers: known }: Reading): MadeRouter[] {
  return madeBy(value, site, project).flatMap((made): MadeRouter[] => {
    const isRegistry = isMadeBy(made.callee, registries, project);
    if (!isRegistry && !isMadeBy(made.callee, blueprints, project)) return [];
    const router: RouterFact = {
      key: `${made.module.path}#${made.call.start}`,
      role: isMadeBy(made.callee, applications, project) ? 'application' : 'router',
      certain: true,
      transparent: false,
    };
    known.push(router);
    return [{ ...made, router, isRegistry }];
  });
}

/** A router, and a path below it. */
interface Below {
  readonly router: MadeRouter;
  readonly path: string;
}

/** Where a rule leads; where its beginning varies, to what it ends with, below a prefix that is not known. */
function placeOf(
  router: MadeRouter,
  rule: Expression | undefined,
  site: Site,
  reading: Reading,
): Below | null {
  if (rule === undefined) return null;
  const path = pathOf(rule, site, reading);
  if (path !== null) return { router, path };
  const end = knownEnd(rule, site, reading.project);
  return end?.startsWith('/') === true ? belowUnknown(router, plainRule(end), rule, site, reading) : null;
}

function belowUnknown(
  router: MadeRouter,
  path: string,
  rule: Expression,
  site: Site,
  reading: Reading,
): Below {
  const key = `${site.module.path}#${rule.start}`;
  const below: MadeRouter = { ...router, router: { key, role: 'router', certain: true, transparent: false } };
  reading.routers.push(below.router);
  reading.items.push({
    kind: 'mount',
    router: router.router.key,
    path: site.module.path,
    offset: rule.start,
    prefix: null,
    to: key,
    checks: noChecks,
  });
  return { router: below, path };
}

/** `<int:id>` and `<regex("a|b"):id>` are `:id`, `<path:rest>` is `*`. */
function plainRule(rule: string): string {
  return rule.replace(
    /<(?:(\w+)(?:\([^()<>]*\))?:)?(\w+)>/g,
    (_, converter: string | undefined, name: string) => (converter === 'path' ? '*' : `:${name}`),
  );
}

function pathOf(value: Expression, site: Site, { project }: Reading): string | null {
  const text = textOf(value, site, project);
  return text === null ? null : plainRule(text);
}

/** What a blueprint, namespace or registry puts before its routes; null where it is not known. */
function prefixOf({ call, callee, module, scope }: Made, reading: Reading): string | null {
  const site = { module, scope };
  const isNamespace = isMadeBy(callee, namespaces, reading.project);
  const given = call.named.url_prefix ?? call.named.prefix ?? (isNamespace ? call.named.path : undefined);
  if (given !== undefined) return given.kind === 'constant' ? '' : pathOf(given, site, reading);
  if (!isNamespace) return '';
  const name = argumentOf(call, 'name', 0);
  const text = name === undefined ? null : pathOf(name, site, reading);
  return text === null ? null : `/${text}`;
}

/** `Api(app)`, `Api(blueprint, prefix='/v1')`: what is registered there answers below what it is made with. */
function readMade(module: PythonModule, reading: Reading): void {
  for (const [scope, { names }] of module.scopes.entries())
    for (const bindings of Object.values(names))
      for (const binding of bindings) {
        if (binding.kind !== 'value' || binding.value.kind !== 'call') continue;
        const { value } = binding;
        const site = { module, scope: binding.scope ?? scope };
        if (!/Api$|Namespace$/.test(lastName(value))) continue;
        const parent = argumentOf(value, 'app', 0);
        for (const child of routersOf(value, site, reading))
          if (child.isRegistry && parent !== undefined)
            mountAll(parent, child, undefined, value, site, reading);
      }
}

function readCall(call: CallExpression, site: Site, reading: Reading): void {
  if (call.callee.kind !== 'attribute') return;
  const { name, of } = call.callee;
  const [first, second] = call.args;
  switch (name) {
    case 'register_blueprint':
    case 'register_api':
    case 'add_namespace':
      for (const child of first === undefined ? [] : routersOf(first, site, reading))
        mountAll(
          of,
          child,
          call.named.url_prefix ?? call.named.path ?? (name === 'add_namespace' ? second : undefined),
          call,
          site,
          reading,
        );
      return;
    case 'init_app':
      for (const child of routersOf(of, site, reading))
        if (child.isRegistry && first !== undefined) mountAll(first, child, undefined, call, site, reading);
      return;
    case 'add_url_rule':
      for (const router of routersOf(of, site, reading)) addRule(router, call, site, reading);
      return;
    case 'add_resource':
      for (const router of routersOf(of, site, reading))
        addResource(router, first, call.args.slice(1), call, site, reading);
      return;
    case 'before_request':
      if (first !== undefined)
        for (const router of routersOf(of, site, reading))
          addLayer(router, reading.project.resolve(first, site), first, site, reading);
      return;
    default:
      // Methods of a project's own class over `add_resource` may put something before the path.
      if (/^add_\w+_resource$/.test(name))
        for (const router of routersOf(of, site, reading))
          addResource(router, first, call.args.slice(1), call, site, reading, false);
  }
}

/** A prefix that is given at registration stands for the blueprint's own. */
function mountAll(
  parent: Expression,
  child: MadeRouter,
  given: Expression | undefined,
  at: Expression,
  site: Site,
  reading: Reading,
): void {
  const isGiven = given !== undefined && given.kind !== 'constant';
  const prefix = isGiven ? pathOf(given, site, reading) : prefixOf(child, reading);
  for (const router of routersOf(parent, site, reading))
    reading.items.push({
      kind: 'mount',
      router: router.router.key,
      path: site.module.path,
      offset: at.start,
      prefix,
      to: child.router.key,
      checks: noChecks,
    });
}

function readFunction(handler: PythonFunction, module: PythonModule, reading: Reading): void {
  const site = { module, scope: handler.around };
  for (const [index, decorator] of handler.decorators.entries()) {
    const reference = decorator.kind === 'call' ? decorator.callee : decorator;
    if (reference.kind !== 'attribute') continue;
    const { name, of } = reference;
    if (name === 'before_request' || name === 'before_app_request') {
      const hook: Definition = { kind: 'function', module, function: handler };
      for (const router of routersOf(of, site, reading)) addLayer(router, hook, decorator, site, reading);
      continue;
    }
    if (decorator.kind !== 'call' || (name !== 'route' && !verbs.has(name))) continue;
    for (const router of routersOf(of, site, reading)) {
      if (router.isRegistry) continue;
      // A decorator above the route's is put around what nobody asks for.
      const below = handler.decorators.slice(index + 1);
      addFunction(router, decorator, handler, module, below, site, reading);
    }
  }
}

/** Classes of views that are decorated themselves: `@blueprint.route('/x')`, `@namespace.route('/x')`, `@api.resource('/x')`. */
function readClass(owner: PythonClass, module: PythonModule, reading: Reading): void {
  const scope = module.scopes[owner.scope]?.parent ?? 0;
  const site = { module, scope };
  for (const decorator of owner.decorators) {
    if (decorator.kind !== 'call' || decorator.callee.kind !== 'attribute') continue;
    const { name, of } = decorator.callee;
    if (name !== 'route' && name !== 'resource') continue;
    for (const router of routersOf(of, site, reading)) {
      const self: Expression = { kind: 'name', name: owner.name, start: decorator.start, end: decorator.end };
      addResource(router, self, decorator.args, decorator, site, reading);
    }
  }
}

function addFunction(
  router: MadeRouter,
  call: CallExpression,
  handler: PythonFunction,
  handlerModule: PythonModule,
  decorators: readonly Expression[],
  site: Site,
  reading: Reading,
): void {
  const rule = argumentOf(call, 'rule', 0);
  const place = placeOf(router, rule, site, reading);
  const methods = methodsOfRule(call, site, reading);
  if (place === null || methods === null) return;
  const around = { module: handlerModule, scope: handler.around };
  const target = { kind: 'function', function: handler, module: handlerModule } as const;
  const answers = flaskAnswers(
    target,
    methods,
    decorators.map((value) => ({ ...around, value })),
    reading,
  );
  add(place, answers, call, site, reading);
}

function methodsOfRule(call: CallExpression, site: Site, { project }: Reading): string[] | null {
  const name = lastName(call);
  if (verbs.has(name)) return [name.toUpperCase()];
  const given = call.named.methods;
  const methods = given === undefined ? ['GET'] : methodsOf(given, site, project);
  // Flask answers to these itself.
  return (
    methods?.filter((method) => method !== 'OPTIONS' && (method !== 'HEAD' || methods.length === 1)) ?? null
  );
}

function addRule(router: MadeRouter, call: CallExpression, site: Site, reading: Reading): void {
  const rule = argumentOf(call, 'rule', 0);
  const view = argumentOf(call, 'view_func', 2);
  const place = placeOf(router, rule, site, reading);
  if (place === null || view === undefined) return;
  const { target, around } = viewClassOf(view, site, reading);
  const given = call.named.methods;
  const methods = given === undefined ? null : methodsOfRule(call, site, reading);
  // Methods that are given and not known are no reason to take the usual one.
  if (target === null || (given !== undefined && methods === null)) return;
  add(
    place,
    flaskAnswers(target, methods ?? (target.kind === 'function' ? ['GET'] : null), around, reading),
    call,
    site,
    reading,
  );
}

function addResource(
  router: MadeRouter,
  resource: Expression | undefined,
  paths: readonly Expression[],
  call: CallExpression,
  site: Site,
  reading: Reading,
  isPlain = true,
): void {
  const found = resource === undefined ? null : reading.project.resolve(resource, site);
  if (found?.kind !== 'class') return;
  for (const each of paths) {
    const plain = placeOf(router, each, site, reading);
    const place = isPlain || plain === null ? plain : belowUnknown(router, plain.path, each, site, reading);
    if (place !== null) add(place, flaskAnswers(found, null, [], reading), call, site, reading);
  }
}

function add(
  { router, path }: Below,
  answers: ReturnType<typeof flaskAnswers>,
  call: CallExpression,
  site: Site,
  reading: Reading,
): void {
  const span = { ...placeIn(call, reading.project.source(site.module.path)), side: reading.context.side };
  for (const answer of answers)
    reading.items.push({
      kind: 'endpoint',
      router: router.router.key,
      path: site.module.path,
      offset: call.start,
      endpoint: { ...answer, path, span },
    });
}

/**
 * What runs before each request counts where its name says what it checks; of a blueprint also where it answers 401.
 * What an application runs before all requests refuses only some of them.
 */
function addLayer(
  router: MadeRouter,
  hook: Definition | null,
  at: Expression,
  site: Site,
  { project, items }: Reading,
): void {
  if (hook?.kind !== 'function') return;
  const { name } = hook.function;
  const isApplication = router.router.role === 'application';
  const refusals = isApplication ? [] : [...refusalsOf(hook.function, hook.module, project)];
  const own = kindOfName(name);
  const kinds = [own, ...refusals.filter((kind) => kind === 'authentication')];
  const seen = { ...seenIn(at, project.source(site.module.path)), text: name };
  items.push({
    kind: 'layer',
    router: router.router.key,
    path: site.module.path,
    offset: at.start,
    prefix: '',
    checks: { ...checksOfKinds(new Set(kinds), seen), other: [], validation: [] },
    whole: true,
  });
}
