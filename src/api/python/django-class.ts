import type { Checks } from '../routes.ts';
import { joinChecks } from '../routes.ts';
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

export const viewMethods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'] as const;

/** Methods of Django's generic views, by the end of their class's name: https://docs.djangoproject.com/en/5.2/ref/class-based-views/ */
const generic: Readonly<Record<string, readonly string[]>> = {
  TemplateView: ['get'],
  ListView: ['get'],
  BaseListView: ['get'],
  DetailView: ['get'],
  BaseDetailView: ['get'],
  FormView: ['get', 'post'],
  CreateView: ['get', 'post'],
  UpdateView: ['get', 'post'],
  DeleteView: ['get', 'post', 'delete'],
  RedirectView: ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'],
  ArchiveIndexView: ['get'],
  YearArchiveView: ['get'],
  MonthArchiveView: ['get'],
  WeekArchiveView: ['get'],
  DayArchiveView: ['get'],
  TodayArchiveView: ['get'],
  DateDetailView: ['get'],
  ProcessFormView: ['get', 'post'],
  LoginView: ['get', 'post'],
  LogoutView: ['post'],
  PasswordChangeView: ['get', 'post'],
  PasswordChangeDoneView: ['get'],
  PasswordResetView: ['get', 'post'],
  PasswordResetDoneView: ['get'],
  PasswordResetConfirmView: ['get', 'post'],
  PasswordResetCompleteView: ['get'],
  JavaScriptCatalog: ['get'],
  JSONCatalog: ['get'],
};

/** Methods of a class of a library; null where they are not known. */
export function libraryMethods(name: string): readonly string[] | null {
  return /^django\./.test(name) ? (generic[name.split('.').at(-1) ?? ''] ?? null) : null;
}

/** What a class-based view of Django answers to. */
export function classAnswers(found: FoundClass, around: Checks, reading: ViewReading): Answer[] {
  const { project } = reading;
  const allowed = allowedMethods(found, project);
  const checks = joinChecks(around, checksOfBases(found, project));
  const inherited = new Set(
    project
      .lineage(found.module, found.class)
      .flatMap((base) => (base.kind === 'package' ? (libraryMethods(base.name) ?? []) : [])),
  );
  const answers = viewMethods.flatMap((name): Answer[] => {
    const method = name.toUpperCase();
    if (allowed !== null && !allowed.has(method)) return [];
    const own = project.member(found.module, found.class, name);
    if (own?.kind === 'function') {
      const site = { module: own.module, scope: own.function.around };
      const decorators = checksOfDecorators(placed(own.function.decorators, site), project);
      return [answerOf(method, own.function, own.module, joinChecks(checks, decorators), reading)];
    }
    // `post = get`, and what a generic view of the library does; answers to OPTIONS are its own affair.
    if (own === null && !inherited.has(name)) return [];
    return name === 'options' || name === 'head' ? [] : [answerOfClass(method, found, checks, reading)];
  });
  return answers.length === 0 ? [answerOfClass('ALL', found, checks, reading)] : answers;
}
