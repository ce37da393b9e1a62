import type { Seen } from '../endpoint.ts';
import { statusOfName } from '../http-status.ts';
import { type Expression, simpleName } from './class-model.ts';

export type SeenStatus = Seen & { readonly status: number };

/** The code of `HttpStatus.NOT_FOUND`, `Response.Status.OK`, `StatusCodes.Status404NotFound` or `404`; null for anything else. */
export function statusOfValue(value: Expression | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  if (value.kind === 'other') return /^[1-5]\d\d$/.test(value.text) ? Number(value.text) : null;
  if (value.kind === 'chain') {
    // `HttpStatus.valueOf(404)`, `HttpStatus.OK.value()`.
    const first = value.links[0];
    if (first?.name === 'valueOf' || first?.name === 'fromStatusCode')
      return statusOfValue(first.args[0]?.value);
    return first !== undefined && /^(?:value|getStatusCode|code)$/.test(first.name)
      ? statusOfValue(value.root)
      : null;
  }
  if (value.kind !== 'name') return null;
  const parts = value.name.split('.');
  const name = simpleName(value.name);
  const numbered = /^(?:SC_|Status)?([1-5]\d\d)(?!\d)/.exec(name)?.[1];
  if (numbered !== undefined) return Number(numbered);
  const isConstant = parts.length > 1 || /^[A-Z][A-Z_]+$/.test(name);
  return isConstant ? statusOfName(name.replace(/^SC_/, '')) : null;
}

/** Each code once, the first place that sends it. */
export function distinctStatuses(codes: readonly SeenStatus[]): SeenStatus[] {
  const seen = new Set<number>();
  return codes.filter(({ status }) => !seen.has(status) && seen.add(status));
}
