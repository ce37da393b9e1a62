import { type Checks, joinChecks, noChecks } from '../routes.ts';
import { seenIn } from '../seen.ts';
import { classAnswers, libraryMethods } from './django-class.ts';
import {
  type Answer,
  answerOf,
  answerOfClass,
  checksOfDecorators,
  methodsOfDecorators,
  placed,
  type View,
  type ViewReading,
} from './django-view.ts';
import { lastName } from './expression.ts';
import type { PythonFunction, PythonModule } from './module.ts';
import { accessOf, throttlesOf } from './rest-checks.ts';
import { apiViewAnswers, isRestClass, isRestName, libraryAnswers, restAnswer } from './rest-class.ts';
import { overridesOf } from './rest-routers.ts';
import { type Placed, textOf } from './values.ts';

/** Whether REST framework answers, and not Django itself. */
export function isRestView(view: View, { project }: ViewReading): boolean {
  if (view.kind === 'class') return isRestClass(view.found, project);
  if (view.kind === 'function')
    return view.function.decorators.some((decorator) => lastName(decorator) === 'api_view');
  return isRestName(view.name);
}

/** What a view answers to: a method each, `ALL` where none is told. */
export function answersOf(
  view: View,
  around: readonly Placed[],
  checks: Checks,
  reading: ViewReading,
): Answer[] {
  if (view.kind === 'function') return functionAnswers(view.function, view.module, around, checks, reading);
  if (view.kind === 'unseen') {
    if (isRestName(view.name)) return libraryAnswers(view.name, checks, reading);
    const methods = libraryMethods(view.name)?.filter((name) => name !== 'options' && name !== 'head') ?? [
      'all',
    ];
    return methods.map((name) => answerOfClass(name.toUpperCase(), null, checks, reading));
  }
  const { found, call, site } = view;
  if (!isRestClass(found, reading.project))
    return narrowed(classAnswers(found, checks, reading), around, reading);
  const overrides = overridesOf(call.named, site);
  const actions = call.args[0] ?? call.named.actions;
  if (actions === undefined) return apiViewAnswers(found, overrides, checks, reading);
  // `as_view({'get': 'list'})`
  const behind = reading.project.resolve(actions, site);
  const mapping: Placed = behind?.kind === 'value' ? behind : { ...site, value: actions };
  if (mapping.value.kind !== 'dictionary') return [answerOfClass('ALL', found, checks, reading)];
  return mapping.value.entries.flatMap(([key, value]): Answer[] => {
    const [method, action] = [key, value].map((part) => textOf(part, mapping, reading.project));
    return typeof method === 'string' && typeof action === 'string'
      ? [restAnswer(method.toUpperCase(), action, action, found, overrides, checks, reading)]
      : [];
  });
}

/** `require_POST(View.as_view())` */
function narrowed(answers: Answer[], around: readonly Placed[], { project }: ViewReading): Answer[] {
  const methods = methodsOfDecorators(around, project);
  return methods === null
    ? answers
    : answers.filter(({ method }) => method === 'ALL' || methods.includes(method));
}

function functionAnswers(
  handler: PythonFunction,
  module: PythonModule,
  around: readonly Placed[],
  checks: Checks,
  reading: ViewReading,
): Answer[] {
  const { project } = reading;
  const own = placed(handler.decorators, { module, scope: handler.around });
  const all = [...around, ...own];
  const methods = methodsOfDecorators(all, project) ?? ['ALL'];
  const isRest = own.some(({ value }) => lastName(value) === 'api_view');
  const plain = own.filter(({ value }) => !/^(?:permission|throttle)_classes$/.test(lastName(value)));
  const decorators = joinChecks(checks, checksOfDecorators(plain, project));
  const optOut = own.find(({ value }) => lastName(value) === 'login_not_required');
  return methods.map((method): Answer => {
    const answer = answerOf(method, handler, module, decorators, reading);
    if (optOut !== undefined)
      return { ...answer, isPublic: true, publicBy: seenIn(optOut.value, project.source(module.path)) };
    if (!isRest) return answer;
    const overrides = Object.fromEntries(
      own.flatMap(({ value, ...site }) => {
        const [list] = value.kind === 'call' ? value.args : [];
        return list === undefined
          ? []
          : [[lastName(value), { module: site.module, scope: site.scope, value: list }]];
      }),
    );
    const access = accessOf(method, null, overrides, reading);
    const rateLimit = throttlesOf(null, overrides, reading);
    return {
      ...answer,
      ...access,
      checks: joinChecks(answer.checks, access.checks, { ...noChecks, rateLimit }),
    };
  });
}
