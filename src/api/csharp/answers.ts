import { callsWithin } from '../classes/calls-within.ts';
import type { ClassIndex, Scope } from '../classes/class-index.ts';
import type { CallFact, Expression } from '../classes/class-model.ts';
import { distinctStatuses, type SeenStatus, statusOfValue } from '../classes/status.ts';
import type { Seen } from '../endpoint.ts';
import { statusOfName } from '../http-status.ts';
import type { Place } from '../seen.ts';

const factories = /^(?:|this|base|(?:[\w.]*\.)?(?:Results|TypedResults|Result))$/;
/** Methods of controllers and of `Results` whose names the registry of codes does not have. */
const named: ReadonlyMap<string, number> = new Map([
  ['CreatedAtAction', 201],
  ['CreatedAtRoute', 201],
  ['AcceptedAtAction', 202],
  ['AcceptedAtRoute', 202],
  ['ValidationProblem', 400],
  ['Forbid', 403],
  ['UnprocessableEntity', 422],
  ['Redirect', 302],
  ['RedirectToAction', 302],
  ['RedirectToPage', 302],
  ['File', 200],
  ['Content', 200],
  ['Json', 200],
  ['View', 200],
  ['Text', 200],
  ['Stream', 200],
]);

/** The codes that a handler sends by the methods and result classes of ASP.NET Core. */
export function answersWithin(place: Place, { file }: Scope): SeenStatus[] {
  return distinctStatuses(callsWithin(file, place).flatMap((call) => statusOfCall(call)));
}

function statusOfCall({ name, receiver, args, isNew, seen }: CallFact): SeenStatus[] {
  const found = (status: number | null | undefined): SeenStatus[] =>
    status === null || status === undefined ? [] : [{ ...seen, status }];
  const given = args.map((arg) => statusOfValue(arg)).find((status) => status !== null);
  if (isNew) {
    const stem = /^(\w+?)(?:Object)?Result$/.exec(name)?.[1];
    if (name === 'BadHttpRequestException') return found(given ?? 400);
    if (stem === undefined) return [];
    return found(stem === 'StatusCode' || stem === '' ? given : (named.get(stem) ?? statusOfName(stem)));
  }
  if (!factories.test(receiver)) return [];
  if (name === 'StatusCode' || name === 'Status') return found(given);
  if (name === 'Problem') return found(given ?? 500);
  return found(named.get(name) ?? (/^[A-Z]/.test(name) ? statusOfName(name) : null));
}

const takes = /^(?:Take|Limit)$/;

/** `.Take(50)`, `.Take(pageSize)`. */
export function takesWithin(place: Place, scope: Scope, index: ClassIndex): Seen[] {
  return callsWithin(scope.file, place).flatMap(({ name, args: [first], seen }) => {
    if (!takes.test(name) || first === undefined) return [];
    const limit = numberOf(first, index, scope);
    const text = first.kind === 'name' ? `Take(${first.name})` : `Take(${limit ?? '…'})`;
    // The first one, or two, are no page.
    if (limit !== null && limit < 3) return [];
    return [{ ...seen, text, ...(limit === null ? {} : { limit }) }];
  });
}

export function numberOf(value: Expression | null, index: ClassIndex, scope: Scope): number | null {
  if (value === null) return null;
  const text = value.kind === 'other' ? value.text : index.text(value, scope);
  return text !== null && /^\d[\d_]{0,8}$/.test(text) ? Number(text.replaceAll('_', '')) : null;
}
