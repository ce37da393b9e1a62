import { describe, expect, it } from 'vitest';
import { createMemoryTree } from '../change/memory-tree.ts';
import { defaultRepositorySettings } from '../config/repository-settings.ts';
import type { Finding } from '../report/finding.ts';
import { analyze } from './analyze.ts';
import { createRepositoryCache } from './repository-cache.ts';

type Files = Readonly<Record<string, string>>;

/** What is found where these files become those; every line of a file counts as touched. */
async function findings(
  before: Files,
  after: Files,
  rules: Readonly<Record<string, 'off'>> = {},
): Promise<Finding[]> {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const analysis = await analyze({
    change: {
      base: 'base',
      head: 'head',
      files: paths.map((path) => ({
        status: path in after ? (path in before ? 'modified' : 'added') : 'removed',
        kind: 'text' as const,
        path,
        basePath: path in before ? path : null,
        baseObject: null,
        headObject: null,
        hunks: null,
      })),
    },
    base: createMemoryTree('base', before),
    head: createMemoryTree('head', after),
    settings: { ...defaultRepositorySettings, rules },
    prove: null,
    skip: {},
    ...createRepositoryCache(),
    onFile() {},
  });
  return analysis.findings.filter(({ rule }) => rule !== 'endpoint-removed');
}

const told = async (before: Files, after: Files): Promise<string[]> =>
  (await findings(before, after)).map(({ rule, path, startLine }) => `${rule} ${path}:${startLine}`);

const insecure = 'def load(url):\n    return requests.get(url, verify=False)\n';

describe('what the rules about code find', () => {
  it('is what the change brought', async () => {
    expect(await told({}, { 'app/a.py': insecure })).toEqual(['tls-verification-off app/a.py:2']);
  });

  it('is not what stood there before, nor what was only edited', async () => {
    const edited = 'def load(url):\n    return requests.get(url, verify = False, timeout=5)\n';
    expect(await told({ 'app/a.py': insecure }, { 'app/a.py': `${insecure}x = 1\n` })).toEqual([]);
    expect(await told({ 'app/a.py': insecure }, { 'app/a.py': edited })).toEqual([]);
  });

  it('is not what moved to another file', async () => {
    expect(await told({ 'app/a.py': insecure }, { 'app/b.py': insecure })).toEqual([]);
    expect(await told({ 'app/a.py': insecure }, { 'app/a.py': insecure, 'app/b.py': insecure })).toEqual([
      'tls-verification-off app/b.py:2',
    ]);
  });

  it('is not in tests, fixtures, examples and scripts', async () => {
    for (const path of [
      'tests/test_a.py',
      'app/fixtures/a.py',
      'examples/a.py',
      'scripts/a.py',
      'node_modules/a/a.js',
    ])
      expect(await told({}, { [path]: insecure })).toEqual([]);
  });

  it('is nothing of a rule that the settings switch off', async () => {
    expect(await findings({}, { 'app/a.py': insecure }, { 'tls-verification-off': 'off' })).toEqual([]);
  });

  it('keeps a suggestion that ends it', async () => {
    const [found] = await findings({}, { 'src/a.ts': "res.cookie('session', id);\n" });
    expect(found?.suggestion).toEqual({
      startLine: 1,
      endLine: 1,
      replacement: "res.cookie('session', id, { httpOnly: true, secure: true, sameSite: 'lax' });",
    });
  });

  it('has no suggestion where it would leave another one of its kind', async () => {
    const twice =
      'try { run(); } catch (err) { res.status(500).json({ error: err.message, more: text(err.message) }); }\n';
    const [found] = await findings({}, { 'src/a.ts': twice });
    expect(found?.rule).toBe('error-detail-in-response');
    expect(found?.suggestion).toBeNull();
  });

  it('stays silent about what it cannot read', async () => {
    expect(await told({}, { 'src/a.ts': '('.repeat(5_000) })).toEqual([]);
  });
});

describe('lines that a change leaves as they are', () => {
  it('are not its own', async () => {
    const text = 'x = requests.get(a, verify=False)\ny = 1\n';
    const analysis = await analyze({
      change: {
        base: 'base',
        head: 'head',
        files: [
          {
            status: 'modified',
            kind: 'text',
            path: 'app/a.py',
            basePath: 'app/a.py',
            baseObject: null,
            headObject: null,
            hunks: [
              {
                baseStart: 1,
                baseLines: 1,
                headStart: 1,
                headLines: 2,
                lines: [
                  { type: 'context', base: 1, head: 1, text: 'x = requests.get(a, verify=False)' },
                  { type: 'added', base: null, head: 2, text: 'y = 1' },
                ],
              },
            ],
          },
        ],
      },
      // The base that was read is not the one that the hunks speak of.
      base: createMemoryTree('base', { 'app/a.py': 'x = 0\n' }),
      head: createMemoryTree('head', { 'app/a.py': text }),
      settings: defaultRepositorySettings,
      prove: null,
      skip: {},
      ...createRepositoryCache(),
      onFile() {},
    });
    expect(analysis.findings).toEqual([]);
  });
});
