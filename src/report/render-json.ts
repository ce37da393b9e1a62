import type { Facts } from './facts.ts';
import type { Report } from './report.ts';

/** The machine-readable form, version 1: what scripts may rely on. */
export function renderJson(report: Report, facts: Facts): object {
  return {
    version: 1,
    findings: report.findings.map((finding) => ({
      rule: finding.rule,
      severity: finding.severity,
      title: finding.title,
      message: [finding.what, finding.why, finding.fix].filter((text) => text !== '').join(' '),
      path: finding.path,
      side: finding.side,
      startLine: finding.startLine,
      endLine: finding.endLine,
      inline: finding.severity !== 'advice',
      evidence: finding.evidence,
      suggestion: finding.suggestion,
      followUps: finding.followUps,
    })),
    facts,
    coverage: report.coverage.map(({ path, status, reason }) => ({ path, status, reason })),
    summary: {
      base: report.base,
      head: report.head,
      ...report.counts,
      sections: report.sections,
      notices: report.notices,
      persona: report.persona,
    },
  };
}
