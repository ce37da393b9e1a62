import type { Anchor, Change } from '../change/change.ts';
import { anchorFor } from '../change/commentable.ts';
import type { Finding } from '../report/finding.ts';
import { renderFinding } from '../report/render-finding.ts';
import { maximumBody, renderMarkdown } from '../report/render-markdown.ts';
import { isBackendless, type Report } from '../report/report.ts';
import type { Conversation, PlannedComment, PostedComment, PublicationPlan } from './conversation.ts';
import { type Markers, markerRoom } from './marker.ts';
import { planCheck } from './plan-check.ts';

/** What a comment that is marked as fixed has around its former text, in UTF-16 units. */
const foldRoom = 200;

export interface PlanInput {
  readonly report: Report;
  readonly change: Change;
  readonly conversation: Conversation;
  /** GitHub's id of it, to which the markers are bound. */
  readonly pullRequestId: string;
  readonly markers: Markers;
  readonly settings: { readonly inlineLimit: number; readonly warningsConclude: 'success' | 'neutral' };
}

/**
 * What is to be written, given what is already there: a pure function.
 *
 * A finding is, by its identity: new (a comment is planned), open (its comment stays untouched), or gone (its
 * comment is marked as fixed). A fixed one that comes back is new once more: its old comment says the truth of its time.
 * One that nobody looked for this time (its file was not wholly analysed, the model did not answer) stays open.
 */
export function planPublication(input: PlanInput): PublicationPlan {
  const { report, change, conversation, markers, pullRequestId } = input;
  const open = new Map(conversation.comments.filter(isOpen).map((comment) => [comment.identity, comment]));
  const found = new Map(report.findings.map((finding) => [finding.identity, finding]));
  const placed = placeInline(report.findings, change);
  const fresh = placed
    .filter(({ finding }) => !open.has(finding.identity))
    .slice(0, input.settings.inlineLimit);
  const inline = new Set([...open.keys(), ...fresh.map(({ finding }) => finding.identity)]);
  return {
    head: report.head,
    report: planReport(input, inline),
    furtherBody: `${fresh.length === 1 ? 'One new finding' : `${fresh.length} new findings`} at \`${report.head.slice(0, 7)}\`${conversation.report === null ? '.' : `: [report](${conversation.report.url}).`}`,
    comments: fresh.map(({ finding, anchor }) => comment(finding, anchor)),
    edits: [...open.values()]
      .filter((posted) => !found.has(posted.identity) && wasLookedFor(posted, report))
      .map((posted) => ({ comment: posted, body: fixedBody(posted), minimize: true })),
    check: planCheck(report, change, input.settings.warningsConclude),
  };

  function comment(finding: Finding, anchor: Anchor): PlannedComment {
    const body = renderFinding(finding, {
      suggestions: suggestible(finding, anchor) ? 'suggestion' : 'text',
      limit: maximumBody - markerRoom - foldRoom,
    });
    const marker = {
      kind: 'comment',
      head: report.head,
      identity: finding.identity,
      substance: finding.substance,
      state: 'open',
    } as const;
    return {
      path: anchor.path,
      side: anchor.side,
      startLine: anchor.startLine === anchor.endLine ? null : anchor.startLine,
      line: anchor.endLine,
      body: markers.sign(body, marker, pullRequestId),
      identity: finding.identity,
    };
  }

  function fixedBody(posted: PostedComment): string {
    const marker = {
      kind: 'comment',
      head: report.head,
      identity: posted.identity,
      substance: posted.substance,
      state: 'fixed',
    } as const;
    const before = markers.strip(posted.body);
    const fixed = `Fixed in \`${report.head.slice(0, 7)}\`.`;
    const folded = `${fixed}\n\n<details><summary>What it was</summary>\n\n${before}\n\n</details>`;
    return markers.sign(folded.length + markerRoom <= maximumBody ? folded : fixed, marker, pullRequestId);
  }
}

function isOpen(comment: PostedComment): boolean {
  return comment.state === 'open';
}

/**
 * Whether the report would have the finding if it were still there. A model that does not repeat a claim has not
 * taken it back: its comments stay until their file leaves the change.
 */
function wasLookedFor(posted: PostedComment, { coverage }: Report): boolean {
  const file = coverage.find(({ path }) => path === posted.path);
  if (file === undefined) return true;
  return file.status === 'analyzed' && !posted.identity.startsWith('persona-');
}

/** Where a suggestion can be a button: exactly its lines are the comment's lines. */
function suggestible(finding: Finding, anchor: Anchor): boolean {
  const suggestion = finding.suggestion;
  return (
    suggestion !== null && anchor.startLine === suggestion.startLine && anchor.endLine === suggestion.endLine
  );
}

/** Blockers and warnings that have a commentable place, most severe first. Advice is only in the report. */
function placeInline(findings: readonly Finding[], change: Change): { finding: Finding; anchor: Anchor }[] {
  const files = new Map(
    change.files.flatMap((file) => [
      [`head ${file.path}`, file],
      [`base ${file.basePath ?? file.path}`, file],
    ]),
  );
  return findings.flatMap((finding) => {
    const file = files.get(`${finding.side} ${finding.path}`);
    if (finding.severity === 'advice' || file === undefined) return [];
    const lines = finding.suggestion ?? finding;
    const anchor =
      anchorFor(file, finding.side, lines.startLine, lines.endLine) ??
      anchorFor(file, finding.side, finding.startLine, finding.endLine);
    return anchor === null ? [] : [{ finding, anchor }];
  });
}

/** The report's signed body where these planned comments stand nowhere inline: their findings move into it. */
export function reportBodyWithout(
  input: PlanInput,
  plan: PublicationPlan,
  unplaced: readonly PlannedComment[],
): string {
  const missing = new Set(unplaced.map(({ identity }) => identity));
  const open = input.conversation.comments.filter(isOpen).map(({ identity }) => identity);
  const inline = [...open, ...plan.comments.map(({ identity }) => identity)].filter(
    (identity) => !missing.has(identity),
  );
  return reportBody(input, new Set(inline));
}

function reportBody({ report, markers, pullRequestId }: PlanInput, inline: ReadonlySet<string>): string {
  const body = renderMarkdown(report, { inline, limit: maximumBody - markerRoom, target: 'github' });
  return markers.sign(body, { kind: 'report', head: report.head }, pullRequestId);
}

function planReport(input: PlanInput, inline: ReadonlySet<string>): PublicationPlan['report'] {
  const { report, conversation } = input;
  const posted = conversation.report;
  if (posted === null && isBackendless(report)) return { action: 'none' };
  const signed = reportBody(input, inline);
  if (posted === null) return { action: 'create', body: signed };
  return posted.body === signed
    ? { action: 'keep', id: posted.id }
    : { action: 'edit', id: posted.id, body: signed };
}
