import type { Evidence, Finding } from './finding.ts';
import { codeSpan } from './markdown/code-span.ts';
import { fence, isVerbatimInFence } from './markdown/fence.ts';
import { filterLine, filterText } from './markdown/filter-text.ts';
import { type Block, fitBlocks } from './markdown/fit-blocks.ts';

const severityWords = { blocker: 'Blocker', warning: 'Warning', advice: 'Advice' } as const;

/** Which evidence a heading names: the strongest one. */
const strength = ['executed', 'contract', 'quoted', 'searched', 'schema', 'documented', 'parsed'] as const;

export interface FindingOptions {
  /** Where the reader can edit: with `suggestion` GitHub makes a button, elsewhere it is shown as a diff. */
  readonly suggestions: 'suggestion' | 'text';
  /** Room in UTF-16 units. What is too long for it gives way to a line that says so. */
  readonly limit: number;
}

/**
 * A finding as a comment: what happens to whom, the proof, the fix. Its words are filtered here, whoever wrote them,
 * so that no text of a pull request reaches a reader but as code or as plain words.
 */
export function renderFinding(finding: Finding, options: FindingOptions): string {
  const words = [finding.what, finding.why].filter((text) => text !== '').join(' ');
  const blocks: readonly Block[] = [
    {
      rank: 0,
      text: `**${severityWords[finding.severity]}** · ${codeSpan(finding.rule)} · ${evidenceName(finding)}`,
    },
    { rank: 1, text: filterText(words) },
    { rank: 3, text: finding.evidence.filter(hasWords).map(evidenceLine).join('\n') },
    { rank: 2, text: filterText(finding.fix) },
    { rank: 2, text: suggestionBlock(finding, options), instead: 'The edit is too long to show here.' },
    ...finding.followUps.map((file) => ({
      rank: 4,
      text: `${codeSpan(file.path)}:\n\n${fence(languageOf(file.path), file.text.trimEnd())}`,
      instead: `${codeSpan(file.path)}: too long to show here.`,
    })),
  ];
  return fitBlocks(
    [...blocks, ...rolloutBlocks(finding)].filter(({ text }) => text !== ''),
    options.limit,
  );
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
  const line = `- ${filterLine(evidence.text)}${place}`;
  return evidence.code === undefined ? line : `${line}\n\n${indented(fence('', evidence.code))}\n`;
}

/** By so much that it belongs to an entry of a list. Only a line feed ends a line for Markdown. */
function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}

function evidenceName(finding: Finding): string {
  return strength.find((kind) => finding.evidence.some((evidence) => evidence.kind === kind)) ?? 'parsed';
}

/** The way in several releases, folded: it is as long as it is, and most readers need the first lines of it. */
function rolloutBlocks({ rollout = [] }: Finding): Block[] {
  if (rollout.length === 0) return [];
  const steps = rollout.map(({ text, file }, index) => {
    const line = `**${index + 1}.** ${file === null ? 'Release: ' : ''}${filterLine(text)}`;
    if (file === null) return line;
    return `${line} ${codeSpan(file.path)}:\n\n${fence(languageOf(file.path), file.text.trimEnd())}`;
  });
  // A way without migrations is one for callers.
  const aim = rollout.some(({ file }) => file !== null) ? 'Without an outage' : 'Without breaking callers';
  const summary = `${aim}, in ${rollout.length} step${rollout.length === 1 ? '' : 's'}`;
  return [
    {
      rank: 5,
      text: `<details><summary>${summary}</summary>\n\nIn place of this:\n\n${steps.join('\n\n')}\n\n</details>`,
      instead: `${summary}: too long to show here.`,
    },
  ];
}

function suggestionBlock(finding: Finding, options: FindingOptions): string {
  if (finding.suggestion === null) return '';
  const { startLine, endLine, replacement } = finding.suggestion;
  if (options.suggestions === 'suggestion' && isVerbatimInFence(replacement))
    return fence('suggestion', replacement);
  const lines = startLine === endLine ? `line ${startLine}` : `lines ${startLine}-${endLine}`;
  return replacement === ''
    ? `Delete ${lines}.`
    : `Instead of ${lines}:\n\n${fence(languageOf(finding.path), replacement)}`;
}

function languageOf(path: string): string {
  return /\.(sql|ts|js|json|ya?ml)$/.exec(path)?.[1] ?? '';
}
