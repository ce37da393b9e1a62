import { notCovered } from '../src/rules/not-covered.ts';
import { isSqlRule, type Rule } from '../src/rules/rule.ts';
import { dialects } from '../src/sql/dialect.ts';

/** Tools whose rules ours stand for, by the word before the colon in a rule's sources. */
const tools: Readonly<Record<string, string>> = {
  atlas: 'Atlas',
  bytebase: 'Bytebase',
  'django-ml': 'django-migration-linter',
  'django-pg-zdm': 'django-pg-zero-downtime-migrations',
  eugene: 'eugene',
  oasdiff: 'oasdiff',
  'pg-schema-diff': 'pg-schema-diff',
  pgfence: 'pgfence',
  skeema: 'skeema',
  splinter: 'splinter',
  sqlcheck: 'sqlcheck',
  squawk: 'squawk',
  strong_migrations: 'strong_migrations',
};

/** The index of all rules: by family, by dialect, and by the tool that a reader comes from. */
export function ruleIndex(rules: readonly Rule[]): string {
  const families = [...Map.groupBy(rules, ({ family }) => family)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${[
    '# Rules',
    `${rules.length} rules. [By family](#by-family) · [by dialect](#by-dialect) · [by the tool you come from](#by-tool) · [what is not covered](#not-covered)`,
    '## By family',
    ...families.flatMap(([family, of]) => [
      `### ${family}`,
      table(
        ['rule', 'severity', 'state', 'what it finds'],
        of.map((rule) => [link(rule), rule.severity, rule.state, rule.title]),
      ),
    ]),
    '## By dialect',
    ...dialects.map((dialect) => {
      const of = rules.filter((rule) => isSqlRule(rule) && rule.dialects.includes(dialect));
      return `**${dialect}** (${of.length}): ${of.map(link).join(', ')}`;
    }),
    '## By tool',
    'The comments of squawk, eugene, pgfence and Atlas that switch a rule off are honoured for the rule of ours.',
    ...Object.entries(tools).flatMap(([word, tool]) => toolTable(word, tool, rules)),
    '## Not covered',
    table(
      ['rule of the others', 'why not'],
      notCovered.map(({ id, reason }) => [`\`${id}\``, reason]),
    ),
  ].join('\n\n')}\n`;
}

function toolTable(word: string, tool: string, rules: readonly Rule[]): string[] {
  const rows = rules
    .flatMap((rule) =>
      rule.sources
        .filter((source) => source.startsWith(`${word}:`))
        .map((source) => [`\`${source.slice(word.length + 1)}\``, link(rule)]),
    )
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0));
  return rows.length === 0 ? [] : [`### ${tool}`, table([`rule of ${tool}`, 'rule'], rows)];
}

function link({ id }: Rule): string {
  return `[${id}](${id}.md)`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
