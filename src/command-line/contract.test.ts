import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CommandLineWorld, runCommandLine } from './main.ts';

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(join(tmpdir(), 'contract-'));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function run(...words: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  const printed = { out: '', error: '' };
  const world: CommandLineWorld = {
    arguments: ['contract', ...words],
    nodeVersion: '24.0.0',
    toolVersion: () => '1.0.0',
    today: () => '2030-01-01',
    searchPath: '',
    githubToken: null,
    github: { protocol: 'https', host: 'github.com' },
    out: (text) => {
      printed.out += text;
    },
    error: (text) => {
      printed.error += text;
    },
    terminal: false,
  };
  return { code: await runCommandLine(world), ...printed };
}

const schema = 'type Query {\n  a: Int\n  b: Int\n}\n';
const narrower = 'type Query {\n  a: Int\n}\n';
const openApi = (type: string): string =>
  `openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n          content:\n            application/json:\n              schema: { type: ${type} }\n`;

describe('contract', () => {
  it('compares two files of different names, and says 1 for what breaks callers', async () => {
    const root = folderOf({ 'old.graphql': schema, 'new.gql': narrower });
    const [base, head] = [join(root, 'old.graphql'), join(root, 'new.gql')];
    const { code, out, error } = await run(base, head, '--format', 'json');
    expect([code, error]).toEqual([1, '']);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      changes: [
        {
          id: 'FIELD_REMOVED',
          level: 'breaking',
          operation: 'Query.b',
          path: '',
          message: 'the field `b` is removed',
          base: { path: base, line: 3 },
          head: null,
        },
      ],
      problems: [],
    });
    expect(await run(head, base)).toEqual({
      code: 0,
      out: `Query.b\n  compatible  new field \`b\`: \`Int\` (${base}:3)  [FIELD_ADDED]\n\n0 breaking, 0 risky, 1 compatible\n`,
      error: '',
    });
  });

  it('takes two files of one folder by themselves', async () => {
    const root = folderOf({
      'a.graphql': 'extend type Query {\n  a: A\n}\n',
      'b.graphql': 'extend type Query {\n  b: A\n}\n',
    });
    const { code, out } = await run(join(root, 'a.graphql'), join(root, 'b.graphql'));
    expect(code).toBe(1);
    expect(out).toMatch(/1 breaking, 0 risky, 1 compatible\n$/);
  });

  it('pairs the files of two folders by their path, in every format, and leaves the rest alone', async () => {
    const base = folderOf({
      'api/openapi.yaml': openApi('string'),
      'schema.graphql': schema,
      'queries/q.graphql': 'query Q {\n  a\n}\n',
      'notes.yaml': 'a: 1\n',
      'gone.txt': 'x',
    });
    const head = folderOf({
      'api/openapi.yaml': openApi('integer'),
      'schema.graphql': narrower,
      'queries/q.graphql': 'query Q {\n  b\n}\n',
      'notes.yaml': 'a: 2\n',
    });
    const { code, out, error } = await run(base, head, '--format', 'json');
    expect([code, error]).toEqual([1, '']);
    const { changes }: { changes: { operation: string; head: { path: string } | null }[] } = JSON.parse(out);
    expect(changes.map(({ operation }) => operation).toSorted()).toEqual(['GET /a', 'Query.b']);
    expect(changes.find(({ operation }) => operation === 'GET /a')?.head?.path).toBe(
      join(head, 'api/openapi.yaml'),
    );
  });

  it('says 0 where nothing changed', async () => {
    const [base, head] = [folderOf({ 's.graphql': schema }), folderOf({ 's.graphql': schema })];
    expect(await run(base, head)).toEqual({ code: 0, out: '0 breaking, 0 risky, 0 compatible\n', error: '' });
  });

  it('tells what it cannot compare, and compares the rest', async () => {
    const base = folderOf({ 's.graphql': schema, 't/s.graphql': schema });
    const head = folderOf({ 's.graphql': 'type Query {\n  a Int\n}\n', 't/s.graphql': narrower });
    const reason = 'line 2 is no GraphQL: Expected ":", found Name "Int".';
    const text = await run(base, head);
    expect(text.code).toBe(1);
    expect(text.error).toBe(`backend-engineer: ${head}/s.graphql: not compared, because ${reason}\n`);
    const { out, error } = await run(base, head, '--format', 'json');
    expect(error).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      changes: [{ id: 'FIELD_REMOVED' }],
      problems: [{ path: `${head}/s.graphql`, reason }],
    });
  });

  it('follows no links, and reads no binary file', async () => {
    const other = folderOf({ 's.graphql': narrower });
    const base = folderOf({ 's.graphql': schema, 'b.graphql': schema });
    const head = folderOf({ 'b.graphql': Buffer.from([0, 1, 2]) });
    symlinkSync(join(other, 's.graphql'), join(head, 's.graphql'));
    symlinkSync(other, join(head, 'folder'));
    const { code, error } = await run(base, head);
    expect(code).toBe(2);
    expect(error.split('\n').toSorted()).toEqual([
      '',
      `backend-engineer: ${head}/b.graphql: not compared, because it is not a text file`,
      `backend-engineer: ${head}/s.graphql: not compared, because it is a symbolic link, and links are not followed`,
    ]);
  });

  it.each([
    [
      'a path that is not there',
      { 'a.graphql': schema },
      ['a.graphql', 'b.graphql'],
      /b\.graphql: no such file or folder/,
    ],
    [
      'a file and a folder',
      { 'a.graphql': schema, 'b/c.graphql': schema },
      ['a.graphql', 'b'],
      /two files or two folders/,
    ],
    [
      'files that are no contracts',
      { 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' },
      ['a.yaml', 'b.yaml'],
      /no contract in .*: known are .*GraphQL/,
    ],
    ['folders without contracts', { 'a/x.txt': 'x', 'b/x.txt': 'x' }, ['a', 'b'], /no contract in/],
    [
      'files of two languages',
      { 'a.yaml': openApi('string'), 'b.graphql': schema },
      ['a.yaml', 'b.graphql'],
      /no contract in/,
    ],
    [
      'a file that does not parse',
      { 'a.graphql': schema, 'b.graphql': 'type {' },
      ['a.graphql', 'b.graphql'],
      /b\.graphql: not compared, because line 1/,
    ],
  ])('says 2 and why of %s', async (_, files, names, message) => {
    const root = folderOf(files);
    const { code, error } = await run(...names.map((name) => join(root, name)));
    expect(code).toBe(2);
    expect(error).toMatch(message);
  });
});

it('gives programs an entry for each id that an edit falls under, and people one line', async () => {
  const text = 'syntax = "proto3";\nmessage A {\n  string a = 1;\n  string b = 2;\n}\n';
  const [base, head] = [
    folderOf({ 'a.proto': text }),
    folderOf({ 'a.proto': text.replace('  string b = 2;\n', '') }),
  ];
  const changes = z
    .object({ changes: z.array(z.object({ id: z.string(), level: z.string() })) })
    .parse(JSON.parse((await run(base, head, '--format', 'json')).out)).changes;
  expect(changes.map(({ id, level }) => `${level} ${id}`)).toEqual([
    'breaking FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED',
    'breaking FIELD_NO_DELETE_UNLESS_NAME_RESERVED',
    'risky FIELD_NO_DELETE',
  ]);
  expect((await run(base, head)).out).toMatch(/^1 breaking, 0 risky, 0 compatible$/m);
});
