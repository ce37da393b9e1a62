import { type Checks, joinChecks, type LocalEndpoint, noChecks } from '../routes.ts';
import { normalised, placeIn, seenIn } from '../seen.ts';
import type { FrameworkContext } from '../web-framework.ts';
import { entryOf } from './django-settings.ts';
import { type Expression, lastName } from './expression.ts';
import { checksInside, idempotencyOf, judgedReference, validationInside } from './judged.ts';
import type { PythonClass, PythonFunction, PythonModule } from './module.ts';
import { pagesInside } from './pages.ts';
import type { Definition, Project, Site } from './project.ts';
import { distinct, type SeenStatus, statusCodesOf, statusesOf } from './statuses.ts';
import { itemsOf, methodsOf, type Placed } from './values.ts';

export interface FlaskReading {
  readonly context: FrameworkContext;
  readonly project: Project;
}

/** A function, or a class whose methods answer. */
export type FlaskView = Definition & { readonly kind: 'function' | 'class' };

type FlaskAnswer = Omit<LocalEndpoint, 'path' | 'span'>;

const verbs = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** Decorators around a view that are opened. */
const maxWraps = 8;

/** The view that `add_url_rule` is given: a function, `SomeView.as_view('name')`, or either with decorators around it. */
export function viewClassOf(
  view: Expression,
  site: Site,
  { project }: FlaskReading,
): { target: FlaskView | null; around: Placed[] } {
  const around: Placed[] = [];
  let current: Placed = { module: site.module, scope: site.scope, value: view };
  for (let step = 0; step < maxWraps; step++) {
    const found = project.resolve(current.value, current);
    if (found?.kind === 'function' || found?.kind === 'class') return { target: found, around };
    if (found?.kind !== 'value' || found.value.kind !== 'call') break;
    const { value: call, module, scope } = found;
    if (lastName(call) === 'as_view' && call.callee.kind === 'attribute') {
      current = { module, scope, value: call.callee.of };
      continue;
    }
    const [inner] = call.args;
    if (inner === undefined) break;
    around.push({ module, scope, value: call.callee });
    current = { module, scope, value: inner };
  }
  return { target: null, around };
}

/** What a view answers to, a method each; `methods` null where the class says them. */
export function flaskAnswers(
  target: FlaskView,
  methods: readonly string[] | null,
  decorators: readonly Placed[],
  reading: FlaskReading,
): FlaskAnswer[] {
  const around = joinChecks(...decorators.map((each) => judgedReference(each.value, each, reading.project)));
  if (target.kind === 'function')
    return (methods ?? ['GET']).map((method) =>
      functionAnswer(method, target.function, target.module, around, decorators, reading),
    );
  const { project } = reading;
  const own = classChecks(target, reading);
  const dispatch = project.member(target.module, target.class, 'dispatch_request');
  const answers = verbs.flatMap((verb): FlaskAnswer[] => {
    const method = verb.toUpperCase();
    const member = project.member(target.module, target.class, verb);
    if (member?.kind !== 'function' || (methods !== null && !methods.includes(method))) return [];
    return [methodAnswer(method, member.function, member.module, [around, own.all, own.of(verb)], reading)];
  });
  if (answers.length > 0 || dispatch?.kind !== 'function') return answers;
  // A plain `View`: one method of the class answers to all that it names.
  const named = project.member(target.module, target.class, 'methods');
  const listed = named?.kind === 'value' ? methodsOf(named.value, named, project) : null;
  return (methods ?? listed ?? ['GET']).map((method) =>
    methodAnswer(method, dispatch.function, dispatch.module, [around, own.all], reading),
  );
}

function methodAnswer(
  method: string,
  handler: PythonFunction,
  module: PythonModule,
  checks: readonly Checks[],
  reading: FlaskReading,
): FlaskAnswer {
  const site = { module, scope: handler.around };
  const decorators = handler.decorators.map((value): Placed => ({ ...site, value }));
  const own = decorators.map((each) => judgedReference(each.value, each, reading.project));
  return functionAnswer(method, handler, module, joinChecks(...checks, ...own), decorators, reading);
}

function functionAnswer(
  method: string,
  handler: PythonFunction,
  module: PythonModule,
  checks: Checks,
  decorators: readonly Placed[],
  { context, project }: FlaskReading,
): FlaskAnswer {
  const source = project.source(module.path);
  const { start, end } = handler.definition;
  const declared = decorators.flatMap((each) => declaredStatuses(each, project));
  const usual = declared[0] ?? { ...seenIn({ start, end: start }, source), text: handler.name, status: 200 };
  const inside = checksInside(handler, module, project);
  const paged = decorators.filter(({ value }) => lastName(value) === 'paginate');
  return {
    method,
    handler: { ...placeIn({ start, end }, source), side: context.side },
    handlerText: normalised(source.text.slice(start, end)),
    checks: joinChecks(checks, inside, {
      ...noChecks,
      validation: [
        ...validationInside(handler, module, project),
        ...decorators.flatMap((each) => validatedBy(each, project)),
      ],
    }),
    statusCodes: distinct([...declared, ...statusCodesOf(handler, module, project, usual)]),
    isPublic: false,
    pagination: [
      ...paged.map(({ value, module: at }) => seenIn(value, project.source(at.path))),
      ...pagesInside(handler, module, project),
    ],
    idempotency: idempotencyOf(handler, module, project),
  };
}

/** `@blueprint.response(201, Schema)`, `@namespace.response(404, 'Not found')`, `@namespace.marshal_with(model, code=201)`. */
function declaredStatuses({ value, module }: Placed, project: Project): SeenStatus[] {
  if (value.kind !== 'call') return [];
  const name = lastName(value);
  const isAnswer =
    name === 'response' || name === 'alt_response' || name === 'output' || /^marshal_/.test(name);
  if (!isAnswer) return [];
  const given =
    value.named.code ??
    value.named.status_code ??
    (/^marshal_|^output$/.test(name) ? value.args[1] : value.args[0]);
  return statusesOf(given).map((status) => ({ ...seenIn(value, project.source(module.path)), status }));
}

/** Decorators that check what is sent: of flask-smorest, webargs, APIFlask and flask-restx (where it is told to). */
function validatedBy(
  { value, module }: Placed,
  project: Project,
): { text: string; path: string; line: number; input: string }[] {
  if (value.kind !== 'call') return [];
  const name = lastName(value);
  const checks = /^(?:arguments|use_args|use_kwargs|input|expects_json)$/.test(name);
  const { validate } = value.named;
  const expects = name === 'expect' && validate?.kind === 'constant' && validate.value === true;
  if (!checks && !expects) return [];
  const location = value.named.location;
  const [where] = location?.kind === 'text' ? location.parts : [];
  const input = where === 'query' || where === 'headers' || where === 'path' ? where : 'body';
  return [{ ...seenIn(value, project.source(module.path)), input }];
}

/** `decorators = […]` of a view's class, `method_decorators` of a resource: a list, or one for each method. */
function classChecks(
  found: FlaskView & { kind: 'class' },
  { project }: FlaskReading,
): { all: Checks; of(verb: string): Checks } {
  const judgedAll = (value: Expression | undefined, site: Site): Checks =>
    value === undefined
      ? noChecks
      : joinChecks(
          ...itemsOf(value, site, project).map((item) => judgedReference(item.value, item, project)),
        );
  const field = (name: string): Placed | null => {
    const member = project.member(found.module, found.class, name);
    return member?.kind === 'value' ? member : null;
  };
  const [decorators, methods] = [field('decorators'), field('method_decorators')];
  const isList = methods !== null && methods.value.kind !== 'dictionary';
  const own = lineDecorators(found, project);
  return {
    all: joinChecks(
      decorators === null ? noChecks : judgedAll(decorators.value, decorators),
      isList ? judgedAll(methods.value, methods) : noChecks,
      ...own,
    ),
    of: (verb) =>
      methods === null || isList
        ? noChecks
        : judgedAll(entryOf(methods.value, verb, methods, project), methods),
  };
}

/** Decorators of the class that check, beside the one that registers it. */
function lineDecorators(found: { module: PythonModule; class: PythonClass }, project: Project): Checks[] {
  const site = { module: found.module, scope: found.module.scopes[found.class.scope]?.parent ?? 0 };
  return found.class.decorators.map((decorator) => judgedReference(decorator, site, project));
}
