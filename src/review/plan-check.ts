import type { Change } from '../change/change.ts';
import type { Finding } from '../report/finding.ts';
import { cellLine } from '../report/markdown/cell-line.ts';
import { cellCodeSpan, visible } from '../report/markdown/code-span.ts';
import { filterLine } from '../report/markdown/filter-text.ts';
import { fitBlocks } from '../report/markdown/fit-blocks.ts';
import { isBackendless, type Report } from '../report/report.ts';
import { headline, isUnread, verdict } from '../report/verdict.ts';
import type { PlannedAnnotation, PlannedCheck } from './conversation.ts';

/** GitHub's limit of a check run's summary, in characters; a little less, since it counts bytes of some. */
const maximumSummary = 60_000;

/** Annotations that a check run gets at most: more are read by nobody, each 50 cost a request. */
const maximumAnnotations = 50;

/**
 * The check run's conclusion: `failure` with blockers; `neutral` where nothing was read, or a limit kept a file from
 * being read, since a green check would vouch for it; otherwise as the repository wants it.
 */
export function planCheck(report: Report, change: Change, warnings: 'success' | 'neutral'): PlannedCheck {
  return {
    conclusion: conclude(report, warnings),
    title: verdict(report),
    summary: summary(report),
    annotations: annotations(report, change),
  };
}

function conclude(report: Report, warnings: 'success' | 'neutral'): PlannedCheck['conclusion'] {
  if (report.counts.blocker > 0) return 'failure';
  if (isUnread(report) || report.coverage.some((file) => file.exceeded)) return 'neutral';
  return report.counts.warning > 0 ? warnings : 'success';
}

function summary(report: Report): string {
  if (report.coverage.length === 0) return 'This pull request changes no file.';
  if (isBackendless(report))
    return `No file of this pull request belongs to a backend: ${report.coverage.length} looked at by name.`;
  const unread = report.coverage.filter((file) => file.backend && file.status !== 'analyzed');
  return fitBlocks(
    [
      { rank: 0, text: headline(report) },
      ...report.notices.map((notice) => ({ rank: 1, text: `> ${filterLine(notice)}` })),
      {
        rank: 2,
        text: findingTable(report.findings),
        instead: `${report.findings.length} findings: see the review.`,
      },
      {
        rank: 3,
        text: unreadTable(unread),
        instead: `${unread.length} files not or partly analysed: see the review.`,
      },
      { rank: 1, text: filterLine(report.persona.note) },
    ],
    maximumSummary,
  );
}

function findingTable(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const rows = findings.map(
    (finding) =>
      `| ${finding.severity} | ${cellCodeSpan(finding.rule)} | ${cellCodeSpan(`${finding.path}:${finding.startLine}`)} | ${cellLine(finding.title)} |`,
  );
  return ['| severity | rule | place | |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function unreadTable(files: Report['coverage']): string {
  if (files.length === 0) return '';
  const rows = files.map(
    (file) => `| ${cellCodeSpan(file.path)} | ${file.status} | ${cellLine(file.reason ?? '')} |`,
  );
  return ['| file | status | why |', '| --- | --- | --- |', ...rows].join('\n');
}

const levels = { blocker: 'failure', warning: 'warning', advice: 'notice' } as const;

/** GitHub refuses the whole request for a longer one: 255 characters of a title, 64 KB of a message. */
const maximumAnnotationTitle = 255;
const maximumAnnotationMessage = 10_000;

/** Annotations are no Markdown, and GitHub takes no empty ones. */
function plain(text: string, limit: number): string {
  return visible(text.replaceAll('`', '')).trim().slice(0, limit).toWellFormed() || 'Finding';
}

/** Annotations stand at the head's lines only. */
function annotations(report: Report, change: Change): PlannedAnnotation[] {
  const paths = new Set(change.files.filter((file) => file.status !== 'removed').map((file) => file.path));
  return report.findings
    .filter((finding) => finding.side === 'head' && finding.severity !== 'advice' && paths.has(finding.path))
    .slice(0, maximumAnnotations)
    .map((finding) => ({
      path: finding.path,
      startLine: finding.startLine,
      endLine: finding.endLine,
      level: levels[finding.severity],
      title: plain(finding.title || finding.rule, maximumAnnotationTitle),
      message: plain(finding.what || finding.rule, maximumAnnotationMessage),
    }));
}
