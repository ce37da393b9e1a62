import type { PhpClass, PhpFacts, PhpMethod } from './php-file.ts';
import type { PhpValue } from './value.ts';

export interface PhpClasses {
  readonly all: readonly PhpClass[];
  named(name: string): PhpClass | null;
  /** A class with all that it inherits and uses. */
  lineage(name: string): PhpLineage;
}

export interface PhpLineage {
  /** Itself first, then its traits, then its superclass. */
  readonly classes: readonly PhpClass[];
  /** Full names of all it is made of, also of those that no file defines. */
  readonly ancestors: ReadonlySet<string>;
  readonly methods: ReadonlyMap<string, PhpMethod>;
  readonly constants: ReadonlyMap<string, PhpValue>;
}

const maxAncestors = 40;

export function indexClasses(facts: ReadonlyMap<string, PhpFacts>): PhpClasses {
  const all = [...facts.values()].flatMap(({ classes }) => classes);
  const byName = new Map(all.map((each) => [each.name, each]));
  const lineages = new Map<string, PhpLineage>();
  const read = (name: string): PhpLineage => {
    const classes: PhpClass[] = [];
    const ancestors = new Set<string>();
    const queue = [name];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (ancestors.has(next) || ancestors.size > maxAncestors) continue;
      ancestors.add(next);
      const found = byName.get(next);
      if (found === undefined) continue;
      classes.push(found);
      queue.push(...found.traits, ...(found.parent === null ? [] : [found.parent]));
    }
    const methods = new Map<string, PhpMethod>();
    const constants = new Map<string, PhpValue>();
    for (const each of classes) {
      for (const method of each.methods) if (!methods.has(method.name)) methods.set(method.name, method);
      for (const [constant, value] of each.constants)
        if (!constants.has(constant)) constants.set(constant, value);
    }
    return { classes, ancestors, methods, constants };
  };
  return {
    all,
    named: (name) => byName.get(name) ?? null,
    lineage(name) {
      const known = lineages.get(name) ?? read(name);
      lineages.set(name, known);
      return known;
    },
  };
}

/** A value with constants of classes put in, as a text; null where it is none. */
export function constantText(
  value: PhpValue | null,
  classes: PhpClasses,
  self: string | null,
  variables: Variables = noVariables,
): string | null {
  return textOf(value, classes, self, variables, 0);
}

export type Variables = ReadonlyMap<string, PhpValue>;

const noVariables: Variables = new Map();

function textOf(
  value: PhpValue | null,
  classes: PhpClasses,
  self: string | null,
  variables: Variables,
  step: number,
): string | null {
  if (value === null || step > 6) return null;
  if (value.kind === 'text') return value.text;
  if (value.kind === 'class') return value.name;
  if (value.kind === 'variable')
    return textOf(variables.get(value.name) ?? null, classes, self, variables, step + 1);
  if (value.kind === 'constant') {
    const of = /^(?:self|static|parent)$/.test(value.of) ? self : value.of;
    return of === null
      ? null
      : textOf(classes.lineage(of).constants.get(value.name) ?? null, classes, of, variables, step + 1);
  }
  if (value.kind !== 'joined') return null;
  const parts = value.parts.map((part) => textOf(part, classes, self, variables, step + 1));
  return parts.every((part) => part !== null) ? parts.join('') : null;
}
