import type { RustExpression, RustFile, RustFunction, RustGuard } from './facts.ts';

export interface Located<Thing> {
  readonly thing: Thing;
  /** The module it stands in: key of the crate, then names. */
  readonly module: readonly string[];
}

export interface Crates {
  readonly functions: readonly Located<RustFunction>[];
  readonly guards: ReadonlyMap<string, RustGuard>;
  /** The function or constant that a path names in a module. */
  resolve(path: readonly string[], module: readonly string[]): RustItem | null;
}

type RustItem =
  | ({ readonly kind: 'function' } & Located<RustFunction>)
  | ({ readonly kind: 'constant' } & Located<RustExpression>);

interface Module {
  readonly items: Map<string, RustItem>;
  readonly uses: Map<string, readonly string[]>;
  readonly globs: (readonly string[])[];
}

/** Names that lead to other names. */
const maxSteps = 12;

/** Links files by the folders they lie in: `src/a/b.rs` and `src/a/b/mod.rs` are `crate::a::b`. */
export function linkCrates(files: ReadonlyMap<string, RustFile>): Crates {
  const folders = new Map<string, string>();
  for (const [path, facts] of files)
    if (facts.crate !== null) folders.set(facts.crate, path.slice(0, -'Cargo.toml'.length));
  const modules = new Map<string, Module>();
  const functions: Located<RustFunction>[] = [];
  const guards = new Map<string, RustGuard>();
  const moduleOf = (module: readonly string[]): Module => {
    const key = module.join('::');
    let own = modules.get(key);
    if (own === undefined) {
      own = { items: new Map(), uses: new Map(), globs: [] };
      modules.set(key, own);
    }
    return own;
  };
  for (const [path, facts] of files) {
    if (facts.crate !== null) continue;
    const base = modulePath(path);
    // A folder is a module also where its own file says nothing.
    for (let length = 1; length <= base.length; length++) moduleOf(base.slice(0, length));
    for (const thing of facts.functions) {
      const module = [...base, ...thing.inside];
      functions.push({ thing, module });
      const { items } = moduleOf(module);
      // `main` of several programs of one package.
      if (!items.has(thing.name)) items.set(thing.name, { kind: 'function', thing, module });
    }
    for (const { name, value, inside } of facts.constants) {
      const module = [...base, ...inside];
      moduleOf(module).items.set(name, { kind: 'constant', thing: value, module });
    }
    for (const use of facts.uses) {
      const own = moduleOf([...base, ...use.inside]);
      if (use.alias === '*') own.globs.push(use.path);
      else own.uses.set(use.alias, use.path);
    }
    for (const guard of facts.guards) guards.set(guard.type, guard);
  }
  return { functions, guards, resolve: resolver(modules, folders) };
}

/** The crate's folder and the names of modules below its `src`. */
function modulePath(path: string): string[] {
  const at = path.startsWith('src/') ? 0 : path.lastIndexOf('/src/') + 1;
  const isBelow = at > 0 || path.startsWith('src/');
  const crate = isBelow ? path.slice(0, at) : path.slice(0, path.lastIndexOf('/') + 1);
  const below = path.slice(isBelow ? at + 4 : crate.length).replace(/\.rs$/, '');
  const names = below.split('/');
  if (names[0] === 'bin' && names.length > 1) return [crate, ...names];
  const last = names.at(-1) ?? '';
  const isRoot = names.length === 1 && (last === 'main' || last === 'lib');
  return [crate, ...(isRoot ? [] : last === 'mod' ? names.slice(0, -1) : names)];
}

/** Finds the module that the beginning of a path leads to, then the name in it; circles lead nowhere. */
function resolver(
  modules: ReadonlyMap<string, Module>,
  folders: ReadonlyMap<string, string>,
): (path: readonly string[], module: readonly string[]) => RustItem | null {
  const known = new Map<string, RustItem | null>();
  const exists = (module: readonly string[]): boolean => modules.has(module.join('::'));

  /** A module by its path; `use` is followed, all of a module's names (`*`) are not. */
  const moduleAt = (
    path: readonly string[],
    from: readonly string[],
    depth: number,
  ): readonly string[] | null => {
    let current = from;
    for (const [index, name] of path.entries()) {
      if (name === 'self' || name === 'Self') continue;
      if (name === 'crate') current = current.slice(0, 1);
      else if (name === 'super') current = current.slice(0, Math.max(1, current.length - 1));
      else if (exists([...current, name])) current = [...current, name];
      else {
        const used = depth >= maxSteps ? undefined : modules.get(current.join('::'))?.uses.get(name);
        const led = used === undefined ? null : moduleAt(used, current, depth + 1);
        const folder = index === 0 ? folders.get(name) : undefined;
        const next = led ?? (folder === undefined ? null : [folder]);
        if (next === null) return null;
        current = next;
      }
    }
    return current;
  };

  const named = (name: string, module: readonly string[], depth: number): RustItem | null => {
    const own = modules.get(module.join('::'));
    if (own === undefined || depth > maxSteps) return null;
    const item = own.items.get(name);
    if (item !== undefined) return item;
    const used = own.uses.get(name);
    if (used !== undefined) {
      const found = resolve(used, module, depth + 1);
      if (found !== null) return found;
    }
    for (const glob of own.globs) {
      const target = moduleAt(glob, module, 0);
      const found = target === null ? null : once(name, target, depth + 1);
      if (found !== null) return found;
    }
    return null;
  };

  /** Answers each question once, and a question inside itself with nothing. */
  const once = (name: string, module: readonly string[], depth: number): RustItem | null => {
    const key = `${module.join('::')} ${name}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, null);
    const item = named(name, module, depth);
    known.set(key, item);
    return item;
  };

  const resolve = (path: readonly string[], module: readonly string[], depth: number): RustItem | null => {
    const name = path.at(-1);
    if (name === undefined) return null;
    const before = path.slice(0, -1);
    const target = moduleAt(before, module, 0);
    if (target !== null) return once(name, target, depth);
    // `Users::list` of a type that comes by a name or by all names of another module.
    const [first, ...rest] = before;
    for (const glob of modules.get(module.join('::'))?.globs ?? []) {
      const from = first === undefined ? null : moduleAt(glob, module, 0);
      const inner = from === null || first === undefined ? null : moduleAt([first, ...rest], from, 0);
      const found = inner === null ? null : once(name, inner, depth + 1);
      if (found !== null) return found;
    }
    return null;
  };
  return (path, module) => resolve(path, module, 0);
}
