import { unwrap } from '../../code/javascript.ts';
import type { SyntaxNode } from '../../code/syntax.ts';
import type { Seen } from '../endpoint.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import { seenAt } from '../seen.ts';
import type { FrameworkContext } from '../web-framework.ts';
import { type DecoratedMethod, decoratorsIn, nameOf } from './nest-decorators.ts';
import { pageLimitsOfType, validationOfType } from './validated-type.ts';

const inputs: readonly string[] = ['Body', 'Query', 'Param', 'Headers', 'Args', 'Arg'];
/** What hands over a part of the request that no type describes. */
const wholes: readonly string[] = ['Req', 'Request', 'RawBody', 'UploadedFile', 'UploadedFiles'];

function parametersOf(handler: SyntaxNode): readonly SyntaxNode[] {
  return handler.field('parameters')?.children() ?? [];
}

/** Parts of the request that a method asks for. */
export function inputsOf({ node, module }: DecoratedMethod): string[] {
  return parametersOf(node).flatMap((parameter) =>
    decoratorsIn(parameter.children(), module).flatMap(({ name }) =>
      inputs.includes(name) || wholes.includes(name) ? [name] : [],
    ),
  );
}

/**
 * Pipes on parameters, and bodies and queries whose type is a class with validation rules. A type that was not read
 * counts where the application validates what classes type and it is named like one; else it is not understood.
 */
export function parameterChecks(
  { node, module }: DecoratedMethod,
  validatesTypes: boolean,
  context: FrameworkContext,
): Checks {
  const all = parametersOf(node).flatMap((parameter) =>
    decoratorsIn(parameter.children(), module)
      .filter(({ name }) => inputs.includes(name))
      .map((source): Checks => {
        const pipe = source.args.find((arg) => /pipe\b/i.test(nameOf(unwrap(arg))));
        const input = source.name;
        if (pipe !== undefined) return oneCheck('validation', { ...seenAt(pipe, module), input });
        const type = parameter.field('type');
        const validated = type === null ? null : validationOfType(type, module, context.definitions);
        if (validated === null) return noChecks;
        const seen = { ...seenAt(parameter, module), text: `@${input}() ${validated.name}`, input };
        return validated.seen || (validatesTypes && /dto$/i.test(validated.name))
          ? oneCheck('validation', seen)
          : { ...noChecks, other: [seen] };
      }),
  );
  return joinChecks(...all);
}

/** The limits on a page that the classes of the parameters set. */
export function parameterPages({ node, module }: DecoratedMethod, context: FrameworkContext): Seen[] {
  return parametersOf(node).flatMap((parameter) => {
    const type = parameter.field('type');
    const isInput = decoratorsIn(parameter.children(), module).some(({ name }) => inputs.includes(name));
    return type === null || !isInput ? [] : pageLimitsOfType(type, module, context.definitions);
  });
}
