import type { GoFile, GoFunction, GoStruct, GoType } from './facts.ts';

/** A type of the program (`folder` set) or of another module (`importPath` set). */
export interface ResolvedType {
  readonly folder: string | null;
  readonly importPath: string | null;
  readonly name: string;
  readonly isList: boolean;
}

export interface SourceFile {
  readonly path: string;
  readonly facts: GoFile;
  readonly package: GoPackage;
}

export interface Declared<Thing> {
  readonly thing: Thing;
  readonly file: SourceFile;
}

/** The files of one folder that belong to one package. */
export interface GoPackage {
  readonly folder: string;
  readonly files: SourceFile[];
  readonly functions: Map<string, Declared<GoFunction>>;
  /** By type and name. */
  readonly methods: Map<string, Map<string, Declared<GoFunction>>>;
  readonly types: Map<string, Declared<GoStruct>>;
  readonly values: Map<string, Declared<{ statement: GoFile['values'][number]; index: number }>>;
}

export interface Packages {
  readonly all: readonly GoPackage[];
  /** The package of an import path, null for one of another module. */
  imported(importPath: string): GoPackage | null;
  inFolder(folder: string): GoPackage | null;
  resolve(type: GoType, file: SourceFile): ResolvedType | null;
  /** Methods of all types by their name. */
  methodsNamed(name: string): readonly Declared<GoFunction>[];
}

/** Links the files of a program: a folder is a package, and `go.mod` says under which path it is imported. */
export function linkPackages(files: ReadonlyMap<string, GoFile>): Packages {
  const packages = new Map<string, GoPackage>();
  const modules: { folder: string; path: string }[] = [];
  for (const [path, facts] of files) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (facts.module !== null) modules.push({ folder, path: facts.module });
    else addFile(packages, folder, path, facts);
  }
  modules.sort((a, b) => b.path.length - a.path.length);
  const bySuffix = suffixes(packages);
  const imported = (importPath: string): GoPackage | null => {
    for (const { folder, path } of modules) {
      if (importPath !== path && !importPath.startsWith(`${path}/`)) continue;
      const below = importPath.slice(path.length + 1);
      return packages.get([folder, below].filter((part) => part !== '').join('/')) ?? null;
    }
    return modules.length > 0 ? null : bySuffix(importPath);
  };
  const methods = methodIndex(packages);
  return {
    all: [...packages.values()],
    imported,
    inFolder: (folder) => packages.get(folder) ?? null,
    resolve: (type, file) => resolveType(type, file, imported),
    methodsNamed: (name) => methods.get(name) ?? [],
  };
}

function addFile(packages: Map<string, GoPackage>, folder: string, path: string, facts: GoFile): void {
  let own = packages.get(folder);
  if (own === undefined) {
    own = {
      folder,
      files: [],
      functions: new Map(),
      methods: new Map(),
      types: new Map(),
      values: new Map(),
    };
    packages.set(folder, own);
  }
  const file: SourceFile = { path, facts, package: own };
  own.files.push(file);
  for (const type of facts.types) own.types.set(type.name, { thing: type, file });
  for (const fn of facts.functions) {
    if (fn.receiver === null) {
      // A package may have several `main` and `init`: each is its own.
      const name = own.functions.has(fn.name) ? `${fn.name}#${path}#${fn.place.start}` : fn.name;
      own.functions.set(name, { thing: fn, file });
      continue;
    }
    const type = fn.receiver.type.name;
    const methods = own.methods.get(type) ?? new Map<string, Declared<GoFunction>>();
    methods.set(fn.name, { thing: fn, file });
    own.methods.set(type, methods);
  }
  for (const statement of facts.values)
    for (const [index, target] of statement.targets.entries())
      if (target.kind === 'name') own.values.set(target.name, { thing: { statement, index }, file });
}

/** Without a `go.mod` an import is the folder that its end names, where there is only one. */
function suffixes(packages: ReadonlyMap<string, GoPackage>): (importPath: string) => GoPackage | null {
  return (importPath) => {
    const parts = importPath.split('/');
    if (parts.length < 2) return null;
    for (let from = 1; from < parts.length; from++) {
      const found = packages.get(parts.slice(from).join('/'));
      if (found !== undefined) return found;
    }
    return null;
  };
}

function methodIndex(packages: ReadonlyMap<string, GoPackage>): Map<string, Declared<GoFunction>[]> {
  const index = new Map<string, Declared<GoFunction>[]>();
  for (const each of packages.values())
    for (const methods of each.methods.values())
      for (const [name, method] of methods) index.set(name, [...(index.get(name) ?? []), method]);
  return index;
}

function resolveType(
  type: GoType,
  file: SourceFile,
  imported: (importPath: string) => GoPackage | null,
): ResolvedType | null {
  const { name, isList } = type;
  if (name === '' || name === 'func') return null;
  if (type.package === null) {
    if (file.package.types.has(name)) return { folder: file.package.folder, importPath: null, name, isList };
    const dotted = file.facts.dotImports.find((path) => imported(path)?.types.has(name) ?? true);
    if (dotted === undefined) return null;
    return { folder: imported(dotted)?.folder ?? null, importPath: dotted, name, isList };
  }
  const importPath = file.facts.imports[type.package];
  if (importPath === undefined) return null;
  const local = imported(importPath);
  return { folder: local?.folder ?? null, importPath: local === null ? importPath : null, name, isList };
}
