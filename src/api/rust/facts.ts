import type { Seen } from '../endpoint.ts';
import type { HandlerFacts } from '../handler-facts.ts';
import type { Place } from '../seen.ts';

/** An expression as far as it may lead to a router, a handler or a text. */
export type RustExpression =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  /** `users::list`; `generic` is what stands in `::<…>`. */
  | {
      readonly kind: 'path';
      readonly segments: readonly string[];
      readonly generic: string;
      readonly seen: Seen;
    }
  | {
      readonly kind: 'call';
      readonly callee: RustExpression;
      readonly args: readonly RustExpression[];
      readonly seen: Seen;
      readonly place: Place;
    }
  | {
      readonly kind: 'method';
      readonly of: RustExpression;
      readonly name: string;
      readonly args: readonly RustExpression[];
      readonly seen: Seen;
      readonly place: Place;
    }
  | { readonly kind: 'field'; readonly of: RustExpression; readonly name: string }
  | { readonly kind: 'closure'; readonly function: RustFunction; readonly seen: Seen }
  /** `routes![a, b::c]`, `format!("{}/x", BASE)`: paths and texts that stand between its commas. */
  | {
      readonly kind: 'macro';
      readonly name: string;
      readonly parts: readonly RustExpression[];
      readonly place: Place;
    }
  | { readonly kind: 'list'; readonly items: readonly RustExpression[] }
  | { readonly kind: 'block'; readonly body: readonly RustStatement[] }
  /** Ways that may be taken: `if`, `match`. */
  | { readonly kind: 'branches'; readonly ways: readonly RustExpression[] }
  | { readonly kind: 'unknown' };

export type RustStatement =
  | { readonly kind: 'let'; readonly name: string; readonly value: RustExpression }
  | { readonly kind: 'assign'; readonly name: string; readonly value: RustExpression }
  | { readonly kind: 'do'; readonly value: RustExpression; readonly isReturn: boolean }
  | {
      readonly kind: 'each';
      readonly name: string;
      readonly over: RustExpression;
      readonly body: readonly RustStatement[];
    };

export interface RustParameter {
  readonly name: string;
  /** As written, without references: `web::Json<NewUser>`. */
  readonly type: string;
  readonly line: number;
}

/** `#[get("/users/{id}", wrap = "Auth")]` */
export interface RustAttribute {
  readonly name: string;
  /** Texts and words between the parentheses, in order; `key = "value"` as one. */
  readonly parts: readonly { readonly key: string | null; readonly text: string; readonly isText: boolean }[];
  readonly place: Place;
}

export interface RustFunction {
  /** Modules inside the file, then the type of an `impl`. */
  readonly inside: readonly string[];
  readonly name: string;
  readonly parameters: readonly RustParameter[];
  readonly result: string;
  readonly attributes: readonly RustAttribute[];
  /** null where it cannot register anything. */
  readonly body: readonly RustStatement[] | null;
  readonly handler: HandlerFacts | null;
  readonly place: Place;
}

export interface RustUse {
  readonly inside: readonly string[];
  /** `*` for all of a module. */
  readonly alias: string;
  readonly path: readonly string[];
}

/** A type that a request is turned into before a handler is called: what it refuses with. */
export interface RustGuard {
  readonly type: string;
  readonly statuses: readonly number[];
}

export interface RustFile {
  readonly functions: readonly RustFunction[];
  readonly uses: readonly RustUse[];
  readonly constants: readonly {
    readonly inside: readonly string[];
    readonly name: string;
    readonly value: RustExpression;
  }[];
  readonly guards: readonly RustGuard[];
  /** Of a `Cargo.toml`: the package's name. */
  readonly crate: string | null;
}
