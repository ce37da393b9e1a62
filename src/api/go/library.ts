import type { Place } from '../seen.ts';
import type { GoExpression, GoStruct } from './facts.ts';
import type { Declared, GoPackage, Packages, ResolvedType } from './packages.ts';
import type { Registrar } from './registrar.ts';
import type {
  Argument,
  FunctionValue,
  ObjectValue,
  Role,
  RouterValue,
  RouteValue,
  Scope,
  Value,
} from './values.ts';

/** What follows a program, as those see it that it asks. */
export interface GoMachine {
  readonly packages: Packages;
  readonly registrar: Registrar;
  readonly libraries: readonly GoLibrary[];
  run(value: FunctionValue, args: readonly Argument[]): Value;
  called(
    target: FunctionValue,
    args: readonly Argument[],
    call: Extract<GoExpression, { kind: 'call' }>,
  ): Value;
  eval(expression: GoExpression, scope: Scope): Value;
  ofPackage(of: GoPackage, name: string): Value | null;
  field(object: ObjectValue, name: string): Value | null;
  setField(object: Value, name: string, value: Value): void;
  method(type: ResolvedType, name: string, self: Value): FunctionValue | null;
  structOf(type: ResolvedType | null): Declared<GoStruct> | undefined;
  libraryOf(importPath: string | null): GoLibrary | null;
  serve(router: RouterValue, at: Place): void;
}

export interface LibraryCall {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly call: Extract<GoExpression, { kind: 'call' }>;
  readonly machine: GoMachine;
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
