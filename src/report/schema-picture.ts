/** What a pull request does to a thing of the schema. */
export type PictureChange = 'added' | 'dropped' | 'changed' | 'renamed';

export interface PictureColumn {
  readonly name: string;
  /** As written; null where it is not known. */
  readonly type: string | null;
  readonly keys: readonly ('PK' | 'FK' | 'UK')[];
  readonly change: PictureChange | null;
  /** Its type or its name before, where that is what changed. */
  readonly was: string | null;
}

export interface PictureTable {
  /** As people write it: `billing.orders`. */
  readonly name: string;
  /** null for a table that stands beside touched ones. */
  readonly change: PictureChange | null;
  readonly was: string | null;
  readonly columns: readonly PictureColumn[];
}

/** A foreign key. */
export interface PictureRelation {
  readonly from: string;
  readonly to: string;
  readonly columns: readonly string[];
  /** A row may refer to none. */
  readonly optional: boolean;
  /** At most one row refers to the same. */
  readonly unique: boolean;
  readonly change: 'added' | 'dropped' | null;
}

/** The tables that a pull request touches and those that they relate to, as they are after it. */
export interface SchemaPicture {
  readonly tables: readonly PictureTable[];
  readonly relations: readonly PictureRelation[];
  /** Tables for which there was no room. */
  readonly left: number;
}
