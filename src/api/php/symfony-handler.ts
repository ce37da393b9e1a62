import { checkKindOfName } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import { distinct, type SeenStatus } from './body.ts';
import { constantText, type PhpClasses, type PhpLineage } from './class-index.ts';
import { closureOf } from './method-closure.ts';
import { lastPart } from './names.ts';
import type { PhpMethod, PhpParameter } from './php-file.ts';
import { demanded } from './symfony-access.ts';
import { argument, type PhpAttribute, textsOf } from './value.ts';

export interface SymfonyHandler {
  readonly checks: Checks;
  readonly statusCodes: readonly SeenStatus[];
  readonly pagination: readonly Seen[];
  readonly idempotency: readonly Seen[];
  /** Its parameters; null where it is given the whole request and may read anything. */
  readonly inputs: readonly string[] | null;
}

const mapped = new Set(['MapRequestPayload', 'MapQueryString', 'MapQueryParameter', 'MapUploadedFile']);

/** What an action does and demands: https://symfony.com/doc/current/controller.html */
export function readSymfonyHandler(
  method: PhpMethod,
  lineage: PhpLineage,
  limiters: ReadonlyMap<string, number>,
  classes: PhpClasses,
): SymfonyHandler {
  const bodies = closureOf(method, lineage);
  const attributes = [...lineage.classes.flatMap((each) => each.attributes), ...method.attributes];
  const found = joinChecks(...bodies.map(({ checks }) => checks));
  const readsAll = method.parameters.some(({ type }) => lastPart(type ?? '') === 'Request');
  const codes = distinct(bodies.flatMap(({ statusCodes }) => statusCodes));
  const { path, startLine } = method.body.place;
  const isPlain = !codes.some(({ status }) => status < 400);
  return {
    checks: joinChecks(
      ...attributes.map((attribute) => attributeChecks(attribute, classes)),
      ...method.parameters.map((each) => parameterChecks(each)),
      { ...found, rateLimit: found.rateLimit.map((seen) => limited(seen, method, lineage, limiters)) },
    ),
    statusCodes: isPlain ? [{ text: 'return', path, line: startLine, status: 200 }, ...codes] : codes,
    pagination: bodies.flatMap(({ pagination }) => pagination),
    idempotency: bodies.flatMap(({ idempotency }) => idempotency),
    inputs: readsAll ? null : method.parameters.map(({ name }) => name),
  };
}

/** `#[IsGranted('ROLE_X')]`, `@Security("is_granted('ROLE_X')")`, and what others call theirs. */
function attributeChecks({ name, args, seen }: PhpAttribute, classes: PhpClasses): Checks {
  if (name === 'IsGranted') {
    const value = argument(args, 'attribute', 0);
    const roles = textsOf(value) ?? [constantText(value, classes, null) ?? ''];
    return demanded(roles, seen);
  }
  if (name === 'Security') {
    const text = constantText(argument(args, 'expression', 0), classes, null) ?? '';
    const roles = [...text.matchAll(/is_granted\(\s*["']([\w-]+)["']/g)].map((match) => match[1] ?? '');
    return demanded(roles.length > 0 ? roles : [text], seen);
  }
  const kind = checkKindOfName(name);
  return kind === 'rateLimit' ? oneCheck(kind, seen) : noChecks;
}

function parameterChecks({ attributes, isOptional, name, type }: PhpParameter): Checks {
  return joinChecks(
    ...attributes.map((attribute) => {
      if (attribute.name === 'CurrentUser' && !isOptional) return oneCheck('authentication', attribute.seen);
      if (!mapped.has(attribute.name)) return noChecks;
      const text = `#[${attribute.name}]${type === null ? '' : ` ${lastPart(type)}`}`;
      return oneCheck('validation', { ...attribute.seen, text, input: name });
    }),
  );
}

/** The limit of the limiter that is injected: `$loginLimiter` is `login`. */
function limited(
  seen: Seen,
  { parameters }: PhpMethod,
  lineage: PhpLineage,
  limiters: ReadonlyMap<string, number>,
): Seen {
  const injected = [...parameters, ...(lineage.methods.get('__construct')?.parameters ?? [])];
  const limits = injected.flatMap(({ name, type }) => {
    if (!/^RateLimiterFactory/.test(lastPart(type ?? ''))) return [];
    const snake = name
      .replace(/^\$/, '')
      .replace(/Limiter$/, '')
      .replace(/([A-Z])/g, '_$1')
      .toLowerCase();
    return limiters.get(snake) ?? [];
  });
  return limits.length === 0 ? seen : { ...seen, limit: Math.min(...limits) };
}
