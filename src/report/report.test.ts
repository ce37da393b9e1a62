import { describe, expect, it } from 'vitest';
import { buildReport } from './build-report.ts';
import { type Facts, noFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { renderFinding } from './render-finding.ts';
import { renderJson } from './render-json.ts';
import { maximumBody, renderMarkdown } from './render-markdown.ts';
import { renderSarif } from './render-sarif.ts';
import { type Report, reportSchema } from './report.ts';

function finding(over: Partial<Finding>): Finding {
  return {
    rule: 'drop-column',
    severity: 'blocker',
    title: 'Column dropped',
    what: 'Old code fails.',
    why: '',
    fix: 'Drop it later.',
    path: 'db/1.sql',
    side: 'head',
    startLine: 3,
    endLine: 3,
    evidence: [{ kind: 'parsed', text: '', path: null, line: null }],
    suggestion: null,
    followUps: [],
    identity: `drop-column | ${over.path ?? 'db/1.sql'} | ${over.startLine ?? 3}`,
    substance: 'abc',
    ...over,
  };
}

function report(findings: Finding[], facts: Facts = noFacts, files = 1): Report {
  return buildReport({
    base: 'a'.repeat(40),
    head: 'b'.repeat(40),
    facts,
    findings,
    coverage: Array.from({ length: files }, (_, index) => ({
      path: `db/${index}.sql`,
      status: 'analyzed',
      backend: true,
      reason: null,
    })),
    notices: [],
    persona: { state: 'absent', note: 'No model reviewed this (no key).' },
    sentences: { api: [], database: [], security: [], testing: [] },
  });
}

const plain = { inline: new Set<string>(), limit: maximumBody, target: 'github' } as const;

describe('the report', () => {
  it('has the headings of the persona in its order, each with a sentence where there is nothing', () => {
    expect(renderMarkdown(report([]), plain)).toBe(
      [
        '## Backend Implementation',
        '**No findings** · 1 of 1 backend file read · `bbbbbbb`',
        '### API Changes\n\nNo API changes.',
        '### Database Changes\n\nNo database changes.',
        '### Security Considerations\n\nNothing found: no endpoint is added or changed.',
        '### Testing\n\n- [ ] API endpoint tests: no test of this kind in this pull request\n- [ ] Database query tests: no test of this kind in this pull request\n- [ ] Error case coverage: no test of this kind in this pull request',
        '<sub>No model reviewed this (no key). <code>/backend help</code></sub>',
      ].join('\n\n'),
    );
  });

  it('is valid by its schema and sorts findings by severity and place', () => {
    const built = report([
      finding({ severity: 'advice', startLine: 1 }),
      finding({ startLine: 9 }),
      finding({ startLine: 2 }),
    ]);
    expect(reportSchema.parse(built)).toEqual(built);
    expect(built.findings.map(({ severity, startLine }) => [severity, startLine])).toEqual([
      ['blocker', 2],
      ['blocker', 9],
      ['advice', 1],
    ]);
    expect(built.counts).toEqual({ blocker: 2, warning: 0, advice: 1 });
  });

  it('does not say again what stands inline', () => {
    const one = finding({});
    expect(renderMarkdown(report([one]), { ...plain, inline: new Set([one.identity]) })).not.toContain(
      'Old code fails',
    );
    expect(renderMarkdown(report([one]), plain)).toContain('Old code fails');
  });

  it('stays below the limit with thousands of findings and still ends every fence and fold', () => {
    const many = Array.from({ length: 2_000 }, (_, index) =>
      finding({
        startLine: index + 1,
        suggestion: { startLine: 1, endLine: 1, replacement: 'x'.repeat(100) },
      }),
    );
    const body = renderMarkdown(report(many, noFacts, 500), { ...plain, limit: 60_000 });
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect((body.match(/^`{3,}/gm) ?? []).length % 2).toBe(0);
    expect(body.split('<details>').length).toBe(body.split('</details>').length);
  });

  it('filters reasons, notices and words, whoever wrote them', () => {
    const built = report([
      finding({ title: '@a', what: '![x](http://evil.example)', fix: '<b>', severity: 'advice' }),
    ]);
    const hostile = {
      ...built,
      coverage: [
        {
          path: 'openapi.yaml',
          status: 'skipped',
          backend: true,
          reason: 'it does not parse: tag !<@b> | #1',
        } as const,
      ],
      notices: ['line 1 is not YAML: @c\n# d'],
    };
    const body = renderMarkdown(hostile, plain);
    expect(body).toContain('\n\n> line 1 is not YAML: `@c` # d\n\n');
    expect(body).toContain('| `openapi.yaml` | it does not parse: tag !`<@b>` \\| `#1` |');
    expect(body).toContain('\n\nx\n\n`<b>`\n\n');
  });

  it('says what is too long for one comment instead of showing it', () => {
    const long = finding({
      suggestion: { startLine: 3, endLine: 3, replacement: 'x'.repeat(70_000) },
      followUps: [{ path: 'db/2.sql', text: 'y'.repeat(70_000) }],
    });
    expect(renderFinding(long, { suggestions: 'suggestion', limit: maximumBody })).toBe(
      '**Blocker** · `drop-column` · parsed\n\nOld code fails.\n\nDrop it later.\n\nThe edit is too long to show here.\n\n`db/2.sql`: too long to show here.',
    );
  });

  it('offers no edit that GitHub would store differently', () => {
    const one = finding({ suggestion: { startLine: 3, endLine: 3, replacement: 'a\0b' } });
    expect(renderFinding(one, { suggestions: 'suggestion', limit: maximumBody })).toContain(
      'Instead of line 3:\n\n```sql\na\\u{0}b\n```',
    );
  });

  it('shows hostile paths only in code', () => {
    const path = 'db/@team <img src=x> <!-- `x` | ![a](b).sql';
    const body = renderMarkdown(report([finding({ path })]), plain);
    expect(body).toContain('``db/@team <img src=x> <!-- `x` | ![a](b).sql:3``');
  });
});

describe('a change in several releases', () => {
  const rollout = [
    { text: 'The new column.', file: { path: 'db/2.sql', text: 'ALTER TABLE t ADD b int;\n' } },
    { text: 'Read `b`, thanks @team.', file: null },
  ];

  it('is folded behind the fix, step by step', () => {
    const text = renderFinding(finding({ rollout }), { suggestions: 'text', limit: maximumBody });
    expect(text.slice(text.indexOf('<details>'))).toBe(
      [
        '<details><summary>Without an outage, in 2 steps</summary>',
        'In place of this:',
        '**1.** The new column. `db/2.sql`:',
        '```sql\nALTER TABLE t ADD b int;\n```',
        '**2.** Release: Read `b`, thanks `@team.`',
        '</details>',
      ].join('\n\n'),
    );
  });

  it('gives way first where there is no room', () => {
    const text = renderFinding(finding({ rollout }), { suggestions: 'text', limit: 250 });
    expect(text).toContain('Without an outage, in 2 steps: too long to show here.');
    expect(text).toContain('Drop it later.');
  });
});

describe('the other forms', () => {
  const one = finding({ suggestion: { startLine: 3, endLine: 4, replacement: 'SELECT 1;' } });

  it('gives JSON with the message, the place and the suggestion', () => {
    const json = JSON.parse(JSON.stringify(renderJson(report([one]), noFacts)));
    expect(json.findings).toEqual([
      {
        rule: 'drop-column',
        severity: 'blocker',
        title: 'Column dropped',
        message: 'Old code fails. Drop it later.',
        path: 'db/1.sql',
        side: 'head',
        startLine: 3,
        endLine: 3,
        inline: true,
        evidence: one.evidence,
        suggestion: { startLine: 3, endLine: 4, replacement: 'SELECT 1;' },
        followUps: [],
      },
    ]);
    expect(json.coverage).toEqual([{ path: 'db/0.sql', status: 'analyzed', reason: null }]);
  });

  it('gives SARIF with a path as a relative reference', () => {
    const sarif = JSON.stringify(
      renderSarif(report([finding({ path: 'javascript:a/b#c?d e\ud800.sql' })]), '1.2.3'),
    );
    expect(sarif).toContain('"uri":"javascript%3Aa/b%23c%3Fd%20e%EF%BF%BD.sql"');
  });

  it('gives SARIF with a rule, a region and a fix', () => {
    const sarif = JSON.parse(JSON.stringify(renderSarif(report([one]), '1.2.3')));
    expect(sarif.version).toBe('2.1.0');
    expect(sarif.runs[0].tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(['drop-column']);
    expect(sarif.runs[0].results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'db/1.sql' },
      region: { startLine: 3, endLine: 3 },
    });
    expect(sarif.runs[0].results[0].fixes[0].artifactChanges[0].replacements).toEqual([
      {
        deletedRegion: { startLine: 3, startColumn: 1, endLine: 5, endColumn: 1 },
        insertedContent: { text: 'SELECT 1;\n' },
      },
    ]);
  });
});
