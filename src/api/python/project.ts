import { indexLines, type LineIndex } from '../../text/lines.ts';
import type { FrameworkContext } from '../web-framework.ts';
import type { CallExpression, Expression } from './expression.ts';
import type { Binding, PythonClass, PythonFunction, PythonModule } from './module.ts';
import { indexModules, type ModuleIndex, type ModulePlace } from './module-index.ts';
import { pythonScanner } from './scan-module.ts';

/** Where an expression stands: its names are looked up from there. */
export interface Site {
  readonly module: PythonModule;
  readonly scope: number;
}

/** What a name or expression leads to. */
export type Definition =
  | (Site & { readonly kind: 'value'; readonly value: Expression })
  | { readonly kind: 'function'; readonly module: PythonModule; readonly function: PythonFunction }
  | { readonly kind: 'class'; readonly module: PythonModule; readonly class: PythonClass }
  | {
      readonly kind: 'parameter';
      readonly module: PythonModule;
      readonly function: PythonFunction;
      readonly place: number;
    }
  /** One of the items of a list. */
  | (Site & { readonly kind: 'item'; readonly of: Expression; readonly place: number | null })
  | { readonly kind: 'module'; readonly place: ModulePlace; readonly from: string; readonly name: string }
  /** Of a library, by its full name: `fastapi.APIRouter`. */
  | { readonly kind: 'package'; readonly name: string };

/** Names that lead to names that are followed. */
const maxSteps = 30;
/** Base classes of a class, its own bases' among them. */
const maxBases = 40;

/** The Python files of one side, with their names linked. */
export interface Project {
  readonly modules: ReadonlyMap<string, PythonModule>;
  readonly index: ModuleIndex;
  /** Text and lines of a file. */
  source(path: string): { readonly path: string; readonly text: string; readonly lines: LineIndex };
  /** The definition behind an expression; null where it is not seen. */
  resolve(expression: Expression, site: Site): Definition | null;
  /** What a name of a module is bound to. */
  lookUp(module: PythonModule, name: string): Definition | null;
  /** The class itself, then its bases in the order in which they are asked; names of those that are not in the project. */
  lineage(module: PythonModule, owner: PythonClass): readonly (Definition & { kind: 'class' | 'package' })[];
  /** The nearest binding of an attribute or method. */
  member(module: PythonModule, owner: PythonClass, name: string): Definition | null;
  /** The value that a class or its nearest base gives an attribute, as it is written there. */
  field(
    module: PythonModule,
    owner: PythonClass,
    name: string,
  ): (Site & { readonly value: Expression }) | null;
  /** Calls, as statements, of a function of the project. */
  callsOf(target: PythonFunction): readonly (Site & { readonly call: CallExpression })[];
}

const projects = new WeakMap<FrameworkContext, Project>();

/** One for all frameworks of the language. */
export function projectOf(context: FrameworkContext): Project {
  const known = projects.get(context);
  if (known !== undefined) return known;
  const project = createProject(context.scanned(pythonScanner), (path) => context.program.text(path) ?? '');
  projects.set(context, project);
  return project;
}

function createProject(modules: ReadonlyMap<string, PythonModule>, text: (path: string) => string): Project {
  const index = indexModules(modules.keys());
  const sources = new Map<string, ReturnType<Project['source']>>();
  const byStar = new Map<string, Definition | null>();
  const lineages = new Map<PythonClass, ReturnType<Project['lineage']>>();
  let callSites: Map<PythonFunction, (Site & { call: CallExpression })[]> | null = null;

  const moduleAt = (place: ModulePlace): PythonModule | null =>
    place.path === null ? null : (modules.get(place.path) ?? null);

  const imported = (
    module: PythonModule,
    binding: Binding & { kind: 'import' },
    steps: number,
  ): Definition | null => {
    if (binding.name === null) return moduleNamed(module.path, binding.module);
    return attributeOf(moduleNamed(module.path, binding.module), binding.name, steps);
  };

  const moduleNamed = (from: string, name: string): Definition => {
    const place = index.find(from, name);
    return place === null ? { kind: 'package', name } : { kind: 'module', place, from, name };
  };

  const bound = (site: Site, bindings: readonly Binding[], steps: number): Definition | null => {
    const binding = lastOf(bindings);
    if (binding === undefined) return null;
    const { module } = site;
    switch (binding.kind) {
      case 'import':
        return imported(module, binding, steps + 1);
      case 'value':
        return follow(binding.value, { module, scope: binding.scope ?? site.scope }, steps + 1);
      case 'item':
        return { kind: 'item', ...site, of: binding.of, place: binding.place };
      case 'function': {
        const found = module.functions[binding.index];
        return found === undefined ? null : { kind: 'function', module, function: found };
      }
      case 'class': {
        const found = module.classes[binding.index];
        return found === undefined ? null : { kind: 'class', module, class: found };
      }
      case 'parameter': {
        const owner = module.functions[binding.function];
        return owner === undefined
          ? null
          : { kind: 'parameter', module, function: owner, place: binding.place };
      }
    }
  };

  const inScope = (site: Site, name: string, steps: number): Definition | null => {
    const scope = site.module.scopes[site.scope];
    const bindings = scope?.names[name];
    if (bindings !== undefined) return bound(site, bindings, steps);
    if (scope === undefined || scope.stars.length === 0) return null;
    // Each name is looked for once: modules that all take everything from each other have no end of ways.
    const key = `${site.module.path} ${site.scope} ${name}`;
    const kept = byStar.get(key);
    if (kept !== undefined) return kept;
    byStar.set(key, null);
    for (const star of scope.stars) {
      const found = attributeOf(moduleNamed(site.module.path, star), name, steps + 1);
      if (found === null || found.kind === 'package') continue;
      byStar.set(key, found);
      return found;
    }
    return null;
  };

  const named = (name: string, site: Site, steps: number): Definition | null => {
    if (steps > maxSteps) return null;
    let scope: number | null | undefined = site.scope;
    for (let up = 0; scope !== null && scope !== undefined && up < maxSteps; up++) {
      const here = { module: site.module, scope };
      const kind = site.module.scopes[scope]?.kind;
      // Methods do not see the names of their class.
      const found = kind === 'class' && up > 0 ? null : inScope(here, name, steps);
      if (found !== null) return found;
      if (
        kind !== undefined &&
        kind !== 'module' &&
        site.module.scopes[scope]?.names[name] !== undefined &&
        up === 0
      )
        return null;
      scope = site.module.scopes[scope]?.parent;
    }
    return null;
  };

  const attributeOf = (of: Definition | null, name: string, steps: number): Definition | null => {
    if (of === null || steps > maxSteps) return null;
    switch (of.kind) {
      case 'package':
        return { kind: 'package', name: `${of.name}.${name}` };
      case 'module': {
        const module = moduleAt(of.place);
        const own = module === null ? null : inScope({ module, scope: 0 }, name, steps + 1);
        if (own !== null) return own;
        if (of.place.folder === null) return null;
        const inside = index.find(`${of.place.folder}/__init__.py`, `.${name}`);
        return inside === null
          ? null
          : { kind: 'module', place: inside, from: of.from, name: `${of.name}.${name}` };
      }
      case 'class':
        return memberOf(of.module, of.class, name, steps + 1);
      case 'value': {
        const made = madeClass(of, steps + 1);
        return made?.kind === 'class' ? memberOf(made.module, made.class, name, steps + 1) : null;
      }
      default:
        return null;
    }
  };

  /** The class of an object, also of one that a function makes: `get_settings()`. */
  const madeClass = (of: Definition & { kind: 'value' }, steps: number): Definition | null => {
    if (of.value.kind !== 'call' || steps > maxSteps) return null;
    const callee = resolved(of.value.callee, of, steps + 1);
    if (callee?.kind !== 'function') return callee;
    const [result] = callee.function.body.returns;
    if (result === undefined) return null;
    const value = resolved(result, { module: callee.module, scope: callee.function.scope }, steps + 1);
    return value?.kind === 'value' ? madeClass(value, steps + 1) : null;
  };

  const resolved = (expression: Expression, site: Site, steps: number): Definition | null => {
    if (steps > maxSteps) return null;
    if (expression.kind === 'name') {
      const self = expression.name === 'self' || expression.name === 'cls' ? ownerOf(site) : null;
      return self ?? named(expression.name, site, steps);
    }
    if (expression.kind === 'attribute')
      return attributeOf(resolved(expression.of, site, steps + 1), expression.name, steps + 1);
    return { kind: 'value', module: site.module, scope: site.scope, value: expression };
  };

  /** A value that is only another name leads on; what is not seen stays as it is written. */
  const follow = (value: Expression, site: Site, steps: number): Definition | null => {
    const direct: Definition = { kind: 'value', module: site.module, scope: site.scope, value };
    return value.kind === 'name' || value.kind === 'attribute'
      ? (resolved(value, site, steps) ?? direct)
      : direct;
  };

  const ownerOf = ({ module, scope }: Site): Definition | null => {
    const here = module.scopes[scope];
    const up = here?.kind === 'function' && here.parent !== null ? module.scopes[here.parent] : here;
    const owner = up?.kind === 'class' ? module.classes[up.owner] : undefined;
    return owner === undefined ? null : { kind: 'class', module, class: owner };
  };

  /** `class ListView(ListView)`: the base is what had the name before. */
  const baseOf = (base: Expression, owner: PythonClass, site: Site): Definition | null => {
    const found = resolved(base, site, 0);
    if (found?.kind !== 'class' || found.class !== owner || base.kind !== 'name') return found;
    const bindings = site.module.scopes[site.scope]?.names[base.name] ?? [];
    const earlier = bindings.findIndex(
      (binding) => binding.kind === 'class' && site.module.classes[binding.index] === owner,
    );
    return bound(site, bindings.slice(0, Math.max(0, earlier)), 0);
  };

  const lineage = (module: PythonModule, owner: PythonClass): ReturnType<Project['lineage']> => {
    const known = lineages.get(owner);
    if (known !== undefined) return known;
    const line: (Definition & { kind: 'class' | 'package' })[] = [];
    const seen = new Set<PythonClass>();
    const walk = (from: PythonModule, each: PythonClass): void => {
      if (seen.has(each) || seen.size >= maxBases) return;
      seen.add(each);
      line.push({ kind: 'class', module: from, class: each });
      const scope = from.scopes[each.scope]?.parent ?? 0;
      for (const base of each.bases) {
        const plain = base.kind === 'index' ? base.of : base;
        const found = baseOf(plain, each, { module: from, scope });
        if (found?.kind === 'class') walk(found.module, found.class);
        else if (found?.kind === 'package') line.push(found);
        else line.push({ kind: 'package', name: '?' });
      }
    };
    walk(module, owner);
    lineages.set(owner, line);
    return line;
  };

  const memberOf = (
    module: PythonModule,
    owner: PythonClass,
    name: string,
    steps: number,
  ): Definition | null => {
    for (const each of lineage(module, owner)) {
      if (each.kind !== 'class') continue;
      const bindings = each.module.scopes[each.class.scope]?.names[name];
      if (bindings !== undefined)
        return bound({ module: each.module, scope: each.class.scope }, bindings, steps);
    }
    return null;
  };

  const field: Project['field'] = (module, owner, name) => {
    for (const each of lineage(module, owner)) {
      const bindings = each.kind === 'class' ? each.module.scopes[each.class.scope]?.names[name] : undefined;
      const binding = bindings === undefined ? undefined : lastOf(bindings);
      if (each.kind !== 'class' || binding === undefined) continue;
      return binding.kind === 'value'
        ? { module: each.module, scope: binding.scope ?? each.class.scope, value: binding.value }
        : null;
    }
    return null;
  };

  const callsOf = (target: PythonFunction): readonly (Site & { call: CallExpression })[] => {
    if (callSites === null) {
      callSites = new Map();
      for (const module of modules.values())
        for (const { scope, call } of module.calls) {
          if (call.args.length === 0 && Object.keys(call.named).length === 0) continue;
          const callee = resolved(call.callee, { module, scope }, 0);
          if (callee?.kind !== 'function') continue;
          const known = callSites.get(callee.function);
          if (known === undefined) callSites.set(callee.function, [{ module, scope, call }]);
          else known.push({ module, scope, call });
        }
    }
    return callSites.get(target) ?? [];
  };

  return {
    modules,
    index,
    source(path) {
      let source = sources.get(path);
      if (source === undefined) {
        const content = text(path);
        source = { path, text: content, lines: indexLines(content) };
        sources.set(path, source);
      }
      return source;
    },
    resolve: (expression, site) => resolved(expression, site, 0),
    lookUp: (module, name) => inScope({ module, scope: 0 }, name, 0),
    lineage,
    field,
    member: (module, owner, name) => memberOf(module, owner, name, 0),
    callsOf,
  };
}

/** The last value, as at run time; `X = None` of a failed import and what is added to a list do not count. */
function lastOf(bindings: readonly Binding[]): Binding | undefined {
  const telling = bindings.filter(
    (binding) =>
      binding.kind !== 'value' ||
      (!binding.added && !(binding.value.kind === 'constant' && binding.value.value === null)),
  );
  return telling.at(-1) ?? bindings.at(-1);
}
