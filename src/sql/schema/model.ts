import type {
  ColumnType,
  Expression,
  IndexDefinition,
  PolicyDefinition,
  TableConstraint,
} from '../definitions.ts';
import type { ObjectName } from '../object-name.ts';

export interface ColumnModel {
  readonly name: string;
  /** null where it is not known (CREATE TABLE AS, an unknown ALTER). */
  readonly type: ColumnType | null;
  readonly nullable: boolean;
  readonly default: Expression | null;
  readonly generated: boolean;
  readonly identity: boolean;
}

export interface ConstraintModel {
  /** Given, or as the database would name it. */
  readonly name: string;
  readonly constraint: TableConstraint;
  readonly validated: boolean;
}

export interface IndexModel {
  readonly name: string;
  readonly table: ObjectName;
  readonly definition: IndexDefinition;
  /** The constraint that owns it, if any. */
  readonly constraint: string | null;
  /** False for that of a partitioned table alone, until each partition has one that is attached: no query uses it. */
  readonly valid: boolean;
  /** The index of the partitioned table above that it is a part of. */
  readonly partOf: string | null;
}

interface PolicyModel {
  readonly name: string;
  /** null where it was altered in a way that is not followed. */
  readonly definition: PolicyDefinition | null;
}

export interface TableModel {
  readonly name: ObjectName;
  readonly columns: ReadonlyMap<string, ColumnModel>;
  readonly constraints: readonly ConstraintModel[];
  readonly indexes: readonly IndexModel[];
  readonly partitionOf: ObjectName | null;
  readonly partitioned: boolean;
  /** Whether row-level security is enabled. */
  readonly rowSecurity: boolean;
  readonly policies: readonly PolicyModel[];
  /** False where something about the table was not understood: absence then proves nothing. */
  readonly complete: boolean;
}

/** What is known to exist. Immutable: `apply` gives the next model. */
export interface SchemaModel {
  readonly tables: ReadonlyMap<string, TableModel>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
  /** False where a statement was not understood or earlier migrations are not known: a table that is not here may still exist. */
  readonly complete: boolean;
}
