import { STATUS_CODES } from 'node:http';
import { wordsOf } from './check-names.ts';

/** Codes by the letters of their name: `notfound` is 404. */
const byName: ReadonlyMap<string, number> = new Map([
  ...Object.entries(STATUS_CODES).map(([code, name]): [string, number] => [
    (name ?? '').toLowerCase().replace(/[^a-z]/g, ''),
    Number(code),
  ]),
  // Names of common constant packages and exception classes that differ from the registry's.
  ['unprocessable', 422],
  ['unprocessablecontent', 422],
  ['contenttoolarge', 413],
  ['requesttoolong', 413],
  ['servererror', 500],
  ['internalserver', 500],
  ['noaccess', 403],
]);

/** The code of `NOT_FOUND`, `NotFound`, `404`; null for anything else. */
export function statusOfName(name: string): number | null {
  if (/^[1-5]\d\d$/.test(name)) return Number(name);
  return byName.get(name.toLowerCase().replace(/[^a-z]/g, '')) ?? null;
}

/** The code of an error class: `NotFoundException`, `ForbiddenError`; null where its name says none. */
export function statusOfErrorClass(name: string): number | null {
  const words = wordsOf(name);
  const last = words.at(-1);
  if (last !== 'exception' && last !== 'error') return null;
  const stem = words.slice(words[0] === 'http' ? 1 : 0, -1).join('');
  return stem === '' ? null : (byName.get(stem) ?? byName.get(`${stem}error`) ?? null);
}
