import type { Seen } from '../endpoint.ts';
import type { Place } from '../seen.ts';

/*
 * What a file of a language with classes and annotations says, as plain data without its tree. Java, Kotlin and C# are
 * read into the same words: an attribute of C# is an annotation here, a namespace a package.
 */

/** A value or a call as it is written. What is of no use to routes is `other`. */
export type Expression =
  | { readonly kind: 'text'; readonly text: string }
  /** A dotted name: a constant, a variable, a class. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  /** Texts put together. */
  | { readonly kind: 'join'; readonly parts: readonly Expression[] }
  /** Calls one after the other on what the first was called on: `route().GET("/a", b)` has a null root and two links. */
  | { readonly kind: 'chain'; readonly root: Expression | null; readonly links: readonly Link[] }
  | Lambda
  /** A function that is named and not called: `handler::list`. */
  | { readonly kind: 'reference'; readonly owner: string | null; readonly name: string }
  | { readonly kind: 'assign'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'annotation'; readonly annotation: Annotation }
  | { readonly kind: 'other'; readonly text: string };

export interface Lambda {
  readonly kind: 'lambda';
  readonly annotations: readonly Annotation[];
  readonly parameters: readonly Parameter[];
  /** null where nothing in it looks like routes. */
  readonly statements: readonly Expression[] | null;
  readonly place: Place;
  /** As `Endpoint.handlerText`; null where lambdas stand too deep in each other. */
  readonly text: string | null;
}

export interface Argument {
  readonly name: string | null;
  readonly value: Expression;
}

export interface Link {
  readonly name: string;
  readonly args: readonly Argument[];
  /** Names of the type arguments. */
  readonly types: readonly string[];
  readonly isNew: boolean;
  readonly seen: Seen;
  readonly place: Place;
}

export interface Annotation {
  /** Dotted as it is written, without `Attribute` at its end. */
  readonly name: string;
  readonly args: readonly Argument[];
  readonly seen: Seen;
  readonly place: Place;
}

export interface Parameter {
  readonly name: string;
  /** As it is written, at most 200 characters. */
  readonly type: string;
  readonly annotations: readonly Annotation[];
  readonly seen: Seen;
}

/** A method, or a function outside of classes; of C# also the statements of a program, with an empty name. */
export interface FunctionFact {
  readonly name: string;
  /** The type it extends. */
  readonly receiver: string | null;
  readonly annotations: readonly Annotation[];
  readonly modifiers: readonly string[];
  readonly parameters: readonly Parameter[];
  /** Type of the result as it is written, '' where none is. */
  readonly returns: string;
  readonly place: Place;
  readonly hasBody: boolean;
  readonly text: string | null;
  /** What it does, one after the other; null where nothing in it looks like routes. */
  readonly statements: readonly Expression[] | null;
}

export interface ClassFact {
  /** With the classes around it: `Outer.Inner`. */
  readonly name: string;
  readonly package: string;
  readonly kind: 'class' | 'interface' | 'annotation';
  readonly annotations: readonly Annotation[];
  readonly modifiers: readonly string[];
  /** Superclass and interfaces, dotted as written, without type arguments. */
  readonly bases: readonly string[];
  /** What the constructor of the superclass is given. */
  readonly baseArgs: readonly Argument[];
  readonly typeParameters: readonly string[];
  /** Of the constructor that stands in the head of the class, or of the only one. */
  readonly parameters: readonly Parameter[];
  readonly methods: readonly FunctionFact[];
  readonly constants: readonly (readonly [string, Expression])[];
  /** Types of its fields by their names. */
  readonly fields: readonly (readonly [string, string])[];
  /** C#: whether its properties carry rules of data annotations. */
  readonly hasConstraints: boolean;
  readonly place: Place;
}

/** A call that may tell a status code or a limit. */
export interface CallFact {
  readonly name: string;
  /** The last name before it: `ResponseEntity` of `ResponseEntity.ok()`. */
  readonly receiver: string;
  readonly args: readonly Expression[];
  /** Names of the type arguments. */
  readonly types: readonly string[];
  readonly isNew: boolean;
  readonly offset: number;
  readonly seen: Seen;
}

export interface ClassFile {
  readonly path: string;
  readonly package: string;
  /** Simple names and what they stand for. */
  readonly imports: readonly (readonly [string, string])[];
  /** Packages, and classes whose members are meant, whose names are all known. */
  readonly wildcards: readonly string[];
  readonly classes: readonly ClassFact[];
  readonly constants: readonly (readonly [string, Expression])[];
  readonly functions: readonly FunctionFact[];
  /** By offset. */
  readonly calls: readonly CallFact[];
}

/** The last part of a dotted name. */
export function simpleName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The argument of this name; without names given, the first one where `first` is allowed. */
export function argumentOf(
  args: readonly Argument[],
  names: readonly string[],
  first = false,
): Expression | null {
  const named = args.find(({ name }) => name !== null && names.includes(name));
  if (named !== undefined) return named.value;
  const unnamed = first ? args.find(({ name }) => name === null) : undefined;
  return unnamed?.value ?? null;
}
