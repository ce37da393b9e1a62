import type { TextRange } from '../text/range.ts';

/** A name in a model, and where it stands. */
export interface ModelName {
  /** The database's name where `exact`, otherwise the code's, from which the library makes the database's by convention. */
  readonly name: string;
  readonly exact: boolean;
  readonly range: TextRange;
}

/** A class, struct or schema that stands for a table. */
export interface ModelTable {
  readonly table: ModelName;
  readonly columns: readonly ModelName[];
  /** True where every column that the code can reach through it is among `columns`. */
  readonly complete: boolean;
}

/** How the models of one library are read; one file per library, and no dispatcher names one. */
export interface ModelReader {
  readonly id: string;
  readonly title: string;
  /** Documentation that the conventions were read from. */
  readonly sources: readonly string[];
  readonly paths: RegExp;
  /** What a file has to hold to be looked at. */
  readonly mentions: RegExp;
  read(text: string, path: string): readonly ModelTable[];
  readonly examples: readonly {
    readonly path: string;
    readonly text: string;
    /** Tables with their columns. Names that follow from a convention are as the code has them, with a `~` before. */
    readonly expect: Readonly<Record<string, readonly string[]>>;
  }[];
}

/** The one way to make a reader; keeps the type of what was written. */
export function defineModelReader(reader: ModelReader): ModelReader {
  return reader;
}
