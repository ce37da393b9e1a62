import type { Checks } from '../routes.ts';
import type { Place } from '../seen.ts';
import type { Container } from './containers.ts';
import type { RustExpression, RustFunction } from './facts.ts';

export interface FunctionValue {
  readonly kind: 'function';
  readonly function: RustFunction;
  readonly module: readonly string[];
  readonly scope: Scope | null;
}

/** `get(list).post(create)`, `web::get().to(list)`. */
export interface MethodsValue {
  readonly kind: 'methods';
  entries: readonly MethodEntry[];
}

export interface MethodEntry {
  readonly method: string;
  readonly handler: Argument | null;
  readonly checks: Checks;
  readonly place: Place;
}

export type Value =
  | { readonly kind: 'text'; readonly text: string; readonly isWhole: boolean }
  | { readonly kind: 'list'; readonly items: Argument[] }
  | { readonly kind: 'made'; readonly expression: RustExpression; readonly args: readonly Argument[] }
  | { readonly kind: 'unknown' }
  | FunctionValue
  | MethodsValue
  | Container;

export interface Argument {
  readonly value: Value;
  readonly expression: RustExpression;
}

export interface Scope {
  readonly names: Map<string, Value>;
  readonly parent: Scope | null;
  readonly module: readonly string[];
}

export const unknownValue: Value = { kind: 'unknown' };
