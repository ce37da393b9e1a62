import type { Change } from '../../src/change/change.ts';
import { printed } from '../../src/command-line/output.ts';
import type { Facts } from '../../src/report/facts.ts';
import { renderJson } from '../../src/report/render-json.ts';
import { renderSarif } from '../../src/report/render-sarif.ts';
import type { Report } from '../../src/report/report.ts';
import type { Conversation, PlannedCheck, PublicationPlan } from '../../src/review/conversation.ts';
import { createMarkers } from '../../src/review/marker.ts';
import { planPublication } from '../../src/review/plan.ts';
import { markdownProblems, reportHeadings } from './markdown-problems.ts';

/** GitHub's limits, in characters. */
const maximumBody = 65_536;
const maximumSummary = 65_535;
const maximumTitle = 255;

const pullRequestId = '1700000007';
const markers = createMarkers(['secret']);
const url = 'https://github.com/acme/shop/pull/7#pullrequestreview-1';

/** Looks at a text once, however often it is posted. */
type Look = typeof markdownProblems;

function remembering(): Look {
  const seen = new Map<string, string[]>();
  return (body, allowed) => {
    const problems = seen.get(body) ?? markdownProblems(body, allowed);
    seen.set(body, problems);
    return problems;
  };
}

function bodyProblems(look: Look, name: string, body: string, report: boolean): string[] {
  const problems = [...look(body, { marker: true, ...(report ? { headings: reportHeadings } : {}) })];
  if (body.length > maximumBody) problems.push(`${body.length} characters`);
  const marker = markers.read(body, pullRequestId);
  if (marker?.kind !== (report ? 'report' : 'comment')) problems.push('its marker is not believed');
  return problems.map((problem) => `${name}: ${problem}`);
}

function checkProblems(look: Look, check: PlannedCheck): string[] {
  const problems = [...look(check.summary)];
  if (check.summary.length > maximumSummary) problems.push(`a summary of ${check.summary.length} characters`);
  if (check.title.length > maximumTitle) problems.push('a long title');
  for (const { title, message, startLine, endLine } of check.annotations) {
    if (title === '' || title.length > maximumTitle) problems.push(`a title of ${title.length} characters`);
    if (message === '' || Buffer.byteLength(message) > 65_536)
      problems.push(`a message of ${message.length} characters`);
    if (!(title + message).isWellFormed() || /[^\P{Cc}\n]/u.test(title + message))
      problems.push('a character that GitHub refuses');
    if (startLine > endLine) problems.push('lines from behind');
  }
  return problems.map((problem) => `check: ${problem}`);
}

function planProblems(look: Look, plan: PublicationPlan): string[] {
  return [
    ...('body' in plan.report ? bodyProblems(look, 'report', plan.report.body, true) : []),
    ...plan.comments.flatMap(({ body, path }) =>
      bodyProblems(look, `comment on ${JSON.stringify(path)}`, body, false),
    ),
    ...plan.edits.flatMap(({ body }) => bodyProblems(look, 'edit', body, false)),
    ...look(plan.furtherBody, { links: [url] }).map((problem) => `further review: ${problem}`),
    ...checkProblems(look, plan.check),
  ];
}

function machineProblems(report: Report, facts: Facts): string[] {
  const problems: string[] = [];
  const json = JSON.stringify(renderJson(report, facts));
  const sarif = JSON.stringify(renderSarif(report, '1.0.0'));
  for (const text of [json, sarif]) {
    if (!text.isWellFormed()) problems.push('JSON with a lone surrogate');
    if (JSON.stringify(JSON.parse(text)) !== text) problems.push('JSON that reads differently');
  }
  for (const [, uri = ''] of sarif.matchAll(/"uri":"((?:[^"\\]|\\.)*)"/g))
    if (!/^[\w.!~*'()%-]+(\/[\w.!~*'()%-]+)*$/.test(uri)) problems.push(`the address ${uri}`);
  for (const format of ['text', 'markdown'] as const)
    if (/[^\P{Cc}\t\n]/u.test(printed(report, facts, format, '1.0.0')))
      problems.push(`a control character in ${format}`);
  return problems;
}

/** Everything that is wrong with what would be posted for a report, now and after its findings are gone. */
export function postedProblems(report: Report, facts: Facts, change: Change): string[] {
  const settings = { inlineLimit: 20, warningsConclude: 'neutral' } as const;
  const input = { change, pullRequestId, markers, settings };
  const look = remembering();
  const none: Conversation = { report: null, comments: [] };
  const plan = planPublication({ ...input, report, conversation: none });
  const posted: Conversation = {
    report:
      'body' in plan.report ? { id: 1, nodeId: 'n', url, head: report.head, body: plan.report.body } : null,
    comments: plan.comments.map(({ body, identity, path }, index) => ({
      id: index,
      nodeId: 'n',
      threadId: null,
      identity,
      substance: 's',
      head: report.head,
      state: 'open',
      resolved: false,
      body,
      path,
    })),
  };
  const gone: Report = {
    ...report,
    findings: [],
    counts: { blocker: 0, warning: 0, advice: 0 },
    coverage: report.coverage.map((file) => ({ ...file, status: 'analyzed' })),
  };
  return [
    ...planProblems(look, plan),
    ...planProblems(look, planPublication({ ...input, report, conversation: posted })),
    ...planProblems(look, planPublication({ ...input, report: gone, conversation: posted })),
    ...planProblems(
      look,
      planPublication({ ...input, report, conversation: none, settings: { ...settings, inlineLimit: 0 } }),
    ),
    ...machineProblems(report, facts),
  ];
}
