import { type Answer, json } from './answer.ts';

/** GitHub's default and greatest number of entries a page. */
const defaultSize = 30;
const greatestSize = 100;

export interface PageRequest {
  readonly page: number;
  readonly perPage: number;
}

export function pageRequest(query: URLSearchParams): PageRequest {
  const number = (name: string, otherwise: number) => {
    const value = Number.parseInt(query.get(name) ?? '', 10);
    return Number.isSafeInteger(value) && value > 0 ? value : otherwise;
  };
  return { page: number('page', 1), perPage: Math.min(number('per_page', defaultSize), greatestSize) };
}

/** The entries of the asked page, and the `link` header that leads to the others. `url` is the request's own. */
export function pageOf<T>(
  entries: readonly T[],
  url: URL,
): { entries: readonly T[]; headers: Record<string, string> } {
  const { page, perPage } = pageRequest(url.searchParams);
  const last = Math.max(1, Math.ceil(entries.length / perPage));
  const link = (number: number, relation: string) => {
    const target = new URL(url);
    target.searchParams.set('page', String(number));
    return `<${target}>; rel="${relation}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ];
  return {
    entries: entries.slice((page - 1) * perPage, page * perPage),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

/** A page as the answer, a plain array. */
export function pageAnswer<T, R>(entries: readonly T[], url: URL, present: (entry: T) => R): Answer {
  const page = pageOf(entries, url);
  return json(200, page.entries.map(present), page.headers);
}
