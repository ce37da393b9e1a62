import { type NotCovered, notCovered } from '../rules/not-covered.ts';
import { rules } from '../rules/registry.generated.ts';
import { isSqlRule, type Rule } from '../rules/rule.ts';
import { UsageError } from './usage-error.ts';

/** A rule as data: its words still have their placeholders (`{table}`). */
interface ListedRule {
  readonly id: string;
  readonly title: string;
  readonly about: Rule['about'];
  readonly family: Rule['family'];
  readonly severity: Rule['severity'];
  /** `policy`: off until the repository's settings name it. */
  readonly state: Rule['state'];
  /** Empty for a rule that is not about SQL. */
  readonly dialects: readonly string[];
  /** Of a rule about code; empty for others. */
  readonly languages: readonly string[];
  readonly sources: readonly string[];
  /** Rules of the catalogue that it stands for. */
  readonly catalogue: readonly string[];
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

interface RuleList {
  readonly rules: readonly ListedRule[];
  readonly notCovered: readonly NotCovered[];
}

/** All rules, or one of them, as text or JSON. Throws UsageError where there is no such rule. */
export function listRules(id: string | null, format: 'text' | 'json'): string {
  if (id === null) {
    const list: RuleList = { rules: rules.map(listed), notCovered };
    return format === 'json' ? `${JSON.stringify(list, null, 2)}\n` : table(list.rules);
  }
  const found = rules.find((rule) => rule.id === id);
  if (found === undefined) throw new UsageError(`there is no rule '${id}': see backend-engineer rules`);
  const rule = listed(found);
  return format === 'json' ? `${JSON.stringify(rule, null, 2)}\n` : page(rule);
}

function listed(rule: Rule): ListedRule {
  const { id, title, about, family, severity, state, sources, what, why, fix } = rule;
  const sql = isSqlRule(rule)
    ? { dialects: rule.dialects, catalogue: rule.catalogue ?? [id] }
    : { dialects: [], catalogue: rule.about === 'contract' ? rule.covers : [] };
  const languages = rule.about === 'code' ? rule.languages : [];
  return { id, title, about, family, severity, state, ...sql, languages, sources, what, why, fix };
}

function table(list: readonly ListedRule[]): string {
  const width = Math.max(...list.map(({ id }) => id.length));
  const lines = list.map(({ id, severity, state, title }) => {
    const weight = state === 'policy' ? 'policy' : severity;
    return `${id.padEnd(width)}  ${weight.padEnd(7)}  ${title}`;
  });
  return `${lines.join('\n')}\n`;
}

function page(rule: ListedRule): string {
  const off = rule.state === 'policy' ? ', off until the settings name it' : '';
  return [
    `${rule.id}: ${rule.title}`,
    [`${rule.severity}${off}`, rule.family, ...rule.dialects, ...rule.languages].join(', '),
    rule.what,
    rule.why,
    rule.fix,
    rule.sources.join('\n'),
    '',
  ].join('\n\n');
}
