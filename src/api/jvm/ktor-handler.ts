import { callsWithin } from '../classes/calls-within.ts';
import { type ClassIndex, listOf, type Scope } from '../classes/class-index.ts';
import type { CallFact, Expression, FunctionFact } from '../classes/class-model.ts';
import { distinctStatuses, type SeenStatus, statusOfValue } from '../classes/status.ts';
import type { Seen } from '../endpoint.ts';
import type { Place } from '../seen.ts';
import { numberOf } from './bean-parameters.ts';

/** What installed plugins say for all handlers. */
export interface KtorPlugins {
  /** Codes that `StatusPages` answers exceptions with, by simple name. */
  readonly errors: ReadonlyMap<string, number>;
  /** Types that `RequestValidation` checks when they are received. */
  readonly validated: ReadonlySet<string>;
  /** Limits of `RateLimit` by their names; '' for the one without. */
  readonly limits: ReadonlyMap<string, number>;
}

/** Statements in lambdas that are looked into. */
const maxDepth = 20;

export function ktorPlugins(
  index: ClassIndex,
  functions: readonly { fact: FunctionFact; scope: Scope }[],
): KtorPlugins {
  const errors = new Map([
    ['NotFoundException', 404],
    ['BadRequestException', 400],
    ['MissingRequestParameterException', 400],
    ['ParameterConversionException', 400],
    ['UnsupportedMediaTypeException', 415],
  ]);
  const validated = new Set<string>();
  const limits = new Map<string, number>();
  const look = (expression: Expression, scope: Scope, depth: number): void => {
    if (depth > maxDepth) return;
    if (expression.kind === 'assign') look(expression.value, scope, depth + 1);
    for (const item of expression.kind === 'list' ? expression.items : []) look(item, scope, depth + 1);
    for (const item of expression.kind === 'lambda' ? (expression.statements ?? []) : [])
      look(item, scope, depth + 1);
    for (const link of expression.kind === 'chain' ? expression.links : []) {
      const last = link.args.at(-1)?.value;
      const [type] = link.types;
      if (link.name === 'exception' && type !== undefined && last?.kind === 'lambda') {
        const codes = callsWithin(scope.file, last.place).flatMap((call) => respondedStatus(call));
        const [only, ...more] = distinctStatuses(codes);
        if (only !== undefined && more.length === 0) errors.set(type, only.status);
      } else if (link.name === 'validate' && type !== undefined) validated.add(type);
      else if ((link.name === 'register' || link.name === 'global') && last?.kind === 'lambda') {
        const limit = limitIn(last.statements ?? [], index, scope);
        if (limit !== null) limits.set(limitName(link.args[0]?.value ?? null, index, scope), limit);
      }
      for (const { value } of link.args) look(value, scope, depth + 1);
    }
  };
  for (const { fact, scope } of functions)
    for (const statement of fact.statements ?? []) look(statement, scope, 0);
  return { errors, validated, limits };
}

function limitIn(statements: readonly Expression[], index: ClassIndex, scope: Scope): number | null {
  for (const statement of statements)
    for (const link of statement.kind === 'chain' ? statement.links : []) {
      if (link.name !== 'rateLimiter') continue;
      const given =
        link.args.find(({ name }) => name === 'limit') ?? link.args.find(({ name }) => name === null);
      return numberOf(given?.value ?? null, index, scope);
    }
  return null;
}

/** `RateLimitName("x")`, a constant that is one, or none. */
export function limitName(value: Expression | null, index: ClassIndex, scope: Scope): string {
  const link = value?.kind === 'chain' ? value.links.at(-1) : undefined;
  if (link?.name === 'RateLimitName') return index.text(link.args[0]?.value ?? null, scope) ?? '?';
  if (value?.kind === 'name') return value.name;
  return value === null || value.kind === 'lambda' ? '' : '?';
}

export interface KtorHandler {
  readonly statusCodes: readonly SeenStatus[];
  readonly validation: readonly Seen[];
  readonly pagination: readonly Seen[];
  readonly inputs: readonly string[];
}

const pageNames = /^(?:limit|size|page_?size|per_?page|take|max_?results|count)$/i;

/** What a handler's own calls show. */
export function readKtorHandler(
  place: Place,
  scope: Scope,
  index: ClassIndex,
  plugins: KtorPlugins,
): KtorHandler {
  const calls = callsWithin(scope.file, place);
  const received = calls.filter(({ name }) => name === 'receive' || name === 'receiveNullable');
  const most = calls.filter(({ name }) => name === 'coerceAtMost' || name === 'coerceIn');
  const limit = most.flatMap(({ args }) => numberOf(args.at(-1) ?? null, index, scope) ?? [])[0];
  const pages = calls.filter(({ name, args: [first] }) =>
    /^(?:queryParameters|parameters|getOrFail)$/.test(name) && first?.kind === 'text'
      ? pageNames.test(first.text)
      : false,
  );
  return {
    statusCodes: distinctStatuses(
      calls.flatMap((call) => [...respondedStatus(call), ...thrownStatus(call, plugins.errors)]),
    ),
    validation: [
      ...received
        .filter(({ types }) => plugins.validated.has(types[0] ?? ''))
        .map(({ seen }) => ({ ...seen, input: 'body' })),
      ...calls.filter(({ name }) => /^(?:validate|ensureValid)/i.test(name)).map(({ seen }) => seen),
    ],
    pagination: pages.map(({ seen, args: [first] }) => ({
      ...seen,
      text: first?.kind === 'text' ? first.text : seen.text,
      ...(limit === undefined ? {} : { limit }),
    })),
    inputs: received.length > 0 ? ['body'] : [],
  };
}

/** `call.respond(HttpStatusCode.Created, x)`; without a code it is 200. */
function respondedStatus({ name, receiver, args, seen }: CallFact): SeenStatus[] {
  if (name === 'respondRedirect')
    return [{ ...seen, status: args.some((arg) => arg.kind === 'other' && arg.text === 'true') ? 301 : 302 }];
  const sets = name === 'status' && /(?:^|\.)response$/.test(receiver);
  if (
    !/^respond(?:Text|Nullable|Bytes|File|Html|OutputStream|TextWriter|BytesWriter|Source)?$/.test(name) &&
    !sets
  )
    return [];
  if (!/(?:^|\.)(?:call|context|response)$/.test(receiver)) return [];
  const given = args.flatMap((arg) => listOf(arg).flatMap((value) => statusOfValue(value) ?? []))[0];
  return given === undefined && (sets || args.some(mayBeStatus)) ? [] : [{ ...seen, status: given ?? 200 }];
}

/** A variable that is named like a code. */
function mayBeStatus(value: Expression): boolean {
  return value.kind === 'name' && /status|code/i.test(value.name);
}

function thrownStatus({ name, isNew, seen }: CallFact, errors: ReadonlyMap<string, number>): SeenStatus[] {
  const status = isNew ? errors.get(name) : undefined;
  return status === undefined ? [] : [{ ...seen, status }];
}
