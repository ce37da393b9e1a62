import { noChecks } from '../routes.ts';
import type { GoType } from './facts.ts';
import type { GoLibrary } from './library.ts';
import type { GoPackage, Packages, ResolvedType, SourceFile } from './packages.ts';
import type { Registrar } from './registrar.ts';
import type { FunctionValue, ObjectValue, RouterValue, Value } from './values.ts';

/** What values of the program's types hold: their own fields, then what is known of any value of the type. */
export class Objects {
  readonly packages: Packages;
  readonly registrar: Registrar;
  readonly libraries: readonly GoLibrary[];
  readonly #instances = new Map<string, ObjectValue>();

  constructor(packages: Packages, registrar: Registrar, libraries: readonly GoLibrary[]) {
    this.packages = packages;
    this.registrar = registrar;
    this.libraries = libraries;
  }

  /** Somebody who is not seen has this router, and may mount it. */
  handOver({ router }: RouterValue): void {
    const library = this.libraries.find(({ id }) => id === router.library);
    if (library?.isMounted === true) this.registrar.handOver(router);
  }

  setField(object: Value, name: string, value: Value): void {
    if (object.kind !== 'object' || value.kind === 'unknown') return;
    object.fields.set(name, value);
    // A handler that embeds a router is mounted as itself, which is not seen.
    const declared = value.kind === 'router' ? this.structOf(object.type) : undefined;
    if (
      value.kind === 'router' &&
      declared?.thing.fields.some((field) => field.isEmbedded && field.name === name)
    )
      this.handOver(value);
    // What one value of a type holds is the best that is known of its others.
    this.instance(object.type).fields.set(name, value);
  }

  field(object: ObjectValue, name: string, depth = 0): Value | null {
    const known = object.fields.get(name) ?? this.instance(object.type).fields.get(name);
    if (known !== undefined) return known;
    const { folder, name: typeName } = object.type;
    const declared = folder === null ? undefined : this.packages.inFolder(folder)?.types.get(typeName);
    if (declared === undefined || depth > 5) return null;
    const field = declared.thing.fields.find((each) => each.name === name);
    if (field !== undefined) {
      const value = this.ofType(field.type, declared.file, `${typeName}.${name}`);
      if (value.kind !== 'unknown') this.instance(object.type).fields.set(name, value);
      return value;
    }
    for (const embedded of declared.thing.fields) {
      if (!embedded.isEmbedded) continue;
      const inner = this.field(object, embedded.name, depth + 1);
      const found = inner?.kind === 'object' ? this.field(inner, name, depth + 1) : null;
      if (found !== null) return found;
    }
    return null;
  }

  /** A method of a type, also through what it embeds. */
  method(type: ResolvedType, name: string, self: Value, depth = 0): FunctionValue | null {
    const own = type.folder === null ? null : this.packages.inFolder(type.folder);
    const found = own?.methods.get(type.name)?.get(name);
    if (found !== undefined)
      return { kind: 'function', function: found.thing, file: found.file, self, scope: null };
    const declared = own?.types.get(type.name);
    if (declared === undefined || depth > 5 || self.kind !== 'object') return null;
    for (const embedded of declared.thing.fields) {
      if (!embedded.isEmbedded) continue;
      const inner = this.field(self, embedded.name);
      const inherited = inner?.kind === 'object' ? this.method(inner.type, name, inner, depth + 1) : null;
      if (inherited !== null) return inherited;
    }
    return null;
  }

  structOf(type: ResolvedType | null): ReturnType<GoPackage['types']['get']> {
    return type === null || type.folder === null
      ? undefined
      : this.packages.inFolder(type.folder)?.types.get(type.name);
  }

  /** What all values of a type hold, as far as it was seen. */
  instance(type: ResolvedType): ObjectValue {
    const key = `${type.folder ?? type.importPath} ${type.name}`;
    const known = this.#instances.get(key);
    if (known !== undefined) return known;
    const made: ObjectValue = { kind: 'object', type, fields: new Map() };
    this.#instances.set(key, made);
    return made;
  }

  /** A value of which only the type is known: a router where its type is one. */
  ofType(type: GoType, file: SourceFile, name: string | number): Value {
    const resolved = this.packages.resolve(type, file);
    if (resolved === null || resolved.isList) return { kind: 'unknown', type: resolved };
    const library = this.libraryOf(resolved.importPath);
    const role = library?.types.get(resolved.name);
    if (library === null || role === undefined) return this.typed(resolved);
    const router = this.registrar.placeholder(library.id, role, file.path, name);
    return { kind: 'router', router, checks: noChecks, stripped: '' };
  }

  typed(type: ResolvedType | null): Value {
    const declared = this.structOf(type);
    const isObject = declared !== undefined && !declared.thing.isInterface && type?.isList === false;
    return isObject && type !== null ? this.instance(type) : { kind: 'unknown', type };
  }

  libraryOf(importPath: string | null): GoLibrary | null {
    if (importPath === null) return null;
    return this.libraries.find(({ packages }) => packages.test(importPath)) ?? null;
  }
}
