import { expect, it } from 'vitest';
import { buildReport } from '../report/build-report.ts';
import { noFacts } from '../report/facts.ts';
import { type Format, printed } from './output.ts';

const path = 'db/\u001b[31mred\u202e.sql';
const report = buildReport({
  base: 'a'.repeat(40),
  head: 'b'.repeat(40),
  facts: noFacts,
  findings: [
    {
      rule: 'drop-column',
      severity: 'blocker',
      title: 'Column dropped',
      what: 'Old code fails.',
      why: '',
      fix: 'Drop it later.',
      path,
      side: 'head',
      startLine: 3,
      endLine: 3,
      evidence: [{ kind: 'parsed', text: '', path: null, line: null }],
      suggestion: { startLine: 3, endLine: 3, replacement: 'SELECT \u001b]0;x\u0007 1;' },
      followUps: [],
      identity: 'i',
      substance: 's',
    },
  ],
  coverage: [{ path, status: 'skipped', backend: true, reason: 'it says \u001b[2J' }],
  notices: ['a \u001b[2J notice'],
  persona: { state: 'absent', note: 'No model reviewed this.' },
  sentences: { api: [], database: [], security: [], testing: [] },
});

it.each<Format>(['text', 'markdown', 'json', 'sarif'])('%s tells a terminal nothing but text', (format) => {
  const text = printed(report, noFacts, format, '1.0.0');
  expect(text).not.toMatch(/[^\P{Cc}\n\t]/u);
  expect(text).toMatch(/\[31mred|%5B31mred/);
});
