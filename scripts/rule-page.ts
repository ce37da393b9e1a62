import type { HistoryExample, SqlExample } from '../src/rules/example.ts';
import { type CodeExample, isSqlRule, type Rule } from '../src/rules/rule.ts';

/** The documentation page of a rule: its words, and its examples, which the tests run. */
export function rulePage(rule: Rule): string {
  return `${[
    `# ${rule.id}`,
    rule.title,
    `| severity | family | about | state |\n| --- | --- | --- | --- |\n| ${rule.severity} | ${rule.family} | ${aboutOf(rule)} | ${rule.state} |`,
    `**What happens.** ${rule.what}`,
    `**Why.** ${rule.why}`,
    `**What to do.** ${rule.fix}`,
    '## Found',
    ...examplesOf(rule).bad,
    '## Not found',
    ...examplesOf(rule).good,
    '## Sources',
    rule.sources.map((source) => `- ${source}`).join('\n'),
    'Words in braces are filled with what was found. The examples are run as tests.',
  ].join('\n\n')}\n`;
}

function aboutOf(rule: Rule): string {
  if (rule.about === 'code') return rule.languages.join(', ');
  return isSqlRule(rule) ? rule.dialects.join(', ') : rule.about;
}

function examplesOf(rule: Rule): { readonly bad: readonly string[]; readonly good: readonly string[] } {
  switch (rule.about) {
    case 'statement':
    case 'migration':
    case 'dismissal':
      return { bad: rule.examples.bad.map(sqlExample), good: rule.examples.good.map(sqlExample) };
    case 'history':
    case 'proof':
      return { bad: rule.examples.bad.map(historyExample), good: rule.examples.good.map(historyExample) };
    default:
      return { bad: rule.examples.bad.map(codeExample), good: rule.examples.good.map(codeExample) };
  }
}

function historyExample(example: HistoryExample): string {
  const files = (of: HistoryExample['head']): string[] =>
    Object.entries(of).map(([path, text]) =>
      text === null ? `\`${path}\` is removed.` : `\`${path}\`:\n\n${fence('sql', text)}`,
    );
  return [
    `${example.title}:`,
    'On the base branch:',
    ...files(example.base),
    'In this change:',
    ...files(example.head),
  ].join('\n\n');
}

function sqlExample(example: SqlExample): string {
  const notes = [
    example.path === undefined ? null : `in \`${example.path}\``,
    example.dialect === undefined || example.dialect === 'postgres' ? null : `in ${example.dialect}`,
    example.postgresVersion === undefined ? null : `on PostgreSQL ${example.postgresVersion}`,
    example.mysqlVersion === undefined ? null : `on MySQL ${example.mysqlVersion}`,
    example.options === undefined ? null : `with \`${JSON.stringify(example.options)}\``,
    example.tables === undefined ? null : `where \`tables\` says \`${JSON.stringify(example.tables)}\``,
  ].filter((note) => note !== null);
  return [
    `${example.title}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}:`,
    ...(example.base === undefined ? [] : ['What exists:', fence('sql', example.base), 'This change:']),
    fence('sql', example.sql),
    ...codeBeside('The code before:', example.codeBefore),
    ...codeBeside('The code:', example.code),
  ].join('\n\n');
}

function codeBeside(title: string, code: SqlExample['code']): string[] {
  if (code === undefined) return [];
  return [
    title,
    ...Object.entries(code).map(([path, text]) =>
      text === '' ? `\`${path}\` is not there.` : `\`${path}\`:\n\n${fence(extensionOf(path), text)}`,
    ),
  ];
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function codeExample(example: CodeExample): string {
  const language = extensionOf(example.path);
  return [
    `${example.title} (\`${example.path}\`):`,
    ...(example.base === null ? [] : ['Before:', fence(language, example.base)]),
    ...(example.head === null ? [] : ['After:', fence(language, example.head)]),
  ].join('\n\n');
}

function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${text.trimEnd()}\n${ticks}`;
}
