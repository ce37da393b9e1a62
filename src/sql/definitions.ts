import type { ObjectName } from './object-name.ts';

/** A type after the dialect's aliases were resolved (`int4`, `int` are `integer`). */
export interface ColumnType {
  readonly schema: string | null;
  /** Canonical lower-case name: `integer`, `character varying`, `numeric`, `timestamp with time zone`, or a user's type. */
  readonly name: string;
  /** Length, precision, scale. Empty where not given. */
  readonly modifiers: readonly number[];
  /** Dimensions of an array type, 0 for none. */
  readonly dimensions: number;
  /** As written. */
  readonly text: string;
}

export type Volatility = 'immutable' | 'stable' | 'volatile' | 'unknown';

export interface Expression {
  /** As written. */
  readonly text: string;
  /** `null` is the literal NULL, `constant` any other literal (casts of literals included). */
  readonly kind: 'null' | 'constant' | 'other';
  /** The most volatile function it calls; `unknown` where it calls a function of the user. */
  readonly volatility: Volatility;
  /** Names of functions called, folded, schema left out when `pg_catalog`. */
  readonly functions: readonly string[];
  /** Columns named, folded. */
  readonly columns: readonly string[];
}

export type ReferentialAction = 'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default';

interface ConstraintBase {
  /** null where the database names it. */
  readonly name: string | null;
  readonly deferrable: boolean;
}

export type TableConstraint =
  | (ConstraintBase & {
      readonly kind: 'primary-key';
      readonly columns: readonly string[];
      /** The existing index it takes over (`USING INDEX`). */
      readonly usingIndex: string | null;
    })
  | (ConstraintBase & {
      readonly kind: 'unique';
      readonly columns: readonly string[];
      readonly usingIndex: string | null;
      readonly nullsNotDistinct: boolean;
    })
  | (ConstraintBase & {
      readonly kind: 'check';
      readonly expression: Expression;
      readonly notValid: boolean;
      /** The column where the expression is exactly `column IS NOT NULL`, else null. */
      readonly provesNotNull: string | null;
    })
  | (ConstraintBase & {
      readonly kind: 'foreign-key';
      readonly columns: readonly string[];
      readonly references: ObjectName;
      /** Empty where the text leaves it to the primary key. */
      readonly referencedColumns: readonly string[];
      readonly onDelete: ReferentialAction;
      readonly onUpdate: ReferentialAction;
      readonly notValid: boolean;
    })
  | (ConstraintBase & { readonly kind: 'exclude'; readonly text: string })
  | (ConstraintBase & {
      readonly kind: 'not-null';
      readonly column: string;
      readonly notValid: boolean;
    });

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly default: Expression | null;
  readonly generated: { readonly stored: boolean; readonly expression: Expression } | null;
  readonly identity: 'always' | 'by-default' | null;
  /** `serial`, `bigserial`, `smallserial` (PostgreSQL), AUTO_INCREMENT, IDENTITY(…). */
  readonly autoIncrement: boolean;
  readonly collation: string | null;
  /** Constraints written at the column, except NOT NULL (see `nullable`). */
  readonly constraints: readonly TableConstraint[];
}

export interface IndexColumn {
  /** null for an expression. */
  readonly column: string | null;
  /** As written, without ordering. */
  readonly text: string;
  readonly descending: boolean;
}

export interface IndexDefinition {
  /** null where the database names it. */
  readonly name: string | null;
  readonly columns: readonly IndexColumn[];
  readonly include: readonly string[];
  readonly unique: boolean;
  readonly method: string;
  /** Text of the WHERE of a partial index. */
  readonly predicate: string | null;
}

/** A policy of row-level security. */
export interface PolicyDefinition {
  /** Of several permissive ones one is enough; each restrictive one has to hold. */
  readonly permissive: boolean;
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
  /** `public` for everybody. */
  readonly roles: readonly string[];
}
