import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFile } from '../syntax.ts';
import { type CodeView, inside, viewCode } from './code-view.ts';
import { optionsOf } from './options.ts';
import { booleanOf, fixedString } from './parts.ts';

function viewed(path: string, text: string): CodeView {
  const file = parseFile(path, text, 100_000);
  if (file === null) throw new Error('no known language');
  return viewCode(file);
}

/** Each call with the names and values it is told. */
function shownCalls(path: string, text: string): string[] {
  const code = viewed(path, text);
  return code.calls.map((call) => {
    const options = optionsOf(call).entries.map(({ name, value }) => `${name}=${code.textOf(value)}`);
    return [call.callee, ...options].join(' ');
  });
}

describe('calls', () => {
  it.each([
    ['JavaScript', 'a.js', 'a.b?.c(x, { d: true });', 'a.b.c d=true'],
    ['TypeScript', 'a.ts', 'new a.B<T>({ c: 1 });', 'a.B c=1'],
    ['Python', 'a.py', 'a.b(c, d=True)', 'a.b d=True'],
    ['Go', 'a.go', 'package a\n\nvar x = b.C{D: true}', 'b.C D=true'],
    ['Ruby', 'a.rb', 'A::B.c! d, e: 1', 'A.B.c! e=1'],
    ['PHP', 'a.php', '<?php\n$a->b(["c" => true]);', '$a.b c=true'],
    ['PHP, a class', 'a.php', '<?php\nA::b(c: true);', 'A.b c=true'],
    ['Java', 'A.java', 'class A { void f() { a.b(Map.of("c", d)); } }', 'a.b c=d'],
    ['Kotlin', 'a.kt', 'fun f() { a.b(c = true) }', 'a.b c=true'],
    ['C#', 'A.cs', 'class A { void F() { a.B(new { c = 1 }); } }', 'a.B c=1'],
    ['Rust', 'a.rs', 'fn f() { A { b: true }; }', 'A b=true'],
  ])('are read alike in %s', (_, path, text, first) => {
    expect(shownCalls(path, text)[0]).toBe(first);
  });
});

describe('named values', () => {
  it.each([
    ['a.ts', 'const a = 1; b.c = 2; d["e"] = 3; f({ g: 4 });'],
    ['a.py', 'a = 1\nb.c = 2\nd["e"] = 3\nf(g=4)\n'],
    ['a.go', 'package a\n\nfunc f() {\n\ta := 1\n\tb.c = 2\n\td["e"] = 3\n\tx(T{g: 4})\n}\n'],
    ['a.rb', 'a = 1\nb.c = 2\nd["e"] = 3\nf(g: 4)\n'],
    ['a.php', '<?php\n$a = 1; $b->c = 2; $d["e"] = 3; f(["g" => 4]);\n'],
    ['A.cs', 'class A { void F() { var a = 1; b.c = 2; d["e"] = 3; f(g: 4); } }'],
  ])('of %s have the last part of their name', (path, text) => {
    const code = viewed(path, text);
    expect(code.values.map(({ name, value }) => `${name}=${code.textOf(value)}`)).toEqual([
      'a=1',
      'c=2',
      'e=3',
      'g=4',
    ]);
  });

  it('of lists belong to each other in their order', () => {
    const code = viewed('a.go', 'package a\n\nfunc f() { a, b := 1, 2 }\n');
    expect(code.values.map(({ name, value }) => `${name}=${value.text}`)).toEqual(['a=1', 'b=2']);
  });
});

describe('comparisons', () => {
  it.each([
    ['a.ts', 'a === b; c < d;', ['a b']],
    ['a.py', 'a != b\nc > d\n', ['a b']],
    ['a.rb', 'a == b\n', ['a b']],
    ['A.java', 'class A { boolean f() { return a.equals(b); } }', ['a b']],
    ['a.kt', 'fun f() { a == b }', ['a b']],
  ])('of %s', (path, text, shown) => {
    const code = viewed(path, text);
    expect(code.comparisons.map(({ left, right }) => `${left.text} ${right.text}`)).toEqual(shown);
  });
});

describe('annotations', () => {
  it.each([
    ['a.ts', 'class A { @B() c() {} }'],
    ['a.py', '@B\ndef c():\n    pass\n'],
    ['A.java', 'class A { @B void c() {} }'],
    ['a.kt', 'class A { @B fun c() {} }'],
    ['A.cs', 'class A { [B] void C() {} }'],
    ['a.php', '<?php\nclass A { #[B] function c() {} }'],
  ])('of %s have a name', (path, text) => {
    expect(viewed(path, text).annotations.map(({ name }) => name)).toEqual(['B']);
  });
});

describe('literals', () => {
  it.each([
    ['a.ts', "x('a\\nb')"],
    ['a.ts', 'x("a" + b)'],
    ['a.py', 'x(f"a{b}")'],
  ])('of %s have a value only where it is fixed', (path, text) => {
    const value = viewed(path, text).calls[0]?.args[0]?.value;
    expect(value === undefined ? null : fixedString(value)).toBe(/[{+]/.test(text) ? null : 'a\\nb');
  });

  it('are true or false in any spelling', () => {
    const values = viewed('a.py', 'x(True, false, y)').calls[0]?.args.map(({ value }) => booleanOf(value));
    expect(values).toEqual([true, false, null]);
  });
});

describe('places', () => {
  it('lie in the innermost function around them', () => {
    const text = 'function a() { x(); const b = () => { y(); }; z(); }\nw();\n';
    const code = viewed('a.js', text);
    const around = (name: string) => {
      const each = code.functionAt(text.indexOf(`${name}()`));
      return each === null ? null : code.textOf(each.node).slice(0, 10);
    };
    expect(['x', 'y', 'z', 'w'].map(around)).toEqual(['function a', '() => { y(', 'function a', null]);
  });

  it('inside of a range are those that begin in it', () => {
    const code = viewed('a.js', 'a();'.repeat(20));
    fc.assert(
      fc.property(fc.nat(90), fc.nat(90), (start, length) => {
        const range = { start, end: start + length };
        const slow = code.calls.filter(
          ({ node }) => node.range.start >= start && node.range.start < range.end,
        );
        expect(inside(code.calls, range)).toEqual(slow);
      }),
    );
  });
});
