import { nameKey, type ObjectName } from '../../sql/object-name.ts';

/** Something of the schema that code may name. Views are tables here: a query names both alike. */
export type SoughtObject =
  | { readonly kind: 'table'; readonly table: ObjectName }
  | { readonly kind: 'column'; readonly table: ObjectName; readonly column: string }
  | { readonly kind: 'function'; readonly name: ObjectName }
  | { readonly kind: 'enum-value'; readonly type: ObjectName; readonly value: string };

/**
 * How sure a place is: `certain` is a parsed query or a mapping of the same table, `likely` the exact name in a file
 * that names the table too.
 */
type UseGrade = 'certain' | 'likely';

/** A place in the code that names an object. */
export interface UsePlace {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** The line as it stands there, without the blanks around it. */
  readonly quote: string;
  readonly grade: UseGrade;
}

/** Who names an object, the certain places first, then by path and line. */
export interface Usage {
  /** With the pull request. */
  readonly head: readonly UsePlace[];
  /** Before it: what servers run until the last one is replaced. */
  readonly base: readonly UsePlace[];
  /** True where all code was searched and nothing in it, on either side, could mean the object. */
  readonly unmentioned: boolean;
  /** Files that were searched. */
  readonly searched: number;
}

/** What the rules ask; `unknown` where no code was searched for the object. */
export type UsageLookUp = (object: SoughtObject) => Usage | 'unknown';

/** Two sought objects are the same exactly when their keys are equal. */
export function soughtKey(object: SoughtObject): string {
  switch (object.kind) {
    case 'table':
      return `table ${nameKey(object.table)}`;
    case 'column':
      return `column ${nameKey(object.table)}.${object.column}`;
    case 'function':
      return `function ${nameKey(object.name)}`;
    case 'enum-value':
      return `value ${nameKey(object.type)}.${object.value}`;
  }
}
