import type { Seen } from '../endpoint.ts';
import { type Checks, noChecks } from '../routes.ts';
import { type BodyFacts, distinct, type SeenStatus } from './body.ts';
import { kindOfCall } from './callbacks.ts';
import type { Lineage } from './class-index.ts';

/** What a handler does, with the methods of its own class that it calls. */
export interface HandlerFacts {
  readonly checks: Checks;
  readonly statusCodes: readonly SeenStatus[];
  readonly answers: boolean;
  readonly pagination: readonly Seen[];
  readonly idempotency: readonly Seen[];
}

/** Calls inside calls, and methods of one handler, that are followed. */
const maxDepth = 3;
const maxMethods = 40;

export function readClosure(body: BodyFacts, methods: Lineage['methods']): HandlerFacts {
  const bodies = closureOf(body, methods);
  const access = body.calls.map((seen) => ({ seen, kind: kindOfCall(seen.text) }));
  const named = (kind: string): Seen[] => access.filter((each) => each.kind === kind).map(({ seen }) => seen);
  return {
    checks: {
      ...noChecks,
      authentication: named('authentication'),
      authorization: named('authorization'),
      validation: distinctTexts(bodies.flatMap(({ validation }) => validation)),
    },
    statusCodes: distinct(bodies.flatMap(({ statusCodes }) => statusCodes)),
    answers: bodies.some(({ answers }) => answers),
    pagination: distinctTexts(bodies.flatMap(({ pagination }) => pagination)),
    idempotency: distinctTexts(bodies.flatMap(({ idempotency }) => idempotency)),
  };
}

function closureOf(body: BodyFacts, methods: Lineage['methods']): BodyFacts[] {
  const bodies = [body];
  const seen = new Set<string>();
  let level = [body];
  for (let depth = 0; depth < maxDepth && level.length > 0; depth++) {
    const next: BodyFacts[] = [];
    for (const { calls } of level)
      for (const { text } of calls) {
        const method = methods.get(text);
        if (method === undefined || seen.has(text) || bodies.length > maxMethods) continue;
        seen.add(text);
        bodies.push(method.body);
        next.push(method.body);
      }
    level = next;
  }
  return bodies;
}

function distinctTexts(all: readonly Seen[]): Seen[] {
  const seen = new Set<string>();
  return all.filter(({ text }) => !seen.has(text) && seen.add(text));
}
