import { type ClassIndex, indexClasses } from '../classes/class-index.ts';
import { argumentOf, simpleName } from '../classes/class-model.ts';
import type { MergedMethod, PlacedAnnotation } from '../classes/methods.ts';
import { distinctStatuses, type SeenStatus, statusOfValue } from '../classes/status.ts';
import { answersWithin, takesWithin } from '../csharp/answers.ts';
import { attributeAccess } from '../csharp/attribute-access.ts';
import { type ApplicationPolicies, applicationPolicies } from '../csharp/builder-conventions.ts';
import { builtRoutes } from '../csharp/builder-routes.ts';
import type { ControllerMount } from '../csharp/builder-scope.ts';
import {
  type Action,
  type ActionRoute,
  type Controller,
  controllerOf,
} from '../csharp/controller-actions.ts';
import { csharpScanner } from '../csharp/csharp-scanner.ts';
import { readParameters } from '../csharp/parameters.ts';
import { joinTemplates, pathsOf } from '../csharp/route-template.ts';
import { joinChecks, type LocalEndpoint, noChecks, type RouteItem, type RouterFact } from '../routes.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Controllers of ASP.NET Core: https://learn.microsoft.com/aspnet/core/mvc/controllers/routing */
export default {
  id: 'aspnet-controllers',
  title: 'ASP.NET Core controllers',
  languages: ['csharp'],
  measured: true,
  answersPages: true,
  find: (context) => {
    const index = indexClasses([...context.scanned(csharpScanner).values()], true);
    const policies = applicationPolicies(index);
    const { mounts } = builtRoutes(index, policies.limits);
    const world: World = { context, index, policies, mount: onlyMount(mounts) };
    const patterns = mounts.flatMap(({ pattern }) => pattern ?? []);
    const routers: RouterFact[] = [];
    const items: RouteItem[] = [];
    for (const entry of index.entries) {
      const controller = controllerOf(entry, index, patterns);
      if (controller === null || controller.actions.length === 0) continue;
      const { path } = entry.file;
      for (const action of controller.actions)
        for (const route of action.routes) {
          const seen = route.prefixSeen && (world.mount?.group.prefixSeen ?? true);
          const key = `${path}#${entry.fact.place.start}${seen ? '' : '?'}`;
          routers.push({ key, role: seen ? 'application' : 'router', certain: true, transparent: false });
          for (const endpoint of endpointsOf(route, action, controller, world))
            items.push({ kind: 'endpoint', router: key, path, offset: endpoint.span.start, endpoint });
        }
    }
    return { routers, items };
  },
} satisfies WebFramework as WebFramework;

interface World {
  readonly context: FrameworkContext;
  readonly index: ClassIndex;
  readonly policies: ApplicationPolicies;
  /** Where `MapControllers` is called, if in one place only: of several nobody knows which one is a controller's. */
  readonly mount: ControllerMount | null;
}

function onlyMount(mounts: readonly ControllerMount[]): ControllerMount | null {
  const [first, ...more] = mounts;
  return more.length === 0 ? (first ?? null) : null;
}

function endpointsOf(
  route: ActionRoute,
  action: Action,
  controller: Controller,
  world: World,
): LocalEndpoint[] {
  const above = world.mount?.group.template ?? '';
  const template =
    above === '' || above === '/' ? route.template : joinTemplates(above, route.template.slice(1));
  return pathsOf(template, action.versions).flatMap((path) =>
    route.methods.map((method) => endpointOf(method, path, route, action, controller, world)),
  );
}

function endpointOf(
  method: string,
  path: string,
  route: ActionRoute,
  { method: action }: Action,
  controller: Controller,
  { context, index, policies, mount }: World,
): LocalEndpoint {
  const { fact, scope } = action;
  const own = attributeAccess(action.annotations, index, policies.limits);
  const owner = attributeAccess(controller.attributes, index, policies.limits);
  const publicBy = own.publicBy ?? owner.publicBy;
  const parameters = readParameters(
    action.parameters.map((parameter) => parameter.fact),
    scope,
    index,
    { validates: controller.isApi, infersBody: controller.isApi && /^(?:POST|PUT|PATCH)$/.test(method) },
  );
  const demanded = joinChecks(mount?.checks ?? noChecks, owner.checks, own.checks);
  const isOpen = demanded.authentication.length + demanded.authorization.length === 0;
  const all =
    isOpen && policies.fallback !== null ? { ...demanded, authentication: [policies.fallback] } : demanded;
  const place = route.annotation?.place ?? fact.place;
  return {
    method,
    path,
    span: { ...place, side: context.side },
    handler: { ...fact.place, side: context.side },
    handlerText: fact.text,
    checks: {
      ...all,
      validation: [...all.validation, ...parameters.validation],
      rateLimit: own.unlimited || (owner.unlimited && own.checks.rateLimit.length === 0) ? [] : all.rateLimit,
    },
    statusCodes: statusesOf(action, route),
    isPublic: publicBy !== null,
    ...(publicBy === null ? {} : { publicBy }),
    inputs: parameters.inputs,
    pagination: [...parameters.pagination, ...takesWithin(fact.place, scope, index)],
  };
}

function statusesOf({ fact, scope, annotations }: MergedMethod, route: ActionRoute): SeenStatus[] {
  const sent = answersWithin(fact.place, scope);
  const declared = annotations.flatMap((each) => declaredStatus(each));
  // `ActionResult<T>` may be answered with the value itself; other results say their code.
  const isResult = /\bI?ActionResult\b(?!<)|\w+Result\b(?!<)/.test(fact.returns);
  const hasSuccess = [...sent, ...declared].some(({ status }) => status < 400);
  const plain = {
    ...(route.annotation?.seen ?? { text: fact.name, path: scope.file.path, line: fact.place.startLine }),
    status: 200,
  };
  return distinctStatuses([...(isResult || hasSuccess ? [] : [plain]), ...sent, ...declared]);
}

function declaredStatus({ annotation }: PlacedAnnotation): SeenStatus[] {
  if (simpleName(annotation.name) !== 'ProducesResponseType') return [];
  const status =
    annotation.args.map(({ value }) => statusOfValue(value)).find((each) => each !== null) ??
    statusOfValue(argumentOf(annotation.args, ['StatusCode', 'statusCode']));
  return status === null ? [] : [{ ...annotation.seen, status }];
}
