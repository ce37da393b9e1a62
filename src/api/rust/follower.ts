import type { Container } from './containers.ts';
import type { Crates } from './crates.ts';
import type { Argument, FunctionValue, Value } from './values.ts';

/** What follows a program, as the frameworks see it. */
export interface Follower {
  readonly crates: Crates;
  /** Keeps a router, so that it counts also where nothing is done with it. */
  own(container: Container): Container;
  run(value: FunctionValue, args: readonly Argument[]): Value;
}
