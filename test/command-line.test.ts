import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findingSchema, severities } from '../src/report/finding.ts';
import { searchPath } from './support/repository.ts';
import { makeExample } from './support/shop.ts';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
let folder = '';
let example: Awaited<ReturnType<typeof makeExample>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  example = await makeExample();
  writeFileSync(join(folder, 'bad.sql'), 'DELETE FROM orders;\n');
  writeFileSync(join(folder, 'good.sql'), 'DELETE FROM orders WHERE id = 1;\n');
  writeFileSync(join(folder, 'picture.sql'), Buffer.from([0, 1, 2, 255, 0]));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  example?.remove();
});

/** Runs the program as a shell would; the folder is where it stands. */
function run(...words: string[]): { code: number | null; out: string; error: string } {
  const done = spawnSync(process.execPath, [cli, ...words], {
    cwd: folder,
    env: { PATH: searchPath, LC_ALL: 'C' },
    encoding: 'utf8',
  });
  return { code: done.status, out: done.stdout, error: done.stderr };
}

const jsonSchema = z.strictObject({
  version: z.literal(1),
  findings: z.array(
    z.strictObject({
      rule: z.string(),
      severity: z.enum(severities),
      title: z.string().min(1),
      message: z.string().min(1),
      path: z.string(),
      side: z.enum(['base', 'head']),
      startLine: z.int().positive(),
      endLine: z.int().positive(),
      inline: z.boolean(),
      evidence: findingSchema.shape.evidence,
      suggestion: findingSchema.shape.suggestion,
      followUps: findingSchema.shape.followUps,
    }),
  ),
  facts: z.looseObject({}),
  coverage: z.array(
    z.strictObject({
      path: z.string(),
      status: z.enum(['analyzed', 'partial', 'skipped']),
      reason: z.string().nullable(),
    }),
  ),
  summary: z.looseObject({
    base: z.string(),
    head: z.string(),
    blocker: z.int(),
    warning: z.int(),
    advice: z.int(),
  }),
});

const sarifSchema = z.looseObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.looseObject({
      tool: z.looseObject({ driver: z.looseObject({ name: z.string(), rules: z.array(z.unknown()) }) }),
      results: z.array(z.looseObject({ ruleId: z.string(), level: z.enum(['error', 'warning', 'note']) })),
    }),
  ]),
});

describe('check', () => {
  it('reads a file that tells nothing as its neighbours are written', () => {
    mkdirSync(join(folder, 'together'));
    writeFileSync(
      join(folder, 'together/1.sql'),
      'CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;\n',
    );
    writeFileSync(join(folder, 'together/2.sql'), 'ALTER TABLE t MODIFY id bigint;\n');
    expect(run('check', 'together').out).not.toContain('analysed');
  });

  it('takes all files of a folder that a tool has, in the order in which it runs them', () => {
    const changes = join(folder, 'db/changelog');
    mkdirSync(changes, { recursive: true });
    writeFileSync(
      join(changes, 'db.changelog-master.yaml'),
      'databaseChangeLog:\n  - include: { file: b.json, relativeToChangelogFile: true }\n  - include: { file: a.xml, relativeToChangelogFile: true }\n',
    );
    writeFileSync(
      join(changes, 'b.json'),
      '{"databaseChangeLog": [{"changeSet": {"id": 1, "author": "a", "changes": [{"sql": "CREATE TABLE carts (id bigint PRIMARY KEY, email text); CREATE INDEX i ON carts (email)"}]}}]}\n',
    );
    writeFileSync(
      join(changes, 'a.xml'),
      '<databaseChangeLog><changeSet id="2" author="a"><createIndex tableName="carts" indexName="j"><column name="email"/></createIndex></changeSet></databaseChangeLog>\n',
    );
    writeFileSync(join(changes, 'data.json'), '{"carts": []}\n');
    const { findings, coverage } = jsonSchema.parse(JSON.parse(run('check', 'db', '--format', 'json').out));
    expect(coverage.map(({ path, status }) => [path, status])).toEqual([
      ['db/changelog/a.xml', 'analyzed'],
      ['db/changelog/b.json', 'analyzed'],
      ['db/changelog/db.changelog-master.yaml', 'analyzed'],
    ]);
    const repeated = findings.filter(({ rule }) => rule === 'duplicate-index');
    expect(repeated.map(({ path }) => path)).toEqual(['db/changelog/a.xml']);
    const named = jsonSchema.parse(
      JSON.parse(run('check', 'db/changelog/data.json', '--format', 'json').out),
    );
    expect(named.coverage).toEqual([
      { path: 'db/changelog/data.json', status: 'skipped', reason: 'it could not be read as a migration' },
    ]);
  });

  it('takes the word of who knows what wraps a file', () => {
    writeFileSync(join(folder, 'idx.sql'), 'CREATE INDEX CONCURRENTLY i ON orders (a);\n');
    const rules = (transaction: string) =>
      jsonSchema
        .parse(JSON.parse(run('check', 'idx.sql', '--transaction', transaction, '--format', 'json').out))
        .findings.map(({ rule }) => rule);
    expect(rules('file')).toContain('concurrent-op-in-transaction');
    expect(rules('none')).not.toContain('concurrent-op-in-transaction');
    expect(rules('auto')).not.toContain('concurrent-op-in-transaction');
    expect(run('check', 'idx.sql', '--transaction', 'some').error).toContain(
      "--transaction is one of file, none, auto, not 'some'",
    );
  });

  it('exits with 1 and prints place, rule and proof of what it finds', () => {
    const { code, out, error } = run('check', 'bad.sql');
    expect([code, error]).toEqual([1, '']);
    expect(out).toMatch(/^bad\.sql:1: \*\*Blocker\*\* · `dml-without-where` · /);
    expect(out).toMatch(/\n1 blocker in 1 file\n$/);
  });

  it('exits with 0 where nothing is wrong, and where nothing is to count', () => {
    expect(run('check', 'good.sql')).toEqual({ code: 0, out: 'No findings in 1 file\n', error: '' });
    expect(run('check', 'bad.sql', '--fail-on', 'never').code).toBe(0);
  });

  it('prints JSON of the documented form, for several files', () => {
    const { code, out } = run('check', 'good.sql', 'bad.sql', '--format', 'json');
    const { findings, coverage } = jsonSchema.parse(JSON.parse(out));
    expect(code).toBe(1);
    expect(findings.map(({ path, startLine, rule }) => [path, startLine, rule])).toEqual([
      ['bad.sql', 1, 'dml-without-where'],
    ]);
    expect(coverage).toEqual([
      { path: 'bad.sql', status: 'analyzed', reason: null },
      { path: 'good.sql', status: 'analyzed', reason: null },
    ]);
  });

  it('prints SARIF 2.1.0', () => {
    const { runs } = sarifSchema.parse(JSON.parse(run('check', 'bad.sql', '--format', 'sarif').out));
    expect(runs[0].results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['dml-without-where', 'error'],
    ]);
  });

  it.each([
    [['check', 'missing.sql'], 'missing.sql: no such file or folder'],
    [['check', 'picture.sql'], 'picture.sql is not a text file'],
    [['check'], 'check wants at least one path'],
    [['check', 'good.sql', '--format', 'xml'], "--format is one of text, json, sarif, not 'xml'"],
    [['chekc'], "there is no command 'chekc': see backend-engineer --help"],
  ])('answers %j with exit 2 and one line', (words, message) => {
    expect(run(...words)).toEqual({ code: 2, out: '', error: `backend-engineer: ${message}\n` });
  });
});

describe('review of a local range', () => {
  it('prints the report with the five headings, its findings included', () => {
    const { code, out, error } = run('review', example.directory, 'main..change');
    expect([code, error]).toEqual([1, '']);
    expect(out.match(/^##+ .+$/gm)).toEqual([
      '## Backend Implementation',
      '### API Changes',
      '### Database Changes',
      '### Security Considerations',
      '### Testing',
      '### Findings',
    ]);
    expect(out).not.toMatch(/<sub>|<!--/);
  });

  it('prints the same JSON each time, for the commits it names', () => {
    const words = ['review', example.directory, 'main..change', '--format', 'json'];
    const [first, second] = [run(...words), run(...words)];
    const { summary, findings } = jsonSchema.parse(JSON.parse(first.out));
    expect([summary.base, summary.head]).toEqual([example.base.sha, example.head.sha]);
    expect(findings.filter(({ severity }) => severity === 'blocker').length).toBe(summary.blocker);
    expect(first.out === second.out).toBe(true);
  });

  it('exits with 0 for a range without findings', () => {
    const { code, out } = run('review', example.directory, 'main..main', '--format', 'json');
    expect([code, jsonSchema.parse(JSON.parse(out)).findings]).toEqual([0, []]);
  });

  it.each([
    [
      () => ['review', example.directory, 'main..nowhere'],
      /^backend-engineer: unknown revision nowhere in \S+\n$/,
    ],
    [() => ['review', folder, 'main..change'], /^backend-engineer: not a git repository: \S+\n$/],
    [() => ['review', join(folder, 'none'), 'a..b'], /^backend-engineer: not a git repository: \S+\n$/],
    [() => ['review', example.directory], /^backend-engineer: review wants a range BASE\.\.HEAD .+\n$/],
  ])('answers wrong input (%#) with exit 2 and one line', (words, message) => {
    const { code, out, error } = run(...words());
    expect([code, out]).toEqual([2, '']);
    expect(error).toMatch(message);
  });
});
