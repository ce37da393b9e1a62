import type { TextRange } from '../text/range.ts';
import type { Expression } from './definitions.ts';
import type { ObjectName } from './object-name.ts';

export interface TableUse {
  readonly table: ObjectName;
  readonly alias: string | null;
  readonly access: 'read' | 'write';
}

/** A column, with the table it belongs to where the text tells (an alias, or the only table). */
export interface ColumnUse {
  readonly table: ObjectName | null;
  /** `*` for all columns. */
  readonly column: string;
}

export type ConjunctValue = 'parameter' | 'literal' | 'column' | 'subquery' | 'other';

/** One condition of those that a WHERE (or a JOIN's ON) connects by AND. */
export interface Conjunct {
  /** null where the left side is not a plain column (`lower(email) = $1`, an OR, EXISTS). */
  readonly column: ColumnUse | null;
  /** `=`, `<`, `<=`, `>`, `>=`, `<>`, `like`, `in`, `between`, `is-null`, `is-not-null`, or `other`. */
  readonly operator: string;
  readonly value: ConjunctValue;
  readonly range: TextRange;
}

/** `column = value` of an UPDATE. */
export interface Assignment {
  readonly column: string;
  readonly value: Expression;
}

/** What a query does, independent of any parser's tree. */
export interface QueryShape {
  readonly kind: 'select' | 'insert' | 'update' | 'delete' | 'merge';
  readonly tables: readonly TableUse[];
  readonly columnsRead: readonly ColumnUse[];
  /** INSERT's column list or UPDATE's targets. Empty for an INSERT without a list. */
  readonly columnsWritten: readonly ColumnUse[];
  /** Of an UPDATE itself, where the dialect's reader knows them; `(a, b) = (…)` and parts of a column are left out. */
  readonly assignments?: readonly Assignment[];
  /** null where there is no WHERE. */
  readonly where: readonly Conjunct[] | null;
  readonly joins: readonly Conjunct[];
  readonly orderBy: readonly ColumnUse[];
  readonly hasLimit: boolean;
  /** True where part of the query was not understood (then absence proves nothing). */
  readonly partial: boolean;
  /**
   * The queries inside this one, each with those inside it: CTEs, subqueries, the SELECT of an INSERT, the sides of a
   * UNION. `tables`, `columnsRead` and `columnsWritten` above hold theirs too; conditions, order and limit do not.
   */
  readonly nested: readonly QueryShape[];
}

/** A query with all queries inside it. */
export function queriesWithin(query: QueryShape): QueryShape[] {
  return [query, ...query.nested.flatMap(queriesWithin)];
}
