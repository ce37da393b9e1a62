import type { GoExpression } from './facts.ts';
import type { Argument, Scope, Value } from './values.ts';

/** `append`, and conversions to a type of the program: `HandlerFunc(f)`. Null for any other call. */
export function builtIn(
  name: string,
  args: readonly Argument[],
  call: Extract<GoExpression, { kind: 'call' }>,
  scope: Scope,
): Value | null {
  const [first, ...rest] = args;
  if (name === 'append') {
    const added = rest.flatMap(({ value, expression }) =>
      value.kind === 'list' && call.isSpread ? value.items : [{ key: null, value, expression }],
    );
    return { kind: 'list', items: [...(first?.value.kind === 'list' ? first.value.items : []), ...added] };
  }
  const isConversion = name === 'string' || (args.length === 1 && scope.file.package.types.has(name));
  return isConversion ? (first?.value ?? null) : null;
}
