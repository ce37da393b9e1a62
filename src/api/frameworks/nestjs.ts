import { constantString } from '../../code/constant-string.ts';
import { callOf, entriesOf, isClass, unwrap } from '../../code/javascript.ts';
import type { CodeModule } from '../../code/program.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import { type SeenStatus, statusesOf } from '../answer-styles.ts';
import { type CheckKind, checkKindOfGuard, checkKindOfName } from '../check-names.ts';
import { followModules } from '../follow-modules.ts';
import { asksNobody, flatten, oneCheck } from '../javascript-checks.ts';
import { readHandler } from '../javascript-handler.ts';
import { joinPath } from '../join-path.ts';
import { applicationOf, type NestApplication, nestApplications } from '../nest-application.ts';
import {
  type Checks,
  joinChecks,
  type LocalEndpoint,
  noChecks,
  type RouteFacts,
  type RouteItem,
  type RouterFact,
} from '../routes.ts';
import { normalisedText, seenAt, spanOf } from '../seen.ts';
import { validationOfType } from '../validated-type.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

const methods: ReadonlyMap<string, string> = new Map(
  ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All'].map((name) => [
    name,
    name.toUpperCase(),
  ]),
);

/** NestJS 8 to 11: https://docs.nestjs.com/controllers */
export default {
  id: 'nestjs',
  title: 'NestJS',
  languages: ['typescript', 'tsx', 'javascript'],
  measured: true,
  find(context) {
    const applications = context.once(() => nestApplications(context));
    const read = (module: CodeModule): RouteFacts => {
      return readControllers(module, applicationOf(applications(), module.file.path), context);
    };
    return followModules(context, { id: 'nestjs', mentions: ['@Controller'], read });
  },
} satisfies WebFramework as WebFramework;

/** A decorator by name with its arguments; `@Injectable` without a call has none. */
interface Decorator {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly args: readonly SyntaxNode[];
}

function decoratorOf(node: SyntaxNode): Decorator | null {
  const inner = node.children()[0];
  if (inner === undefined) return null;
  if (inner.kind === 'identifier') return { node, name: inner.text, args: [] };
  const call = callOf(inner);
  return call === null ? null : { node, name: call.name, args: call.args };
}

function decoratorsIn(nodes: readonly SyntaxNode[]): Decorator[] {
  return nodes.filter((node) => node.kind === 'decorator').flatMap((node) => decoratorOf(node) ?? []);
}

function readControllers(
  module: CodeModule,
  application: NestApplication,
  context: FrameworkContext,
): RouteFacts {
  const routers: RouterFact[] = [];
  const items: RouteItem[] = [];
  for (const statement of module.file.root.children()) {
    const owner = isClass(statement)
      ? statement
      : (statement.field('declaration') ?? statement.field('value'));
    if (owner === null || owner === undefined || !isClass(owner)) continue;
    const decorators = decoratorsIn([
      ...statement.children(),
      ...(owner === statement ? [] : owner.children()),
    ]);
    const controller = decorators.find((decorator) => decorator.name === 'Controller');
    if (controller === undefined) continue;
    const key = `${module.file.path}#${owner.range.start}`;
    routers.push({
      key,
      role: application.prefixSeen ? 'application' : 'router',
      certain: true,
      transparent: false,
    });
    const place = { router: key, path: module.file.path };
    for (const endpoint of methodsOf(owner, controller, decorators, module, application, context))
      items.push({ ...place, kind: 'endpoint', offset: endpoint.span.start, endpoint });
  }
  return { routers, items };
}

function methodsOf(
  owner: SyntaxNode,
  controller: Decorator,
  classDecorators: readonly Decorator[],
  module: CodeModule,
  application: NestApplication,
  context: FrameworkContext,
): LocalEndpoint[] {
  const prefixes = controllerPaths(controller, module, context);
  const inherited = readDecorators(classDecorators, module, context);
  const versions = versionsOf(controller, classDecorators, module, context);
  const endpoints: LocalEndpoint[] = [];
  let pending: SyntaxNode[] = [];
  for (const part of owner.field('body')?.children() ?? []) {
    if (part.kind === 'decorator') {
      pending.push(part);
      continue;
    }
    const decorators = decoratorsIn([...pending, ...part.children()]);
    pending = [];
    if (part.kind !== 'method_definition') continue;
    const own = readDecorators(decorators, module, context);
    for (const route of decorators) {
      const method = methods.get(route.name);
      if (method === undefined || !isNest(route, module, context)) continue;
      const ownVersions = versionsOf(null, decorators, module, context);
      for (const prefix of prefixes)
        for (const path of pathsOf(route.args[0], module, context))
          for (const versioned of application.versioned(ownVersions ?? versions))
            endpoints.push(
              endpointOf(
                method,
                application.full(joinPath(prefix, path), versioned),
                route,
                part,
                module,
                context,
                {
                  own,
                  inherited,
                  application,
                },
              ),
            );
    }
  }
  return endpoints;
}

/** `Get` is also the name of other packages' decorators. */
function isNest(route: Decorator, module: CodeModule, context: FrameworkContext): boolean {
  const callee = route.node.children()[0];
  const name = callee?.kind === 'call_expression' ? callee.field('function') : callee;
  const definition = name === null || name === undefined ? null : context.definitions.of(name, module);
  return definition?.kind === 'package' ? definition.source.startsWith('@nestjs/') : definition === null;
}

interface ReadDecorators {
  readonly checks: Checks;
  readonly isPublic: boolean;
  readonly skipsThrottle: boolean;
  readonly status: SeenStatus | null;
}

const publicNames =
  /^(public|is_?public|skip_?auth|no_?auth|allow_?anonymous|unauthenticated|public_?route)$/i;
/** Decorators of the documentation package describe, they do not check. */
const documentation = /^Api[A-Z]/;

function readDecorators(
  decorators: readonly Decorator[],
  module: CodeModule,
  context: FrameworkContext,
): ReadDecorators {
  const all: Checks[] = [];
  let isPublic = false;
  let skipsThrottle = false;
  let status: SeenStatus | null = null;
  for (const decorator of decorators) {
    const { name, node } = decorator;
    if (documentation.test(name) || methods.has(name)) continue;
    if (name === 'UseGuards')
      for (const arg of decorator.args.flatMap((each) => flatten(each, module, context.definitions))) {
        // A guard decides who may pass, whatever it is called.
        const named = checkKindOfGuard(guardName(arg.node));
        const kind = named === 'rateLimit' || named === 'authorization' ? named : 'authentication';
        all.push(
          oneCheck(kind, {
            ...seenAt(arg.node, arg.module),
            text: `@UseGuards(${seenAt(arg.node, arg.module).text})`,
          }),
        );
      }
    else if (name === 'UsePipes') all.push(oneCheck('validation', seenAt(node, module)));
    else if (name === 'Throttle') all.push(oneCheck('rateLimit', seenAt(node, module)));
    else if (name === 'SkipThrottle') skipsThrottle = true;
    else if (publicNames.test(name)) isPublic = true;
    else if (name === 'HttpCode' && decorator.args[0] !== undefined) {
      const code = statusesOf(decorator.args[0])[0];
      if (code !== undefined) status = { ...seenAt(node, module), status: code };
    } else if (asksWho.includes(checkKindOfName(name)))
      all.push(oneCheck(checkKindOfName(name), seenAt(node, module)));
    // Decorators of the project may put guards and pipes together.
    else if (!isNest(decorator, module, context)) all.push({ ...noChecks, other: [seenAt(node, module)] });
  }
  return { checks: joinChecks(...all), isPublic, skipsThrottle, status };
}

const asksWho: readonly CheckKind[] = ['authentication', 'authorization'];

function guardName(node: SyntaxNode): string {
  return callOf(node)?.name ?? node.text.slice(0, 80);
}

function endpointOf(
  method: string,
  path: string,
  route: Decorator,
  handler: SyntaxNode,
  module: CodeModule,
  context: FrameworkContext,
  seen: { own: ReadDecorators; inherited: ReadDecorators; application: NestApplication },
): LocalEndpoint {
  const { own, inherited, application } = seen;
  const isPublic = own.isPublic || (inherited.isPublic && asksNobody(own.checks));
  const checks = joinChecks(
    application.checks,
    inherited.checks,
    own.checks,
    parameterChecks(handler, module, application, context),
  );
  const noLimit = own.skipsThrottle || (inherited.skipsThrottle && own.checks.rateLimit.length === 0);
  const success = own.status ?? {
    ...seenAt(route.node, module),
    text: `@${route.name}`,
    status: method === 'POST' ? 201 : 200,
  };
  const thrown = readHandler(handler, module).statusCodes.filter((code) => code.status >= 400);
  return {
    method,
    path,
    span: spanOf(route.node.range, module, context.side),
    handler: spanOf(handler.range, module, context.side),
    handlerText: normalisedText(handler),
    checks: { ...checks, rateLimit: noLimit ? [] : checks.rateLimit },
    statusCodes: [success, ...thrown],
    isPublic,
    inputs: parametersOf(handler).flatMap((parameter) =>
      decoratorsIn(parameter.children()).flatMap(({ name }) =>
        inputs.includes(name) || wholes.includes(name) ? [name] : [],
      ),
    ),
  };
}

function parametersOf(handler: SyntaxNode): readonly SyntaxNode[] {
  return handler.field('parameters')?.children() ?? [];
}

/**
 * Pipes on parameters, and bodies and queries whose type is a class with validation rules. A type that was not read
 * counts where the application validates what classes type and it is named like one; else it is not understood.
 */
function parameterChecks(
  handler: SyntaxNode,
  module: CodeModule,
  application: NestApplication,
  context: FrameworkContext,
): Checks {
  const all = parametersOf(handler).flatMap((parameter) =>
    decoratorsIn(parameter.children())
      .filter(({ name }) => inputs.includes(name))
      .map((source): Checks => {
        const pipe = source.args.find((arg) => /pipe\b/i.test(guardName(unwrap(arg))));
        const input = source.name;
        if (pipe !== undefined) return oneCheck('validation', { ...seenAt(pipe, module), input });
        const type = parameter.field('type');
        const validated = type === null ? null : validationOfType(type, module, context.definitions);
        if (validated === null) return noChecks;
        const seen = { ...seenAt(parameter, module), text: `@${input}() ${validated.name}`, input };
        return validated.seen || (application.validatesTypes && /dto$/i.test(validated.name))
          ? oneCheck('validation', seen)
          : { ...noChecks, other: [seen] };
      }),
  );
  return joinChecks(...all);
}

const inputs: readonly string[] = ['Body', 'Query', 'Param', 'Headers'];
/** What hands over a part of the request that no type describes. */
const wholes: readonly string[] = ['Req', 'Request', 'RawBody', 'UploadedFile', 'UploadedFiles'];

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
    return path === null ? [] : [path.replace(/(:\w+)\([^)]*\)/g, '$1')];
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
