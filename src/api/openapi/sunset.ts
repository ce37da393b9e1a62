import type { Node } from './document.ts';
import type { Traits } from './edit.ts';

/** What a project's sunset dates mean on the day of the comparison. */
export interface SunsetCalendar {
  /** ISO date; null where it is not known, and nothing is said that needs it. */
  readonly today: string | null;
  /** Whether the project announces the end of what it deprecates: only then is a missing date missed. */
  readonly announces: boolean;
  /** How the removal of something that has these words is to be judged. */
  removal(
    owner: { readonly keywords: Words } | null,
  ): Pick<Traits, 'keyword' | 'deprecated'> & { to?: string };
}

export type Words = ReadonlyMap<string, Node>;

export function createCalendar(today: string | null, baseText: string): SunsetCalendar {
  return {
    today,
    announces: baseText.includes('x-sunset'),
    removal(owner) {
      if (owner?.keywords.get('deprecated')?.value !== true) return {};
      const sunset = sunsetOf(owner.keywords);
      if (sunset === null) return { deprecated: true };
      if (sunset.date === null) return { deprecated: true, keyword: 'sunset-parse', to: sunset.text };
      return today !== null && today < sunset.date
        ? { deprecated: true, keyword: 'before-sunset', to: sunset.date }
        : { deprecated: true };
    },
  };
}

/** The announced end: as written, and as an ISO date where it is one (RFC 3339). null where there is none. */
export function sunsetOf(words: Words): { readonly text: string; readonly date: string | null } | null {
  const value = words.get('x-sunset')?.value;
  if (value === undefined || value === null) return null;
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value).slice(0, 40);
  const match = /^\d{4}-\d{2}-\d{2}(?=$|[Tt ]\d{2}:\d{2})/.exec(text);
  const date = match?.[0] ?? null;
  return { text, date: date === null || Number.isNaN(Date.parse(date)) ? null : date };
}
