import { joinChecks, noChecks, type RouteFacts, type RouteItem, type RouterFact } from '../routes.ts';
import type { RubyCall } from '../ruby/calls.ts';
import { type ClassIndex, indexClasses, type Lineage } from '../ruby/class-index.ts';
import { middlewareChecks, rackMounts } from '../ruby/rack-mounts.ts';
import { type RubyFacts, type RubyMethod, rubyScanner } from '../ruby/ruby-file.ts';
import { type SinatraDeclarations, sinatraRoutes } from '../ruby/sinatra-class.ts';
import type { FrameworkContext, WebFramework } from '../web-framework.ts';

/** Sinatra 2 to 4, classic and modular, and what Rack mounts: https://sinatrarb.com/intro.html */
export default {
  id: 'sinatra',
  title: 'Sinatra',
  languages: ['ruby'],
  measured: true,
  answersPages: true,
  find: (context) => {
    const files = context.scanned(rubyScanner);
    if (![...files.keys()].some((path) => context.program.text(path)?.includes('inatra')))
      return { routers: [], items: [] };
    const classes = indexClasses(files);
    const applications = applicationsOf(files, classes);
    const mounts = [...files].flatMap(([path, { calls }]) =>
      path.endsWith('.ru') ? [mountsOf(path, calls, classes, applications)] : [],
    );
    const mounted = new Set(mounts.flatMap(({ items }) => items.flatMap((item) => toOf(item))));
    const own = [...applications]
      .filter((name) => mounted.has(keyOf(name)) || !isAncestor(name, applications, classes))
      .map((name) => classFacts(name, classes, applications, context));
    return join([...mounts, ...own, classicFacts(files, context)]);
  },
} satisfies WebFramework as WebFramework;

const classicKey = 'sinatra Sinatra::Application';

function keyOf(name: string): string {
  return `sinatra ${name}`;
}

function toOf(item: RouteItem): string[] {
  return item.kind === 'mount' ? [item.to] : [];
}

function join(all: readonly RouteFacts[]): RouteFacts {
  return { routers: all.flatMap(({ routers }) => routers), items: all.flatMap(({ items }) => items) };
}

/** Names of the classes that are Sinatra applications, also through others. */
function applicationsOf(files: ReadonlyMap<string, RubyFacts>, classes: ClassIndex): Set<string> {
  const named = [...files.values()].flatMap((file) => file.classes);
  return new Set(
    named
      .filter(({ isModule, superclass }) => !isModule && superclass !== null)
      .filter(({ name }) => isSinatra(classes.lineage(name)))
      .map(({ name }) => name),
  );
}

/** Some projects open `Sinatra::Base` itself, which then is a class of theirs. */
function isSinatra({ beyond, ancestors }: Lineage): boolean {
  return bases.has(beyond ?? '') || bases.values().some((name) => ancestors.has(name));
}

const bases = new Set(['Sinatra::Base', 'Sinatra::Application']);

/** A class that others inherit from and nobody runs is there for them. */
function isAncestor(name: string, applications: ReadonlySet<string>, classes: ClassIndex): boolean {
  return [...applications].some((other) =>
    classes
      .named(other)
      .some(({ superclass }) => superclass !== null && classes.resolve(superclass, other) === name),
  );
}

function mountsOf(
  path: string,
  calls: readonly RubyCall[],
  classes: ClassIndex,
  applications: ReadonlySet<string>,
): RouteFacts {
  const key = `rack ${path}`;
  const items = rackMounts(calls).flatMap(({ name, prefix, checks, offset }): RouteItem[] => {
    const found = name === 'Sinatra::Application' ? name : classes.resolve(name, '');
    if (found === null || (found !== name && !applications.has(found))) return [];
    return [{ kind: 'mount', router: key, path, offset, prefix, to: keyOf(found), checks }];
  });
  return {
    routers: [{ key, role: 'application', certain: true, transparent: false }],
    items,
  };
}

function classFacts(
  name: string,
  classes: ClassIndex,
  applications: ReadonlySet<string>,
  { side }: FrameworkContext,
): RouteFacts {
  const key = keyOf(name);
  const declared = declarationsOf(name, classes);
  const path = classes.named(name)[0]?.path ?? '';
  const uses = declared.calls.filter((call) => call.name === 'use');
  const items = uses.flatMap((call): RouteItem[] => {
    const [first] = call.args;
    if (first?.kind !== 'constant') return [];
    const base = { router: key, path, offset: call.place.start };
    const other = classes.resolve(first.name, name);
    if (other !== null && applications.has(other))
      return [{ ...base, kind: 'mount', prefix: '', to: keyOf(other), checks: noChecks }];
    return [{ ...base, kind: 'layer', prefix: '', checks: middlewareChecks(first.name, call), whole: true }];
  });
  const runs = declared.calls.some((call) => call.name === 'run!');
  return {
    routers: [{ key, role: runs ? 'application' : 'router', certain: true, transparent: false }],
    items: [...items, ...endpointItems(declared, key, path, side)],
  };
}

function endpointItems(
  declared: SinatraDeclarations,
  router: string,
  path: string,
  side: FrameworkContext['side'],
): RouteItem[] {
  return sinatraRoutes(declared, side).map(({ endpoint, offset }) => ({
    kind: 'endpoint',
    router,
    path,
    offset,
    endpoint,
  }));
}

/** What a class declares, with its ancestors, the modules it registers and its helpers. */
function declarationsOf(name: string, classes: ClassIndex): SinatraDeclarations {
  const { calls, methods, constants } = classes.lineage(name);
  const known = new Map(methods);
  const all = [...calls];
  for (const call of calls) {
    if (call.name !== 'register' && call.name !== 'helpers') continue;
    for (const arg of call.args) {
      const module = arg.kind === 'constant' ? classes.resolve(arg.name, name) : null;
      if (module === null) continue;
      const found = classes.lineage(module);
      for (const [method, value] of found.methods) known.set(method, value);
      if (call.name === 'register') all.push(...registered(found.classMethods.get('registered')));
    }
  }
  return { calls: all, methods: known, constants };
}

/** `def self.registered(app)`: what it declares on its parameter. */
function registered(method: RubyMethod | undefined): readonly RubyCall[] {
  const parameter = method?.parameters[0];
  return (method?.calls ?? []).filter(
    ({ receiver }) => receiver === null || (receiver.kind === 'name' && receiver.name === parameter),
  );
}

/** Routes outside of classes, where a file asks for `sinatra` itself. */
function classicFacts(files: ReadonlyMap<string, RubyFacts>, { side }: FrameworkContext): RouteFacts {
  const sources = [...files].filter(([path]) => !path.endsWith('.ru') && !/(^|\/)config\/routes/.test(path));
  if (!sources.some(([, { calls }]) => calls.some(asksForSinatra))) return { routers: [], items: [] };
  const methods = new Map(
    sources.flatMap(([, file]) => file.methods.map((method): [string, RubyMethod] => [method.name, method])),
  );
  const calls = sources.flatMap(([, file]) => file.calls);
  const constants = new Map(
    calls.flatMap(({ name, args: [constant, value] }) =>
      name === '=' && constant?.kind === 'text' && value !== undefined
        ? [[constant.text, value] as const]
        : [],
    ),
  );
  const first = sources.find(([, file]) => file.calls.some(asksForSinatra))?.[0] ?? '';
  const router: RouterFact = { key: classicKey, role: 'application', certain: true, transparent: false };
  const checks = calls.flatMap((call) => {
    const [name] = call.args;
    return call.name === 'use' && name?.kind === 'constant' ? [middlewareChecks(name.name, call)] : [];
  });
  return {
    routers: [router],
    items: [
      {
        kind: 'layer',
        router: classicKey,
        path: first,
        offset: 0,
        prefix: '',
        checks: joinChecks(...checks),
        whole: true,
      },
      ...endpointItems({ calls, methods, constants }, classicKey, first, side),
    ],
  };
}

/** `require 'sinatra'`, which makes the file itself an application; `sinatra/base` does not. */
function asksForSinatra({ name, args: [first] }: RubyCall): boolean {
  return name === 'require' && first?.kind === 'text' && first.text === 'sinatra';
}
