import type { ClassEntry, ClassIndex, Scope } from './class-index.ts';
import type { Annotation, ClassFact, FunctionFact, Parameter } from './class-model.ts';

/** Methods of one class with its bases: generated clients have thousands, and none of them is a route. */
const maxMethods = 5_000;

/** A method of a class with what it takes over from the methods that it overrides. */
export interface MergedMethod {
  /** The one that runs. */
  readonly fact: FunctionFact;
  readonly scope: Scope;
  /** Its own annotations and those of what it overrides, nearest first, each with where it is written. */
  readonly annotations: readonly PlacedAnnotation[];
  readonly parameters: readonly MergedParameter[];
}

export interface PlacedAnnotation {
  readonly annotation: Annotation;
  readonly scope: Scope;
}

export interface MergedParameter {
  readonly fact: Parameter;
  readonly annotations: readonly PlacedAnnotation[];
}

interface Pending {
  readonly fact: FunctionFact;
  readonly scope: Scope;
  readonly overridden: { readonly fact: FunctionFact; readonly scope: Scope }[];
}

/** All methods that objects of a class answer to. */
export function mergedMethods(entry: ClassEntry, index: ClassIndex): MergedMethod[] {
  const byName = new Map<string, Pending[]>();
  let count = 0;
  for (const { fact: owner, file } of [entry, ...index.bases(entry)]) {
    const level: Pending[] = [];
    for (const fact of owner.methods) {
      if (++count > maxMethods) break;
      if (fact.modifiers.includes('private')) continue;
      const scope = { file: index.fileOf(fact.place, file), owner };
      const heir = byName.get(fact.name)?.find((pending) => overrides(pending.fact, fact, owner));
      if (heir === undefined) level.push({ fact, scope, overridden: [] });
      else heir.overridden.push({ fact, scope });
    }
    // Overloads of one class are methods of their own.
    for (const pending of level) {
      const list = byName.get(pending.fact.name);
      if (list === undefined) byName.set(pending.fact.name, [pending]);
      else list.push(pending);
    }
  }
  return [...byName.values()].flat().map(merge);
}

function merge({ fact, scope, overridden }: Pending): MergedMethod {
  const all = [{ fact, scope }, ...overridden];
  return {
    fact: fact.hasBody ? fact : (overridden.find((each) => each.fact.hasBody)?.fact ?? fact),
    scope: fact.hasBody ? scope : (overridden.find((each) => each.fact.hasBody)?.scope ?? scope),
    annotations: all.flatMap((each) => placed(each.fact.annotations, each.scope)),
    parameters: fact.parameters.map((parameter, at) => ({
      fact: parameter,
      annotations: all.flatMap((each) => placed(each.fact.parameters[at]?.annotations ?? [], each.scope)),
    })),
  };
}

export function placed(annotations: readonly Annotation[], scope: Scope): PlacedAnnotation[] {
  return annotations.map((annotation) => ({ annotation, scope }));
}

/** Same name and types, where a type parameter of the base stands for any type. */
function overrides(method: FunctionFact, base: FunctionFact, owner: ClassFact): boolean {
  return (
    method.parameters.length === base.parameters.length &&
    base.parameters.every((parameter, at) => {
      const type = plainType(parameter.type);
      const own = plainType(method.parameters[at]?.type ?? '');
      return (
        type === own ||
        owner.typeParameters.includes(type) ||
        owner.typeParameters.includes(type.replace(/\[\]$/, ''))
      );
    })
  );
}

/** A type's simple name without its arguments. */
function plainType(type: string): string {
  const name = /^[\w.]+/.exec(type)?.[0] ?? type;
  return name.slice(name.lastIndexOf('.') + 1);
}
