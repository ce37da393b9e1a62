import { type CheckKind, checkKindOfName, wordsOf } from '../check-names.ts';
import type { Seen } from '../endpoint.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import type { BodyFacts } from './body.ts';
import { option, type RubyCall } from './calls.ts';
import type { Lineage } from './class-index.ts';
import { resolveValue } from './resolve-value.ts';
import { type RubyEntry, textsOf } from './value.ts';

export interface CallbackFacts {
  readonly checks: Checks;
  /** What lets everybody in: `skip_before_action :authenticate_user!`. */
  readonly publicBy: Seen | null;
}

const before = /^(?:prepend_|append_)?(?:before|around)_(?:action|filter)$/;
const skipping = /^skip_(?:before|around)_(?:action|filter)$|^skip_filter$/;
/** Declarations of Rails, CanCanCan and others that check by themselves. */
const knownCalls: ReadonlyMap<string, CheckKind> = new Map([
  ['rate_limit', 'rateLimit'],
  ['load_and_authorize_resource', 'authorization'],
  ['authorize_resource', 'authorization'],
  ['check_authorization', 'authorization'],
  ['http_basic_authenticate_with', 'authentication'],
  ['acts_as_token_authentication_handler_for', 'authentication'],
]);
const cancan = ['load_and_authorize_resource', 'authorize_resource'];
/** What takes the callbacks of other declarations away. */
const skippingCalls: ReadonlyMap<string, readonly string[]> = new Map([
  // The generator of Rails 8: https://guides.rubyonrails.org/security.html#authentication
  ['allow_unauthenticated_access', ['require_authentication']],
  ['skip_authorize_resource', cancan],
  ['skip_load_and_authorize_resource', cancan],
]);
/** Declarations of one class, and methods of one callback, that are followed. */
const maxDeclarations = 1_000;
const maxMethods = 50;
/** Class methods inside class methods that are followed. */
const maxDepth = 4;

/** What stands before an action: https://guides.rubyonrails.org/action_controller_overview.html#controller-callbacks */
export function callbacksOf(lineage: Lineage, action: string): CallbackFacts {
  const known = knownFacts.get(lineage) ?? new Map<string, CallbackFacts>();
  knownFacts.set(lineage, known);
  const found = known.get(action) ?? readCallbacks(lineage, action);
  known.set(action, found);
  return found;
}

/** Two routes in three share their action with another. */
const knownFacts = new WeakMap<Lineage, Map<string, CallbackFacts>>();

function readCallbacks(lineage: Lineage, action: string): CallbackFacts {
  const run = new CallbackRun(lineage, action);
  run.all(lineage.calls.slice(0, maxDeclarations), [], 0);
  return { checks: joinChecks(...run.callbacks.values()), publicBy: run.publicBy };
}

class CallbackRun {
  /** By name, in the order in which they run. */
  readonly callbacks = new Map<string, Checks>();
  publicBy: Seen | null = null;
  readonly #lineage: Lineage;
  readonly #action: string;

  constructor(lineage: Lineage, action: string) {
    this.#lineage = lineage;
    this.#action = action;
  }

  all(calls: readonly RubyCall[], outer: readonly RubyEntry[], depth: number): void {
    if (depth > maxDepth) return;
    for (const call of calls) this.#one({ ...call, options: [...call.options, ...outer] }, depth);
  }

  #one(call: RubyCall, depth: number): void {
    const { name } = call;
    const kind = knownCalls.get(name);
    if (before.test(name)) this.#add(call);
    else if (skipping.test(name)) this.#skip(call, namesOf(call));
    else if (kind !== undefined) this.#known(call, kind);
    else if (skippingCalls.has(name)) this.#skip(call, skippingCalls.get(name) ?? []);
    else if (name === 'with_options') this.all(call.block?.calls ?? [], call.options, depth + 1);
    else {
      // `requires_login only: :create`, a method of the class that declares callbacks.
      const method = this.#lineage.classMethods.get(name);
      if (method !== undefined && call.receiver === null) this.all(method.calls, call.options, depth + 1);
    }
  }

  #known(call: RubyCall, kind: CheckKind): void {
    const { seen } = call;
    const limit = kind === 'rateLimit' ? limitOf(call) : null;
    if (this.#applies(call) === true)
      this.#put(
        call.name === 'rate_limit' ? null : call.name,
        oneCheck(kind, limit === null ? seen : { ...seen, limit }),
      );
  }

  #add(call: RubyCall): void {
    const applies = this.#applies(call);
    // Who names a callback again replaces it, whatever actions either is for.
    const names = namesOf(call);
    for (const name of names) this.callbacks.delete(name);
    if (applies === false) return;
    for (const name of names) {
      const seen = { ...call.seen, text: name };
      const kind = applies === null ? 'other' : this.#kindOf(name);
      this.#put(name, oneCheck(kind, seen));
    }
    const inside = blockNames(call);
    if (inside.length === 0) return;
    const kinds = inside.map((name) => kindOfCall(name));
    const kind = kinds.find((each) => each === 'authentication' || each === 'authorization');
    this.#put(null, oneCheck(kind ?? 'harmless', call.seen));
  }

  #skip(call: RubyCall, names: readonly string[]): void {
    if (this.#applies(call) !== true) return;
    for (const name of names) {
      if ((this.callbacks.get(name)?.authentication.length ?? 0) > 0) this.publicBy = call.seen;
      this.callbacks.delete(name);
    }
  }

  /** What has no name is never replaced or skipped. */
  #put(name: string | null, checks: Checks): void {
    this.callbacks.set(name ?? `#${this.callbacks.size}`, checks);
  }

  /** Null where `only` or `except` are not constant. */
  #applies(call: RubyCall): boolean | null {
    const [only, except] = [option(call, 'only'), option(call, 'except')];
    if (only !== null) {
      const names = textsOf(resolveValue(only, this.#lineage.constants));
      return names === null ? null : names.includes(this.#action);
    }
    if (except === null) return true;
    const names = textsOf(resolveValue(except, this.#lineage.constants));
    return names === null ? null : !names.includes(this.#action);
  }

  #kindOf(name: string): CheckKind {
    const byName = kindOfCall(name);
    const method = this.#lineage.methods.get(name);
    if (method === undefined) return byName === 'other' && finds.test(name) ? 'harmless' : byName;
    const byBody = kindOfBody(method.body);
    if (byName === 'other') return byBody;
    // `authenticate_user` that finds out who is there and lets everybody in.
    return this.#mayRefuse(method.body, new Set()) ? byName : 'harmless';
  }

  #mayRefuse(body: BodyFacts, seen: Set<string>): boolean {
    if (body.refuses) return true;
    return body.calls.some(({ text }) => {
      const method = this.#lineage.methods.get(text);
      if (method === undefined) return text === 'super' || text.endsWith('!') || kindOfCall(text) !== 'other';
      if (seen.has(text) || seen.size > maxMethods) return false;
      seen.add(text);
      return this.#mayRefuse(method.body, seen);
    });
  }
}

/** What loads, sets or counts something refuses nobody by its name. */
const finds = /^(?:set|load|find|fetch|get|prepare|track|log|store|configure|switch|assign|build)_/;

function namesOf(call: RubyCall): string[] {
  return call.args.flatMap((arg) => textsOf(arg) ?? []);
}

function blockNames(call: RubyCall): string[] {
  const lambdas = call.args.flatMap((arg) => (arg.kind === 'lambda' ? arg.names : []));
  return [...lambdas, ...(call.block?.body?.calls.map(({ text }) => text) ?? [])];
}

function limitOf(call: RubyCall): number | null {
  const to = option(call, 'to');
  return to?.kind === 'number' ? to.number : null;
}

/** Methods that only read who is there. */
const reading = /^(?:current_|set_|load_|find_|fetch_|get_)|\?$/;
/** A method that refuses is named by what it demands. */
const demanding =
  /^(?:require|ensure|verify|assert|authenticate|authorize|authorise|check|protect|guard|doorkeeper_authorize|policy_scope|restrict|validate|must|only|deny|redirect_unless|redirect_if_not|throttle|limit)/;

/** What a method that is called checks, by its name alone. */
export function kindOfCall(name: string): CheckKind {
  if (/^(?:doorkeeper_authorize!?|login_required|signed_in_user)$/.test(name)) return 'authentication';
  if (/^policy_scope/.test(name)) return 'authorization';
  if (reading.test(name)) return 'other';
  const kind = checkKindOfName(name.replace(/[!?]$/, ''));
  return kind === 'harmless' || demanding.test(name) || /_required!?$|_only!?$|!$/.test(name)
    ? kind
    : 'other';
}

/** What a callback checks, by how it refuses. */
export function kindOfBody(body: BodyFacts): CheckKind {
  const statuses = new Set(body.statusCodes.map(({ status }) => status));
  if (statuses.has(401)) return 'authentication';
  if (statuses.has(403)) return 'authorization';
  if (statuses.has(429)) return 'rateLimit';
  const kinds = body.calls.map(({ text }) => kindOfCall(text));
  const strict = kinds.find((kind) => kind === 'authentication' || kind === 'authorization');
  if (strict !== undefined) return strict;
  if (!body.refuses) return 'harmless';
  const calls = body.calls.flatMap(({ text }) => wordsOf(text));
  // `redirect_to login_path`
  if (calls.some((word) => /^(?:login|signin|unauthorized|unauthenticated)$/.test(word)))
    return 'authentication';
  return [...statuses].some((status) => status >= 400) ? 'harmless' : 'other';
}

export const nothingBefore: CallbackFacts = { checks: noChecks, publicBy: null };
