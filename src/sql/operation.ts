import type { TextRange } from '../text/range.ts';
import type {
  ColumnDefinition,
  ColumnType,
  Expression,
  IndexDefinition,
  PolicyDefinition,
  TableConstraint,
} from './definitions.ts';
import type { UnquotedParameter } from './dynamic-sql.ts';
import type { ObjectName } from './object-name.ts';

interface At {
  /** Where it stands in the text: one command of an ALTER TABLE, otherwise the statement. */
  readonly range: TextRange;
}

interface OnTable extends At {
  readonly table: ObjectName;
}

/** The things besides tables that DDL speaks of. */
export type ObjectKind =
  | 'view'
  | 'materialized-view'
  | 'sequence'
  | 'function'
  | 'trigger'
  | 'policy'
  | 'schema'
  | 'database'
  | 'extension'
  | 'type'
  | 'domain'
  | 'role'
  | 'rule'
  | 'publication'
  | 'subscription'
  | 'statistics'
  | 'other';

export interface CreateTable extends OnTable {
  readonly kind: 'create-table';
  readonly columns: readonly ColumnDefinition[];
  readonly constraints: readonly TableConstraint[];
  readonly ifNotExists: boolean;
  readonly temporary: boolean;
  readonly unlogged: boolean;
  readonly partitionBy: { readonly strategy: string; readonly columns: readonly string[] } | null;
  readonly partitionOf: ObjectName | null;
  readonly inherits: readonly ObjectName[];
  /** `LIKE other`: its columns come along. */
  readonly like: readonly ObjectName[];
  /** `CREATE TABLE … AS SELECT`: columns are not known from the text. */
  readonly asQuery: boolean;
}

/** One language for the DDL of every dialect and the migrations of every framework. A closed union. */
export type DdlOperation =
  | CreateTable
  | (OnTable & { readonly kind: 'drop-table'; readonly ifExists: boolean; readonly cascade: boolean })
  | (OnTable & { readonly kind: 'rename-table'; readonly to: ObjectName })
  | (OnTable & {
      readonly kind: 'add-column';
      readonly column: ColumnDefinition;
      readonly ifNotExists: boolean;
    })
  | (OnTable & {
      readonly kind: 'drop-column';
      readonly column: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    })
  | (OnTable & { readonly kind: 'rename-column'; readonly column: string; readonly to: string })
  | (OnTable & {
      readonly kind: 'set-column-type';
      readonly column: string;
      readonly type: ColumnType;
      readonly using: Expression | null;
    })
  | (OnTable & { readonly kind: 'set-nullability'; readonly column: string; readonly nullable: boolean })
  | (OnTable & { readonly kind: 'set-default'; readonly column: string; readonly default: Expression | null })
  | (OnTable & {
      readonly kind: 'set-identity';
      readonly column: string;
      readonly identity: 'always' | 'by-default' | null;
    })
  | (OnTable & { readonly kind: 'drop-expression'; readonly column: string })
  | (OnTable & { readonly kind: 'add-constraint'; readonly constraint: TableConstraint })
  | (OnTable & { readonly kind: 'validate-constraint'; readonly name: string })
  | (OnTable & {
      readonly kind: 'drop-constraint';
      readonly name: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    })
  | (OnTable & { readonly kind: 'rename-constraint'; readonly name: string; readonly to: string })
  | (OnTable & {
      readonly kind: 'create-index';
      readonly index: IndexDefinition;
      readonly concurrently: boolean;
      readonly ifNotExists: boolean;
      /** `ON ONLY`: of a partitioned table, and not of its partitions. */
      readonly only?: true;
    })
  | (At & {
      readonly kind: 'attach-index';
      /** Of the partitioned table. */
      readonly index: ObjectName;
      /** The index of the partition that becomes a part of it. */
      readonly partition: ObjectName;
    })
  | (At & {
      readonly kind: 'drop-index';
      readonly index: ObjectName;
      /** Where the text names it: index names of MySQL and SQL Server are a table's own. */
      readonly table: ObjectName | null;
      readonly concurrently: boolean;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    })
  | (At & {
      readonly kind: 'rename-index';
      readonly index: ObjectName;
      /** As of `drop-index`. */
      readonly table: ObjectName | null;
      readonly to: string;
    })
  | (At & {
      readonly kind: 'reindex';
      readonly target: 'index' | 'table' | 'schema' | 'database' | 'system';
      readonly name: ObjectName | null;
      readonly concurrently: boolean;
    })
  | (OnTable & { readonly kind: 'attach-partition'; readonly partition: ObjectName })
  | (OnTable & {
      readonly kind: 'detach-partition';
      readonly partition: ObjectName;
      readonly concurrently: boolean;
    })
  | (OnTable & {
      readonly kind: 'set-table-option';
      /** `logged`, `unlogged`, `access-method`, `tablespace`, `storage`, `schema`, `owner`, `row-security`, `cluster-on`, `trigger`, `replica-identity`, `inherit`; of a column (its name is the value) `column-statistics`, `column-storage`, `column-compression`, `column-options`, `column-sequence`. */
      readonly option: string;
      readonly value: string | null;
    })
  | (At & { readonly kind: 'create-enum'; readonly name: ObjectName; readonly values: readonly string[] })
  | (At & { readonly kind: 'add-enum-value'; readonly name: ObjectName; readonly value: string })
  | (At & {
      readonly kind: 'rename-enum-value';
      readonly name: ObjectName;
      readonly value: string;
      readonly to: string;
    })
  | (At & {
      readonly kind: 'create-object';
      readonly object: ObjectKind;
      readonly name: ObjectName;
      /** The table it stands on (trigger, policy, rule), or the tables it reads (view). */
      readonly tables: readonly ObjectName[];
      readonly replace: boolean;
      /** Of a policy. */
      readonly policy?: PolicyDefinition;
      /** Of a routine whose body is read, and does so. */
      readonly unquoted?: readonly UnquotedParameter[];
    })
  | (At & {
      readonly kind: 'alter-object';
      readonly object: ObjectKind;
      readonly name: ObjectName;
      /** The table of a policy. */
      readonly table?: ObjectName;
      /** Its name afterwards, where it is renamed or moved to another schema. */
      readonly to: ObjectName | null;
    })
  | (At & {
      readonly kind: 'drop-object';
      readonly object: ObjectKind;
      readonly name: ObjectName;
      readonly tables: readonly ObjectName[];
      readonly ifExists: boolean;
      readonly cascade: boolean;
    })
  | (At & {
      readonly kind: 'grant';
      readonly revoke: boolean;
      /** `all` for ALL; the roles where roles are granted. */
      readonly privileges: readonly string[];
      /** `*` is all of a schema. Empty for roles and default privileges. */
      readonly objects: readonly ObjectName[];
      readonly grantees: readonly string[];
    })
  | (At & {
      readonly kind: 'refresh-materialized-view';
      readonly view: ObjectName;
      readonly concurrently: boolean;
    })
  | (At & { readonly kind: 'lock-table'; readonly tables: readonly ObjectName[]; readonly mode: string })
  | (At & { readonly kind: 'truncate'; readonly tables: readonly ObjectName[]; readonly cascade: boolean })
  | (At & { readonly kind: 'vacuum'; readonly full: boolean; readonly tables: readonly ObjectName[] })
  | (At & { readonly kind: 'cluster'; readonly table: ObjectName | null })
  | (At & { readonly kind: 'begin' })
  | (At & { readonly kind: 'commit' })
  | (At & { readonly kind: 'rollback' })
  | (At & {
      readonly kind: 'set';
      readonly name: string;
      readonly value: string | null;
      readonly local: boolean;
    })
  | (At & { readonly kind: 'run-code'; readonly language: string; readonly body: string })
  | (At & { readonly kind: 'comment' })
  /** A branch of a template ends, of which nobody knows whether its statements run. */
  | (At & {
      readonly kind: 'branch-end';
      /** The directive: `{{ if .Legacy }}`. */
      readonly condition: string;
      /** What it changes, if it runs. */
      readonly tables: readonly ObjectName[];
    })
  /** A statement that changes the schema in a way this language has no word for; `what` names it. */
  | (At & { readonly kind: 'not-understood'; readonly what: string; readonly table: ObjectName | null });

export type OperationKind = DdlOperation['kind'];

export type OperationOf<Kind extends OperationKind> = Extract<DdlOperation, { kind: Kind }>;
