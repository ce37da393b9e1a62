import type { Side } from '../change/span.ts';
import type { Definitions } from '../code/definitions.ts';
import type { CodeModule, Program } from '../code/program.ts';
import type { Language } from '../code/syntax.ts';
import type { RouteFacts } from './routes.ts';

export interface FrameworkContext {
  readonly program: Program;
  readonly definitions: Definitions;
  readonly side: Side;
  /** Modules of the framework's languages whose text holds one of these words. */
  mentioning(words: readonly string[]): readonly CodeModule[];
}

/**
 * How one web framework registers routes. `start` is called once for a side and may look at the whole program when it
 * is first needed; what it returns reads one file. Files whose text holds none of `mentions` are read only when a router is handed to them.
 */
export interface WebFramework {
  readonly id: string;
  readonly title: string;
  readonly languages: readonly Language[];
  readonly mentions: readonly string[];
  start(context: FrameworkContext): (module: CodeModule) => RouteFacts;
}
