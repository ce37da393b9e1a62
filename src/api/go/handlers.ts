import type { HandlerFacts } from '../handler-facts.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import { checksOf, limitIn } from './check.ts';
import type { Packages } from './packages.ts';
import type { Argument, CallValue, Value } from './values.ts';

export interface FoundHandler {
  readonly facts: HandlerFacts | null;
  /** Of what is wrapped around it. */
  readonly checks: Checks;
}

const maxWrappers = 8;

/** The function that answers: in place, by its name, made by another function, or inside wrappers. */
export function handlerOf(arg: Argument, packages: Packages, depth = 0): FoundHandler {
  const { value } = arg;
  if (value.kind === 'function') return { facts: value.function.handler, checks: noChecks };
  if (value.kind === 'object') return { facts: serveMethod(value, packages), checks: noChecks };
  if (value.kind !== 'call' || depth > maxWrappers) return { facts: null, checks: noChecks };
  const wrapped = value.args.findLast((each) => isHandler(each.value, packages));
  if (wrapped === undefined) return { facts: madeHandler(value), checks: noChecks };
  const inner = handlerOf(wrapped, packages, depth + 1);
  return { facts: inner.facts, checks: joinChecks(wrapperChecks(value), inner.checks) };
}

/** A wrapper that is not understood may only adapt the handler's form; one whose code is known to take requests may refuse. */
function wrapperChecks(value: CallValue): Checks {
  const checks = checksOf({ value: { ...value, args: [] }, expression: value.callee });
  const limit = limitIn(value.args.map(({ expression }) => expression));
  const rateLimit = checks.rateLimit.map((seen) => (limit === null ? seen : { ...seen, limit }));
  return { ...checks, rateLimit, other: value.importPath === null ? checks.other : [] };
}

function isHandler(value: Value, packages: Packages): boolean {
  switch (value.kind) {
    case 'function':
      return value.function.handler !== null;
    case 'call':
      return (
        value.args.some((arg) => isHandler(arg.value, packages)) ||
        madeHandler(value) !== null ||
        value.callee.kind === 'call'
      );
    case 'object':
      return serveMethod(value, packages) !== null;
    default:
      return false;
  }
}

function madeHandler({ target, result }: CallValue): HandlerFacts | null {
  const made = result?.kind === 'function' ? result.function.handler : null;
  return made ?? target?.function.handler ?? null;
}

function serveMethod(value: Extract<Value, { kind: 'object' }>, packages: Packages): HandlerFacts | null {
  if (value.type.folder === null) return null;
  const methods = packages.inFolder(value.type.folder)?.methods.get(value.type.name);
  return methods?.get('ServeHTTP')?.thing.handler ?? null;
}
