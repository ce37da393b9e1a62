import type { Node } from './document.ts';
import type { Edit } from './edit.ts';
import { type SunsetCalendar, sunsetOf, type Words } from './sunset.ts';

type Owner = Omit<Edit, 'kind' | 'action' | 'base' | 'head' | 'keyword'>;

/** What changed in how long something is promised: deprecation, its end, stability. */
export function lifecycleEdits(
  owner: Owner,
  before: Words,
  after: Words,
  base: Node,
  head: Node,
  calendar: SunsetCalendar,
): Edit[] {
  const { hidden: _, ...shown } = owner;
  const edit = (keyword: string, action: Edit['action'], word: string, values: Partial<Edit> = {}): Edit => ({
    ...shown,
    kind: 'lifecycle',
    action,
    keyword,
    base: before.get(word) ?? base,
    head: after.get(word) ?? head,
    ...values,
  });
  return [...deprecationEdits(before, after, calendar, edit), ...stabilityEdits(before, after, edit)];
}

type Tell = (keyword: string, action: Edit['action'], word: string, values?: Partial<Edit>) => Edit;

function deprecationEdits(before: Words, after: Words, calendar: SunsetCalendar, edit: Tell): Edit[] {
  const [was, is] = [isDeprecated(before), isDeprecated(after)];
  if (was && !is) return [edit('reactivated', 'change', 'deprecated')];
  if (!is) return [];
  const sunset = sunsetOf(after);
  if (!was) {
    if (sunset === null)
      return [edit(calendar.announces ? 'sunset-missing' : 'deprecation', 'change', 'deprecated')];
    return [newSunset(sunset, calendar, edit)];
  }
  const announced = sunsetOf(before);
  if (sunset?.text === announced?.text) return [];
  if (announced === null) return sunset === null ? [] : [newSunset(sunset, calendar, edit)];
  if (sunset === null) return [edit('sunset', 'remove', 'x-sunset', { from: announced.text })];
  if (sunset.date === null) return [edit('sunset-parse', 'change', 'x-sunset', { to: sunset.text })];
  if (announced.date === null || sunset.date >= announced.date) return [];
  return [edit('sunset-earlier', 'change', 'x-sunset', { from: announced.date, to: sunset.date })];
}

function newSunset(
  sunset: NonNullable<ReturnType<typeof sunsetOf>>,
  calendar: SunsetCalendar,
  edit: Tell,
): Edit {
  if (sunset.date === null) return edit('sunset-parse', 'change', 'x-sunset', { to: sunset.text });
  const isPast = calendar.today !== null && sunset.date < calendar.today;
  return edit(isPast ? 'sunset-past' : 'deprecation-with-sunset', 'change', 'x-sunset', { to: sunset.date });
}

function isDeprecated(words: Words): boolean {
  return words.get('deprecated')?.value === true;
}

const stabilities = ['draft', 'alpha', 'beta', 'stable'];

function stabilityEdits(before: Words, after: Words, edit: Tell): Edit[] {
  const [from, to] = [before.get('x-stability-level')?.value, after.get('x-stability-level')?.value];
  if (from === to) return [];
  const [was, is] = [stabilityOf(from), stabilityOf(to)];
  const values = { from: String(from ?? 'stable').slice(0, 40), to: String(to ?? 'stable').slice(0, 40) };
  if (is === -1) return [edit('stability-invalid', 'change', 'x-stability-level', values)];
  if (was === -1 || was === is) return [];
  return [edit('stability', is < was ? 'decrease' : 'increase', 'x-stability-level', values)];
}

/** What says nothing is stable; -1 for a word that is none of the levels. */
function stabilityOf(value: unknown): number {
  return value === undefined ? stabilities.length - 1 : stabilities.indexOf(String(value));
}

/** Whether what these words describe is not promised to anybody yet. */
export function isUnpromised(words: Words): boolean {
  const level = words.get('x-stability-level')?.value;
  return level === 'draft' || level === 'alpha';
}
