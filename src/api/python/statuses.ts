import type { Seen } from '../endpoint.ts';
import { statusOfErrorClass, statusOfName } from '../http-status.ts';
import { seenIn } from '../seen.ts';
import { argumentOf, type CallExpression, type Expression, lastName } from './expression.ts';
import type { PythonFunction, PythonModule } from './module.ts';
import type { Definition, Project, Site } from './project.ts';

export type SeenStatus = Seen & { readonly status: number };

/** Answers and errors of Django, REST framework, Flask, Werkzeug and Starlette whose name says their code. */
const byName: Readonly<Record<string, number>> = {
  HttpResponseRedirect: 302,
  HttpResponsePermanentRedirect: 301,
  HttpResponseNotModified: 304,
  HttpResponseBadRequest: 400,
  HttpResponseNotFound: 404,
  HttpResponseForbidden: 403,
  HttpResponseNotAllowed: 405,
  HttpResponseGone: 410,
  HttpResponseServerError: 500,
  Http404: 404,
  NotFound: 404,
  PermissionDenied: 403,
  SuspiciousOperation: 400,
  NotAuthenticated: 401,
  AuthenticationFailed: 401,
  ParseError: 400,
  ValidationError: 400,
  Throttled: 429,
  MethodNotAllowed: 405,
  UnsupportedMediaType: 415,
  NotAcceptable: 406,
  BadRequest: 400,
  BadRequestKeyError: 400,
  Unauthorized: 401,
  Forbidden: 403,
  Conflict: 409,
  Gone: 410,
  TooManyRequests: 429,
  UnprocessableEntity: 422,
  InternalServerError: 500,
  ServiceUnavailable: 503,
  RedirectResponse: 307,
  redirect: 302,
};
const orNotFound = /_or_404$/;

/** The codes that an expression may be: `404`, `status.HTTP_404_NOT_FOUND`, `HTTPStatus.NOT_FOUND`, either of a condition. */
export function statusesOf(value: Expression | undefined): number[] {
  if (value === undefined) return [];
  if (value.kind === 'either') return value.options.flatMap(statusesOf);
  if (value.kind === 'number') return valid(statusOfName(String(value.value)));
  if (value.kind !== 'name' && value.kind !== 'attribute') return [];
  if (value.kind === 'attribute' && value.name === 'value') return statusesOf(value.of);
  const code = /^HTTP_([1-5]\d\d)(?:_|$)/.exec(value.name)?.[1];
  return code === undefined ? valid(statusOfName(value.name)) : [Number(code)];
}

function valid(status: number | null): number[] {
  return status === null ? [] : [status];
}

/** The codes that an answer or error carries; null where it carries none, and the usual one is sent. */
function statusesOfCall(call: CallExpression, site: Site, project: Project): number[] | null {
  const name = lastName(call);
  const given = argumentOf(call, 'status_code') ?? argumentOf(call, 'status') ?? call.named.code;
  if (given !== undefined) return statusesOf(given);
  if (/(?:^|_)abort$/.test(name) || /HTTPException$/.test(name) || name === 'HttpError')
    return statusesOf(call.args[0]);
  if (/^(?:make_response|HTTPResponse|Response|JSONResponse)$/.test(name)) {
    const second = statusesOf(call.args[1]);
    return second.length > 0 ? second : null;
  }
  if (orNotFound.test(name)) return [404];
  const known = byName[name] ?? statusOfErrorClass(name);
  if (known !== null) return [known];
  return statusOfClass(project.resolve(call.callee, site), project);
}

/** `status_code = 404` of an error class of the project, or what it hands to its base. */
function statusOfClass(found: Definition | null, project: Project): number[] | null {
  if (found?.kind !== 'class') return null;
  for (const name of ['status_code', 'code']) {
    const field = project.member(found.module, found.class, name);
    const codes = field?.kind === 'value' ? statusesOf(field.value) : [];
    if (codes.length > 0) return codes;
  }
  const init = project.member(found.module, found.class, '__init__');
  const calls = init?.kind === 'function' ? init.function.body.calls : [];
  const codes = calls.flatMap((call) => statusesOf(call.named.status_code ?? call.named.code));
  if (codes.length > 0) return codes;
  for (const base of project.lineage(found.module, found.class)) {
    const name = base.kind === 'package' ? (base.name.split('.').at(-1) ?? '') : base.class.name;
    const known = byName[name] ?? statusOfErrorClass(name);
    if (known !== null && known !== undefined) return [known];
  }
  return null;
}

/**
 * The codes that a handler answers with: those it names, those of errors it raises, and `usual` where it answers
 * without naming one.
 */
export function statusCodesOf(
  handler: PythonFunction,
  module: PythonModule,
  project: Project,
  usual: SeenStatus | null,
): SeenStatus[] {
  const site = { module, scope: handler.scope };
  const source = project.source(module.path);
  const codes: SeenStatus[] = [];
  const add = (at: Expression, found: readonly number[]): void => {
    for (const status of found) codes.push({ ...seenIn(at, source), status });
  };
  const { calls, raises, returns, statuses } = handler.body;
  for (const call of calls) {
    const name = lastName(call);
    // What is raised is looked at below; `redirect` and answers count wherever they are made.
    if (/(?:abort|_404|response|redirect|HTTPException|Http404|error|exception)/i.test(name))
      add(call, statusesOfCall(call, site, project) ?? []);
  }
  for (const raised of raises) {
    const call: CallExpression | null =
      raised.kind === 'call'
        ? raised
        : raised.kind === 'name' || raised.kind === 'attribute'
          ? { kind: 'call', callee: raised, args: [], named: {}, start: raised.start, end: raised.end }
          : null;
    if (call !== null) add(raised, statusesOfCall(call, site, project) ?? []);
  }
  for (const value of statuses) add(value, statusesOf(value));
  let isPlain = returns.length === 0 && raises.length === 0 && statuses.length === 0;
  for (const value of returns) {
    const named = value.kind === 'list' ? statusesOf(value.items[1]) : [];
    add(value.kind === 'list' ? (value.items[1] ?? value) : value, named);
    if (named.length === 0 && statuses.length === 0) isPlain ||= isPlainAnswer(value, site, project);
  }
  if (isPlain && usual !== null) codes.push(usual);
  return distinct(codes);
}

function isPlainAnswer(value: Expression, site: Site, project: Project): boolean {
  if (value.kind === 'call') return statusesOfCall(value, site, project) === null;
  if (value.kind === 'list') return statusesOf(value.items[1]).length === 0;
  return true;
}

export function distinct(codes: readonly SeenStatus[]): SeenStatus[] {
  const seen = new Set<number>();
  return codes.filter(({ status }) => !seen.has(status) && seen.add(status));
}
