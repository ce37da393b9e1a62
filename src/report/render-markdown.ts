import type { Coverage } from './coverage.ts';
import type { Finding } from './finding.ts';
import { cellLine } from './markdown/cell-line.ts';
import { cellCodeSpan, codeSpan } from './markdown/code-span.ts';
import { fence } from './markdown/fence.ts';
import { filterLine } from './markdown/filter-text.ts';
import { type Block, fitBlocks } from './markdown/fit-blocks.ts';
import { renderFinding } from './render-finding.ts';
import type { Report } from './report.ts';
import { headline } from './verdict.ts';

/** GitHub refuses a review body of more UTF-16 units than this (422). */
export const maximumBody = 65_536;

export interface MarkdownOptions {
  /** Identities of the findings that stand as inline comments: they are not said again. */
  readonly inline: ReadonlySet<string>;
  /** Room for the body in UTF-16 units (the marker comes after it). */
  readonly limit: number;
  /** Whether the text is for GitHub (commands are told) or for a terminal. */
  readonly target: 'github' | 'plain';
}

/**
 * The report in the persona's form: its four headings, in its order. Words of the report are filtered here, whoever
 * wrote them: what comes from a pull request reaches a reader as code or as plain words.
 */
export function renderMarkdown(report: Report, options: MarkdownOptions): string {
  const rest = report.findings.filter((finding) => !options.inline.has(finding.identity));
  const blocks: Block[] = [
    { rank: 0, text: '## Backend Implementation' },
    { rank: 0, text: headline(report) },
    ...report.notices.map((notice) => ({ rank: 1, text: `> ${filterLine(notice)}` })),
    ...section('API Changes', report.sections.api.map(bullet), 'No API changes.'),
    ...section('Database Changes', report.sections.database.map(bullet), 'No database changes.'),
    ...proofBlocks(report, options),
    ...diagramBlocks(report, options),
    ...section('Security Considerations', report.sections.security.map(bullet), securityWord(report)),
    ...section(
      'Testing',
      report.sections.testing.map(({ done, text }) => `- [${done ? 'x' : ' '}] ${filterLine(text)}`),
      'Nothing to test.',
    ),
    ...findingBlocks(rest, options),
    ...coverageBlocks(report.coverage),
    { rank: 0, text: footer(report, options) },
  ];
  return fitBlocks(blocks, options.limit);
}

const bullet = (text: string): string => `- ${filterLine(text)}`;

/** Entries are blocks of their own behind the first ten, so that an over-long section loses its tail and says so. */
const entriesInOneBlock = 10;

function section(title: string, entries: readonly string[], empty: string): Block[] {
  const heading = `### ${title}\n\n`;
  if (entries.length === 0) return [{ rank: 0, text: `${heading}${empty}` }];
  const [first, tail] = [entries.slice(0, entriesInOneBlock), entries.slice(entriesInOneBlock)];
  const blocks: Block[] = [
    {
      rank: 2,
      text: `${heading}${first.join('\n')}`,
      instead: `${heading}${entries.length} entries, too long to show here.`,
    },
  ];
  for (let at = 0; at < tail.length; at += entriesInOneBlock) {
    const part = tail.slice(at, at + entriesInOneBlock);
    blocks.push({
      rank: 4,
      text: part.join('\n'),
      instead: `- ${part.length} entries, too long to show here.`,
    });
  }
  return blocks;
}

/** A table a migration, folded: who doubts a finding looks there. */
function proofBlocks({ proofs }: Report, { target }: MarkdownOptions): Block[] {
  return proofs.map(({ title, path, head, rows }) => {
    const row = (cells: readonly string[]): string => `| ${cells.map(cellLine).join(' | ')} |`;
    const table = [
      `${codeSpan(path)}:\n`,
      row(head),
      `|${' --- |'.repeat(head.length)}`,
      ...rows.map(row),
    ].join('\n');
    const name = filterLine(title);
    return {
      rank: 6,
      text:
        target === 'plain'
          ? `${name}:\n\n${table}`
          : `<details><summary>${name}</summary>\n\n${table}\n\n</details>`,
      instead: `${name}: too long to show here.`,
    };
  });
}

/** GitHub draws them; a terminal would show their text. */
function diagramBlocks({ diagrams }: Report, { target }: MarkdownOptions): Block[] {
  if (target === 'plain') return [];
  return diagrams.map(({ title, text }) => ({
    rank: 6,
    text: `<details><summary>${filterLine(title)}</summary>\n\n${fence('mermaid', text)}\n\n</details>`,
    instead: `${filterLine(title)}: too long to draw here.`,
  }));
}

function securityWord(report: Report): string {
  const blockers = report.findings.filter((finding) => finding.severity === 'blocker').length;
  return blockers > 0
    ? 'No endpoint is added or changed.'
    : 'Nothing found: no endpoint is added or changed.';
}

function findingBlocks(findings: readonly Finding[], options: MarkdownOptions): Block[] {
  if (findings.length === 0) return [];
  const text = (finding: Finding): string =>
    `${codeSpan(`${finding.path}:${finding.startLine}`)}${finding.side === 'base' ? ' (before)' : ''} – ${renderFinding(finding, { suggestions: 'text', limit: maximumBody })}`;
  const line = (finding: Finding): string =>
    `${codeSpan(`${finding.path}:${finding.startLine}`)} – ${finding.severity}: ${filterLine(finding.title)} (${codeSpan(finding.rule)})`;
  if (options.target === 'plain')
    return [
      { rank: 0, text: '### Findings' },
      ...findings.map((finding) => ({ rank: 3, text: text(finding), instead: line(finding) })),
    ];
  const advice = findings.filter((finding) => finding.severity === 'advice');
  const others = findings.filter((finding) => finding.severity !== 'advice');
  return [...folded('Without a line in the diff', others), ...folded('Advice', advice)];

  function folded(title: string, list: readonly Finding[]): Block[] {
    if (list.length === 0) return [];
    return [
      { rank: 0, text: `<details><summary>${title} (${list.length})</summary>` },
      ...list.map((finding) => ({ rank: 3, text: text(finding), instead: line(finding) })),
      { rank: 0, text: '</details>' },
    ];
  }
}

/** Rows of a coverage table that a body holds. */
const coverageRows = 200;

function coverageBlocks(coverage: readonly Coverage[]): Block[] {
  const backend = coverage.filter((file) => file.backend && file.status !== 'analyzed');
  const other = coverage.filter((file) => !file.backend);
  return [...table('Not or only partly analysed', backend), ...table('Not of the backend', other)];
}

function table(title: string, files: readonly Coverage[]): Block[] {
  if (files.length === 0) return [];
  const rows = files
    .slice(0, coverageRows)
    .map(
      (file) =>
        `| ${cellCodeSpan(file.path)} | ${cellLine(`${file.status === 'partial' ? 'partly: ' : ''}${file.reason ?? ''}`)} |`,
    );
  if (files.length > coverageRows) rows.push(`| ${files.length - coverageRows} more files | |`);
  const summary = `${title} (${files.length} ${files.length === 1 ? 'file' : 'files'})`;
  return [
    {
      rank: 5,
      text: `<details><summary>${summary}</summary>\n\n| file | why |\n| --- | --- |\n${rows.join('\n')}\n\n</details>`,
      instead: `${summary}: the list is too long to show here.`,
    },
  ];
}

function footer(report: Report, options: MarkdownOptions): string {
  const note = filterLine(report.persona.note);
  return options.target === 'plain' ? note : `<sub>${note} <code>/backend help</code></sub>`;
}
