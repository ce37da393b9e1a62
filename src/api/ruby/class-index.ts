import type { RubyCall } from './calls.ts';
import type { RubyClass, RubyFacts, RubyMethod } from './ruby-file.ts';
import type { RubyValue } from './value.ts';

/** Classes and modules of all files by name, with what they inherit. */
export interface ClassIndex {
  named(name: string): readonly RubyClass[];
  /** The name that `name` stands for inside of `from`, null where no file defines it. */
  resolve(name: string, from: string): string | null;
  /** What a class is made of, from its most distant ancestor to itself; each once, whatever the circles. */
  lineage(name: string): Lineage;
}

export interface Lineage {
  /** Declarations in the order in which they are carried out, those of included modules in their place. */
  readonly calls: readonly RubyCall[];
  /** By name; the nearest one. */
  readonly methods: ReadonlyMap<string, RubyMethod>;
  readonly classMethods: ReadonlyMap<string, RubyMethod>;
  readonly constants: ReadonlyMap<string, RubyValue>;
  /** Names of the classes and modules it is made of, itself among them. */
  readonly ancestors: ReadonlySet<string>;
  /** The first superclass that no file defines, as written; null where there is none. */
  readonly beyond: string | null;
}

/** Ancestors that are followed. */
const maxAncestors = 60;

export function indexClasses(facts: ReadonlyMap<string, RubyFacts>): ClassIndex {
  const classes = Map.groupBy(
    [...facts.values()].flatMap((file) => file.classes),
    ({ name }) => name,
  );
  const lineages = new Map<string, Lineage>();
  const resolve = (name: string, from: string): string | null => {
    const nesting = from.split('::');
    for (let length = nesting.length; length >= 0; length--) {
      const full = [...nesting.slice(0, length), name].join('::');
      if (classes.has(full) && full !== from) return full;
    }
    return null;
  };
  return {
    named: (name) => classes.get(name) ?? [],
    resolve,
    lineage(name) {
      const known = lineages.get(name);
      if (known !== undefined) return known;
      const found = readLineage(name, classes, resolve);
      lineages.set(name, found);
      return found;
    },
  };
}

interface Growing {
  readonly ancestors: Set<string>;
  readonly calls: RubyCall[];
  readonly methods: Map<string, RubyMethod>;
  readonly classMethods: Map<string, RubyMethod>;
  readonly constants: Map<string, RubyValue>;
  beyond: string | null;
}

function readLineage(
  name: string,
  classes: ReadonlyMap<string, readonly RubyClass[]>,
  resolve: ClassIndex['resolve'],
): Lineage {
  const seen = new Set<string>();
  const grown: Growing = {
    ancestors: seen,
    calls: [],
    methods: new Map(),
    classMethods: new Map(),
    constants: new Map(),
    beyond: null,
  };
  const add = (current: string, isIncluded: boolean): void => {
    if (seen.has(current) || seen.size > maxAncestors) return;
    seen.add(current);
    const parts = classes.get(current) ?? [];
    for (const { superclass } of parts) {
      if (superclass === null) continue;
      const parent = resolve(superclass, current);
      if (parent === null) grown.beyond ??= superclass;
      else add(parent, isIncluded);
    }
    for (const part of parts) addPart(part, isIncluded);
  };
  const addPart = (part: RubyClass, isIncluded: boolean): void => {
    const own = part.calls.filter(({ name }) => name !== 'included' && name !== 'class_methods');
    // What a module declares for itself does not hold for those that include it; `included do` does.
    const declared = part.calls.flatMap((call) =>
      call.name === 'included' || call.name === 'prepended' ? (call.block?.calls ?? []) : [],
    );
    for (const call of isIncluded && part.isModule ? [...own.filter(isInclude), ...declared] : own) {
      if (isInclude(call) || call.name === 'extend') {
        for (const arg of call.args) {
          const module = arg.kind === 'constant' ? resolve(arg.name, part.name) : null;
          if (module === null) continue;
          add(module, true);
          // `extend ActiveSupport::Concern` aside, a module's `ClassMethods` become the class's.
          const inner = classes.get(`${module}::ClassMethods`) ?? [];
          const extended = call.name === 'extend' ? [...inner, ...(classes.get(module) ?? [])] : inner;
          for (const { methods } of extended)
            for (const method of methods) grown.classMethods.set(method.name, method);
        }
      } else grown.calls.push(call);
    }
    for (const call of part.calls) {
      const [constant, value] = call.args;
      if (call.name === '=' && constant?.kind === 'text' && value !== undefined)
        grown.constants.set(constant.text, value);
    }
    for (const method of part.methods)
      (method.ofClass ? grown.classMethods : grown.methods).set(method.name, method);
  };
  add(name, false);
  return grown;
}

function isInclude(call: RubyCall): boolean {
  return call.name === 'include' || call.name === 'prepend';
}
