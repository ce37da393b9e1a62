import { type ClassIndex, indexClasses, type Scope } from '../classes/class-index.ts';
import { type Parameter, simpleName } from '../classes/class-model.ts';
import { type PlacedAnnotation, placed } from '../classes/methods.ts';
import { distinctStatuses, type SeenStatus } from '../classes/status.ts';
import { answersWithin, takesWithin } from '../csharp/answers.ts';
import { attributeAccess } from '../csharp/attribute-access.ts';
import { type ApplicationPolicies, applicationPolicies } from '../csharp/builder-conventions.ts';
import { builtRoutes } from '../csharp/builder-routes.ts';
import type { BuiltEndpoint, RouteGroup } from '../csharp/builder-scope.ts';
import { csharpScanner } from '../csharp/csharp-scanner.ts';
import { readParameters } from '../csharp/parameters.ts';
import { pathsOf } from '../csharp/route-template.ts';
import type { Seen } from '../endpoint.ts';
import { type Checks, joinChecks, type LocalEndpoint, type RouteItem, type RouterFact } from '../routes.ts';
import type { Place } from '../seen.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Minimal APIs of ASP.NET Core, and modules of Carter: https://learn.microsoft.com/aspnet/core/fundamentals/minimal-apis */
export default {
  id: 'aspnet-minimal',
  title: 'ASP.NET Core minimal APIs',
  languages: ['csharp'],
  measured: true,
  find: (context) => {
    const index = indexClasses([...context.scanned(csharpScanner).values()], true);
    const policies = applicationPolicies(index);
    const routers: RouterFact[] = [];
    const items: RouteItem[] = [];
    for (const built of builtRoutes(index, policies.limits).endpoints) {
      const { path } = built.link.place;
      const key = `${path}#${built.link.place.start}`;
      routers.push({
        key,
        role: built.group.prefixSeen ? 'application' : 'router',
        certain: true,
        transparent: false,
      });
      for (const method of built.methods)
        for (const full of pathsOf(built.template, versionsOf(built)))
          items.push({
            kind: 'endpoint',
            router: key,
            path,
            offset: built.link.place.start,
            endpoint: endpointOf(method, full, built, index, policies, context),
          });
    }
    return { routers, items };
  },
} satisfies WebFramework as WebFramework;

const parameterChecks = /ParameterValidation|AddValidation/;

function groupsOf({ group }: BuiltEndpoint): RouteGroup[] {
  const groups: RouteGroup[] = [];
  for (let each: RouteGroup | null = group; each !== null && groups.length < 50; each = each.parent)
    groups.unshift(each);
  return groups;
}

function versionsOf(built: BuiltEndpoint): readonly string[] {
  if (built.versions.length > 0) return built.versions;
  return groupsOf(built).findLast(({ versions }) => versions.length > 0)?.versions ?? [];
}

interface Handler {
  readonly place: Place;
  readonly text: string | null;
  readonly scope: Scope;
  readonly parameters: readonly Parameter[];
  readonly attributes: readonly PlacedAnnotation[];
  readonly returns: string;
}

function endpointOf(
  method: string,
  path: string,
  built: BuiltEndpoint,
  index: ClassIndex,
  policies: ApplicationPolicies,
  { side }: FrameworkContext,
): LocalEndpoint {
  const handler = handlerOf(built, index);
  const groups = groupsOf(built);
  const attributes = attributeAccess(handler?.attributes ?? [], index, policies.limits);
  const publicBy =
    built.publicBy ??
    attributes.publicBy ??
    groups.findLast((group) => group.publicBy !== null)?.publicBy ??
    null;
  const validates = [...groups, built].some(({ checks }) =>
    checks.validation.some(({ text }) => parameterChecks.test(text)),
  );
  const parameters =
    handler === null
      ? null
      : readParameters(handler.parameters, handler.scope, index, {
          validates,
          infersBody: /^(?:POST|PUT|PATCH)$/.test(method),
        });
  const demanded = joinChecks(...groups.map(({ checks }) => checks), built.checks, attributes.checks);
  const open = withFallback(demanded, policies.fallback);
  // A filter that checks what is bound checks nothing where nothing is.
  const filters =
    parameters?.inputs.length === 0
      ? open.validation.filter(({ text }) => !parameterChecks.test(text))
      : open.validation;
  const checks: Checks = { ...open, validation: [...filters, ...(parameters?.validation ?? [])] };
  return {
    method,
    path,
    span: { ...built.link.place, side },
    handler: handler === null ? null : { ...handler.place, side },
    handlerText: handler?.text ?? null,
    checks,
    statusCodes: statusesOf(built, handler),
    isPublic: publicBy !== null,
    ...(publicBy === null ? {} : { publicBy }),
    ...(handler === null || parameters === null
      ? {}
      : {
          inputs: parameters.inputs,
          pagination: [...parameters.pagination, ...takesWithin(handler.place, handler.scope, index)],
        }),
  };
}

/** A fallback policy holds where nothing else is demanded. */
function withFallback(checks: Checks, fallback: Seen | null): Checks {
  return fallback === null || checks.authentication.length + checks.authorization.length > 0
    ? checks
    : { ...checks, authentication: [fallback] };
}

function statusesOf(built: BuiltEndpoint, handler: Handler | null): SeenStatus[] {
  if (handler === null) return [...built.statuses];
  const sent = answersWithin(handler.place, handler.scope);
  // What is no result of its own is sent as it is, with 200.
  const decides =
    sent.length > 0 ||
    built.statuses.some(({ status }) => status < 400) ||
    /\b(?:IResult|Results)\b/.test(handler.returns);
  const plain: SeenStatus = { ...built.link.seen, text: built.link.name, status: 200 };
  return distinctStatuses([...(decides ? [] : [plain]), ...sent, ...built.statuses]);
}

/** A lambda, a method that is named, or a function inside the one that registers the route. */
function handlerOf({ handler, scope }: BuiltEndpoint, index: ClassIndex): Handler | null {
  if (handler?.kind === 'lambda')
    return {
      place: handler.place,
      text: handler.text,
      scope,
      parameters: handler.parameters,
      attributes: placed(handler.annotations, scope),
      returns: '',
    };
  if (handler?.kind !== 'name') return null;
  const dot = handler.name.lastIndexOf('.');
  const name = simpleName(handler.name);
  const owner = dot === -1 ? scope.owner : (index.find(handler.name.slice(0, dot), scope)?.fact ?? null);
  const found = index
    .functions(name)
    .filter((each) =>
      each.scope.owner === null ? each.scope.file === scope.file : each.scope.owner === owner,
    );
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  return {
    place: only.fact.place,
    text: only.fact.text,
    scope: only.scope,
    parameters: only.fact.parameters,
    attributes: placed(only.fact.annotations, only.scope),
    returns: only.fact.returns,
  };
}
