import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callOf, entriesOf, stringValue, unwrap } from './javascript.ts';
import { languageOf, parseFile, type SyntaxFile, type SyntaxNode } from './syntax.ts';

function parse(text: string, path = 'a.ts'): SyntaxFile {
  const file = parseFile(path, text, 1_000_000);
  if (file === null) throw new Error('not parsed');
  return file;
}

function valueOfConst(text: string): SyntaxNode {
  const value = parse(`const x = ${text};`).root.findAll(['variable_declarator'])[0]?.field('value');
  if (value === undefined || value === null) throw new Error('no value');
  return value;
}

describe('languageOf', () => {
  it('goes by the extension', () => {
    expect(
      ['a.ts', 'b.MTS', 'c.tsx', 'd.cjs', 'e.jsx', 'f.py', 'g.lua', 'Makefile', '.ts'].map(languageOf),
    ).toEqual([
      'typescript',
      'typescript',
      'tsx',
      'javascript',
      'javascript',
      'python',
      null,
      null,
      'typescript',
    ]);
  });
});

describe('parseFile', () => {
  it('gives ranges in UTF-16 units, also after characters of several bytes', () => {
    const text = '// héé 😀\r\nconst é = "😀x";\r\napp.get("/😀", h);\r\n';
    const file = parse(text);
    const [call] = file.root.findAll(['call_expression']);
    expect(call && text.slice(call.range.start, call.range.end)).toBe('app.get("/😀", h)');
    expect(call && file.lines.lineAt(call.range.start)).toBe(3);
  });

  it('agrees with the text for any characters before a node', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (noise) => {
        const text = `const a = ${JSON.stringify(noise)}; call(1);`;
        const calls = parse(text).root.findAll(['call_expression']);
        expect(calls.map(({ range }) => text.slice(range.start, range.end))).toEqual(['call(1)']);
      }),
    );
  });

  it('understands what it can of a text with errors', () => {
    const file = parse('class {{ @@ \nfunction ok() { call(1); }\n');
    expect(file.root.findAll(['call_expression']).map(({ text }) => text)).toContain('call(1)');
  });

  it('refuses other languages and texts over the limit', () => {
    expect(parseFile('a.lua', 'x', 10)).toBeNull();
    expect(parseFile('a.ts', 'x'.repeat(11), 10)).toBeNull();
  });

  it('ignores kinds that a grammar does not have', () => {
    expect(parse('call(1)', 'a.js').root.findAll(['abstract_class_declaration', 'nonsense'])).toEqual([]);
  });

  it.each([
    ['brackets', '('.repeat(200_000)],
    ['calls', `${'f('.repeat(50_000)}1${')'.repeat(50_000)}`],
    ['chains', `x${'.a()'.repeat(50_000)}`],
    ['blocks', '{'.repeat(100_000)],
    ['templates', `\`\${`.repeat(50_000)],
  ])('ends on deep %s', (_, text) => {
    expect(parse(text).root.kind).toMatch(/program|ERROR/);
  });
});

describe('stringValue', () => {
  it.each([
    ["'/a'", '/a'],
    ['`/a`', '/a'],
    ['"\\u0041\\x42\\n\\u{1F600}\\\'"', "AB\n😀'"],
    [`\`/a/\${b}\``, null],
    ['a', null],
    ['""', ''],
  ])('%s is %j', (text, value) => {
    expect(stringValue(valueOfConst(text))).toBe(value);
  });

  it('reads what JSON writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(stringValue(valueOfConst(JSON.stringify(value)))).toBe(value);
      }),
    );
  });
});

describe('shapes', () => {
  it('takes calls apart', () => {
    const shape = (text: string): unknown => {
      const call = callOf(unwrap(valueOfConst(text)));
      return call && [call.receiver?.text ?? null, call.name, call.args.map((arg) => arg.text)];
    };
    expect(shape("app.get('/x', a)")).toEqual(['app', 'get', ["'/x'", 'a']]);
    expect(shape('await (new Router<T>({ a: 1 })!)')).toEqual([null, 'Router', ['{ a: 1 }']]);
    expect(shape("require('./x')(app)")).toEqual([null, '', ['app']]);
    expect(shape('tag`x`')).toEqual([null, 'tag', []]);
    expect(shape('a + b')).toBeNull();
  });

  it('reads the entries of objects by name', () => {
    const entries = entriesOf(valueOfConst("{ a, 'b': 1, c() {}, [d]: 2, ...e, 3: 4 }"));
    expect([...entries.keys()]).toEqual(['a', 'b', 'c', '3']);
  });
});
