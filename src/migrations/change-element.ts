import type { TextRange } from '../text/range.ts';

/** SQL where the file has it. `text` is as long as the stretch that it stands for. */
interface SqlInPlace {
  readonly start: number;
  readonly text: string;
}

/** A part of a Liquibase change log, whatever the form of the file. Ranges are in the file's text. */
export interface ChangeElement {
  /** `changeSet`, `addColumn`, `column`: without a name space. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly ChangeElement[];
  /** What it says: the body of `sql`, the query of `createView`. */
  readonly text: string;
  readonly range: TextRange;
  /** Its text as the file has it; null where escapes leave no place to point at. */
  readonly inPlace: SqlInPlace | null;
}
