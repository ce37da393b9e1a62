import type { Side } from '../../change/span.ts';
import { checkKindOfName } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import { joinPath } from '../join-path.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks, type LocalEndpoint, noChecks } from '../routes.ts';
import type { BodyFacts } from './body.ts';
import { kindOfBody, kindOfCall } from './callbacks.ts';
import type { RubyBlock, RubyCall } from './calls.ts';
import { readClosure } from './handler-closure.ts';
import { resolveValue } from './resolve-value.ts';
import type { RubyMethod } from './ruby-file.ts';
import { filterMatches, sinatraPaths } from './sinatra-path.ts';
import type { RubyValue } from './value.ts';

/** What a class of routes declares, with all that it inherits, includes and registers. */
export interface SinatraDeclarations {
  readonly calls: readonly RubyCall[];
  readonly methods: ReadonlyMap<string, RubyMethod>;
  readonly constants: ReadonlyMap<string, RubyValue>;
}

export interface SinatraRoute {
  readonly endpoint: LocalEndpoint;
  readonly offset: number;
}

const verbs = new Set('get post put patch delete options head link unlink'.split(' '));
/** Conditions of Sinatra itself that ask for nothing. */
const plainConditions = new Set('provides agent user_agent host_name mustermann_opts'.split(' '));
const maxDepth = 20;
const maxSteps = 50_000;

interface Filter {
  readonly pattern: string | null;
  readonly checks: Checks;
}

interface Standing {
  readonly prefix: string;
  readonly checks: Checks;
  readonly variables: ReadonlyMap<string, RubyValue>;
  readonly depth: number;
}

/** The routes of one class: https://sinatrarb.com/intro.html, https://sinatrarb.com/contrib/namespace */
export function sinatraRoutes(given: SinatraDeclarations, side: Side): SinatraRoute[] {
  const run = new ClassRun(given, side);
  run.all(given.calls, { prefix: '', checks: noChecks, variables: given.constants, depth: 0 });
  return run.finished();
}

class ClassRun {
  readonly #given: SinatraDeclarations;
  readonly #side: Side;
  readonly #routes: SinatraRoute[] = [];
  readonly #filters: Filter[] = [];
  #steps = 0;

  constructor(given: SinatraDeclarations, side: Side) {
    this.#given = given;
    this.#side = side;
  }

  all(calls: readonly RubyCall[], standing: Standing): void {
    if (standing.depth > maxDepth) return;
    for (const call of calls) {
      if (++this.#steps > maxSteps) return;
      this.#one(call, { ...standing, depth: standing.depth + 1 });
    }
  }

  /** Filters hold for all routes of the class, wherever they stand. */
  finished(): SinatraRoute[] {
    return this.#routes.map((route) => {
      const before = this.#filters
        .filter(({ pattern }) => pattern === null || filterMatches(pattern, route.endpoint.path))
        .map(({ checks }) => checks);
      const checks = joinChecks(...before, route.endpoint.checks);
      return { ...route, endpoint: { ...route.endpoint, checks } };
    });
  }

  #one(call: RubyCall, standing: Standing): void {
    const { block, name } = call;
    if (block === null) return;
    if (/^each/.test(name)) this.#loop(call, block, standing);
    else if (verbs.has(name)) this.#route(call, block, [name], call.args, standing);
    else if (name === 'route') this.#multiRoute(call, block, standing);
    else if (name === 'before') this.#filter(call, block, standing);
    else if (name === 'namespace') this.#namespace(call, block, standing);
  }

  #namespace(call: RubyCall, block: RubyBlock, standing: Standing): void {
    const paths = call.args.flatMap((arg) => sinatraPaths(arg, standing.variables));
    const checks = joinChecks(standing.checks, conditionsOf(call));
    for (const path of paths.length === 0 ? [''] : paths)
      this.all(block.calls, { ...standing, checks, prefix: joinPath(standing.prefix, path) });
  }

  #loop(call: RubyCall, block: RubyBlock, standing: Standing): void {
    const list = resolveValue(call.receiver, standing.variables);
    const parameter = block.parameters[0];
    if (list?.kind !== 'list' || parameter === undefined) return;
    for (const item of list.items)
      this.all(block.calls, {
        ...standing,
        variables: new Map([...standing.variables, [parameter, item]]),
      });
  }

  /** `route :get, :post, '/x' do` of sinatra-contrib. */
  #multiRoute(call: RubyCall, block: RubyBlock, standing: Standing): void {
    const names = call.args.flatMap((arg) => (arg.kind === 'text' ? [arg.text.toLowerCase()] : []));
    const methods = names.filter((name) => verbs.has(name));
    const paths = call.args.filter((arg) => arg.kind !== 'text' || !verbs.has(arg.text.toLowerCase()));
    if (methods.length > 0) this.#route(call, block, methods, paths, standing);
  }

  #route(
    call: RubyCall,
    block: RubyBlock,
    methods: readonly string[],
    args: readonly RubyValue[],
    standing: Standing,
  ): void {
    const { body } = block;
    if (body === null) return;
    const facts = readClosure(body, this.#given.methods);
    const own = joinChecks(standing.checks, conditionsOf(call), {
      ...this.#checksOf(body, null),
      validation: facts.checks.validation,
    });
    for (const path of args.flatMap((arg) => sinatraPaths(arg, standing.variables)))
      for (const method of methods)
        this.#routes.push({
          offset: call.place.start,
          endpoint: {
            method: method.toUpperCase(),
            path: joinPath(standing.prefix, path),
            span: { ...call.place, side: this.#side },
            handler: { ...body.place, side: this.#side },
            handlerText: body.text,
            checks: own,
            statusCodes: statusesOf(body, facts.statusCodes, call.seen),
            isPublic: false,
            pagination: facts.pagination,
            idempotency: facts.idempotency,
          },
        });
  }

  #filter(call: RubyCall, block: RubyBlock, standing: Standing): void {
    if (block.body === null) return;
    const checks = joinChecks(this.#checksOf(block.body, call.seen));
    const given = call.args.flatMap((arg) => sinatraPaths(arg, standing.variables));
    // A pattern that is made at run time may speak for any path.
    if (call.args.length > 0 && given.length === 0) return;
    const below = standing.prefix === '' ? null : `${standing.prefix}/*`;
    const patterns = given.length === 0 ? [below] : given.map((path) => joinPath(standing.prefix, path));
    for (const pattern of patterns) this.#filters.push({ pattern, checks });
  }

  /** What a block demands: by the methods it calls, and where it is a filter by the way it refuses. */
  #checksOf(body: BodyFacts, filter: Seen | null): Checks {
    const found = body.calls.map((seen) => {
      const byName = kindOfCall(seen.text);
      const method = this.#given.methods.get(seen.text);
      const kind = byName !== 'other' || method === undefined ? byName : kindOfBody(method.body);
      return kind === 'authentication' || kind === 'authorization' || kind === 'rateLimit'
        ? oneCheck(kind, seen)
        : noChecks;
    });
    const checks = joinChecks(...found);
    const isKnown = checks.authentication.length + checks.authorization.length + checks.rateLimit.length > 0;
    return isKnown || filter === null ? checks : oneCheck(kindOfBody(body), filter);
  }
}

/** `get '/x', auth: :admin do`: a condition that the application defines. */
function conditionsOf(call: RubyCall): Checks {
  return joinChecks(
    ...call.options.map(({ key }) =>
      key.kind !== 'text' || plainConditions.has(key.text)
        ? noChecks
        : oneCheck(checkKindOfName(key.text), { ...call.seen, text: key.text }),
    ),
  );
}

/** What answers with plain text has status 200, unless it sets another. */
function statusesOf(
  body: BodyFacts,
  codes: LocalEndpoint['statusCodes'],
  seen: Seen,
): LocalEndpoint['statusCodes'] {
  // `[202, json(cart)]`, or `204` as the last word.
  const isPlain = ({ status, text }: Seen & { status: number }): boolean => text === String(status);
  if (body.calls.some(({ text }) => text === 'status') || codes.some(isPlain))
    return codes.filter(
      (code) => code.status !== 200 || isPlain(code) || /^(?:status|halt)\b/.test(code.text),
    );
  const redirects = body.calls.some(({ text }) => text === 'redirect');
  if (redirects || codes.some(({ status }) => status < 400)) return codes;
  return [...codes, { ...seen, status: 200 }];
}
