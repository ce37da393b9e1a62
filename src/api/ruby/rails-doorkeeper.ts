import { option, type RubyCall } from './calls.ts';
import { joinRails, type RailsRoute, type Scope } from './rails-scope.ts';
import { textsOf } from './value.ts';

/** https://doorkeeper.gitbook.io/guides/ruby-on-rails/routes: controller, verb, path, action. */
const routes: readonly (readonly [string, string, string, string])[] = [
  ['authorizations', 'GET', 'authorize/native', 'show'],
  ['authorizations', 'GET', 'authorize', 'new'],
  ['authorizations', 'DELETE', 'authorize', 'destroy'],
  ['authorizations', 'POST', 'authorize', 'create'],
  ['tokens', 'POST', 'token', 'create'],
  ['tokens', 'POST', 'revoke', 'revoke'],
  ['tokens', 'POST', 'introspect', 'introspect'],
  ['applications', 'GET', 'applications', 'index'],
  ['applications', 'POST', 'applications', 'create'],
  ['applications', 'GET', 'applications/new', 'new'],
  ['applications', 'GET', 'applications/:id/edit', 'edit'],
  ['applications', 'GET', 'applications/:id', 'show'],
  ['applications', 'PATCH', 'applications/:id', 'update'],
  ['applications', 'PUT', 'applications/:id', 'update'],
  ['applications', 'DELETE', 'applications/:id', 'destroy'],
  ['authorized_applications', 'GET', 'authorized_applications', 'index'],
  ['authorized_applications', 'DELETE', 'authorized_applications/:id', 'destroy'],
  ['token_info', 'GET', 'token/info', 'show'],
];

/** What `use_doorkeeper` adds, without the controllers that are skipped. */
export function doorkeeperRoutes(call: RubyCall, scope: Scope): RailsRoute[] {
  const inside = call.block?.calls ?? [];
  const skipped = inside
    .filter(({ name }) => name === 'skip_controllers')
    .flatMap(({ args }) => args.flatMap((arg) => textsOf(arg) ?? []));
  const given = inside.find(({ name }) => name === 'controllers');
  const own = option(call, 'scope');
  const prefix = own?.kind === 'text' ? own.text : 'oauth';
  return routes
    .filter(([controller]) => !skipped.includes(controller))
    .map(([part, verb, path, action]) => {
      const controller = given === undefined ? null : option(given, part);
      return {
        verb,
        path: joinRails(joinRails(scope.path, prefix), path),
        controller: controller?.kind === 'text' ? controller.text : `doorkeeper/${part}`,
        action,
        redirect: null,
        checks: scope.checks,
        file: scope.file,
      };
    });
}
