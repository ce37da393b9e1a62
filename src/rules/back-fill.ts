import { rangeIn } from './sql-text.ts';

/** The command without its DEFAULT and NOT NULL, or null where the default is not found as written. */
export function withoutDefault(command: string, value: string): string | null {
  const all = { start: 0, end: command.length };
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const clause = rangeIn(command, all, new RegExp(`\\s+DEFAULT\\s+${literal}`, 'i'));
  if (clause === null) return null;
  const rest = command.slice(0, clause.start) + command.slice(clause.end);
  return rest.replace(/\s+NOT\s+NULL\b/i, '');
}

/** Fills old rows with the column's default, some thousands to a transaction, so that no lock lasts. */
export function fillInBatches(table: string, column: string): string {
  return inBatches(table, `${column} = DEFAULT`, `${column} IS NULL`);
}

/** Fills old rows with a value of their own, in the same way; those that have it already are left alone. */
export function copyInBatches(table: string, column: string, value: string): string {
  return inBatches(table, `${column} = ${value}`, `${column} IS DISTINCT FROM ${value}`);
}

/**
 * Fills several columns of old rows, each with a value that is one of its type; rows that meet the condition, or all.
 * What is compared has the column's type, as what is stored has: otherwise a rounded number would differ for ever.
 */
export function fillTogether(
  table: string,
  columns: readonly { readonly column: string; readonly type: string; readonly value: string }[],
  condition: string | null,
): string {
  const names = columns.map(({ column }) => column).join(', ');
  const values = columns.map(({ type, value }) => `(${value})::${type}`).join(', ');
  const differs = `(${names}) IS DISTINCT FROM (${values})`;
  return inBatches(
    table,
    columns.map(({ column, value }) => `${column} = ${value}`).join(', '),
    condition === null ? differs : `${condition} AND ${differs}`,
  );
}

function inBatches(table: string, assignment: string, condition: string): string {
  return [
    'DO $$',
    'BEGIN',
    '  LOOP',
    `    UPDATE ${table} SET ${assignment}`,
    `    WHERE ctid IN (SELECT ctid FROM ${table} WHERE ${condition} LIMIT 5000);`,
    '    EXIT WHEN NOT FOUND;',
    '    COMMIT;',
    '  END LOOP;',
    'END $$;',
  ].join('\n');
}
