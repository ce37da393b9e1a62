import { type Severity, severities } from '../report/finding.ts';
import type { Match, Rule } from './rule.ts';
import { type RuleSettings, sizeOf, type TableSize } from './rule-settings.ts';

/** A table of so few rows is scanned or rewritten before anybody notices. */
const smallRows = 10_000;
const smallBytes = 8 * 1024 * 1024;

/** From here on a scan takes minutes. */
const largeRows = 50_000_000;
const largeBytes = 50 * 1024 ** 3;

/** So many writes queue up behind a lock of one second that the application's connections run out. */
const busyWrites = 200;

/** Whether a rule runs: policies only where the settings name them. */
export function isOn(rule: Pick<Rule, 'id' | 'state'>, settings: RuleSettings): boolean {
  const setting = settings.rules.get(rule.id);
  if (setting === undefined) return rule.state !== 'policy';
  return setting.severity !== 'off';
}

export function asSevere(severity: Severity, than: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(than);
}

/** How bad a finding is: what the settings say, else the rule's word for this case, by the size of its table. */
export function severityOf(
  rule: Pick<Rule, 'id' | 'severity'>,
  match: Pick<Match, 'severity' | 'table'>,
  settings: RuleSettings,
): Severity {
  const set = settings.rules.get(rule.id)?.severity ?? null;
  if (set !== null && set !== 'off') return set;
  const own = match.severity ?? rule.severity;
  const size = match.table === undefined ? null : sizeOf(settings, match.table);
  return size === null ? own : bySize(own, size);
}

function bySize(severity: Severity, size: TableSize): Severity {
  if (isLarge(size)) return severity === 'warning' ? 'blocker' : severity;
  if (isSmall(size)) return severity === 'blocker' ? 'warning' : 'advice';
  return severity;
}

function isLarge({ rows, bytes, writesPerSecond }: TableSize): boolean {
  return (rows ?? 0) >= largeRows || (bytes ?? 0) >= largeBytes || (writesPerSecond ?? 0) >= busyWrites;
}

export function isSmall({ rows, bytes, writesPerSecond }: TableSize): boolean {
  if (rows === null && bytes === null) return false;
  return (rows ?? 0) < smallRows && (bytes ?? 0) < smallBytes && (writesPerSecond ?? 0) < busyWrites;
}
