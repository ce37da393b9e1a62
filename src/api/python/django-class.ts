import type { Checks } from '../routes.ts';
import { joinChecks } from '../routes.ts';
import { seenIn } from '../seen.ts';
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
import { numberOf } from './values.ts';

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
    if (name === 'options' || name === 'head') return [];
    const answer = answerOfClass(method, found, checks, reading);
    return [name === 'get' ? { ...answer, ...pageFacts(found, reading) } : answer];
  });
  return answers.length === 0 ? [answerOfClass('ALL', found, checks, reading)] : answers;
}

/** How a generic view answers to GET: with 200, and a list in pages of `paginate_by`. */
function pageFacts(found: FoundClass, { project }: ViewReading): Pick<Answer, 'statusCodes' | 'pagination'> {
  const source = project.source(found.module.path);
  const { start } = found.class.range;
  const status = { ...seenIn({ start, end: start }, source), text: found.class.name, status: 200 };
  const field = project.member(found.module, found.class, 'paginate_by');
  if (field?.kind !== 'value') return { statusCodes: [status], pagination: [] };
  const limit = numberOf(field.value, field, project);
  const seen = { ...seenIn(field.value, project.source(field.module.path)), text: 'paginate_by' };
  return { statusCodes: [status], pagination: [{ ...seen, ...(limit === null ? {} : { limit }) }] };
}
