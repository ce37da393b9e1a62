import type { Location } from './parse.ts';

/** An entry of an answer's `errors`, as GitHub words it. */
export interface QueryError {
  readonly message: string;
  readonly locations?: readonly Location[];
  readonly path?: readonly (string | number)[];
  readonly type?: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Where in a query a mistake is. */
export interface QueryPlace {
  readonly at: Location;
  readonly path: readonly string[];
}

export function mistake(
  { at, path }: QueryPlace,
  code: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): QueryError {
  return { path, extensions: { code, ...more }, locations: [at], message };
}
