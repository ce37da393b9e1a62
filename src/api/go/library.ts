import type { GoExpression } from './facts.ts';
import type { Machine } from './machine.ts';
import type { Argument, RouterValue, RouteValue, Value } from './values.ts';

export type Role = 'application' | 'router';

export interface LibraryCall {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly call: Extract<GoExpression, { kind: 'call' }>;
  readonly machine: Machine;
}

/** How one library of Go makes routers and registers routes. */
export interface GoLibrary {
  readonly id: string;
  /** Import paths of its packages. */
  readonly packages: RegExp;
  /** Functions that make a router. */
  readonly constructors: ReadonlyMap<string, Role>;
  /** Types whose values are routers. */
  readonly types: ReadonlyMap<string, Role>;
  /** Whether its routers are put inside others by what holds them. */
  readonly isMounted: boolean;
  /** Methods of its routers; null for what is none. */
  method(router: RouterValue, call: LibraryCall): Value | null;
  /** Methods of a route that is described step by step. */
  route?(route: RouteValue, call: LibraryCall): Value | null;
  /** Functions of its packages beside constructors. */
  function?(call: LibraryCall): Value | null;
}
