import { constantString } from '../../code/constant-string.ts';
import { entriesOf, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { distinctCodes } from '../javascript/answer-styles.ts';
import { asksNobody, flatten } from '../javascript/checks.ts';
import { followModules } from '../javascript/follow-modules.ts';
import { readHandler } from '../javascript/handler.ts';
import { surest } from '../javascript/limits.ts';
import { applicationOf, type NestApplication, nestApplications } from '../javascript/nest-application.ts';
import {
  type DecoratedClass,
  type DecoratedMethod,
  type Decorator,
  decoratedClasses,
  expanded,
  isOfPackage,
  methodsOf,
  type ReadDecorators,
  readDecorators,
} from '../javascript/nest-decorators.ts';
import { inputsOf, parameterChecks, parameterPages } from '../javascript/nest-parameters.ts';
import { modulePrefixes } from '../javascript/nest-router-module.ts';
import { plainPath } from '../javascript/router-place.ts';
import { joinPath } from '../join-path.ts';
import {
  joinChecks,
  type LocalEndpoint,
  type RouteFacts,
  type RouteItem,
  type RouterFact,
} from '../routes.ts';
import { normalisedText, seenAt, spanOf } from '../seen.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

const methods: ReadonlyMap<string, string> = new Map([
  ...['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All', 'Search'].map(
    (name): [string, string] => [name, name.toUpperCase()],
  ),
  // Events that the server sends are asked for by GET.
  ['Sse', 'GET'],
]);

/** NestJS 8 to 11: https://docs.nestjs.com/controllers */
export default {
  id: 'nestjs',
  title: 'NestJS',
  languages: ['typescript', 'tsx', 'javascript'],
  measured: true,
  find(context) {
    const applications = context.once(() => nestApplications(context));
    const prefixes = context.once(() => modulePrefixes(context));
    const read = (module: CodeModule): RouteFacts => {
      const application = applicationOf(applications(), module.file.path);
      return readControllers(module, application, prefixes(), context);
    };
    return followModules(context, { id: 'nestjs', mentions: ['@Controller', 'Controller('], read });
  },
} satisfies WebFramework as WebFramework;

function readControllers(
  module: CodeModule,
  application: NestApplication,
  prefixes: ReadonlyMap<string, readonly string[]>,
  context: FrameworkContext,
): RouteFacts {
  const routers: RouterFact[] = [];
  const items: RouteItem[] = [];
  for (const found of decoratedClasses(module, ['Controller'])) {
    const controller = found.decorators.find(({ name }) => name === 'Controller');
    if (controller === undefined || !isOfNest(controller, context)) continue;
    const key = `${module.file.path}#${found.node.range.start}`;
    const isRoot = application.prefixSeen;
    routers.push({ key, role: isRoot ? 'application' : 'router', certain: true, transparent: false });
    const place = { router: key, path: module.file.path };
    for (const under of prefixes.get(key) ?? [''])
      for (const endpoint of routesOf(found, controller, under, module, application, context))
        items.push({ ...place, kind: 'endpoint', offset: endpoint.span.start, endpoint });
  }
  return { routers, items };
}

/** `Controller` and `Get` are also names of other packages' decorators. */
function isOfNest(decorator: Decorator, context: FrameworkContext): boolean {
  return isOfPackage(decorator, /^@nestjs\//, context);
}

function routesOf(
  owner: DecoratedClass,
  controller: Decorator,
  under: string,
  module: CodeModule,
  application: NestApplication,
  context: FrameworkContext,
): LocalEndpoint[] {
  const prefixes = controllerPaths(controller, module, context);
  const inherited = readDecorators(owner.decorators, context);
  const versions = versionsOf(controller, owner.decorators, module, context);
  return methodsOf(owner.node, module, context).flatMap((method) => {
    const decorators = expanded(method.decorators, context);
    const routes = decorators.filter((each) => methods.has(each.name) && isOfNest(each, context));
    if (routes.length === 0) return [];
    const own = readDecorators(method.decorators, context);
    const ownVersions = versionsOf(null, method.decorators, method.module, context) ?? versions;
    return routes.flatMap((route) =>
      prefixes.flatMap((prefix) =>
        pathsOf(route.args[0], route.module, context).flatMap((path) =>
          application.versioned(ownVersions).map((version) => {
            const verb = methods.get(route.name) ?? 'ALL';
            const full = application.full(joinPath(joinPath(under, prefix), path), version, verb);
            return endpointOf(verb, full, route, method, context, { own, inherited, application });
          }),
        ),
      ),
    );
  });
}

function endpointOf(
  method: string,
  path: string,
  route: Decorator,
  handler: DecoratedMethod,
  context: FrameworkContext,
  seen: { own: ReadDecorators; inherited: ReadDecorators; application: NestApplication },
): LocalEndpoint {
  const { own, inherited, application } = seen;
  const publicBy = own.publicBy ?? (asksNobody(own.checks) ? inherited.publicBy : null);
  const facts = readHandler(handler.node, handler.module);
  const checks = joinChecks(
    application.checks,
    inherited.checks,
    own.checks,
    parameterChecks(handler, application.validatesTypes, context),
  );
  const noLimit = own.skipsThrottle || (inherited.skipsThrottle && own.checks.rateLimit.length === 0);
  const success = own.status ?? {
    ...seenAt(route.node, route.module),
    text: `@${route.name}`,
    status: method === 'POST' ? 201 : 200,
  };
  const thrown = facts.statusCodes.filter((code) => code.status >= 400);
  const idempotency = [...inherited.idempotency, ...own.idempotency, ...facts.idempotency];
  return {
    method,
    path,
    span: spanOf(route.node.range, route.module, context.side),
    handler: spanOf(handler.node.range, handler.module, context.side),
    handlerText: normalisedText(handler.node),
    checks: { ...checks, rateLimit: noLimit ? [] : rateLimits(checks.rateLimit) },
    statusCodes: distinctCodes([success, ...thrown]),
    isPublic: publicBy !== null,
    ...(publicBy === null ? {} : { publicBy }),
    inputs: inputsOf(handler),
    pagination: surest([...parameterPages(handler, context), ...facts.pagination]),
    ...(idempotency.length === 0 ? {} : { idempotency }),
  };
}

type RateLimits = LocalEndpoint['checks']['rateLimit'];

/** What a method says of its limit holds instead of what the class and the application say. */
function rateLimits(limits: RateLimits): RateLimits {
  const stated = limits.findLast(({ text }) => text.startsWith('@Throttle'));
  return stated === undefined ? limits : [stated];
}

function controllerPaths(controller: Decorator, module: CodeModule, context: FrameworkContext): string[] {
  const first = controller.args[0];
  if (first === undefined) return [''];
  const options = unwrap(first);
  if (options.kind !== 'object') return pathsOf(first, module, context);
  const path = entriesOf(options).get('path');
  return path === undefined ? [''] : pathsOf(path, module, context);
}

function pathsOf(node: SyntaxNode | undefined, module: CodeModule, context: FrameworkContext): string[] {
  if (node === undefined) return [''];
  return flatten(node, module, context.definitions).flatMap((part) => {
    const path = constantString(part.node, part.module, context.definitions);
    return path === null ? [] : [plainPath(path)];
  });
}

/** Versions of `@Version('1')` or `@Controller({ version })`, null where none is given. */
function versionsOf(
  controller: Decorator | null,
  decorators: readonly Decorator[],
  module: CodeModule,
  context: FrameworkContext,
): string[] | null {
  const options = controller?.args[0] === undefined ? undefined : unwrap(controller.args[0]);
  const given =
    decorators.find(({ name }) => name === 'Version')?.args[0] ??
    (options === undefined ? undefined : entriesOf(options).get('version'));
  if (given === undefined) return null;
  return flatten(given, module, context.definitions).flatMap((part) => {
    if (/^VERSION_NEUTRAL$/.test(part.node.text.slice(0, 20))) return [''];
    return constantString(part.node, part.module, context.definitions) ?? [];
  });
}
