import { describe, expect, it } from 'vitest';
import { constantString } from './constant-string.ts';
import { createDefinitions } from './definitions.ts';
import { type CodeModule, createProgram } from './program.ts';
import { createReadLog } from './read-log.ts';
import { resolveImport } from './resolve-import.ts';
import type { SyntaxNode } from './syntax.ts';

function argumentOfShow(module: CodeModule | null): SyntaxNode {
  const calls = module?.file.root.findAll(['call_expression']) ?? [];
  const call = calls.find((node) => node.field('function')?.text === 'show');
  const argument = call?.field('arguments')?.children()[0];
  if (argument === undefined) throw new Error('nothing to show');
  return argument;
}

/** What the argument of `show(…)` in the first file stands for. */
function shown(files: Record<string, string>): string | null {
  const log = createReadLog();
  const program = createProgram(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    log,
  );
  const module = program.module(Object.keys(files)[0] ?? '');
  const argument = argumentOfShow(module);
  if (module === null) throw new Error('not parsed');
  const definition = createDefinitions(program, log).of(argument, module);
  switch (definition?.kind) {
    case undefined:
      return null;
    case 'package':
      return `package ${[definition.source, ...definition.names].join('.')}`;
    case 'module':
      return `module ${definition.module.file.path}`;
    case 'slot':
      return `slot ${definition.node.text}`;
    case 'node':
      return `${definition.module.file.path}: ${definition.node.text.slice(0, 40)}`;
  }
}

describe('definitions', () => {
  it.each([
    ['a constant', 'const a = make(); show(a);', 'a.ts: make()'],
    ['the innermost scope', 'const a = 1; function f() { const a = 2; show(a); }', 'a.ts: 2'],
    [
      'a parameter before a constant of the same name',
      'const app = 1; const f = (app) => { show(app); };',
      'slot app',
    ],
    ['a destructured property', 'const { b: a } = { b: 5 }; show(a);', 'a.ts: 5'],
    ['a package', "import express, { Router as R } from 'express'; show(R);", 'package express.Router'],
    ['a namespace of a package', "import * as e from 'express'; show(e.Router);", 'package express.Router'],
    ['require', "const { Router } = require('express'); show(Router);", 'package express.Router'],
    ['import =', "import e = require('express'); show(e.Router);", 'package express.Router'],
    ['a field', 'class A { r = 7; m() { show(this.r); } }', 'a.ts: 7'],
    [
      'a field set in the constructor',
      'class A { constructor() { this.r = 7; } m() { show(this.r); } }',
      'a.ts: 7',
    ],
    ['a field of an instance', 'class A { r = 7; } show(new A().r);', 'a.ts: 7'],
    [
      'an injected class',
      'class S { list() {} } class A { constructor(private s: S) {} m() { show(this.s.list); } }',
      'a.ts: list() {}',
    ],
    ['nothing', 'show(unknown);', null],
    ['a circle', 'const a = b; const b = a; show(a);', null],
  ])('follows %s', (_, text, expected) => {
    expect(shown({ 'a.ts': text })).toBe(expected);
  });

  it.each([
    ["import b from './b'; show(b);", 'export default 1;', 'b.ts: 1'],
    ["import { x } from './b'; show(x);", 'export const x = 2;', 'b.ts: 2'],
    ["import { x } from './b'; show(x);", 'const y = 3; export { y as x };', 'b.ts: 3'],
    ["import * as b from './b'; show(b.x);", 'export function x() {}', 'b.ts: function x() {}'],
    ["import b from './b'; show(b);", 'const r = 4; module.exports = r;', 'b.ts: 4'],
    ["const b = require('./b'); show(b.x);", 'exports.x = 5;', 'b.ts: 5'],
    ["const { x } = require('./b'); show(x);", 'module.exports = { x: 6 };', 'b.ts: 6'],
    ["show(require('./b'));", 'const r = (module.exports = 7);', 'b.ts: 7'],
    ["show(require('./b').default);", 'export default class A {}', 'b.ts: class A {}'],
    ["import b from './b'; show(b.x);", 'exports.x = 8;', 'b.ts: 8'],
    ["import { x } from './b'; show(x);", "export * from './b';", null],
  ])('follows %s into %s', (from, to, expected) => {
    expect(shown({ 'a.ts': from, 'b.ts': to })).toBe(expected);
  });

  it('follows re-exports through index files and compiled extensions', () => {
    expect(
      shown({
        'src/a.ts': "import { r } from './routes/index.js'; show(r);",
        'src/routes/index.ts': "export * from './none'; export * from './users';",
        'src/routes/users.ts': "export { default as r } from './deep/users.mjs';",
        'src/routes/deep/users.mts': 'export default 9;',
      }),
    ).toBe('src/routes/deep/users.mts: 9');
  });

  it('gives up on files that nest scopes too deeply', () => {
    const program = createProgram(
      [{ path: 'a.ts', text: 'function f() {'.repeat(5_000) + '}'.repeat(5_000) }],
      createReadLog(),
    );
    expect(program.module('a.ts')).toBeNull();
  });
});

describe('resolveImport', () => {
  const files = new Set(['src/b.ts', 'src/c/index.js', 'index.ts', 'src/d.json.ts']);
  it.each([
    ['src/a.ts', './b', 'src/b.ts'],
    ['src/a.ts', './b.js', 'src/b.ts'],
    ['src/a.ts', './c', 'src/c/index.js'],
    ['src/a.ts', '..', 'index.ts'],
    ['src/a.ts', '../../b', null],
    ['src/x/a.ts', 'src/b', 'src/b.ts'],
    ['src/a.ts', 'express', null],
    ['src/a.ts', './d.json', 'src/d.json.ts'],
  ])('from %s, %s is %s', (from, source, expected) => {
    expect(resolveImport(from, source, (path) => files.has(path))).toBe(expected);
  });
});

describe('constantString', () => {
  it.each([
    ["'/a'", '/a'],
    ["'/a' + '/b'", '/a/b'],
    [`\`\${base}/x\``, '/api/x'],
    ['paths.users', '/users'],
    [`\`\${paths.users}/\${unknown}\``, null],
    ['prefix()', null],
    ['self', null],
  ])('%s is %j', (expression, expected) => {
    const text = `const base = '/api'; const paths = { users: '/users' }; const self = self; show(${expression});`;
    const log = createReadLog();
    const program = createProgram([{ path: 'a.ts', text }], log);
    const module = program.module('a.ts');
    const argument = argumentOfShow(module);
    if (module === null) throw new Error('not parsed');
    expect(constantString(argument, module, createDefinitions(program, log))).toBe(expected);
  });
});
