import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets, hasPlaceholder, maskSecrets } from './mask-secrets.ts';
import { shownText } from './shown-text.ts';

/** Put together here, so that no scanner takes this file for a leak. */
const join = (...parts: string[]): string => parts.join('');
const body = (length: number): string => 'aB3dE5gH'.repeat(Math.ceil(length / 8)).slice(0, length);

const secrets: [string, string][] = [
  ['AWS access key', join('AKIA', 'ABCDEFGHIJKLMNOP')],
  ['GitHub token', join('ghp_', body(36))],
  ['GitHub token', join('github_pat_', body(60))],
  ['GitLab token', join('glpat-', body(20))],
  ['Slack token', join('xoxb-', body(24))],
  ['Stripe key', join('sk_live_', body(24))],
  ['Google key', join('AIza', body(35))],
  ['API key', join('sk-ant-api03-', body(80))],
  ['registry token', join('npm_', body(36))],
  ['SendGrid key', join('SG.', body(22), '.', body(43))],
  ['JSON web token', join('eyJ', body(20), '.eyJ', body(30), '.', body(40))],
];

describe('maskSecrets', () => {
  it.each(secrets)('masks a %s with as many placeholders', (kind, secret) => {
    const text = `const x = f(${secret}); // after`;
    expect(maskSecrets(text)).toBe(`const x = f(${'•'.repeat(secret.length)}); // after`);
    expect(findSecrets(text)).toEqual([{ kind, start: 12, end: 12 + secret.length }]);
  });

  it.each([
    [
      'a password in a connection string',
      'postgres://app:hunter2!x@db.internal:5432/app',
      'postgres://app:•••••••••@db.internal:5432/app',
    ],
    ['a password without a user', 'redis://:pa55@cache', 'redis://:••••@cache'],
    ['an AWS secret', `aws_secret_access_key = ${body(40)}`, `aws_secret_access_key = ${'•'.repeat(40)}`],
    ['a bearer token', `Authorization: Bearer ${body(30)}`, `Authorization: Bearer ${'•'.repeat(30)}`],
    ['a password in an assignment', "password: 'correct-horse-7',", "password: '•••••••••••••••',"],
    ['a token in JSON', '"api_key": "a1b2c3d4e5f6"', '"api_key": "••••••••••••"'],
  ])('masks %s', (_, text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  it.each([
    join('postgres://app:$', '{PASSWORD}@db/app'),
    'postgres://app:$DB_PASS@db/app',
    'https://example.com:8080/a@b',
    "password: 'required'",
    'token: process.env.TOKEN',
    join('password: `$', '{first}$', '{second}12345`'),
    'sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'const tokenCount = "10 tokens a day"',
  ])('leaves %j alone', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  const [begin, end] = [
    join('-----BEGIN RSA ', 'PRIVATE KEY-----'),
    join('-----END RSA ', 'PRIVATE KEY-----'),
  ];

  it('masks a private key and keeps its lines', () => {
    const dots = '•'.repeat(64);
    const text = `a\n${begin}\n${body(64)}\n${body(64)}\n${end}\nb`;
    expect(maskSecrets(text)).toBe(`a\n${begin}\n${dots}\n${dots}\n${end}\nb`);
  });

  it('masks a key of which only one end is there', () => {
    const dots = '•'.repeat(64);
    expect(maskSecrets(`${begin}\n${body(64)}\n${body(64)}`)).toBe(`${begin}\n${dots}\n${dots}`);
    expect(maskSecrets(`x = 1;\n${body(64)}\n${body(64)}\n${end}`)).toBe(`x = 1;\n${dots}\n${dots}\n${end}`);
  });

  it('masks a key on one line with escapes', () => {
    expect(maskSecrets(`"${begin}\\n${body(64)}\\n${end}"`)).toBe(`"${begin}${'•'.repeat(68)}${end}"`);
  });

  it('keeps length and lines, and knows its placeholders', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(...secrets.map(([, secret]) => secret), begin, end, body(64), '\n', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const masked = maskSecrets(text);
        expect(masked.length).toBe(text.length);
        expect([...masked.matchAll(/\n/g)].map((match) => match.index)).toEqual(
          [...text.matchAll(/\n/g)].map((match) => match.index),
        );
      }),
      { numRuns: 500 },
    );
    expect([hasPlaceholder(maskSecrets(secrets[0]?.[1] ?? '')), hasPlaceholder('a • b')]).toEqual([
      true,
      false,
    ]);
  });

  it('is linear on hostile text', () => {
    for (const part of [begin, end, 'a', 'a://', 'password=', `${end}\n`, 'eyJ', '0aB3'])
      expect(maskSecrets(part.repeat(20_000)).length).toBe(part.length * 20_000);
  }, 10_000);
});

describe('shownText', () => {
  it('shows invisible characters as such, at the same length', () => {
    const text = 'a\u200bb\u202e\u{e0041}\ufeff\tc\r\n';
    expect(shownText(text)).toBe('a\ufffdb\ufffd\ufffd\ufffd\ufffd\tc\r\n');
  });
});
