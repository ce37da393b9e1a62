import type { CheckKind } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import { type Checks, noChecks } from '../routes.ts';
import { seenIn } from '../seen.ts';
import { argumentOf, type CallExpression, type Expression, lastName } from './expression.ts';
import { kindOfName, kindOfReference, requestsPerMinute } from './kinds.ts';
import type { PythonFunction, PythonModule } from './module.ts';
import type { Project, Site } from './project.ts';
import { statusCodesOf } from './statuses.ts';
import { textOf } from './values.ts';

/** A reference as checks of each of these kinds. */
export function checksOfKinds(kinds: ReadonlySet<CheckKind>, seen: Seen): Checks {
  const of = (kind: CheckKind): Seen[] => (kinds.has(kind) ? [seen] : []);
  return {
    authentication: of('authentication'),
    authorization: of('authorization'),
    validation: of('validation'),
    rateLimit: of('rateLimit'),
    other: of('other'),
  };
}

/** What a decorator or a function that runs before the handler checks: by its name, then by what its body refuses. */
export function judgedReference(reference: Expression, site: Site, project: Project): Checks {
  const seen = seenIn(reference, project.source(site.module.path));
  const kind = kindOfReference(reference);
  if (kind === 'harmless') return noChecks;
  if (kind === 'rateLimit') return { ...noChecks, rateLimit: [withRate(seen, reference, site, project)] };
  if (kind !== 'other') return checksOfKinds(new Set([kind]), seen);
  const target = project.resolve(reference.kind === 'call' ? reference.callee : reference, site);
  if (target?.kind !== 'function') return checksOfKinds(new Set(['other']), seen);
  const kinds = refusalsOf(target.function, target.module, project);
  return checksOfKinds(kinds.size === 0 ? new Set(['other']) : kinds, seen);
}

function withRate(seen: Seen, reference: Expression, site: Site, project: Project): Seen {
  if (reference.kind !== 'call') return seen;
  const given = argumentOf(reference, 'rate') ?? argumentOf(reference, 'limit_value', 0);
  const text = given === undefined ? null : textOf(given, site, project);
  const limit = text === null ? null : requestsPerMinute(text);
  return limit === null ? seen : { ...seen, limit };
}

/** Verbs of functions that refuse: `generate_token` and `get_user_roles` do not. */
const demand =
  /^(?:_*)(?:require|ensure|verify|assert|authenticate|authorize|authorise|check|protect|guard|validate_token|jwt|can|is|has|enforce)/i;

/** What a function refuses, functions inside it (of a decorator) among them: 401, 403 and 429, or calls of checks. */
export function refusalsOf(target: PythonFunction, module: PythonModule, project: Project): Set<CheckKind> {
  const kinds = new Set<CheckKind>();
  for (const each of withInner(target, module)) {
    for (const { status } of statusCodesOf(each, module, project, null)) {
      if (status === 401) kinds.add('authentication');
      if (status === 403) kinds.add('authorization');
      if (status === 429) kinds.add('rateLimit');
    }
    for (const kind of calledChecks(each)) kinds.add(kind);
    if (each.body.marks.some((mark) => mark.kind === 'attribute')) kinds.add('authentication');
    for (const decorator of each.decorators) {
      const kind = kindOfReference(decorator);
      if (kind === 'authentication' || kind === 'authorization') kinds.add(kind);
    }
  }
  return kinds;
}

function calledChecks({ body }: PythonFunction): CheckKind[] {
  return body.calls.flatMap((call) => {
    const name = lastName(call);
    const kind = demand.test(name) ? kindOfName(name) : 'other';
    return kind === 'authentication' || kind === 'authorization' ? [kind] : [];
  });
}

function withInner(target: PythonFunction, module: PythonModule): PythonFunction[] {
  const { start, end } = target.definition;
  return module.functions.filter(({ definition }) => definition.start >= start && definition.end <= end);
}

/** As `demand`, in a handler: there `authenticate` and `verify_password` are what a caller asks for, not what it needs. */
const demandInside = /^_*(?:require|ensure|assert|check|enforce|authorize|authorise|guard|verify_jwt)/i;
/** What is checked of something else than the caller. */
const otherSubjects = /password|email|reset|exist|valid/i;

/** Checks that the handler does itself: calls of functions that refuse, and looks at who is asking. */
export function checksInside(handler: PythonFunction, module: PythonModule, project: Project): Checks {
  const source = project.source(module.path);
  const authentication: Seen[] = [];
  const authorization: Seen[] = [];
  for (const call of handler.body.calls) {
    const name = lastName(call);
    const kind = demandInside.test(name) && !otherSubjects.test(name) ? kindOfName(name) : 'other';
    if (kind === 'authentication') authentication.push(seenIn(call, source));
    if (kind === 'authorization') authorization.push(seenIn(call, source));
  }
  const refuses = statusCodesOf(handler, module, project, null);
  // To look at who is asking without refusing anybody is no check.
  if (refuses.some(({ status }) => status === 401 || status === 403 || status === 302))
    for (const mark of handler.body.marks) {
      if (mark.kind !== 'attribute') continue;
      if (/^is_(?:authenticated|anonymous)$/.test(mark.name)) authentication.push(seenIn(mark, source));
      else authorization.push(seenIn(mark, source));
    }
  return { ...noChecks, authentication, authorization };
}

/** Calls that check what was sent: of serializers, forms, schemas and models. */
const validating =
  /^(?:is_valid|validate|validate_on_submit|model_validate|model_validate_json|parse_obj|parse_args|load)$/;

/** Calls in a handler's body that check what was sent; `ofRequest` tells whether a call is about that. */
export function validationInside(
  handler: PythonFunction,
  module: PythonModule,
  project: Project,
  ofRequest: (call: CallExpression) => boolean = () => true,
): Seen[] {
  const source = project.source(module.path);
  return handler.body.calls.flatMap((call) => {
    const name = lastName(call);
    const known = validating.test(name) && call.callee.kind === 'attribute';
    if (!known && !(kindOfName(name) === 'validation' && !/error|exception/i.test(name))) return [];
    // `json.load(file)`, `yaml.load(text)` read, they check nothing.
    if (name === 'load' && !/schema/i.test(lastNameOf(call.callee))) return [];
    return ofRequest(call) ? [{ ...seenIn(call, source), input: 'body' }] : [];
  });
}

function lastNameOf(callee: Expression): string {
  return callee.kind === 'attribute' ? lastName(callee.of) : '';
}

/** The key that makes a repeated request harmless, where the handler asks for it. */
export function idempotencyOf(handler: PythonFunction, module: PythonModule, project: Project): Seen[] {
  return handler.body.marks
    .filter((mark) => mark.kind === 'text')
    .slice(0, 1)
    .map((mark) => seenIn(mark, project.source(module.path)));
}
