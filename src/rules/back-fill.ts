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
  return [
    'DO $$',
    'BEGIN',
    '  LOOP',
    `    UPDATE ${table} SET ${column} = DEFAULT`,
    `    WHERE ctid IN (SELECT ctid FROM ${table} WHERE ${column} IS NULL LIMIT 5000);`,
    '    EXIT WHEN NOT FOUND;',
    '    COMMIT;',
    '  END LOOP;',
    'END $$;',
  ].join('\n');
}
