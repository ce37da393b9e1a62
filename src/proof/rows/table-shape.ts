/** A table as the catalog has it: what a row has to be to be allowed in it. Numbers of columns outlive their names. */
export interface TableShape {
  /** Its object id: the same for all of a transaction, whatever it is renamed to. Never shown. */
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  /** As a statement names it: without `public.`, quoted where it must be. */
  readonly shown: string;
  readonly columns: readonly ColumnShape[];
  readonly uniques: readonly UniqueShape[];
  /** Of the table, of the domains of its columns (with the column for VALUE), and of partitions. */
  readonly checks: readonly CheckShape[];
  readonly foreignKeys: readonly ForeignKeyShape[];
  readonly exclusions: readonly ExclusionShape[];
  /** Bounds of its partitions and of itself, as DDL writes them. */
  readonly bounds: readonly string[];
}

export interface ColumnShape {
  readonly number: number;
  readonly name: string;
  /** Quoted where it must be. */
  readonly shown: string;
  /** As DDL writes it, with length or precision: `character varying(20)`, `numeric(10,2)[]`; of a domain its name. */
  readonly type: string;
  /** `type` without length or precision. */
  readonly plainType: string;
  /** Beneath domains and arrays: `int4`, `varchar`, `timestamptz`, or a user's. */
  readonly base: string;
  readonly array: boolean;
  /** `b`ase, `e`num, `r`ange, `m`ultirange, `c`omposite, beneath domains and arrays. */
  readonly kind: string;
  /** Of an enum. */
  readonly labels: readonly string[];
  /** Its own NOT NULL, its domain's, or that of a primary key. */
  readonly notNull: boolean;
  /** Has a default, is generated, or counts. */
  readonly filled: boolean;
  /** Cannot be written. */
  readonly generated: boolean;
  readonly identityAlways: boolean;
}

export interface UniqueShape {
  readonly oid: string;
  readonly name: string;
  readonly primary: boolean;
  /** 0 for an expression. */
  readonly columns: readonly number[];
  /** As SQL, one a key. */
  readonly keys: readonly string[];
  readonly predicate: string | null;
  readonly nullsNotDistinct: boolean;
}

interface CheckShape {
  /** Equal for the same check. */
  readonly id: string;
  readonly name: string;
  readonly expression: string;
  readonly columns: readonly number[];
  /** Holds for all rows, not only for new ones. */
  readonly validated: boolean;
}

export interface ForeignKeyShape {
  readonly oid: string;
  readonly name: string;
  readonly columns: readonly number[];
  readonly references: string;
  readonly referenced: readonly number[];
  readonly validated: boolean;
}

export interface ExclusionShape {
  readonly oid: string;
  readonly name: string;
  readonly columns: readonly number[];
  readonly keys: readonly string[];
  readonly operators: readonly string[];
  readonly predicate: string | null;
}

export type Tables = ReadonlyMap<string, TableShape>;

/** The column with this number; undefined where the table has none (or no longer). */
export function columnOf(table: TableShape, number: number): ColumnShape | undefined {
  return table.columns.find((column) => column.number === number);
}

/** Whether an INSERT has to give it a value. */
export function isRequired(column: ColumnShape): boolean {
  return column.notNull && !column.filled;
}
