import { describe, expect, it } from 'vitest';
import type { Finding } from '../report/finding.ts';
import type { Claim } from './answer.ts';
import {
  lostUpdate,
  tools,
  transferChange,
  transferFiles,
  transferPath,
  transferText,
} from './fixtures/transfer.ts';
import { verifyClaims } from './verify-claims.ts';

function verify(claims: readonly Claim[], findings: readonly Finding[] = [], limit = 20) {
  return verifyClaims({ claims, change: transferChange, headFiles: transferFiles, findings, limit, tools });
}

const dropped = async (claim: Partial<Claim>, findings: readonly Finding[] = []) =>
  (await verify([{ ...lostUpdate, ...claim }], findings)).statistics.dropped;

const ruleFinding = (rule: string, line: number): Finding => ({
  rule,
  severity: 'warning',
  title: 'x',
  what: 'x',
  why: '',
  fix: '',
  path: transferPath,
  side: 'head',
  startLine: line,
  endLine: line,
  evidence: [{ kind: 'parsed', text: '', path: null, line: null }],
  suggestion: null,
  followUps: [],
  identity: 'x',
  substance: 'x',
});

describe('verifyClaims', () => {
  it('makes a finding of a claim that checks out, and never a blocker', async () => {
    const { findings, statistics } = await verify([lostUpdate]);
    expect(findings).toEqual([
      {
        rule: 'persona-race',
        severity: 'warning',
        title: 'Two transfers at once lose one of them',
        what: 'Two transfers at once lose one of them.',
        why: 'A and B read 100. A writes 40, B writes 70: the 60 of A are back.',
        fix: 'Subtract in the database and check the row count.',
        path: transferPath,
        side: 'head',
        startLine: 6,
        endLine: 8,
        evidence: [
          {
            kind: 'quoted',
            text: '`const source = await db.account(from);` and 2 more lines',
            path: transferPath,
            line: 6,
          },
        ],
        suggestion: { startLine: 6, endLine: 8, replacement: '  await db.subtract(from, amount);' },
        followUps: [],
        identity: 'persona-race | src/transfer.ts | const source = await db.account(from);',
        substance: findings[0]?.substance,
      },
    ]);
    expect(statistics).toEqual({ made: 1, verified: 1, dropped: {} });
  });

  it('moves a claim to the one place where its quote stands', async () => {
    const { findings } = await verify([{ ...lostUpdate, startLine: 2, endLine: 4 }]);
    expect(
      findings.map(({ startLine, endLine, suggestion }) => [startLine, endLine, suggestion?.startLine]),
    ).toEqual([[6, 8, 6]]);
  });

  it('takes a quote whose lines differ in white space at their ends only', async () => {
    const quote = lostUpdate.quote.replaceAll('\n', '  \r\n');
    expect(await dropped({ quote: `${quote}\n` })).toEqual({});
    expect(await dropped({ quote: lostUpdate.quote.trimStart() })).toEqual({ 'quote-missing': 1 });
  });

  it('binds the substance to the function, not to the lines that were quoted', async () => {
    const other = {
      ...lostUpdate,
      startLine: 8,
      endLine: 8,
      quote: '  await db.setBalance(from, source.balance - amount);',
    };
    const verified = await Promise.all([lostUpdate, other].map((claim) => verify([claim])));
    const substances = verified.map(({ findings }) => findings[0]?.substance);
    expect(substances[0]).toBe(substances[1]);
  });

  it.each<[string, Partial<Claim>, string]>([
    ['an invented quote', { quote: '  await db.lock(from);' }, 'quote-missing'],
    ['a line that is quoted in part', { quote: 'const source' }, 'quote-missing'],
    ['a bracket', { startLine: 10, endLine: 10, quote: '}' }, 'quote-trivial'],
    ['an empty quote', { quote: '\n \n' }, 'quote-trivial'],
    [
      'a quote that stands twice, at a wrong line',
      { startLine: 1, endLine: 1, quote: '  await db.remove(id);' },
      'quote-ambiguous',
    ],
    ['a file that is not in the change', { path: 'src/other.ts' }, 'not-in-change'],
    [
      'lines that the change does not touch',
      { startLine: 13, endLine: 13, quote: '  await db.remove(id);', replacement: null },
      'outside-change',
    ],
    ['a replacement that changes nothing', { replacement: `${lostUpdate.quote}\n` }, 'replacement-unchanged'],
    ['a replacement that does not parse', { replacement: '  if (x) {' }, 'replacement-unparsable'],
    [
      'a replacement with a masked secret',
      { replacement: "  const key = '••••••••';" },
      'replacement-masked',
    ],
    [
      'a replacement with invisible characters',
      { replacement: '  await db.x();\u202e' },
      'replacement-invisible',
    ],
    ['a replacement with a command of another bot', { replacement: '/approve\n' }, 'replacement-command'],
    [
      'a replacement that reaches beyond the diff',
      { startLine: 3, endLine: 4, quote: 'const limit = 100;\n\n', replacement: 'const limit = 5;' },
      'replacement-outside-hunk',
    ],
    ['a title of nothing but an image', { title: '![](https://evil.example/x.png)' }, 'no-words'],
  ])('drops %s', async (_, claim, reason) => {
    expect(await dropped(claim)).toEqual({ [reason]: 1 });
  });

  it('drops what a rule says on the same lines, and keeps what it does not', async () => {
    expect(await dropped({ category: 'data-integrity' }, [ruleFinding('dml-without-where', 7)])).toEqual({
      'repeats-rule': 1,
    });
    expect(await dropped({ category: 'race' }, [ruleFinding('dml-without-where', 7)])).toEqual({});
    expect(await dropped({ category: 'data-integrity' }, [ruleFinding('dml-without-where', 9)])).toEqual({});
  });

  it('keeps the severest of claims that say the same, and no more than the limit', async () => {
    const mild = { ...lostUpdate, severity: 'advice' as const, title: 'Mild' };
    expect((await verify([mild, lostUpdate])).findings.map((finding) => finding.title)).toEqual([
      lostUpdate.title,
    ]);
    const other = { ...lostUpdate, category: 'transaction' as const };
    expect((await verify([lostUpdate, other], [], 1)).statistics).toEqual({
      made: 2,
      verified: 1,
      dropped: { 'over-limit': 1 },
    });
  });

  it('tells a missing test as advice', async () => {
    expect((await verify([{ ...lostUpdate, category: 'testing' }])).findings[0]?.severity).toBe('advice');
  });

  it('matches quotes against what the model was shown, and does not print the secret', async () => {
    const key = 'AKIAABCDEFGHIJKLMNOP';
    const headFiles = new Map([[transferPath, transferText.replace("'no funds'", `'${key}'`)]]);
    const quote = `  if (source.balance < amount) throw new Error('${'•'.repeat(key.length)}');`;
    const claim = { ...lostUpdate, startLine: 7, endLine: 7, quote, replacement: null };
    const { findings } = await verifyClaims({
      claims: [claim],
      change: transferChange,
      headFiles,
      findings: [],
      limit: 5,
      tools,
    });
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toContain(key);
  });
});
