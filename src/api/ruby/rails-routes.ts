import { checkKindOfName } from '../check-names.ts';
import { oneCheck } from '../one-check.ts';
import { type Checks, joinChecks, noChecks } from '../routes.ts';
import { option, type RubyBlock, type RubyCall } from './calls.ts';
import { deviseRoutes } from './rails-devise.ts';
import { doorkeeperRoutes } from './rails-doorkeeper.ts';
import { matchRoutes } from './rails-match.ts';
import { memberPath, nestedPath, type Resource, resourceOf } from './rails-resource.ts';
import {
  joinController,
  joinModule,
  joinRails,
  type RailsRoute,
  type RouteSet,
  type Scope,
} from './rails-scope.ts';
import { resolveValue } from './resolve-value.ts';
import { type RubyValue, textsOf } from './value.ts';

export interface RailsMount {
  /** Of the engine: `Blog::Engine`. */
  readonly engine: string;
  readonly scope: Scope;
  readonly path: string;
  readonly offset: number;
  readonly file: string;
}

/** What the interpreter is given of the rest of the project. */
export interface RailsSurroundings {
  /** The calls of `config/routes/NAME.rb` and its path; null where it is not there. */
  drawn(name: string, file: string): { path: string; calls: readonly RubyCall[] } | null;
  /** Modules that a model declares with `devise`, null where the model is not there. */
  deviseModules(model: string): readonly RubyValue[] | null;
}

/** Declarations inside declarations that are followed, and routes of one set that are kept. */
const maxDepth = 40;
const maxRoutes = 20_000;
/** Declarations that are carried out: a concern that calls itself twice, or loops in loops, have no end. */
const maxSteps = 100_000;
const maxVariables = 200;

/** Carries out the declarations of a `routes.draw` block: https://guides.rubyonrails.org/routing.html */
export function railsRoutes(
  calls: readonly RubyCall[],
  start: Scope,
  surroundings: RailsSurroundings,
): { routes: Placed[]; mounts: RailsMount[] } {
  const run = new Run(surroundings);
  run.all(calls, start);
  return { routes: run.routes, mounts: run.mounts };
}

export type Placed = RailsRoute & { readonly call: RubyCall };

const ignored = new Set([
  'direct',
  'resolve',
  'def',
  'lambda',
  'proc',
  'puts',
  'require',
  'require_relative',
]);
const verbs = new Set('get post put patch delete options match root connect'.split(' '));

type Declaration = [string, (call: RubyCall, scope: Scope) => void];

function namesIn(call: RubyCall): string[] {
  return call.args.flatMap((arg) => textsOf(arg) ?? []);
}

class Run {
  readonly routes: Placed[] = [];
  readonly mounts: RailsMount[] = [];
  readonly #set: RouteSet = { concerns: new Map(), functions: new Map() };
  readonly #surroundings: RailsSurroundings;
  #steps = 0;

  constructor(surroundings: RailsSurroundings) {
    this.#surroundings = surroundings;
  }

  all(calls: readonly RubyCall[], given: Scope): void {
    if (given.depth > maxDepth) return;
    let scope: Scope = { ...given, depth: given.depth + 1 };
    for (const call of calls) {
      if (call.name === 'def' && call.block !== null) this.#define(call, this.#set.functions);
    }
    for (const call of calls) {
      if (this.routes.length > maxRoutes || ++this.#steps > maxSteps) return;
      const [name, value] = call.args;
      const isKept = call.name === '=' && scope.variables.size < maxVariables;
      if (isKept && name?.kind === 'text' && value !== undefined)
        scope = { ...scope, variables: new Map([...scope.variables, [name.text, value]]) };
      else this.#one(call, scope);
    }
  }

  #one(call: RubyCall, scope: Scope): void {
    if (call.receiver !== null) this.#onReceiver(call, scope);
    else if (verbs.has(call.name)) this.#match(call, scope);
    else {
      const declare = this.#declarations.get(call.name);
      if (declare === undefined) this.#other(call, scope);
      else declare(call, scope);
    }
  }

  readonly #declarations: ReadonlyMap<string, (call: RubyCall, scope: Scope) => void> = new Map([
    ['resources', this.#resources.bind(this)],
    ['resource', this.#resources.bind(this)],
    ['namespace', this.#namespace.bind(this)],
    ['scope', (call, scope) => this.#block(call, this.#scoped(call, scope, pathOf(call, scope)))],
    [
      'controller',
      (call, scope) =>
        this.#block(call, { ...scope, controller: textAt(call, 0, scope) ?? scope.controller }),
    ],
    ...['member', 'collection', 'new', 'nested'].map(
      (level): Declaration => [level, (call, scope) => this.#block(call, levelOf(level, scope))],
    ),
    ['shallow', (call, scope) => this.#block(call, { ...scope, isShallow: true })],
    ...['constraints', 'authenticate', 'authenticated'].map(
      (name): Declaration => [
        name,
        (call, scope) => this.#block(call, { ...scope, checks: joinChecks(scope.checks, checksOf(call)) }),
      ],
    ),
    ['concern', (call) => this.#define(call, this.#set.concerns)],
    ['concerns', (call, scope) => this.#concerns(namesIn(call), scope)],
    ['draw', this.#draw.bind(this)],
    ['mount', this.#mount.bind(this)],
    [
      'devise_for',
      (call, scope) => this.#add(call, deviseRoutes(call, scope, this.#surroundings.deviseModules)),
    ],
    ['use_doorkeeper', (call, scope) => this.#add(call, doorkeeperRoutes(call, scope))],
  ]);

  #draw(call: RubyCall, scope: Scope): void {
    const name = textAt(call, 0, scope);
    const found = name === null ? null : this.#surroundings.drawn(name, scope.file);
    if (found !== null) this.all(found.calls, { ...scope, file: found.path });
  }

  /** `defaults format: :json do`, a function of the file, or anything else that wraps routes. */
  #other(call: RubyCall, scope: Scope): void {
    if (ignored.has(call.name)) return;
    const known = this.#set.functions.get(call.name);
    if (known !== undefined) {
      const variables = new Map(scope.variables);
      known.parameters.forEach((parameter, index) => {
        const arg = call.args[index];
        if (arg !== undefined) variables.set(parameter, arg);
      });
      this.all(known.calls, { ...scope, variables });
    }
    this.#block(call, scope);
  }

  /** `%w[a b].each do |name|`; `Rails.application.routes.draw` inside a file that is drawn. */
  #onReceiver(call: RubyCall, scope: Scope): void {
    const list = resolveValue(call.receiver, scope.variables);
    const parameter = call.block?.parameters[0];
    if (/^each/.test(call.name) && call.block !== null) {
      if (list?.kind !== 'list' || parameter === undefined) return;
      for (const item of list.items)
        this.all(call.block.calls, {
          ...scope,
          variables: new Map([...scope.variables, [parameter, item]]),
        });
      return;
    }
    if (call.name === 'draw' || call.name === 'instance_exec') this.#block(call, scope);
  }

  #match(call: RubyCall, scope: Scope): void {
    const level = optionText(call, 'on', scope);
    this.#add(call, matchRoutes(call, level === null ? nestedForMatch(scope) : levelOf(level, scope)));
  }

  #add(call: RubyCall, routes: readonly RailsRoute[]): void {
    for (const route of routes) this.routes.push({ ...route, call });
  }

  #block(call: RubyCall, scope: Scope): void {
    if (call.block !== null) this.all(call.block.calls, scope);
  }

  #define(call: RubyCall, into: Map<string, RubyBlock>): void {
    const name = call.args[0];
    if (name?.kind === 'text' && call.block !== null) into.set(name.text, call.block);
  }

  #concerns(names: readonly string[], scope: Scope): void {
    for (const name of names) {
      const block = this.#set.concerns.get(name);
      if (block !== undefined) this.all(block.calls, scope);
    }
  }

  #namespace(call: RubyCall, scope: Scope): void {
    const name = textAt(call, 0, scope);
    if (name === null) return;
    const isIn = scope.level === 'resources' || scope.level === 'resource';
    const inner = isIn ? levelOf('nested', scope) : scope;
    const path = optionText(call, 'path', scope) ?? (option(call, 'path') === null ? name : '');
    const placed = { ...inner, module: joinModule(inner.module, moduleOf(call, inner) ?? name) };
    const without = { ...call, options: call.options.filter(({ key }) => !isText(key, 'module')) };
    this.#block(call, this.#scoped(without, { ...placed, resource: null, level: 'none' }, path));
  }

  /** What `scope` and the same options of `resources` and `namespace` change. */
  #scoped(call: RubyCall, scope: Scope, path: string): Scope {
    const names = option(call, 'path_names');
    const own = names?.kind === 'hash' ? names.entries : [];
    const shallow = option(call, 'shallow');
    const joined = path === '' ? scope.path : joinRails(scope.path, path);
    const shallowPath = optionText(call, 'shallow_path', scope) ?? path;
    return {
      ...scope,
      path: joined,
      shallowPath:
        scope.level === 'nested' || shallowPath === ''
          ? scope.shallowPath
          : joinRails(scope.shallowPath, shallowPath),
      module: joinModule(scope.module, moduleOf(call, scope) ?? ''),
      controller: optionText(call, 'controller', scope) ?? scope.controller,
      action: optionText(call, 'action', scope) ?? scope.action,
      isShallow: shallow?.kind === 'boolean' ? shallow.value : scope.isShallow,
      pathNames: new Map([
        ...scope.pathNames,
        ...own.flatMap(({ key, value }): [string, string][] =>
          key.kind === 'text' && value.kind === 'text' ? [[key.text, value.text]] : [],
        ),
      ]),
      only: textsOf(resolveValue(option(call, 'only'), scope.variables)) ?? scope.only,
      except: textsOf(resolveValue(option(call, 'except'), scope.variables)) ?? scope.except,
    };
  }

  #resources(call: RubyCall, given: Scope): void {
    const outer =
      given.level === 'resources' || given.level === 'resource' ? levelOf('nested', given) : given;
    const kept = call.options.filter(
      ({ key }) => key.kind === 'text' && !['path', 'controller', 'only', 'except'].includes(key.text),
    );
    const scope = this.#scoped({ ...call, options: kept }, outer, '');
    for (const arg of call.args) {
      const name = resolveValue(arg, scope.variables);
      if (name?.kind === 'text') this.#resource(call, name.text, scope);
    }
  }

  #resource(call: RubyCall, name: string, scope: Scope): void {
    const { variables } = scope;
    const texts = (key: string): string[] | null => textsOf(resolveValue(option(call, key), variables));
    const resource = resourceOf(
      name.replace(/^.*\//, ''),
      call.name === 'resource',
      {
        only: texts('only') ?? (option(call, 'only') === null ? scope.only : []),
        except: texts('except') ?? scope.except,
        path: optionText(call, 'path', scope) ?? name,
        controller: optionText(call, 'controller', scope) ?? (name.includes('/') ? name : null),
        as: optionText(call, 'as', scope),
        param: optionText(call, 'param', scope),
      },
      { isShallow: scope.isShallow, isApi: scope.isApi },
    );
    const level = call.name === 'resource' ? 'resource' : 'resources';
    const inside: Scope = {
      ...scope,
      resource,
      level,
      controller: resource.controller,
      only: null,
      except: null,
    };
    this.#block(call, inside);
    this.#concerns(textsOf(option(call, 'concerns')) ?? [], inside);
    for (const action of resource.actions) this.#add(call, actionRoutes(action, resource, inside));
  }

  /** `mount Engine => '/path'`, `mount Engine, at: '/path'`. What is no engine of the tree answers what is not seen here. */
  #mount(call: RubyCall, scope: Scope): void {
    const [first] = call.args;
    const pair = call.options.find(({ key }) => key.kind === 'constant');
    const target = first ?? pair?.key;
    const path = pair === undefined ? optionText(call, 'at', scope) : textIn(pair.value, scope);
    if (target?.kind !== 'constant' || path === null) return;
    const { start } = call.place;
    this.mounts.push({ engine: target.name, scope, path, offset: start, file: scope.file });
  }
}

const actionVerbs: ReadonlyMap<string, readonly string[]> = new Map([
  ['index', ['GET']],
  ['create', ['POST']],
  ['new', ['GET']],
  ['edit', ['GET']],
  ['show', ['GET']],
  ['update', ['PATCH', 'PUT']],
  ['destroy', ['DELETE']],
]);

function actionRoutes(action: string, resource: Resource, scope: Scope): RailsRoute[] {
  const onAll = action === 'index' || action === 'create';
  const { path } = levelOf(onAll ? 'collection' : action === 'new' ? 'new' : 'member', scope);
  const full = action === 'edit' ? joinRails(path, scope.pathNames.get('edit') ?? 'edit') : path;
  return (actionVerbs.get(action) ?? []).map((verb) => ({
    verb,
    path: full,
    controller: joinController(scope.module, resource.controller),
    action,
    redirect: null,
    checks: scope.checks,
    file: scope.file,
  }));
}

/** Where `member`, `collection`, `new` and what is nested stand. */
function levelOf(name: string, scope: Scope): Scope {
  const { resource } = scope;
  if (resource === null) return scope;
  const from = scope.isShallow && resource.isShallow ? scope.shallowPath : scope.path;
  switch (name) {
    case 'member':
      return { ...scope, level: 'member', path: joinRails(from, memberPath(resource)) };
    case 'collection':
      return { ...scope, level: 'collection', path: joinRails(scope.path, resource.path) };
    case 'new': {
      const path = `${resource.path}/${scope.pathNames.get('new') ?? 'new'}`;
      return { ...scope, level: 'new', path: joinRails(scope.path, path) };
    }
    case 'nested':
      return { ...scope, level: 'nested', path: joinRails(from, nestedPath(resource)) };
    default:
      return scope;
  }
}

function nestedForMatch(scope: Scope): Scope {
  if (scope.level === 'resources') return levelOf('nested', scope);
  return scope.level === 'resource' ? levelOf('member', scope) : scope;
}

function moduleOf(call: RubyCall, scope: Scope): string | null {
  return optionText(call, 'module', scope);
}

/** The path of `scope 'a', 'b'` or `scope path: 'a'`. */
function pathOf(call: RubyCall, scope: Scope): string {
  const given = call.args.flatMap((arg) => textIn(arg, scope) ?? []);
  return given.length > 0 ? given.join('/') : (optionText(call, 'path', scope) ?? '');
}

function isText(value: RubyValue, text: string): boolean {
  return value.kind === 'text' && value.text === text;
}

function textIn(value: RubyValue | null, scope: Scope): string | null {
  const found = resolveValue(value, scope.variables);
  return found?.kind === 'text' ? found.text : null;
}

function textAt(call: RubyCall, index: number, scope: Scope): string | null {
  return textIn(call.args[index] ?? null, scope);
}

function optionText(call: RubyCall, name: string, scope: Scope): string | null {
  return textIn(option(call, name), scope);
}

/** A constraint chooses who gets to the routes in it; what it asks for is told by its names. */
function checksOf(call: RubyCall): Checks {
  const names = call.args.flatMap((arg) => namesOf(arg));
  const given = call.name === 'constraints' ? names : [call.name, ...names];
  const kinds = new Set(given.map((name) => checkKindOfName(name)));
  return joinChecks(
    kinds.has('authentication') ? oneCheck('authentication', call.seen) : noChecks,
    kinds.has('authorization') ? oneCheck('authorization', call.seen) : noChecks,
  );
}

function namesOf(value: RubyValue): string[] {
  if (value.kind === 'constant') return [`Require${value.name}`];
  if (value.kind === 'lambda') return value.names.map((name) => `require_${name}`);
  return value.kind === 'call' && value.receiver !== null ? namesOf(value.receiver) : [];
}
