import type { Rewrite } from './rule.ts';
import { fileWords, joinName, quoteName } from './sql-text.ts';

/** From PostgreSQL 18 on a NOT NULL constraint can itself be added `NOT VALID`. */
const notNullNotValidSince = 18;

export interface NotNullSteps {
  /** The command of an ALTER TABLE that requires it of new rows, without a scan. */
  readonly first: string;
  /** Checks the old rows while reads and writes go on. */
  readonly validate: Rewrite['followUps'][number];
  /** Makes the column NOT NULL; empty where the validated constraint already is that. */
  readonly finish: Rewrite['followUps'];
}

/**
 * How a column becomes NOT NULL without a scan under ACCESS EXCLUSIVE. `table` is as written; null where the name of
 * the constraint would be cut.
 */
export function notNullSteps(
  table: string,
  tableName: string,
  column: string,
  postgresVersion: number,
): NotNullSteps | null {
  const native = postgresVersion >= notNullNotValidSince;
  const name = joinName(tableName, column, native ? 'not_null' : 'present');
  if (name === null) return null;
  const [quotedName, quotedColumn] = [quoteName(name), quoteName(column)];
  return {
    first: native
      ? `ADD CONSTRAINT ${quotedName} NOT NULL ${quotedColumn} NOT VALID`
      : `ADD CONSTRAINT ${quotedName} CHECK (${quotedColumn} IS NOT NULL) NOT VALID`,
    validate: {
      name: fileWords('validate', name),
      sql: `-- Every row needs a value before this.\nALTER TABLE ${table} VALIDATE CONSTRAINT ${quotedName};`,
      transaction: true,
    },
    finish: native
      ? []
      : [
          {
            name: fileWords(tableName, column, 'not_null'),
            sql: `ALTER TABLE ${table} ALTER COLUMN ${quotedColumn} SET NOT NULL, DROP CONSTRAINT ${quotedName};`,
            transaction: true,
          },
        ],
  };
}
