import { constantString } from '../../../code/constant-string.ts';
import { entriesOf, propertyName, unwrap } from '../../../code/javascript.ts';
import type { CodeModule } from '../../../code/program.ts';
import { joinChecks, type LocalEndpoint, noChecks } from '../../routes.ts';
import { normalisedText, spanOf } from '../../seen.ts';
import type { FrameworkContext } from '../../web-framework.ts';
import { resolverStyle } from '../answer-styles.ts';
import { asksNobody } from '../checks.ts';
import { readHandler } from '../handler.ts';
import { surest } from '../limits.ts';
import { applicationOf, type NestApplication } from '../nest-application.ts';
import {
  type DecoratedMethod,
  type Decorator,
  decoratedClasses,
  isOfPackage,
  methodsOf,
  type ReadDecorators,
  readDecorators,
} from '../nest-decorators.ts';
import { inputsOf, parameterChecks, parameterPages } from '../nest-parameters.ts';
import { type Operation, operationMethod } from './operation.ts';

const packages = /^(?:@nestjs\/graphql|type-graphql)$/;

/** Operations of classes with `@Resolver()`: of type-graphql and of Nest. */
export function resolverClasses(
  module: CodeModule,
  applications: readonly NestApplication[],
  context: FrameworkContext,
): Operation[] {
  return decoratedClasses(module, ['Resolver']).flatMap((owner) => {
    const inherited = readDecorators(
      owner.decorators.filter(({ name }) => name !== 'Resolver'),
      context,
    );
    // What a Nest application says holds for no class of type-graphql beside it.
    const isNest = module.file.text.includes('@nestjs/');
    const application = isNest ? applicationOf(applications, module.file.path) : null;
    return methodsOf(owner.node, module, context).flatMap((method): Operation[] => {
      const operation = method.decorators.find((each) => operationOf(each, context) !== null);
      const kind = operation === undefined ? null : operationOf(operation, context);
      if (operation === undefined || kind === null) return [];
      const own = readDecorators(method.decorators, context);
      const name = nameOf(operation, method, context);
      if (name === null) return [];
      const endpoint = endpointOf(kind, name, operation, method, context, { own, inherited, application });
      return [{ from: 'class', endpoint }];
    });
  });
}

function operationOf(decorator: Decorator, context: FrameworkContext): string | null {
  const method = /^(?:Query|Mutation|Subscription)$/.test(decorator.name)
    ? operationMethod(decorator.name)
    : null;
  return method !== null && isOfPackage(decorator, packages, context) ? method : null;
}

/** `@Query('orders')`, `@Query(() => [Order], { name: 'orders' })`, else the method's own name. */
function nameOf(
  { args, module }: Decorator,
  method: DecoratedMethod,
  context: FrameworkContext,
): string | null {
  const [first] = args;
  const given = first === undefined ? null : constantString(first, module, context.definitions);
  if (given !== null) return given;
  for (const arg of args) {
    const name = entriesOf(unwrap(arg)).get('name');
    if (name !== undefined) return constantString(name, module, context.definitions);
  }
  const key = method.node.field('name');
  return key === null ? null : propertyName(key);
}

function endpointOf(
  method: string,
  path: string,
  operation: Decorator,
  handler: DecoratedMethod,
  context: FrameworkContext,
  seen: { own: ReadDecorators; inherited: ReadDecorators; application: NestApplication | null },
): LocalEndpoint {
  const { own, inherited, application } = seen;
  const publicBy = own.publicBy ?? (asksNobody(own.checks) ? inherited.publicBy : null);
  const facts = readHandler(handler.node, handler.module, resolverStyle);
  return {
    method,
    path,
    isOperation: true,
    span: spanOf(operation.node.range, operation.module, context.side),
    handler: spanOf(handler.node.range, handler.module, context.side),
    handlerText: normalisedText(handler.node),
    checks: joinChecks(
      application?.checks ?? noChecks,
      inherited.checks,
      own.checks,
      parameterChecks(handler, application?.validatesTypes ?? false, context),
      facts.checks,
    ),
    statusCodes: facts.statusCodes,
    isPublic: publicBy !== null,
    ...(publicBy === null ? {} : { publicBy }),
    inputs: inputsOf(handler),
    pagination: surest([...parameterPages(handler, context), ...facts.pagination]),
    ...(own.idempotency.length === 0 ? {} : { idempotency: own.idempotency }),
  };
}
