import { type Checks, joinChecks, type LocalEndpoint, noChecks } from '../routes.ts';
import { normalised, placeIn, seenIn } from '../seen.ts';
import type { FrameworkContext } from '../web-framework.ts';
import type { DjangoSettings } from './django-settings.ts';
import { type CallExpression, type Expression, lastName } from './expression.ts';
import { checksInside, idempotencyOf, judgedReference, validationInside } from './judged.ts';
import { kindOfReference } from './kinds.ts';
import type { PythonClass, PythonFunction, PythonModule } from './module.ts';
import { pagesInside } from './pages.ts';
import type { Definition, Project, Site } from './project.ts';
import { statusCodesOf } from './statuses.ts';
import { itemsOf, methodsOf, type Placed, textOf } from './values.ts';

/** What is needed to read a view. */
export interface ViewReading {
  readonly context: FrameworkContext;
  readonly project: Project;
  readonly settings: DjangoSettings;
}

/** One method that a view answers to, before it has a path and a registration. */
export type Answer = Omit<LocalEndpoint, 'path' | 'span'>;

export type FoundClass = Definition & { readonly kind: 'class' };

/** A view as it is registered, without the decorators around it. */
export type View =
  | { readonly kind: 'function'; readonly function: PythonFunction; readonly module: PythonModule }
  /** `as_view(…)` of a class of the project. */
  | { readonly kind: 'class'; readonly found: FoundClass; readonly call: CallExpression; readonly site: Site }
  /** Of a library, or not seen. */
  | { readonly kind: 'unseen'; readonly name: string; readonly call: CallExpression | null };

/** Decorators around a view that are opened. */
const maxWraps = 8;

/** The view behind what stands in a route, and the decorators that are put around it there. */
export function viewOf(
  value: Expression,
  site: Site,
  project: Project,
): { view: View; around: readonly Placed[] } {
  const around: Placed[] = [];
  let current: Placed = { module: site.module, scope: site.scope, value };
  for (let step = 0; step < maxWraps; step++) {
    const found = project.resolve(current.value, current);
    if (found?.kind === 'function')
      return { view: { kind: 'function', function: found.function, module: found.module }, around };
    if (found?.kind === 'package') return { view: { kind: 'unseen', name: found.name, call: null }, around };
    // A view by its dotted name, as in old projects.
    if (found?.kind !== 'value' || found.value.kind !== 'call') break;
    const call = found.value;
    if (lastName(call) === 'as_view' && call.callee.kind === 'attribute')
      return { view: classView(call.callee.of, call, found, project), around };
    const [inner] = call.args;
    if (inner === undefined) break;
    around.push({ module: found.module, scope: found.scope, value: call.callee });
    current = { module: found.module, scope: found.scope, value: inner };
  }
  return { view: { kind: 'unseen', name: '', call: null }, around };
}

function classView(owner: Expression, call: CallExpression, site: Site, project: Project): View {
  const found = project.resolve(owner, site);
  if (found?.kind === 'class')
    return { kind: 'class', found, call, site: { module: site.module, scope: site.scope } };
  return { kind: 'unseen', name: found?.kind === 'package' ? found.name : '', call };
}

/** What Django's and REST framework's method decorators let through; null where there is none. */
export function methodsOfDecorators(decorators: readonly Placed[], project: Project): string[] | null {
  for (const { value, module, scope } of decorators) {
    const name = lastName(value);
    if (name === 'require_GET') return ['GET'];
    if (name === 'require_safe') return ['GET'];
    if (name === 'require_POST') return ['POST'];
    if (name !== 'require_http_methods' && name !== 'api_view') continue;
    const list = value.kind === 'call' ? (value.args[0] ?? value.named.http_method_names) : undefined;
    if (list === undefined) return name === 'api_view' ? ['GET'] : null;
    const methods = methodsOf(list, { module, scope }, project);
    // What answers to GET answers to HEAD, and OPTIONS is the library's affair.
    return (
      methods?.filter((each) => each !== 'OPTIONS' && (each !== 'HEAD' || !methods.includes('GET'))) ?? null
    );
  }
  return null;
}

export function placed(list: readonly Expression[], site: Site): Placed[] {
  return list.map((value) => ({ module: site.module, scope: site.scope, value }));
}

/** What decorators check; `method_decorator(login_required, name='dispatch')` is what it is made of. */
export function checksOfDecorators(decorators: readonly Placed[], project: Project): Checks {
  return joinChecks(
    ...decorators.map(({ value, module, scope }) => {
      const site = { module, scope };
      if (lastName(value) !== 'method_decorator' || value.kind !== 'call')
        return judgedReference(value, site, project);
      const [given] = value.args;
      const inner = given === undefined ? [] : itemsOf(given, site, project);
      return joinChecks(...inner.map((item) => judgedReference(item.value, item, project)));
    }),
  );
}

/** An answer by a function: a view, or a method of a view's class. */
export function answerOf(
  method: string,
  handler: PythonFunction,
  module: PythonModule,
  checks: Checks,
  reading: ViewReading,
): Answer {
  const { project, context } = reading;
  const source = project.source(module.path);
  const { start, end } = handler.definition;
  const usual = {
    ...seenIn({ start, end: Math.min(end, start + 40) }, source),
    text: handler.name,
    status: 200,
  };
  const { validation, ...inside } = checksInside(handler, module, project);
  return {
    method,
    handler: { ...placeIn({ start, end }, source), side: context.side },
    handlerText: normalised(source.text.slice(start, end)),
    checks: joinChecks(checks, {
      ...inside,
      validation: [...validation, ...validationInside(handler, module, project)],
    }),
    statusCodes: statusCodesOf(handler, module, project, usual),
    isPublic: false,
    pagination: pagesInside(handler, module, project),
    idempotency: idempotencyOf(handler, module, project),
  };
}

/** An answer of what is not seen, or of a class that only configures what it inherits. */
export function answerOfClass(
  method: string,
  found: FoundClass | null,
  checks: Checks,
  reading: ViewReading,
): Answer {
  if (found === null) return { ...unseenAnswer, method, checks };
  const { context, project } = reading;
  const source = project.source(found.module.path);
  return {
    ...unseenAnswer,
    method,
    handler: { ...placeIn(found.class.range, source), side: context.side },
    handlerText: normalised(configurationOf(found, project)),
    checks,
  };
}

const unseenAnswer: Answer = {
  method: 'ALL',
  handler: null,
  handlerText: null,
  checks: noChecks,
  statusCodes: [],
  isPublic: false,
};

/** Attributes that are told by other facts of an endpoint. */
const toldElsewhere =
  /^(?:permission_classes|throttle_(?:classes|scope)|http_method_names|pagination_class|paginate_by)\b/;

/** What of a class says how inherited methods answer: its bases and attributes, not its own methods. */
function configurationOf({ module, class: owner }: FoundClass, project: Project): string {
  const { text } = project.source(module.path);
  const parts = [...owner.bases, ...owner.attributes].map(({ start, end }) => text.slice(start, end));
  return `class ${owner.name}: ${parts.filter((part) => !toldElsewhere.test(part)).join('; ')}`;
}

/** Checks that a class inherits by mixins whose names say so: `LoginRequiredMixin`, and by decorators of the class. */
export function checksOfBases(found: FoundClass, project: Project): Checks {
  const all: Checks[] = [];
  const names = new Set<string>();
  for (const each of project.lineage(found.module, found.class)) {
    if (each.kind !== 'class') continue;
    const site = { module: each.module, scope: each.module.scopes[each.class.scope]?.parent ?? 0 };
    for (const base of each.class.bases) {
      const name = lastName(base);
      if (names.has(name)) continue;
      names.add(name);
      const kind = /Mixin$|Required|Access/.test(name) ? kindOfReference(base) : 'other';
      if (kind !== 'authentication' && kind !== 'authorization' && kind !== 'rateLimit') continue;
      all.push({ ...noChecks, [kind]: [seenIn(base, project.source(each.module.path))] });
    }
    all.push(checksOfDecorators(placed(decoratorsOfClass(each.class), site), project));
  }
  const dispatch = project.member(found.module, found.class, 'dispatch');
  if (dispatch?.kind === 'function') {
    const site = { module: dispatch.module, scope: dispatch.function.around };
    all.push(checksOfDecorators(placed(dispatch.function.decorators, site), project));
    all.push(checksInside(dispatch.function, dispatch.module, project));
  }
  return joinChecks(...all);
}

function decoratorsOfClass(owner: PythonClass): Expression[] {
  return owner.decorators.filter((decorator) => lastName(decorator) === 'method_decorator');
}

/** `http_method_names` of a class, upper case; null where it says none. */
export function allowedMethods(found: FoundClass, project: Project): ReadonlySet<string> | null {
  const field = project.member(found.module, found.class, 'http_method_names');
  const methods = field?.kind === 'value' ? methodsOf(field.value, field, project) : null;
  return methods === null ? null : new Set(methods);
}

/** A text that a class sets, also in a base. */
export function fieldText(found: FoundClass, name: string, project: Project): string | null {
  const field = project.member(found.module, found.class, name);
  return field?.kind === 'value' ? textOf(field.value, field, project) : null;
}
