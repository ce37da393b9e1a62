import type { Facts } from '../report/facts.ts';
import { type Finding, severities } from '../report/finding.ts';
import { visible } from '../report/markdown/code-span.ts';
import { filterLine } from '../report/markdown/filter-text.ts';
import { renderFinding } from '../report/render-finding.ts';
import { renderJson } from '../report/render-json.ts';
import { renderMarkdown } from '../report/render-markdown.ts';
import { renderSarif } from '../report/render-sarif.ts';
import type { Report } from '../report/report.ts';
import { plural, verdict } from '../report/verdict.ts';
import type { FailOn } from './arguments.ts';

export type Format = 'markdown' | 'text' | 'json' | 'sarif';

/** The report as one of the forms, with a final newline. */
export function printed(report: Report, facts: Facts, format: Format, toolVersion: string): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(renderJson(report, facts), null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(renderSarif(report, toolVersion), null, 2)}\n`;
    case 'markdown':
      return `${renderMarkdown(report, { inline: new Set(), limit: Number.MAX_SAFE_INTEGER, target: 'plain' })}\n`;
    case 'text':
      return textOf(report);
  }
}

function textOf(report: Report): string {
  const findings = report.findings.map(
    (finding) =>
      `${place(finding)} ${renderFinding(finding, { suggestions: 'text', limit: Number.MAX_SAFE_INTEGER })}`,
  );
  const unread = report.coverage
    .filter((file) => file.status !== 'analyzed')
    .map(
      (file) =>
        `${visible(file.path)}: ${file.status === 'partial' ? 'partly analysed' : 'not analysed'}, ${filterLine(file.reason ?? '')}`,
    );
  const last = `${verdict(report)} in ${plural(report.coverage.length, 'file')}`;
  return `${[...findings, ...unread, last].join('\n\n')}\n`;
}

function place(finding: Finding): string {
  return `${visible(finding.path)}:${finding.startLine}:`;
}

/** 1 where there is a finding at least as severe, else 0. */
export function exitCode(report: Report, failOn: FailOn): 0 | 1 {
  if (failOn === 'never') return 0;
  const limit = severities.indexOf(failOn);
  return report.findings.some((finding) => severities.indexOf(finding.severity) <= limit) ? 1 : 0;
}
