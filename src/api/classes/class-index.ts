import {
  type ClassFact,
  type ClassFile,
  type Expression,
  type FunctionFact,
  simpleName,
} from './class-model.ts';

/** Base classes and interfaces of one class that are looked at. */
const maxBases = 60;
/** Constants made of constants that are followed. */
const maxConstants = 20;
/** Longest constant text that is of interest: paths are shorter. */
const maxText = 2_000;

export interface ClassEntry {
  readonly fact: ClassFact;
  readonly file: ClassFile;
}

/** Where a name is used: what it stands for depends on the file's imports and on the class around it. */
export interface Scope {
  readonly file: ClassFile;
  readonly owner: ClassFact | null;
}

/** Finds classes, constants and functions by the names that code uses for them, in all files that were read. */
export interface ClassIndex {
  readonly entries: readonly ClassEntry[];
  readonly files: readonly ClassFile[];
  /** The file that something was read in: of a class in several files it is not always that of the class. */
  fileOf(place: { readonly path: string }, otherwise: ClassFile): ClassFile;
  /** null for what was not read: classes of libraries, and of files that hold nothing of interest. */
  find(name: string, scope: Scope): ClassEntry | null;
  /** What a simple name is imported as, or the name itself: `org.x.Path` of `Path`. */
  fullName(name: string, scope: Scope): string;
  /** The classes and interfaces that a class takes over from, nearest first, without itself. */
  bases(entry: ClassEntry): readonly ClassEntry[];
  /** The text that an expression always is, null where that is not known. */
  text(value: Expression | null, scope: Scope): string | null;
  /** All texts of a list, or of a single one; null stands for each that is not known. */
  texts(value: Expression | null, scope: Scope): (string | null)[];
  /** Functions outside of classes and methods, by their simple name. */
  functions(name: string): readonly { readonly fact: FunctionFact; readonly scope: Scope }[];
}

/** `loose`: a name that no import tells is the only class of this name, if there is one (C#: namespaces are imported unseen). */
export function indexClasses(given: readonly ClassFile[], loose = false): ClassIndex {
  const files = given;
  const entries: ClassEntry[] = mergeParts(files);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const fileOf: ClassIndex['fileOf'] = ({ path }, otherwise) => byPath.get(path) ?? otherwise;
  const byFullName = new Map(entries.map((entry) => [fullNameOf(entry.fact), entry]));
  const bySimpleName = Map.groupBy(entries, ({ fact }) => simpleName(fact.name));
  const constants = new Map(
    files.flatMap((file) =>
      file.constants.map(([name, value]): [string, { value: Expression; scope: Scope }] => [
        qualified(file.package, name),
        { value, scope: { file, owner: null } },
      ]),
    ),
  );
  const functions = Map.groupBy(
    [
      ...files.flatMap((file) =>
        file.functions.map((fact) => ({ fact, scope: { file, owner: null } as Scope })),
      ),
      ...entries.flatMap(({ fact: owner, file }) =>
        owner.methods.map((fact) => ({ fact, scope: { file: fileOf(fact.place, file), owner } as Scope })),
      ),
    ],
    ({ fact }) => fact.name,
  );
  const imports = new Map<ClassFile, ReadonlyMap<string, string>>();
  const importsOf = (file: ClassFile): ReadonlyMap<string, string> => {
    let known = imports.get(file);
    if (known === undefined) {
      known = new Map(file.imports);
      imports.set(file, known);
    }
    return known;
  };

  const fullName = (name: string, { file }: Scope): string => {
    const [first = '', ...rest] = name.split('.');
    const imported = importsOf(file).get(first);
    return imported === undefined ? name : [imported, ...rest].join('.');
  };

  const lookUp = (name: string, scope: Scope): ClassEntry | null => {
    const { file, owner } = scope;
    for (
      let outer = owner?.name ?? '';
      outer !== '';
      outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')))
    ) {
      const found = byFullName.get(qualified(file.package, `${outer}.${name}`));
      if (found !== undefined) return found;
    }
    const first = name.split('.', 1)[0] ?? '';
    if (importsOf(file).has(first)) return byFullName.get(fullName(name, scope)) ?? null;
    for (let around = file.package; ; around = around.slice(0, Math.max(0, around.lastIndexOf('.')))) {
      const found = byFullName.get(qualified(around, name));
      if (found !== undefined) return found;
      if (!loose || around === '') break;
    }
    for (const wildcard of file.wildcards) {
      const found = byFullName.get(qualified(wildcard, name));
      if (found !== undefined) return found;
    }
    const direct = byFullName.get(name);
    if (direct !== undefined) return direct;
    const same = loose ? bySimpleName.get(name) : undefined;
    return same?.length === 1 ? (same[0] ?? null) : null;
  };

  const basesKnown = new Map<ClassEntry, readonly ClassEntry[]>();
  const bases = (entry: ClassEntry): readonly ClassEntry[] => {
    const known = basesKnown.get(entry);
    if (known !== undefined) return known;
    const found: ClassEntry[] = [];
    const seen = new Set([entry]);
    for (let queue = [entry]; queue.length > 0 && found.length < maxBases; ) {
      const next: ClassEntry[] = [];
      for (const { fact, file } of queue)
        for (const name of fact.bases) {
          const base = lookUp(name, { file, owner: outerOf(fact) });
          if (base === null || seen.has(base)) continue;
          seen.add(base);
          next.push(base);
        }
      found.push(...next);
      queue = next;
    }
    basesKnown.set(entry, found);
    return found;
  };

  const constantOf = (name: string, scope: Scope): { value: Expression; scope: Scope } | null => {
    const dot = name.lastIndexOf('.');
    if (dot !== -1) {
      const owner = lookUp(name.slice(0, dot), scope);
      return owner === null ? null : memberOf(owner, name.slice(dot + 1));
    }
    const { file, owner } = scope;
    for (
      let outer = owner?.name ?? '';
      outer !== '';
      outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')))
    ) {
      const around = byFullName.get(qualified(file.package, outer));
      const member = around === undefined ? null : memberOf(around, name);
      if (member !== null) return member;
    }
    const imported = importsOf(file).get(name);
    if (imported !== undefined) return constants.get(imported) ?? staticMember(imported);
    const local = constants.get(qualified(file.package, name));
    if (local !== undefined) return local;
    for (const wildcard of file.wildcards) {
      const found = constants.get(`${wildcard}.${name}`) ?? staticMember(`${wildcard}.${name}`);
      if (found !== null && found !== undefined) return found;
    }
    return null;
  };
  const staticMember = (full: string): { value: Expression; scope: Scope } | null => {
    const dot = full.lastIndexOf('.');
    const owner = dot === -1 ? undefined : byFullName.get(full.slice(0, dot));
    return owner === undefined ? null : memberOf(owner, full.slice(dot + 1));
  };
  const memberOf = (entry: ClassEntry, name: string): { value: Expression; scope: Scope } | null => {
    for (const { fact, file } of [entry, ...bases(entry)]) {
      const value = fact.constants.find(([constant]) => constant === name)?.[1];
      if (value !== undefined) return { value, scope: { file, owner: fact } };
    }
    return null;
  };

  const text = (value: Expression | null, scope: Scope, depth = 0): string | null => {
    if (value === null || depth > maxConstants) return null;
    switch (value.kind) {
      case 'text':
        return value.text;
      case 'name': {
        const constant = constantOf(value.name, scope);
        return constant === null ? null : text(constant.value, constant.scope, depth + 1);
      }
      case 'join': {
        let joined = '';
        for (const part of value.parts) {
          const known = text(part, scope, depth + 1);
          if (known === null || joined.length > maxText) return null;
          joined += known;
        }
        return joined;
      }
      case 'list':
        return value.items.length === 1 ? text(value.items[0] ?? null, scope, depth + 1) : null;
      default:
        return null;
    }
  };

  return {
    entries,
    files,
    fileOf,
    find: lookUp,
    fullName,
    bases,
    text: (value, scope) => text(value, scope),
    texts: (value, scope) => listOf(value).map((item) => text(item, scope)),
    functions: (name) => functions.get(name) ?? [],
  };
}

/** The items of a list, `arrayOf(…)` or a single value. */
export function listOf(value: Expression | null): readonly Expression[] {
  if (value === null) return [];
  if (value.kind === 'list') return value.items;
  const link = value.kind === 'chain' && value.links.length === 1 ? value.links[0] : undefined;
  if (link !== undefined && /^(?:arrayOf|listOf|of|asList)$/.test(link.name))
    return link.args.map((arg) => arg.value);
  return [value];
}

/** A class that is written in several files (C#) is one. */
function mergeParts(files: readonly ClassFile[]): ClassEntry[] {
  const merged = new Map<string, ClassEntry>();
  for (const file of files)
    for (const fact of file.classes) {
      const name = fullNameOf(fact);
      const known = merged.get(name);
      if (known === undefined || !fact.modifiers.includes('partial')) {
        merged.set(known === undefined ? name : `${name} ${file.path}`, { fact, file });
        continue;
      }
      merged.set(name, {
        file: known.file,
        fact: {
          ...known.fact,
          annotations: [...known.fact.annotations, ...fact.annotations],
          modifiers: [...new Set([...known.fact.modifiers, ...fact.modifiers])],
          bases: [...known.fact.bases, ...fact.bases],
          methods: [...known.fact.methods, ...fact.methods],
          constants: [...known.fact.constants, ...fact.constants],
          fields: [...known.fact.fields, ...fact.fields],
          hasConstraints: known.fact.hasConstraints || fact.hasConstraints,
        },
      });
    }
  return [...merged.values()];
}

function fullNameOf(fact: ClassFact): string {
  return qualified(fact.package, fact.name);
}

function qualified(packageName: string, name: string): string {
  return packageName === '' ? name : `${packageName}.${name}`;
}

/** Bases are named in the scope around a class; of that only its name is needed. */
function outerOf(fact: ClassFact): ClassFact | null {
  return fact.name.includes('.') ? { ...fact, name: fact.name.slice(0, fact.name.lastIndexOf('.')) } : fact;
}
