import type { Severity } from '../report/finding.ts';
import { type ObjectName, showName } from '../sql/object-name.ts';

/** How big a table is where the code runs; null where nobody says. */
export interface TableSize {
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly writesPerSecond: number | null;
}

/** What the repository says of one rule: a severity, or nothing of it; and values for it. */
export interface RuleSetting {
  readonly severity: Severity | 'off' | null;
  /** undefined where only its severity is set. */
  readonly options: unknown;
}

/** What the rules are told by the operator's and the repository's settings. */
export interface RuleSettings {
  readonly postgresVersion: number;
  /** Major and minor: 5.7, 8.0, 8.4. */
  readonly mysqlVersion: number;
  readonly rules: ReadonlyMap<string, RuleSetting>;
  /** By name as people write it, `schema.table` or `table`, in lower case. */
  readonly tables: ReadonlyMap<string, TableSize>;
}

export const defaultRuleSettings: RuleSettings = {
  postgresVersion: 16,
  mysqlVersion: 8.0,
  rules: new Map(),
  tables: new Map(),
};

export function sizeOf(settings: RuleSettings, table: ObjectName): TableSize | null {
  const shown = showName(table).toLowerCase();
  return settings.tables.get(shown) ?? settings.tables.get(table.name.toLowerCase()) ?? null;
}

/** `12,000,000 rows, 4.1 GiB`: what the settings say of a table, for the evidence. */
export function showSize({ rows, bytes, writesPerSecond }: TableSize): string {
  const parts = [
    rows === null ? null : `${rows.toLocaleString('en-US')} rows`,
    bytes === null
      ? null
      : `${(bytes / 1024 ** 3).toLocaleString('en-US', { maximumFractionDigits: 1 })} GiB`,
    writesPerSecond === null ? null : `${writesPerSecond.toLocaleString('en-US')} writes a second`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
