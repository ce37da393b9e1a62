import type { RequestEntry, RequestKind } from './request-log.ts';

export type Fault =
  /** The request is not carried out, the answer is 502. */
  | '502-before'
  /** The request is carried out, the answer is 502 all the same. */
  | '502-after'
  /** The connection ends without an answer, before or after the request is carried out; git's ends in the middle of it. */
  | 'drop'
  | 'drop-after'
  /** The token that came with the request is not accepted from now on. */
  | 'token-ended'
  /** The answer waits this many milliseconds. */
  | { readonly slow: number }
  /** Lists do not show what was created in the last milliseconds (by the stand-in's clock). */
  | { readonly lag: number }
  /** The request is not carried out, this is the answer. A body that is not a text is sent as JSON. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };

interface FaultMatch {
  readonly kind?: RequestKind;
  readonly method?: string;
  /** The path below the API's root; in a text `*` stands for one part. */
  readonly path?: string | RegExp;
  /** A part of the request's body (a mutation's name). */
  readonly body?: string | RegExp;
  readonly installation?: number;
  /** Anything else that a request is known by. */
  readonly where?: (request: FaultedRequest) => boolean;
  /** Only the nth request that fits, counted from 1; without it every one. */
  readonly nth?: number;
}

export interface FaultRule {
  readonly match: FaultMatch;
  readonly fault: Fault;
}

export type FaultedRequest = Pick<
  RequestEntry,
  'kind' | 'method' | 'path' | 'query' | 'body' | 'installation'
>;

export interface FaultRules {
  /** Adds a rule and gives what removes it. */
  add(rule: FaultRule): () => void;
  /** The faults for a request, in the order of their rules; counts it for `nth`. */
  of(request: FaultedRequest): readonly Fault[];
}

export function makeFaultRules(): FaultRules {
  const rules = new Map<FaultRule, { seen: number }>();
  return {
    add(rule) {
      rules.set(rule, { seen: 0 });
      return () => void rules.delete(rule);
    },
    of(request) {
      return [...rules].flatMap(([rule, count]) => {
        if (!fits(rule.match, request)) return [];
        count.seen += 1;
        return rule.match.nth === undefined || rule.match.nth === count.seen ? [rule.fault] : [];
      });
    },
  };
}

function fits(match: FaultMatch, request: FaultedRequest): boolean {
  return (
    (match.kind === undefined || match.kind === request.kind) &&
    (match.method === undefined || match.method.toUpperCase() === request.method) &&
    (match.installation === undefined || match.installation === request.installation) &&
    (match.where === undefined || match.where(request)) &&
    (match.path === undefined || pathFits(match.path, request.path)) &&
    (match.body === undefined ||
      (typeof match.body === 'string'
        ? request.body.includes(match.body)
        : request.body.search(match.body) !== -1))
  );
}

function pathFits(pattern: string | RegExp, path: string): boolean {
  if (typeof pattern !== 'string') return path.search(pattern) !== -1;
  const wanted = pattern.split('/');
  const parts = path.split('/');
  return (
    wanted.length === parts.length && wanted.every((part, index) => part === '*' || part === parts[index])
  );
}
