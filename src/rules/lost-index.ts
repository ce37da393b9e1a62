import type { Dialect } from '../sql/dialect.ts';
import type { IndexModel } from '../sql/schema/model.ts';

/**
 * The index that a dropped column takes along, or changes, so that its other columns are left without one; undefined where
 * there is none. `later` are indexes that are there afterwards.
 */
export function indexLostWith(
  column: string,
  dialect: Dialect,
  indexes: readonly IndexModel[],
  later: readonly IndexModel[],
): IndexModel | undefined {
  const isPostgres = dialect === 'postgres';
  return indexes.find(({ name, definition }) => {
    const names = definition.columns.map((each) => each.column);
    const rest = names.filter((each) => each !== column);
    if (!names.includes(column) || rest.length === 0) return false;
    // In MySQL a shorter index serves the rest as before; only uniqueness is another one then.
    if (!isPostgres && !definition.unique) return false;
    // Where the first column goes the rest had no index to itself.
    if (isPostgres && names[0] === column) return false;
    return ![...indexes, ...later].some(
      (other) =>
        other.name !== name &&
        other.valid &&
        rest.every((each, at) => other.definition.columns[at]?.column === each),
    );
  });
}
