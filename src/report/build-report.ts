import type { Coverage } from './coverage.ts';
import type { Facts } from './facts.ts';
import { type Finding, type Severity, severities } from './finding.ts';
import type { PersonaPart, Report } from './report.ts';
import { apiSection } from './sections/api-section.ts';
import { databaseSection } from './sections/database-section.ts';
import { diagramsOf } from './sections/diagrams.ts';
import { proofTables } from './sections/proof-tables.ts';
import { securitySection } from './sections/security-section.ts';
import { testingSection } from './sections/testing-section.ts';

/** Sentences for the sections, already filtered for publication. */
export interface SectionSentences {
  readonly api: readonly string[];
  readonly database: readonly string[];
  readonly security: readonly string[];
  readonly testing: readonly string[];
}

/** Everything a report is made of. */
export interface ReportParts {
  readonly base: string;
  readonly head: string;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly coverage: readonly Coverage[];
  readonly notices: readonly string[];
  readonly persona: PersonaPart;
  readonly sentences: SectionSentences;
}

/** Puts the report together. Pure and deterministic. */
export function buildReport(parts: ReportParts): Report {
  const { facts, sentences } = parts;
  const findings = [...parts.findings].sort(compareFindings);
  const counts: Record<Severity, number> = { blocker: 0, warning: 0, advice: 0 };
  for (const finding of findings) counts[finding.severity]++;
  return {
    version: 1,
    base: parts.base,
    head: parts.head,
    sections: {
      api: [...apiSection(facts), ...sentences.api],
      database: [...databaseSection(facts), ...sentences.database],
      security: [...securitySection(facts), ...sentences.security],
      testing: [...testingSection(facts), ...sentences.testing.map((text) => ({ done: false, text }))],
    },
    proofs: proofTables(facts),
    diagrams: diagramsOf(facts),
    findings,
    counts,
    coverage: [...parts.coverage].sort((a, b) => (a.path < b.path ? -1 : 1)),
    notices: [...parts.notices],
    persona: parts.persona,
  };
}

/** Most severe first, then by place. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
    a.startLine - b.startLine ||
    (a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0)
  );
}
