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

export type RustItem =
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
    const base = modulePath(path);
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
  return { functions, guards, resolve: (path, module) => resolve(path, module, modules, folders, 0) };
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

function resolve(
  path: readonly string[],
  module: readonly string[],
  modules: ReadonlyMap<string, Module>,
  folders: ReadonlyMap<string, string>,
  depth: number,
): RustItem | null {
  const [first, ...rest] = path;
  if (first === undefined || depth > maxSteps) return null;
  const again = (names: readonly string[], from: readonly string[]): RustItem | null =>
    resolve(names, from, modules, folders, depth + 1);
  if (first === 'crate') return again(rest, module.slice(0, 1));
  if (first === 'super') return again(rest, module.slice(0, Math.max(1, module.length - 1)));
  if (first === 'self') return again(rest, module);
  if (first === 'Self') return find(rest, module, modules) ?? again(rest, module);
  const own = modules.get(module.join('::'));
  const here = find(path, module, modules);
  if (here !== null) return here;
  const used = own?.uses.get(first);
  // `use self::users;` leads to what is below, not to itself.
  if (used !== undefined && used.join('::') !== path.join('::')) {
    const found = again([...used, ...rest], module) ?? fromRoot([...used, ...rest]);
    if (found !== null) return found;
  }
  const below = modules.has([...module, first].join('::')) ? again(rest, [...module, first]) : null;
  if (below !== null) return below;
  for (const glob of own?.globs ?? []) {
    const found = again([...glob, ...path], module);
    if (found !== null) return found;
  }
  return fromRoot(path);

  /** A path may begin with another crate of the workspace, or a module of its own root. */
  function fromRoot(names: readonly string[]): RustItem | null {
    const [head, ...tail] = names;
    const folder = head === undefined ? undefined : folders.get(head);
    return folder === undefined ? null : again(tail, [folder]);
  }
}

function find(
  path: readonly string[],
  module: readonly string[],
  modules: ReadonlyMap<string, Module>,
): RustItem | null {
  const name = path.at(-1);
  if (name === undefined) return null;
  return modules.get([...module, ...path.slice(0, -1)].join('::'))?.items.get(name) ?? null;
}
