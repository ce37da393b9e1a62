import { joinPath } from '../join-path.ts';
import { constantText, type PhpClasses, type Variables } from './class-index.ts';
import { authRoutes } from './laravel-auth.ts';
import { type NamedMiddleware, namesIn, shown } from './laravel-middleware.ts';
import { isResourceForm, resourceOptions, resourceRoutes } from './laravel-resource.ts';
import { lastPart } from './names.ts';
import {
  argument,
  entry,
  type PhpChain,
  type PhpClosure,
  type PhpLink,
  type PhpValue,
  textsOf,
} from './value.ts';

/** What stands around a route: what `group` was given. */
export interface Group {
  /** Null where it is made at run time. */
  readonly prefix: string | null;
  readonly middleware: readonly NamedMiddleware[];
  readonly without: readonly NamedMiddleware[];
  readonly controller: string | null;
  readonly namespace: string;
  readonly variables: Variables;
  readonly depth: number;
}

export const noGroup: Group = {
  prefix: '',
  middleware: [],
  without: [],
  controller: null,
  namespace: '',
  variables: new Map(),
  depth: 0,
};

export interface LaravelRoute {
  readonly verb: string;
  readonly path: string;
  readonly prefixSeen: boolean;
  readonly middleware: readonly NamedMiddleware[];
  readonly without: readonly NamedMiddleware[];
  /** Full name, or what stands before `@`. */
  readonly controller: string | null;
  readonly action: string | null;
  readonly closure: PhpClosure | null;
  /** Of `Route::redirect` and `Route::view`. */
  readonly status: number | null;
  readonly link: PhpLink;
}

/** Another file that is loaded here. */
export interface LaravelLoad {
  /** As written: `routes/api.php`, or with the folder of the file in front. */
  readonly file: string;
  readonly group: Group;
  readonly link: PhpLink;
}

const maxDepth = 25;
const maxRoutes = 20_000;
/** Calls that are carried out: loops in loops have no end. */
const maxSteps = 100_000;
const maxVariables = 200;
const special = new Set(['redirect', 'permanentRedirect', 'view', 'fallback']);
const verbs = new Set('get post put patch delete options any match'.split(' '));

/** Carries out calls of `Route::…` and `$router->…`: https://laravel.com/docs/routing */
export class LaravelRun {
  readonly routes: LaravelRoute[] = [];
  readonly loads: LaravelLoad[] = [];
  readonly #classes: PhpClasses;
  #steps = 0;
  readonly #self: string | null;

  constructor(classes: PhpClasses, self: string | null) {
    this.#classes = classes;
    this.#self = self;
  }

  all(chains: readonly PhpChain[], group: Group): void {
    if (group.depth > maxDepth) return;
    let standing: Group = { ...group, depth: group.depth + 1 };
    for (const chain of chains) {
      if (this.routes.length > maxRoutes || ++this.#steps > maxSteps) return;
      const [first] = chain.links;
      const value = first?.args[0]?.value;
      if (first?.name === '=' && value !== undefined && standing.variables.size < maxVariables)
        standing = { ...standing, variables: new Map([...standing.variables, [chain.root.name, value]]) };
      else if (first?.name === 'foreach') this.#loop(first, standing);
      else this.#one(chain, standing);
    }
  }

  #loop({ args, chains }: PhpLink, group: Group): void {
    const [given, names] = args.map(({ value }) => value);
    const list = given?.kind === 'variable' ? group.variables.get(given.name) : given;
    const variables = names?.kind === 'list' ? names.entries.map(({ value }) => value) : [];
    const last = variables.at(-1);
    if (list?.kind !== 'list' || last?.kind !== 'variable') return;
    const first = variables.length > 1 ? variables[0] : undefined;
    for (const { key, value } of list.entries) {
      const own = new Map([...group.variables, [last.name, value]]);
      if (first?.kind === 'variable' && key !== null) own.set(first.name, { kind: 'text', text: key });
      this.all(chains ?? [], { ...group, variables: own });
    }
  }

  #text(value: PhpValue | null, { variables }: Group): string | null {
    return constantText(value, this.#classes, this.#self, variables);
  }

  #one(chain: PhpChain, group: Group): void {
    const { root, links } = chain;
    const [first] = links;
    if (first === undefined) return;
    if (first.name === 'require' || first.name === 'loadRoutesFrom') this.#load(first, 0, group);
    else if (first.name === 'withRouting' || links.some(({ name }) => name === 'withRouting'))
      this.#configured(links, group);
    else if (root.kind === 'class' && lastPart(root.name) === 'Auth' && first.name === 'routes')
      for (const route of authRoutes(first.args))
        this.#add({
          ...route,
          group,
          controller: null,
          action: null,
          closure: null,
          status: null,
          link: first,
        });
    else if (isRouter(chain)) this.#chain(links, group);
    else if (root.kind === 'variable')
      // `$this->routes(function () { … })`
      for (const { args } of links)
        for (const { value } of args) if (value.kind === 'closure') this.all(value.closure.chains, group);
  }

  /** `bootstrap/app.php`: https://laravel.com/docs/routing#basic-routing */
  #configured(links: readonly PhpLink[], group: Group): void {
    const link = links.find(({ name }) => name === 'withRouting');
    if (link === undefined) return;
    const named = (name: string): PhpValue | null =>
      link.args.find((each) => each.name === name)?.value ?? null;
    const given = named('apiPrefix');
    const apiPrefix = given === null ? 'api' : this.#text(given, group);
    for (const [name, prefix] of [
      ['web', ''],
      ['api', apiPrefix],
    ] as const) {
      const value = named(name);
      const files = value?.kind === 'list' ? value.entries.map((each) => each.value) : [value];
      const middleware = [{ name, seen: { ...link.seen, text: name } }];
      for (const file of files) this.#file(file, { ...group, prefix, middleware }, link);
    }
    const health = this.#text(named('health'), group);
    if (health !== null) {
      const none = { controller: null, action: null, closure: null };
      this.#add({ verb: 'GET', path: health, group, ...none, status: 200, link });
    }
    for (const name of ['then', 'using']) {
      const value = named(name);
      if (value?.kind === 'closure') this.all(value.closure.chains, group);
    }
  }

  #load(link: PhpLink, index: number, group: Group): void {
    this.#file(link.args[index]?.value ?? null, group, link);
  }

  /** A path of a file: a text with `__DIR__`, or `base_path('routes/api.php')`. */
  #file(value: PhpValue | null, group: Group, link: PhpLink): void {
    const inner = value?.kind === 'chain' ? argument(value.chain.links[0]?.args ?? [], 'path', 0) : value;
    const text = this.#text(inner, group);
    if (text?.endsWith('.php') === true) this.loads.push({ file: text, group, link });
  }

  #chain(links: readonly PhpLink[], outer: Group): void {
    let group = outer;
    for (const [index, link] of links.entries()) {
      if (this.#declares(link, links.slice(index + 1), group)) return;
      group = this.#attribute(link, group);
    }
  }

  /** Whether a call is the one that declares something, and not what stands around it. */
  #declares(link: PhpLink, rest: readonly PhpLink[], group: Group): boolean {
    const { name, args } = link;
    if (name === 'group') this.#group(link, group);
    else if (verbs.has(name) && args.length > 0) this.#verb(link, rest, group);
    else if (isResourceForm(name)) this.#resource(link, rest, group);
    else if (name === 'resources' || name === 'apiResources') this.#resources(link, group);
    else if (special.has(name)) this.#special(link, rest, group);
    else return false;
    return true;
  }

  /** `prefix('x')`, `middleware('auth')` before or after the route. */
  #attribute(link: PhpLink, group: Group): Group {
    const { name, args } = link;
    const first = args[0]?.value ?? null;
    switch (name) {
      case 'prefix':
        return { ...group, prefix: joined(group.prefix, this.#text(first, group)) };
      case 'middleware':
        return { ...group, middleware: [...group.middleware, ...this.#named(link)] };
      case 'withoutMiddleware':
        return { ...group, without: [...group.without, ...this.#named(link)] };
      case 'can': {
        const ability = this.#text(first, group) ?? '';
        const can = { name: `can:${ability}`, seen: link.seen };
        return { ...group, middleware: [...group.middleware, can] };
      }
      case 'controller':
        return { ...group, controller: this.#text(first, group) };
      case 'namespace': {
        const text = this.#text(first, group) ?? '';
        return { ...group, namespace: group.namespace === '' ? text : `${group.namespace}\\${text}` };
      }
      default:
        return group;
    }
  }

  /** What is said of a route after it: `->middleware('auth')`. */
  #followed(links: readonly PhpLink[], group: Group): Group {
    return links.reduce<Group>((standing, link) => this.#attribute(link, standing), group);
  }

  #named(link: PhpLink): NamedMiddleware[] {
    return link.args
      .flatMap(({ value }) => namesIn(value, this.#classes))
      .map((name) => ({ name, seen: { ...link.seen, text: shown(name) } }));
  }

  #group(link: PhpLink, outer: Group): void {
    const [first, second] = link.args;
    const body = second?.value ?? first?.value ?? null;
    const group = second === undefined ? outer : this.#withArray(first?.value ?? null, outer, link);
    if (body?.kind === 'closure') this.all(body.closure.chains, group);
    else this.#file(body, group, link);
  }

  /** `['prefix' => 'x', 'middleware' => ['auth'], 'namespace' => 'Admin']` */
  #withArray(value: PhpValue | null, outer: Group, link: PhpLink): Group {
    let group = outer;
    for (const name of ['prefix', 'middleware', 'controller', 'namespace', 'withoutMiddleware', 'can']) {
      const item = entry(value, name);
      if (item !== null)
        group = this.#attribute({ ...link, name, args: [{ name: null, value: item }] }, group);
    }
    return group;
  }

  #verb(link: PhpLink, rest: readonly PhpLink[], group: Group): void {
    const isMatch = link.name === 'match';
    const methods = isMatch ? (textsOf(link.args[0]?.value ?? null) ?? []) : [link.name];
    const [uri, action] = link.args.slice(isMatch ? 1 : 0);
    const path = this.#text(uri?.value ?? null, group);
    if (path === null) return;
    const given = this.#withArray(action?.value ?? null, noGroup, link);
    const start = { ...group, middleware: [...group.middleware, ...given.middleware] };
    const inner = this.#followed(rest, start);
    const answer = this.#answer(action?.value ?? null, inner);
    for (const method of methods) {
      const verb = method.toLowerCase() === 'any' ? 'ALL' : method.toUpperCase();
      this.#add({ verb, path, group: inner, ...answer, status: null, link });
    }
  }

  /** What answers: `[C::class, 'm']`, `'C@m'`, `C::class`, a closure, `['uses' => …]`, the name of a method. */
  #answer(
    value: PhpValue | null,
    group: Group,
    step = 0,
  ): Pick<LaravelRoute, 'controller' | 'action' | 'closure'> {
    const none = { controller: null, action: null, closure: null };
    if (step > 4) return none;
    if (value === null)
      return group.controller === null ? none : { ...none, controller: group.controller, action: '__invoke' };
    if (value.kind === 'variable')
      return this.#answer(group.variables.get(value.name) ?? null, group, step + 1);
    if (value.kind === 'closure') return { ...none, closure: value.closure };
    if (value.kind === 'list') {
      const uses = entry(value, 'uses');
      if (uses !== null) return this.#answer(uses, group);
      const [first, second] = value.entries.filter(({ key }) => key === null);
      const inner = first?.value.kind === 'closure' ? first.value.closure : null;
      if (inner !== null) return { ...none, closure: inner };
      const controller = this.#text(first?.value ?? null, group);
      const action = this.#text(second?.value ?? null, group);
      return { ...none, controller, action: action ?? '__invoke' };
    }
    const text = this.#text(value, group);
    if (text === null) return none;
    const at = text.indexOf('@');
    const owner = at === -1 ? text : text.slice(0, at);
    if (group.controller !== null && at === -1 && value.kind === 'text')
      return { ...none, controller: group.controller, action: text };
    const controller =
      value.kind === 'text' && group.namespace !== '' ? `${group.namespace}\\${owner}` : owner;
    return { ...none, controller, action: at === -1 ? '__invoke' : text.slice(at + 1) };
  }

  #resources(link: PhpLink, group: Group): void {
    const list = link.args[0]?.value;
    if (list?.kind !== 'list') return;
    for (const { key, value } of list.entries)
      if (key !== null)
        this.#resource(
          {
            ...link,
            name: link.name.slice(0, -1),
            args: [
              { name: null, value: { kind: 'text', text: key } },
              { name: null, value },
              ...link.args.slice(1),
            ],
          },
          [],
          group,
        );
  }

  #resource(link: PhpLink, rest: readonly PhpLink[], group: Group): void {
    const [first, second, third] = link.args;
    const name = this.#text(first?.value ?? null, group);
    if (name === null || !isResourceForm(link.name)) return;
    const inner = this.#followed(rest, group);
    const owner = this.#answer(second?.value ?? null, { ...group, controller: null });
    const options = resourceOptions(third?.value ?? null, rest);
    const path = name.replace(/^\/|\/$/g, '');
    for (const route of resourceRoutes(path, link.name, options))
      for (const verb of route.verbs)
        this.#add({
          verb,
          path: route.path,
          group: inner,
          ...owner,
          action: route.action,
          status: null,
          link,
        });
  }

  #special(link: PhpLink, rest: readonly PhpLink[], group: Group): void {
    const path = link.name === 'fallback' ? '*' : this.#text(link.args[0]?.value ?? null, group);
    if (path === null) return;
    const inner = this.#followed(rest, group);
    const action = link.name === 'fallback' ? (link.args[0]?.value ?? null) : null;
    const answer = this.#answer(action, { ...inner, controller: null });
    const status = statusOfSpecial(link);
    const verb = /edirect$/.test(link.name) ? 'ALL' : 'GET';
    this.#add({ verb, path, group: inner, ...answer, status, link });
  }

  #add({
    group,
    path,
    ...route
  }: Omit<LaravelRoute, 'prefixSeen' | 'middleware' | 'without'> & { group: Group }): void {
    this.routes.push({
      ...route,
      path: joinPath(group.prefix ?? '', path),
      prefixSeen: group.prefix !== null,
      middleware: group.middleware,
      without: group.without,
    });
  }
}

function statusOfSpecial({ name, args }: PhpLink): number | null {
  const given = args[2]?.value;
  if (name === 'redirect') return given?.kind === 'number' ? given.number : 302;
  return name === 'permanentRedirect' ? 301 : name === 'view' ? 200 : null;
}

function joined(outer: string | null, own: string | null): string | null {
  return outer === null || own === null ? null : joinPath(outer, own);
}

/** `Route::…`, `$router->…`, `app('router')->…`. */
export function isRouter({ root }: PhpChain): boolean {
  if (root.kind === 'class')
    return root.name === 'Route' || root.name === 'Illuminate\\Support\\Facades\\Route';
  return root.kind === 'variable' && (root.name === 'router' || root.name === 'api');
}
