import { checkKindOfName } from '../check-names.ts';
import { joinPath } from '../join-path.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import { option, type RubyCall } from './calls.ts';
import type { RubyValue } from './value.ts';

/** An application that is run below a prefix: `map '/api' do run Api end`. */
export interface RackMount {
  /** As written: `Api`, `Sinatra::Application`. */
  readonly name: string;
  readonly prefix: string;
  readonly checks: Checks;
  readonly offset: number;
}

const maxDepth = 12;

/** What a `config.ru` runs: https://github.com/rack/rack/blob/main/lib/rack/builder.rb */
export function rackMounts(
  calls: readonly RubyCall[],
  prefix = '',
  outer = noChecks,
  depth = 0,
): RackMount[] {
  if (depth > maxDepth) return [];
  let checks = outer;
  return calls.flatMap((call): RackMount[] => {
    const [first] = call.args;
    if (call.name === 'use' && first?.kind === 'constant') {
      checks = joinChecks(checks, middlewareChecks(first.name, call));
      // An application that is used answers what it knows and hands on the rest.
      return [{ name: first.name, prefix, checks, offset: call.place.start }];
    }
    if (call.name === 'map' && first?.kind === 'text' && call.block !== null)
      return rackMounts(call.block.calls, joinPath(prefix, first.text), checks, depth + 1);
    if (call.name === 'run' && first !== undefined)
      return applicationsOf(first, prefix).map((found) => ({ ...found, checks, offset: call.place.start }));
    // `Rack::Builder.new do … end`
    return call.block === null ? [] : rackMounts(call.block.calls, prefix, checks, depth + 1);
  });
}

function applicationsOf(value: RubyValue, prefix: string): { name: string; prefix: string }[] {
  if (value.kind === 'constant') return [{ name: value.name, prefix }];
  if (value.kind === 'hash')
    return value.entries.flatMap(({ key, value: item }) =>
      key.kind === 'text' ? applicationsOf(item, joinPath(prefix, key.text)) : [],
    );
  if (value.kind === 'list') return value.items.flatMap((item) => applicationsOf(item, prefix));
  if (value.kind !== 'call') return [];
  const { receiver } = value;
  if (receiver?.kind === 'constant' && /^Rack::(?:URLMap|Cascade)$/.test(receiver.name))
    return value.args.flatMap((arg) => applicationsOf(arg, prefix));
  // `App.new`, `App.new(settings)`, `App.freeze.app`.
  return receiver === null ? [] : applicationsOf(receiver, prefix);
}

/** Middleware that refuses nobody for who they are. */
const plainMiddleware =
  /^Rack::(?!Auth|Attack|Throttle)|^(?:Sinatra|ActiveRecord|ActionDispatch|OmniAuth|Prometheus|Sentry|Raven|NewRelic)\b/;

/** `use Rack::Auth::Basic`, `use Authentication`. */
export function middlewareChecks(name: string, call: RubyCall): Checks {
  if (plainMiddleware.test(name)) return noChecks;
  const limit = option(call, 'limit') ?? option(call, 'max');
  const seen = { ...call.seen, text: `use ${name}` };
  const kind = checkKindOfName(name);
  return oneCheck(
    kind,
    kind === 'rateLimit' && limit?.kind === 'number' ? { ...seen, limit: limit.number } : seen,
  );
}
