import type { Seen } from '../endpoint.ts';
import type { HandlerFacts } from '../handler-facts.ts';
import type { Place } from '../seen.ts';

/** A named type, or what a list, map or variadic parameter of it holds. */
export interface GoType {
  /** The package's name in this file, null for a type of the same package. */
  readonly package: string | null;
  /** `func` for function types, '' for what has no name. */
  readonly name: string;
  readonly isList: boolean;
}

export interface GoParameter {
  readonly name: string;
  readonly type: GoType;
  readonly isVariadic: boolean;
  readonly offset: number;
}

export interface GoFunction {
  readonly name: string;
  readonly receiver: GoParameter | null;
  readonly parameters: readonly GoParameter[];
  readonly results: readonly GoType[];
  /** null where it cannot register anything. */
  readonly body: readonly GoStatement[] | null;
  /** What it does as a handler, or as a middleware; null where its signature is of neither. */
  readonly handler: HandlerFacts | null;
  readonly place: Place;
}

/** An expression as far as it may lead to a router, a handler or a text. */
export type GoExpression =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'name'; readonly name: string; readonly seen: Seen }
  | {
      readonly kind: 'member';
      readonly of: GoExpression;
      readonly name: string;
      readonly seen: Seen;
    }
  | {
      readonly kind: 'call';
      readonly callee: GoExpression;
      readonly args: readonly GoExpression[];
      /** True where the last argument is a list that is spread: `mws...`. */
      readonly isSpread: boolean;
      readonly seen: Seen;
      readonly place: Place;
    }
  | { readonly kind: 'function'; readonly function: GoFunction; readonly seen: Seen }
  | {
      readonly kind: 'composite';
      readonly type: GoType | null;
      /** Names of the fields of a type that has no name: `[]struct{ path string }`. */
      readonly fields: readonly string[];
      readonly items: readonly { readonly key: GoExpression | null; readonly value: GoExpression }[];
      readonly seen: Seen;
    }
  | { readonly kind: 'sum'; readonly left: GoExpression; readonly right: GoExpression }
  | { readonly kind: 'cast'; readonly to: GoType; readonly value: GoExpression }
  | { readonly kind: 'element'; readonly of: GoExpression }
  | { readonly kind: 'nil' }
  | { readonly kind: 'unknown' };

export type GoStatement =
  | {
      readonly kind: 'set';
      readonly targets: readonly GoExpression[];
      readonly values: readonly GoExpression[];
      readonly isNew: boolean;
      /** Of `var x T`. */
      readonly type: GoType | null;
    }
  | { readonly kind: 'do'; readonly value: GoExpression }
  | { readonly kind: 'return'; readonly values: readonly GoExpression[] }
  | {
      readonly kind: 'each';
      readonly names: readonly string[];
      readonly over: GoExpression;
      readonly body: readonly GoStatement[];
    }
  | { readonly kind: 'block'; readonly body: readonly GoStatement[] };

export interface GoStruct {
  readonly name: string;
  /** Name of the type for an embedded field. */
  readonly fields: readonly { readonly name: string; readonly type: GoType; readonly isEmbedded: boolean }[];
  /** What it is another name of, or a list of: `type Routes []Route`. */
  readonly of: GoType | null;
  readonly isInterface: boolean;
}

/** What one file of Go says. */
export interface GoFile {
  readonly package: string;
  /** Import paths by the name that this file gives them. */
  readonly imports: Readonly<Record<string, string>>;
  readonly dotImports: readonly string[];
  readonly types: readonly GoStruct[];
  readonly functions: readonly GoFunction[];
  /** Constants and variables of the package. */
  readonly values: readonly Extract<GoStatement, { kind: 'set' }>[];
  /** Of a `go.mod`: the path that imports of this repository begin with. */
  readonly module: string | null;
}
