import { callsWithin } from '../classes/calls-within.ts';
import { type ClassEntry, type ClassIndex, listOf, type Scope } from '../classes/class-index.ts';
import { argumentOf, type CallFact, type Expression, simpleName } from '../classes/class-model.ts';
import type { PlacedAnnotation } from '../classes/methods.ts';
import { distinctStatuses, type SeenStatus, statusOfValue } from '../classes/status.ts';
import type { Seen } from '../endpoint.ts';
import { statusOfName } from '../http-status.ts';
import type { Place } from '../seen.ts';
import { numberOf } from './bean-parameters.ts';

/** What a thrown class becomes, as `@ExceptionHandler` methods say. */
export type ErrorAnswers = ReadonlyMap<string, number>;

/** The codes of exceptions by the full name of their class, from all `@ControllerAdvice` of the project. */
export function errorAnswers(index: ClassIndex): ErrorAnswers {
  const answers = new Map<string, number>();
  for (const { fact: owner, file } of index.entries) {
    if (!owner.annotations.some(({ name }) => /^(?:Rest)?ControllerAdvice$/.test(simpleName(name)))) continue;
    const scope = { file, owner };
    for (const method of owner.methods) {
      const handler = method.annotations.find(({ name }) => simpleName(name) === 'ExceptionHandler');
      if (handler === undefined) continue;
      const named = listOf(argumentOf(handler.args, ['value', 'exception'], true)).flatMap((value) =>
        value.kind === 'name' ? [value.name] : [],
      );
      const status =
        annotatedStatus(method.annotations.map((annotation) => ({ annotation, scope }))) ??
        onlyStatus(callsWithin(file, method.place));
      if (status === null) continue;
      for (const name of named.length > 0 ? named : method.parameters.slice(0, 1).map(({ type }) => type)) {
        const known = index.find(name, scope);
        answers.set(
          known === null ? simpleName(name) : `${known.fact.package}.${known.fact.name}`,
          status.status,
        );
      }
    }
  }
  return answers;
}

function onlyStatus(calls: readonly CallFact[]): SeenStatus | null {
  const found = distinctStatuses(calls.flatMap((call) => statusOfCall(call)));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The codes that a handler sends, as far as it says so. */
export function springStatuses(
  place: Place,
  scope: Scope,
  { annotations, returns, seen }: { annotations: readonly PlacedAnnotation[]; returns: string; seen: Seen },
  index: ClassIndex,
  errors: ErrorAnswers,
): SeenStatus[] {
  const calls = callsWithin(scope.file, place);
  const said = annotatedStatus(annotations);
  const sent = calls.flatMap((call) => statusOfCall(call));
  const thrown = calls.flatMap((call) => statusOfThrown(call, scope, index, errors));
  // A handler that answers with a response of its own says the code itself, or somewhere else.
  const decides = /\b(?:ResponseEntity|HttpEntity|ServerResponse|Response)\b/.test(returns);
  const success = said ?? { ...seen, status: 200 };
  return distinctStatuses([...(said !== null || !decides ? [success] : []), ...sent, ...thrown]);
}

function annotatedStatus(annotations: readonly PlacedAnnotation[]): SeenStatus | null {
  for (const { annotation } of annotations) {
    if (simpleName(annotation.name) !== 'ResponseStatus') continue;
    const status = statusOfValue(argumentOf(annotation.args, ['value', 'code'], true));
    if (status !== null) return { ...annotation.seen, status };
  }
  return null;
}

const responses = /(?:^|\.)(?:ResponseEntity|ServerResponse)$/;
const servlets = /^(?:\w*[rR]esponse|resp?|exchange\.response|httpResponse)$/;

function statusOfCall({ name, receiver, args, isNew, seen }: CallFact): SeenStatus[] {
  const found = (status: number | null): SeenStatus[] => (status === null ? [] : [{ ...seen, status }]);
  if (name === 'ResponseEntity' && isNew)
    return found(args.map((arg) => statusOfValue(arg)).find((status) => status !== null) ?? null);
  if (name === 'status')
    return responses.test(receiver) || receiver === '' ? found(statusOfValue(args[0])) : [];
  if (name === 'of' && receiver.endsWith('ResponseEntity')) return [...found(200), ...found(404)];
  if (name === 'setStatus' || name === 'sendError' || name === 'setStatusCode')
    return servlets.test(receiver) ? found(statusOfValue(args[0])) : [];
  // Static imports leave the receiver out: `ok()` is common enough, `notFound()` may be anybody's.
  if (!responses.test(receiver) && !(receiver === '' && /^(?:ok|noContent|badRequest|created)$/.test(name)))
    return [];
  return found(statusOfName(name));
}

function statusOfThrown(call: CallFact, scope: Scope, index: ClassIndex, errors: ErrorAnswers): SeenStatus[] {
  if (!call.isNew || call.name === 'ResponseEntity') return [];
  const status = /^(?:ResponseStatus|ErrorResponse|HttpClientError)\w*$/.test(call.name)
    ? statusOfValue(call.args[0])
    : statusOfClass(index.find(call.name, scope), call.name, index, errors);
  return status === null || status < 300 ? [] : [{ ...call.seen, status }];
}

function statusOfClass(
  entry: ClassEntry | null,
  name: string,
  index: ClassIndex,
  errors: ErrorAnswers,
): number | null {
  if (entry === null) return errors.get(simpleName(name)) ?? null;
  for (const { fact, file } of [entry, ...index.bases(entry)]) {
    const answered = errors.get(`${fact.package}.${fact.name}`);
    if (answered !== undefined) return answered;
    const own = annotatedStatus(
      fact.annotations.map((annotation) => ({ annotation, scope: { file, owner: fact } })),
    );
    if (own !== null) return own.status;
    const library = fact.bases.find((base) => simpleName(base) === 'ResponseStatusException');
    const given = library === undefined ? undefined : fact.baseArgs[0]?.value;
    if (given !== undefined) return statusOfValue(given as Expression);
  }
  return null;
}

/** `PageRequest.of(page, 20)`. */
export function pagesWithin(place: Place, scope: Scope, index: ClassIndex): Seen[] {
  return callsWithin(scope.file, place).flatMap(({ name, receiver, args, seen }) => {
    if (name !== 'of' || !receiver.endsWith('PageRequest')) return [];
    const limit = numberOf(args[1] ?? null, index, scope);
    return [limit === null ? seen : { ...seen, limit }];
  });
}
