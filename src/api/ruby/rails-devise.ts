import { option, type RubyCall } from './calls.ts';
import { singularize } from './inflect.ts';
import { joinRails, type RailsRoute, type Scope } from './rails-scope.ts';
import { type RubyValue, textsOf } from './value.ts';

/** A route of Devise: its part, verb, path below the scope, action. `NAME` is replaced by a path name. */
type DeviseRoute = readonly [verb: string, path: string, action: string];

/** https://www.rubydoc.info/gems/devise/ActionDispatch/Routing/Mapper:devise_for, by part and the module that brings it. */
const parts: readonly (readonly [module: string, part: string, routes: readonly DeviseRoute[]])[] = [
  [
    'database_authenticatable',
    'sessions',
    [
      ['GET', 'sign_in', 'new'],
      ['POST', 'sign_in', 'create'],
      ['DELETE', 'sign_out', 'destroy'],
    ],
  ],
  [
    'recoverable',
    'passwords',
    [
      ['GET', 'password/new', 'new'],
      ['GET', 'password/edit', 'edit'],
      ['PATCH', 'password', 'update'],
      ['PUT', 'password', 'update'],
      ['POST', 'password', 'create'],
    ],
  ],
  ['confirmable', 'confirmations', ticket('confirmation')],
  ['lockable', 'unlocks', ticket('unlock')],
  [
    'registerable',
    'registrations',
    [
      ['GET', 'cancel', 'cancel'],
      ['GET', 'sign_up', 'new'],
      ['GET', 'edit', 'edit'],
      ['PATCH', '', 'update'],
      ['PUT', '', 'update'],
      ['DELETE', '', 'destroy'],
      ['POST', '', 'create'],
    ],
  ],
];

function ticket(name: string): DeviseRoute[] {
  return [
    ['GET', `${name}/new`, 'new'],
    ['GET', name, 'show'],
    ['POST', name, 'create'],
  ];
}

/** The routes of the modules that the model declares; of a model that is not seen, those that every model has. */
export function deviseRoutes(
  call: RubyCall,
  scope: Scope,
  modulesOf: (model: string) => readonly RubyValue[] | null,
): RailsRoute[] {
  return call.args.flatMap((arg) => (arg.kind === 'text' ? routesOf(arg.text, call, scope, modulesOf) : []));
}

function routesOf(
  name: string,
  call: RubyCall,
  scope: Scope,
  modulesOf: (model: string) => readonly RubyValue[] | null,
): RailsRoute[] {
  const given = option(call, 'class_name');
  const model = given?.kind === 'text' ? given.text : singularize(name);
  const modules = textsOf({ kind: 'list', items: modulesOf(model) ?? [] }) ?? [];
  const declared = new Set([...modules, 'database_authenticatable']);
  const path = option(call, 'path');
  const base = joinRails(scope.path, path?.kind === 'text' ? path.text : name);
  const names = entriesOf(option(call, 'path_names'));
  const controllers = entriesOf(option(call, 'controllers'));
  const only = textsOf(option(call, 'only'));
  const skip = textsOf(option(call, 'skip')) ?? [];
  if (skip.includes('all')) return [];
  return parts
    .filter(
      ([module, part]) => declared.has(module) && !skip.includes(part) && only?.includes(part) !== false,
    )
    .flatMap(([, part, routes]) =>
      routes.map(([verb, below, action]) => ({
        verb,
        path: joinRails(base, renamed(below, names)),
        controller: controllers.get(part) ?? `devise/${part}`,
        action,
        redirect: null,
        checks: scope.checks,
        file: scope.file,
      })),
    );
}

function renamed(path: string, names: ReadonlyMap<string, string>): string {
  return path
    .split('/')
    .map((segment) => names.get(segment) ?? segment)
    .join('/');
}

function entriesOf(value: RubyValue | null): ReadonlyMap<string, string> {
  const entries = value?.kind === 'hash' ? value.entries : [];
  return new Map(
    entries.flatMap(({ key, value: item }): [string, string][] =>
      key.kind === 'text' && item.kind === 'text' ? [[key.text, item.text]] : [],
    ),
  );
}
