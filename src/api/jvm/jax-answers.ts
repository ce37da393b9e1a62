import { callsWithin } from '../classes/calls-within.ts';
import type { ClassIndex, Scope } from '../classes/class-index.ts';
import type { CallFact } from '../classes/class-model.ts';
import { distinctStatuses, type SeenStatus, statusOfValue } from '../classes/status.ts';
import type { Seen } from '../endpoint.ts';
import { statusOfErrorClass, statusOfName } from '../http-status.ts';
import type { Place } from '../seen.ts';
import { numberOf } from './bean-parameters.ts';

/** Exceptions of JAX-RS whose names the registry of codes does not have. */
const errorClasses: ReadonlyMap<string, number> = new Map([
  ['NotAllowedException', 405],
  ['NotAuthorizedException', 401],
  ['NotSupportedException', 415],
  ['InternalServerErrorException', 500],
]);

/** The codes that a resource method sends: 204 for nothing and 200 for an object, where it builds no response of its own. */
export function jaxStatuses(
  place: Place,
  scope: Scope,
  returns: string,
  seen: Seen,
  index: ClassIndex,
): SeenStatus[] {
  const calls = callsWithin(scope.file, place);
  const decides = /\b(?:Rest)?Response\b|\bAsyncResponse\b/.test(returns);
  const status = /^(?:void|Unit|Uni<Void>|)$/.test(returns) ? 204 : 200;
  return distinctStatuses([
    ...(decides ? [] : [{ ...seen, status }]),
    ...calls.flatMap((call) => statusOfCall(call, scope, index)),
  ]);
}

function statusOfCall(
  { name, receiver, args, isNew, seen }: CallFact,
  scope: Scope,
  index: ClassIndex,
): SeenStatus[] {
  const found = (status: number | null | undefined): SeenStatus[] =>
    status === null || status === undefined ? [] : [{ ...seen, status }];
  if (isNew) {
    if (!/Exception$/.test(name)) return [];
    const given = args.map((arg) => statusOfValue(arg)).find((status) => status !== null && status >= 300);
    if (/^(?:WebApplication|ClientError|ServerError|Redirection|CustomWebApplication)Exception$/.test(name))
      return found(given);
    if (index.find(name, scope) !== null) return found(given);
    return /^(?:jakarta|javax)\.ws\.rs\./.test(index.fullName(name, scope)) ||
      scope.file.wildcards.some((wildcard) => /^(?:jakarta|javax)\.ws\.rs$/.test(wildcard))
      ? found(errorClasses.get(name) ?? statusOfErrorClass(name))
      : [];
  }
  const isResponse = /(?:^|\.)(?:Rest)?Response(?:\.ResponseBuilder)?$/.test(receiver);
  if (!isResponse) return [];
  if (name === 'status') return found(statusOfValue(args[0]));
  if (name === 'ok' && args.length === 0) return found(200);
  return found(statusOfName(name));
}

/** `query.setMaxResults(50)`, `.limit(50)` with a constant. */
export function jaxPages(place: Place, scope: Scope, index: ClassIndex): Seen[] {
  return callsWithin(scope.file, place).flatMap(({ name, args, seen }) => {
    if (name !== 'setMaxResults' && name !== 'limit') return [];
    const limit = numberOf(args[0] ?? null, index, scope);
    return [limit === null ? seen : { ...seen, text: `${name}(${limit})`, limit }];
  });
}
