import { option, type RubyCall } from './calls.ts';
import { joinController, joinRails, type RailsPath, type RailsRoute, type Scope } from './rails-scope.ts';
import { endOfTemplate, resolveValue } from './resolve-value.ts';
import { type RubyValue, textsOf } from './value.ts';

/** `get 'a'`, `post :b, to: 'c#d'`, `match 'a' => 'c#d', via: :all`, `root 'c#d'`, at the level where it stands. */
export function matchRoutes(call: RubyCall, scope: Scope): RailsRoute[] {
  const verbs = verbsOf(call, scope);
  return pathsOf(call, scope).flatMap(({ path, symbol, target }) => {
    const answer = answerOf(call, scope, symbol, target);
    return answer === null
      ? []
      : verbs.map((verb) => ({ verb, path, ...answer, checks: scope.checks, file: scope.file }));
  });
}

function verbsOf(call: RubyCall, scope: Scope): string[] {
  if (call.name === 'root') return ['GET'];
  if (call.name !== 'match') return [call.name.toUpperCase()];
  const via = textsOf(resolveValue(option(call, 'via'), scope.variables)) ?? ['all'];
  return via.map((verb) => verb.toUpperCase());
}

interface Matched {
  readonly path: RailsPath;
  /** The name that stands for path and action where there is no more. */
  readonly symbol: string | null;
  readonly target: RubyValue | null;
}

const options = new Set(
  'to via as on controller action constraints defaults format anchor path module only except'.split(' '),
);

function pathsOf(call: RubyCall, scope: Scope): Matched[] {
  const to = option(call, 'to');
  if (call.name === 'root') {
    const [first] = call.args;
    const isInside = scope.level === 'nested' && scope.resource !== null;
    return [
      { path: isInside ? scope.path : joinRails(scope.path, '/'), symbol: null, target: to ?? first ?? null },
    ];
  }
  const given = call.args.map((arg): [RubyValue, RubyValue | null] => [arg, to]);
  // `get 'path' => 'c#m'`: the first key that is no option.
  const pairs = call.options
    .filter(({ key }) => key.kind !== 'text' || !options.has(key.text))
    .slice(0, call.args.length === 0 ? 1 : 0)
    .map(({ key, value }): [RubyValue, RubyValue | null] => [key, value]);
  const own = option(call, 'path');
  return [...given, ...pairs].flatMap(([value, target]): Matched[] => {
    const items = value.kind === 'list' ? value.items : [value];
    return items.flatMap((item) => matched(item, own, target, scope));
  });
}

const canonical = new Set(['index', 'create', 'new', 'show', 'update', 'destroy']);

function matched(value: RubyValue, own: RubyValue | null, target: RubyValue | null, scope: Scope): Matched[] {
  const end = endOfTemplate(value, scope.variables);
  if (end !== null) return [{ path: { text: end, isWhole: false }, symbol: null, target }];
  const found = resolveValue(value, scope.variables);
  if (found?.kind !== 'text') return [];
  const name = found.text;
  const path = resolveValue(own, scope.variables);
  if (path?.kind === 'text') return [{ path: joinRails(scope.path, path.text), symbol: name, target }];
  const isMethodScope = ['collection', 'member', 'new'].includes(scope.level);
  // `get :show` in `member` is the member itself.
  if (isMethodScope && canonical.has(name)) return [{ path: scope.path, symbol: name, target }];
  const segment = scope.pathNames.get(name) ?? name;
  return [{ path: joinRails(scope.path, segment), symbol: name, target }];
}

type Answer = Pick<RailsRoute, 'controller' | 'action' | 'redirect'>;

/** Which action answers; null where the declaration names none and Rails would refuse it. */
function answerOf(
  call: RubyCall,
  scope: Scope,
  symbol: string | null,
  target: RubyValue | null,
): Answer | null {
  const to = resolveValue(target, scope.variables);
  if (to?.kind === 'call' && (to.name === 'redirect' || receiverIsRedirect(to)))
    return { controller: null, action: null, redirect: 301 };
  const controller = text(option(call, 'controller'), scope) ?? scope.controller;
  const given = text(option(call, 'action'), scope) ?? scope.action;
  if (to?.kind === 'text') {
    const [before, after] = splitTarget(to.text);
    const owner = before ?? controller;
    if (owner === null) return null;
    return { controller: joinController(scope.module, owner), action: after, redirect: null };
  }
  // An application of Rack, or what is not known.
  if (to !== null && to.kind !== 'nil') return { controller: null, action: null, redirect: null };
  const bare = symbol?.replace(/\(\.:format\)$/, '') ?? '';
  if (given === null && /^\/?[-\w]+\/[-\w/]+$/.test(bare)) {
    const at = bare.lastIndexOf('/');
    const owner = bare.slice(bare.startsWith('/') ? 1 : 0, at).replaceAll('-', '_');
    const action = bare.slice(at + 1).replaceAll('-', '_');
    return { controller: joinController(scope.module, owner), action, redirect: null };
  }
  const action = given ?? (/^[\w-]+$/.test(bare) ? bare.replaceAll('-', '_') : null);
  // In `namespace :webhooks` the module itself is the controller where none is named.
  const owner = controller === null ? scope.module : joinController(scope.module, controller);
  return owner === '' || action === null ? null : { controller: owner, action, redirect: null };
}

function receiverIsRedirect(value: Extract<RubyValue, { kind: 'call' }>): boolean {
  return value.receiver?.kind === 'name' && value.receiver.name === 'redirect';
}

function splitTarget(text: string): [string | null, string] {
  const at = text.indexOf('#');
  return at === -1 ? [null, text] : [text.slice(0, at) || null, text.slice(at + 1)];
}

function text(value: RubyValue | null, scope: Scope): string | null {
  const found = resolveValue(value, scope.variables);
  return found?.kind === 'text' ? found.text : null;
}
