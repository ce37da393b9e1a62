import type { ZodError } from 'zod';
import type { RepositorySettings } from '../config/repository-settings.ts';
import { rules } from '../rules/registry.generated.ts';
import { isSqlRule, type Rule } from '../rules/rule.ts';
import { defaultRuleSettings, type RuleSetting, type RuleSettings } from '../rules/rule-settings.ts';
import type { ServerVersions } from './project-signs.ts';

const noVersions: ServerVersions = { postgres: null, mysql: null };

const byId = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]));

/**
 * What the rules are told, and what was wrong with it, one line each. A setting that is wrong is not in force.
 * @param versions of the servers as the project tells them; the settings' word counts more
 */
export function readRuleSettings(
  settings: RepositorySettings,
  versions: ServerVersions = noVersions,
): {
  readonly settings: RuleSettings;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const known = new Map<string, RuleSetting>();
  for (const [id, value] of Object.entries(settings.rules)) {
    const read = readSetting(id, value);
    if (typeof read === 'string') problems.push(`\`rules.${id}\` is not in force: ${read}`);
    else known.set(id, read);
  }
  return {
    settings: {
      postgresVersion: settings.postgres_version ?? versions.postgres ?? defaultRuleSettings.postgresVersion,
      mysqlVersion: settings.mysql_version ?? versions.mysql ?? defaultRuleSettings.mysqlVersion,
      rules: known,
      tables: new Map(
        Object.entries(settings.tables).map(([name, size]) => [
          name.toLowerCase(),
          {
            rows: size.rows ?? null,
            bytes: size.bytes ?? null,
            writesPerSecond: size.writes_per_second ?? null,
          },
        ]),
      ),
    },
    problems,
  };
}

export function ruleSettings(settings: RepositorySettings, versions?: ServerVersions): RuleSettings {
  return readRuleSettings(settings, versions).settings;
}

function readSetting(id: string, value: RepositorySettings['rules'][string]): RuleSetting | string {
  const rule = byId.get(id);
  if (rule === undefined) return 'there is no such rule';
  const options = isSqlRule(rule) ? rule.options : undefined;
  if (typeof value === 'string') {
    if (options === undefined) return { severity: value, options: undefined };
    const defaults = options.safeParse({});
    if (defaults.success) return { severity: value, options: defaults.data };
    // A policy that is not told what it is to look for would find nothing, and nobody would know.
    return value === 'off' ? { severity: value, options: undefined } : missingWords(defaults.error);
  }
  const { severity = null, ...own } = value;
  if (options === undefined)
    return Object.keys(own).length === 0
      ? { severity, options: undefined }
      : 'the rule has no settings of its own';
  const parsed = options.safeParse(own);
  if (parsed.success) return { severity, options: parsed.data };
  return Object.keys(own).length === 0 ? missingWords(parsed.error) : firstIssue(parsed.error);
}

function firstIssue({ issues }: ZodError): string {
  const [issue] = issues;
  return [issue?.path.join('.'), issue?.message].filter((part) => part).join(': ');
}

function missingWords(error: ZodError): string {
  const names = [...new Set(error.issues.map(({ path }) => path.join('.')))].filter((name) => name !== '');
  return names.length === 0 ? firstIssue(error) : `it needs \`${names.join('`, `')}\``;
}
