import type { Evidence, Finding } from './finding.ts';
import { codeSpan } from './markdown/code-span.ts';
import { fence } from './markdown/fence.ts';

const severityWords = { blocker: 'Blocker', warning: 'Warning', advice: 'Advice' } as const;

/** Which evidence a heading names: the strongest one. */
const strength = ['executed', 'contract', 'quoted', 'schema', 'documented', 'parsed'] as const;

export interface FindingOptions {
  /** Where the reader can edit: with `suggestion` GitHub makes a button, elsewhere it is shown as a diff. */
  readonly suggestions: 'suggestion' | 'text';
}

/** A finding as a comment: what happens to whom, the proof, the fix. */
export function renderFinding(finding: Finding, options: FindingOptions): string {
  const evidence = finding.evidence.filter(hasWords).map(evidenceLine);
  return [
    `**${severityWords[finding.severity]}** · ${codeSpan(finding.rule)} · ${evidenceName(finding)}`,
    [finding.what, finding.why].filter((text) => text !== '').join(' '),
    evidence.join('\n'),
    finding.fix,
    suggestionBlock(finding, options),
    ...finding.followUps.map(
      (file) => `${codeSpan(file.path)}:\n\n${fence(languageOf(file.path), file.text.trimEnd())}`,
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The statement itself is under the comment already: only evidence that adds something is told. */
function hasWords(evidence: Evidence): boolean {
  return evidence.kind !== 'parsed' && evidence.text !== '';
}

function evidenceLine(evidence: Evidence): string {
  const place =
    evidence.path === null
      ? ''
      : ` (${codeSpan(evidence.line === null ? evidence.path : `${evidence.path}:${evidence.line}`)})`;
  return `- ${evidence.text}${place}`;
}

function evidenceName(finding: Finding): string {
  return strength.find((kind) => finding.evidence.some((evidence) => evidence.kind === kind)) ?? 'parsed';
}

function suggestionBlock(finding: Finding, options: FindingOptions): string {
  if (finding.suggestion === null) return '';
  if (options.suggestions === 'suggestion') return fence('suggestion', finding.suggestion.replacement);
  const { startLine, endLine, replacement } = finding.suggestion;
  const lines = startLine === endLine ? `line ${startLine}` : `lines ${startLine}-${endLine}`;
  return replacement === ''
    ? `Delete ${lines}.`
    : `Instead of ${lines}:\n\n${fence(languageOf(finding.path), replacement)}`;
}

function languageOf(path: string): string {
  return /\.(sql|ts|js|json|ya?ml)$/.exec(path)?.[1] ?? '';
}
