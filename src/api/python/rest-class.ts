import type { Checks } from '../routes.ts';
import { joinChecks, noChecks } from '../routes.ts';
import { seenIn } from '../seen.ts';
import { viewMethods } from './django-class.ts';
import {
  type Answer,
  allowedMethods,
  answerOf,
  answerOfClass,
  checksOfBases,
  checksOfDecorators,
  type FoundClass,
  placed,
  type ViewReading,
} from './django-view.ts';
import type { PythonFunction } from './module.ts';
import type { Project } from './project.ts';
import { accessOf, type Overrides, pagingOf, serializerOf, throttlesOf } from './rest-checks.ts';
import type { SeenStatus } from './statuses.ts';

const library =
  /^(?:rest_framework|rest_framework_\w+|drf_\w+|djoser|dj_rest_auth|knox|rest_auth|allauth\.headless)\b/;

/** Whether a class is a view of REST framework. */
export function isRestClass(found: FoundClass, project: Project): boolean {
  return project
    .lineage(found.module, found.class)
    .some(
      (base) =>
        base.kind === 'package' && library.test(base.name) && !/[Ss]erializer|permissions/.test(base.name),
    );
}

export function isRestName(name: string): boolean {
  return library.test(name);
}

const writes = { create: 'CreateModelMixin', update: 'UpdateModelMixin', destroy: 'DestroyModelMixin' };
const reads = { list: 'ListModelMixin', retrieve: 'RetrieveModelMixin' };
/** Which mixin gives which action: https://www.django-rest-framework.org/api-guide/generic-views/#mixins */
const mixins: Readonly<Record<string, string>> = { ...writes, ...reads, partial_update: 'UpdateModelMixin' };

/** Whether a class has an action by a mixin of the library. */
export function inheritsAction(found: FoundClass, action: string, project: Project): boolean {
  const mixin = mixins[action];
  if (mixin === undefined) return false;
  return project.lineage(found.module, found.class).some((base) => {
    if (base.kind !== 'package' || !library.test(base.name)) return false;
    const name = base.name.split('.').at(-1) ?? '';
    if (name === mixin || name === 'ModelViewSet') return true;
    return name === 'ReadOnlyModelViewSet' && (action === 'list' || action === 'retrieve');
  });
}

/** Actions of the generic views of the library: `ListCreateAPIView` is List and Create. */
const genericActions: readonly (readonly [RegExp, string, string])[] = [
  [/^(?!.*Retrieve).*List/, 'get', 'list'],
  [/Retrieve/, 'get', 'retrieve'],
  [/Create/, 'post', 'create'],
  [/Update/, 'put', 'update'],
  [/Update/, 'patch', 'partial_update'],
  [/Destroy/, 'delete', 'destroy'],
];

/** What the views of packages for signing in answer to, which have one method each. */
const known: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^rest_framework_simplejwt\..*View$/, ['post']],
  [/^rest_framework\.authtoken\.views\.(?:ObtainAuthToken|obtain_auth_token)$/, ['post']],
  [/^drf_spectacular\.views\.\w+View$|^rest_framework\.schemas\./, ['get']],
  [
    /^dj_rest_auth\.\w*\.?views\.(?:Login|PasswordReset|PasswordResetConfirm|PasswordChange|Register|VerifyEmail)View$/,
    ['post'],
  ],
];

/** Methods and their actions that a class has by bases of the library. */
function inheritedMethods(name: string): (readonly [string, string])[] {
  const plain = /^rest_framework\.generics\.(\w+)APIView$/.exec(name)?.[1];
  if (plain !== undefined)
    return genericActions.flatMap(([pattern, method, action]) =>
      pattern.test(plain) ? [[method, action] as const] : [],
    );
  const methods = known.find(([pattern]) => pattern.test(name))?.[1] ?? [];
  return methods.map((method) => [method, method] as const);
}

/** Answers of a view class of the library that is registered as it is; one for all methods where they are not known. */
export function libraryAnswers(name: string, around: Checks, reading: ViewReading): Answer[] {
  const methods = inheritedMethods(name).map(([method]) => method.toUpperCase());
  return (methods.length === 0 ? ['ALL'] : methods).map((method) =>
    answerOfClass(method, null, around, reading),
  );
}

/** What `SomeAPIView.as_view()` answers to. */
export function apiViewAnswers(
  found: FoundClass,
  overrides: Overrides,
  around: Checks,
  reading: ViewReading,
): Answer[] {
  const { project } = reading;
  const allowed = allowedMethods(found, project);
  const inherited = new Map(
    project
      .lineage(found.module, found.class)
      .flatMap((base) => (base.kind === 'package' ? inheritedMethods(base.name) : [])),
  );
  const answers = viewMethods.flatMap((name): Answer[] => {
    const method = name.toUpperCase();
    const action = inherited.get(name) ?? name;
    const has = project.member(found.module, found.class, name) !== null || inherited.has(name);
    if (!has || (allowed !== null && !allowed.has(method))) return [];
    return [restAnswer(method, name, action, found, overrides, around, reading)];
  });
  return answers.length === 0 ? [answerOfClass('ALL', found, around, reading)] : answers;
}

/**
 * One method of a view of REST framework. `name` is the method of the class that is asked first, `action` what it
 * does where the library answers (`list` for `get`).
 */
export function restAnswer(
  method: string,
  name: string,
  action: string,
  found: FoundClass,
  overrides: Overrides,
  around: Checks,
  reading: ViewReading,
): Answer {
  const { project } = reading;
  const own = ownMethod(found, name, project) ?? ownMethod(found, action, project);
  const access = accessOf(method, found, overrides, reading);
  const decorators =
    own === null
      ? noChecks
      : checksOfDecorators(
          placed(own.function.decorators, { module: own.module, scope: own.function.around }),
          project,
        );
  const checks = joinChecks(around, checksOfBases(found, project), access.checks, decorators, {
    ...noChecks,
    rateLimit: throttlesOf(found, overrides, reading),
  });
  const answer =
    own === null
      ? answerOfClass(method, found, checks, reading)
      : answerOf(method, own.function, own.module, checks, reading);
  const isInherited =
    own === null ||
    own.function.body.calls.some(({ callee }) => callee.kind === 'name' && callee.name === 'super');
  return {
    ...answer,
    ...(access.publicBy === undefined ? {} : { publicBy: access.publicBy }),
    isPublic: access.isPublic,
    checks: isInherited ? withSerializer(answer.checks, method, found, overrides, reading) : answer.checks,
    ...inheritedFacts(answer, action, isInherited, own === null, found, overrides, reading),
  };
}

function ownMethod(
  found: FoundClass,
  name: string,
  project: Project,
): { function: PythonFunction; module: FoundClass['module'] } | null {
  const member = project.member(found.module, found.class, name);
  return member?.kind === 'function' ? member : null;
}

function withSerializer(
  checks: Checks,
  method: string,
  found: FoundClass,
  overrides: Overrides,
  reading: ViewReading,
): Checks {
  if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH') return checks;
  if (checks.validation.length > 0) return checks;
  return { ...checks, validation: serializerOf(found, overrides, reading) };
}

/** The code with which the library's actions answer. */
const usualStatus: Readonly<Record<string, number>> = { create: 201, destroy: 204 };

function inheritedFacts(
  answer: Answer,
  action: string,
  isInherited: boolean,
  isLibrary: boolean,
  found: FoundClass,
  overrides: Overrides,
  reading: ViewReading,
): Pick<Answer, 'pagination' | 'statusCodes'> {
  const { project } = reading;
  const paging = action === 'list' && isInherited ? pagingOf(found, overrides, reading) : [];
  const seen = seenIn(
    { start: found.class.range.start, end: found.class.range.start },
    project.source(found.module.path),
  );
  const isKnown = mixins[action] !== undefined;
  const status: SeenStatus = { ...seen, text: action, status: usualStatus[action] ?? 200 };
  const statusCodes =
    isKnown && isInherited
      ? [...answer.statusCodes.filter((code) => code.status !== 200 || !isInherited), status]
      : answer.statusCodes;
  return {
    statusCodes: isLibrary && !isKnown ? [] : statusCodes,
    pagination: [...(answer.pagination ?? []), ...paging],
  };
}
