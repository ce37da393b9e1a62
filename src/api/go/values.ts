import type { Checks, RouterFact } from '../routes.ts';
import type { GoExpression, GoFunction } from './facts.ts';
import type { ResolvedType, SourceFile } from './packages.ts';

export type Role = 'application' | 'router';

export interface Router {
  readonly fact: RouterFact;
  /** Id of the library whose methods it has. */
  readonly library: string;
}

export interface RouterValue {
  readonly kind: 'router';
  readonly router: Router;
  /** What was put around it, or before its next routes: `auth(mux)`, `r.With(auth)`. */
  readonly checks: Checks;
  /** What `http.StripPrefix` takes away before it is asked. */
  readonly stripped: string;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly function: GoFunction;
  readonly file: SourceFile;
  readonly self: Value | null;
  readonly scope: Scope | null;
}

export interface ObjectValue {
  readonly kind: 'object';
  readonly type: ResolvedType;
  readonly fields: Map<string, Value>;
}

/** A call that was not looked into, or that wraps a handler. */
export interface CallValue {
  readonly kind: 'call';
  readonly callee: GoExpression;
  readonly args: readonly Argument[];
  /** Of a function of another module. */
  readonly importPath: string | null;
  readonly target: FunctionValue | null;
  readonly result: Value | null;
}

/** A route that is described step by step: `r.Path("/x").Methods("GET").Handler(h)`. */
export interface RouteValue {
  readonly kind: 'route';
  readonly router: RouterValue;
  path: Value;
  methods: string[];
  isPrefix: boolean;
  handler: Argument | null;
  readonly call: Extract<GoExpression, { kind: 'call' }>;
  readonly sequence: number;
}

export type Value =
  /** `isWhole` false: something that is not known stands before it. */
  | { readonly kind: 'text'; readonly text: string; readonly isWhole: boolean }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'package'; readonly importPath: string }
  | { readonly kind: 'external'; readonly importPath: string; readonly name: string }
  | { readonly kind: 'unknown'; readonly type: ResolvedType | null }
  | RouterValue
  | FunctionValue
  | ObjectValue
  | CallValue
  | RouteValue;

interface ListItem {
  readonly key: Value | null;
  readonly value: Value;
  readonly expression: GoExpression;
}

export interface Argument {
  readonly value: Value;
  readonly expression: GoExpression;
}

export interface Scope {
  readonly names: Map<string, Value>;
  readonly parent: Scope | null;
  readonly file: SourceFile;
}

export const unknownValue: Value = { kind: 'unknown', type: null };

export function textValue(text: string, isWhole = true): Value {
  return { kind: 'text', text, isWhole };
}

/** A text that is known whole. */
export function knownText(value: Value | undefined): string | null {
  return value?.kind === 'text' && value.isWhole ? value.text : null;
}

/** Arguments with those of lists opened: `mws...`, `chain(a, b)`. */
export function openLists(args: readonly Argument[], depth = 0): Argument[] {
  return args.flatMap((arg) =>
    arg.value.kind === 'list' && depth < 5 ? openLists(arg.value.items, depth + 1) : [arg],
  );
}
