import { describe, expect, it } from 'vitest';
import type { Change, ChangedFile } from '../change/change.ts';
import { buildReport } from '../report/build-report.ts';
import type { Coverage } from '../report/coverage.ts';
import { noFacts } from '../report/facts.ts';
import type { Finding } from '../report/finding.ts';
import type { PersonaPart, Report } from '../report/report.ts';
import type { Conversation, PostedComment, PublicationPlan } from './conversation.ts';
import { createMarkers } from './marker.ts';
import { type PlanInput, planPublication, reportBodyWithout } from './plan.ts';

const [base, head, later] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];
const markers = createMarkers(['one']);
const pullRequestId = '1700000007';
const path = 'db/1.sql';

/** Ten added lines. */
const file: ChangedFile = {
  status: 'added',
  kind: 'text',
  path,
  basePath: null,
  baseObject: null,
  headObject: 'd'.repeat(40),
  hunks: [
    {
      baseStart: 0,
      baseLines: 0,
      headStart: 1,
      headLines: 10,
      lines: Array.from({ length: 10 }, (_, index) => ({
        type: 'added' as const,
        base: null,
        head: index + 1,
        text: `line ${index + 1}`,
      })),
    },
  ],
};

function finding(line: number, over: Partial<Finding> = {}): Finding {
  return {
    rule: 'drop-column',
    severity: 'blocker',
    title: 'Column dropped',
    what: `Old code fails at ${line}.`,
    why: '',
    fix: 'Drop it later.',
    path,
    side: 'head',
    startLine: line,
    endLine: line,
    evidence: [{ kind: 'parsed', text: '', path: null, line: null }],
    suggestion: null,
    followUps: [],
    identity: `drop-column | ${path} | t.c${line}`,
    substance: 'abc',
    ...over,
  };
}

interface Situation {
  readonly findings?: readonly Finding[];
  readonly coverage?: Coverage;
  readonly persona?: PersonaPart;
  readonly at?: string;
}

function reportOf({ findings = [], coverage, persona, at = head }: Situation): Report {
  return buildReport({
    base,
    head: at,
    facts: noFacts,
    findings,
    coverage: [coverage ?? { path, status: 'analyzed', backend: true, reason: null }],
    notices: [],
    persona: persona ?? { state: 'absent', note: 'No model reviewed this (no key).' },
    sentences: { api: [], database: [], security: [], testing: [] },
  });
}

const silence: Conversation = { report: null, comments: [] };

function inputOf(situation: Situation, conversation: Conversation = silence, inlineLimit = 20): PlanInput {
  const change: Change = { base, head: situation.at ?? head, files: [file] };
  const settings = { inlineLimit, warningsConclude: 'success' } as const;
  return { report: reportOf(situation), change, conversation, pullRequestId, markers, settings };
}

const plan = (...words: Parameters<typeof inputOf>): PublicationPlan => planPublication(inputOf(...words));

/** The conversation after a plan for an empty one was carried out. */
function carriedOut({ report, comments, head: at }: PublicationPlan): Conversation {
  if (report.action !== 'create') throw new Error('no report was planned');
  return {
    report: { id: 1, nodeId: 'R1', url: 'https://github.example/r/1', head: at, body: report.body },
    comments: comments.map((comment, index): PostedComment => {
      const marker = markers.read(comment.body, pullRequestId);
      if (marker?.kind !== 'comment') throw new Error('the comment has no marker');
      const ids = { id: index + 1, nodeId: `C${index + 1}`, threadId: null };
      return { ...ids, ...marker, resolved: false, body: comment.body, path: comment.path };
    }),
  };
}

/** What a plan writes, in short. */
function brief({ report, comments, edits, check }: PublicationPlan) {
  return {
    report: report.action,
    comments: comments.map(({ startLine, line }) =>
      startLine === null ? `${line}` : `${startLine}-${line}`,
    ),
    edits: edits.map(({ comment }) => comment.identity),
    conclusion: check.conclusion,
  };
}

describe('planPublication', () => {
  it('posts a report and a comment for each finding where nothing is said yet', () => {
    const planned = plan({ findings: [finding(2), finding(4, { endLine: 6 })] });
    expect(brief(planned)).toEqual({
      report: 'create',
      comments: ['2', '4-6'],
      edits: [],
      conclusion: 'failure',
    });
    expect(planned.comments.map(({ body }) => markers.read(body, pullRequestId))).toEqual(
      [2, 4].map((line) => ({
        kind: 'comment',
        head,
        identity: `drop-column | ${path} | t.c${line}`,
        substance: 'abc',
        state: 'open',
      })),
    );
  });

  it('writes nothing again where all is said', () => {
    const situation = { findings: [finding(2), finding(4)] };
    const again = plan(situation, carriedOut(plan(situation)));
    expect(brief(again)).toEqual({ report: 'keep', comments: [], edits: [], conclusion: 'failure' });
  });

  it('keeps what is open, posts what is new, marks what is gone, and edits the report', () => {
    const posted = carriedOut(plan({ findings: [finding(2), finding(4)] }));
    const next = plan({ findings: [finding(4), finding(8)], at: later }, posted);
    expect(brief(next)).toEqual({
      report: 'edit',
      comments: ['8'],
      edits: [`drop-column | ${path} | t.c2`],
      conclusion: 'failure',
    });
    expect(next.furtherBody).toBe('One new finding at `ccccccc`: [report](https://github.example/r/1).');
    const [edit] = next.edits;
    expect(edit?.minimize).toBe(true);
    expect(edit?.body).toMatch(/^Fixed in `ccccccc`\.\n\n<details>[\s\S]*Old code fails at 2\./);
    expect(markers.read(edit?.body ?? '', pullRequestId)).toMatchObject({ state: 'fixed', head: later });
  });

  it('takes a finding that comes back as new, and leaves its old comment', () => {
    const posted = carriedOut(plan({ findings: [finding(2)] }));
    const fixed = {
      ...posted,
      comments: posted.comments.map((one) => ({ ...one, state: 'fixed' as const })),
    };
    expect(brief(plan({ findings: [finding(2)] }, fixed))).toMatchObject({ comments: ['2'], edits: [] });
  });

  it.each([
    ['skipped', { path, status: 'skipped', backend: true, reason: 'it took too long' }],
    ['partly analysed', { path, status: 'partial', backend: true, reason: '1 statement' }],
  ] as const)('does not say that something is fixed in a file that was %s', (_, coverage) => {
    const posted = carriedOut(plan({ findings: [finding(2)] }));
    expect(plan({ coverage, at: later }, posted).edits).toEqual([]);
  });

  it('never says that a claim of the model is settled because it was not repeated', () => {
    const claim = finding(2, {
      rule: 'persona-race',
      severity: 'warning',
      identity: `persona-race | ${path} | x`,
    });
    const answered = { state: 'answered', note: 'Reviewed.' } as const;
    const posted = carriedOut(plan({ findings: [claim], persona: answered }));
    const failed = { state: 'failed', note: 'No model reviewed this: it is overloaded.' } as const;
    expect(plan({ persona: failed, at: later }, posted).edits).toEqual([]);
    expect(plan({ persona: answered, at: later }, posted).edits).toEqual([]);
  });

  it('posts inline no more than the limit, most severe first; the report says the rest', () => {
    const warning = finding(1, { severity: 'warning', identity: 'w', what: 'Only a warning.' });
    const planned = plan({ findings: [warning, finding(5), finding(3)] }, silence, 2);
    expect(brief(planned).comments).toEqual(['3', '5']);
    if (planned.report.action !== 'create') throw new Error('no report');
    expect(planned.report.body).toContain('Only a warning.');
    expect(planned.report.body).not.toContain('Old code fails');
  });

  it('says advice, and what has no line in the diff, only in the report', () => {
    const findings = [
      finding(1, { severity: 'advice', what: 'Advice.' }),
      finding(40, { what: 'Far away.' }),
    ];
    const planned = plan({ findings });
    expect(planned.comments).toEqual([]);
    if (planned.report.action !== 'create') throw new Error('no report');
    expect(planned.report.body).toMatch(/Far away\.[\s\S]*Advice\./);
  });

  it('makes a button of a suggestion only where its lines are the comment’s', () => {
    const suggestion = { startLine: 3, endLine: 4, replacement: 'SELECT 1;' };
    const [inside] = plan({ findings: [finding(3, { suggestion })] }).comments;
    expect([inside?.startLine, inside?.line]).toEqual([3, 4]);
    expect(inside?.body).toContain('```suggestion\nSELECT 1;\n```');
    const [across] = plan({
      findings: [finding(9, { suggestion: { ...suggestion, startLine: 9, endLine: 12 } })],
    }).comments;
    expect([across?.startLine, across?.line]).toEqual([9, 10]);
    expect(across?.body).not.toContain('```suggestion');
    expect(across?.body).toContain('SELECT 1;');
  });

  it('keeps each comment and each annotation within the limits of GitHub, also when it is marked as fixed', () => {
    const replacement = 'x'.repeat(61_000);
    const long = finding(2, {
      title: 't'.repeat(300),
      suggestion: { startLine: 2, endLine: 2, replacement },
    });
    const longer = finding(3, {
      what: '`\u0007`',
      suggestion: { startLine: 3, endLine: 3, replacement: replacement.repeat(2) },
    });
    const first = plan({ findings: [long, longer] });
    const second = plan({ at: later }, carriedOut(first));
    const bodies = [...first.comments, ...second.edits].map(({ body }) => body);
    expect(bodies.map((body) => body.includes(replacement))).toEqual([true, false, true, false]);
    expect(bodies.every((body) => body.length <= 65_536)).toBe(true);
    expect(first.check.annotations.map(({ title, message }) => [title.length, message])).toEqual([
      [255, 'Old code fails at 2.'],
      [14, '\\u{7}'],
    ]);
  });

  it('writes nothing but a neutral check where nothing of a backend is changed', () => {
    const coverage = { path, status: 'skipped', backend: false, reason: 'not a backend file' } as const;
    expect(brief(plan({ coverage }))).toEqual({
      report: 'none',
      comments: [],
      edits: [],
      conclusion: 'neutral',
    });
  });

  it('still marks what is gone where the last file of a backend left the change', () => {
    const posted = carriedOut(plan({ findings: [finding(2)] }));
    const coverage = {
      path: 'logo.svg',
      status: 'skipped',
      backend: false,
      reason: 'not a backend file',
    } as const;
    expect(brief(plan({ coverage, at: later }, posted))).toEqual({
      report: 'edit',
      comments: [],
      edits: [`drop-column | ${path} | t.c2`],
      conclusion: 'neutral',
    });
  });

  it('moves what GitHub takes nowhere inline into the report', () => {
    const input = inputOf({ findings: [finding(2), finding(4)] });
    const planned = planPublication(input);
    const body = reportBodyWithout(input, planned, planned.comments.slice(0, 1));
    expect(body).toContain('Old code fails at 2.');
    expect(body).not.toContain('Old code fails at 4.');
    expect(markers.read(body, pullRequestId)).toEqual({ kind: 'report', head });
  });
});
