import type { Dialect } from '../../sql/dialect.ts';
import type { SchemaModel } from '../../sql/schema/model.ts';
import type { Statement } from '../../sql/statement.ts';

/** One step of a change that is made without an outage: a migration by itself, or a release of the code. */
export type RolloutStep =
  | {
      readonly kind: 'migration';
      /** What it is for: words with code in backticks, as in a rule (see `fill`). */
      readonly text: string;
      /** Snake case, becomes part of the file's name. */
      readonly name: string;
      readonly sql: string;
      readonly transaction: boolean;
    }
  | {
      readonly kind: 'release';
      /** What the code does from this release on. */
      readonly text: string;
    };

/**
 * A change in steps between which old and new code both work (expand and contract), in the order in which they are made.
 * Each migration follows when the release before it runs on all servers.
 */
export type Rollout = readonly RolloutStep[];

/** What a rollout is made for. */
export interface RolloutContext {
  /** What exists just before the change. */
  readonly before: SchemaModel;
  readonly dialect: Dialect;
  /** Major version. */
  readonly postgresVersion: number;
  /** The whole of what it is a part of: all that is done before it, and what exists before and after all. */
  readonly change: {
    readonly base: SchemaModel;
    readonly earlier: readonly Statement[];
    readonly after: SchemaModel;
  };
}
