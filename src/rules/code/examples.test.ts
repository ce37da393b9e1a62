import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findEndpoints } from '../../api/find-endpoints.ts';
import { parseFile } from '../../code/syntax.ts';
import { type CodeView, viewCode } from '../../code/view/code-view.ts';
import { fillWords } from '../fill.ts';
import { rules } from '../registry.generated.ts';
import type { CodeExample, CodeRule } from '../rule.ts';
import { type FoundCode, newInCode } from '../run-code-rules.ts';

const codeRules = rules.filter((rule): rule is CodeRule => rule.about === 'code');

describe('the rules about code', () => {
  it('are all registered, each named as its file', () => {
    const files = readdirSync(import.meta.dirname).filter((name) => !name.endsWith('.test.ts'));
    expect(codeRules.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
  });
});

describe.each(codeRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  it('has words without hedging, sources and enough examples', () => {
    const texts = [rule, ...Object.values(rule.variants ?? {})].flatMap(({ what, why, fix }) => [
      what,
      why,
      fix,
    ]);
    expect(texts.join(' ')).not.toMatch(/\b(?:consider|please|should|great|might want)\b/i);
    expect(rule.sources.length).toBeGreaterThan(0);
    expect(rule.examples.bad.length).toBeGreaterThanOrEqual(1);
    expect(rule.examples.good.length).toBeGreaterThanOrEqual(2);
  });

  it.each(rule.examples.bad.map((example) => [example.title, example] as const))(
    'fires once, at the place it names: %s',
    (_title, example) => {
      const found = run(rule, example);
      const head = example.head ?? '';
      expect(found.map(({ match }) => head.slice(match.range.start, match.range.end))).toEqual([example.at]);
      for (const { match } of found) {
        expect(match.object).not.toBe('');
        expect(Object.values(fillWords(rule, match)).join(' ')).not.toMatch(
          /\{\w+\}(?!\S*`)|undefined|``|` `/,
        );
      }
    },
  );

  it.each(rule.examples.bad.map((example) => [example.title, example] as const))(
    'suggests only what parses and ends the finding: %s',
    (_title, example) => {
      const head = example.head ?? '';
      const [found] = run(rule, example);
      const rewrite = found === undefined ? null : (rule.suggest?.(found.match, found.subject) ?? null);
      const after =
        rewrite === null
          ? undefined
          : head.slice(0, rewrite.range.start) + rewrite.text + head.slice(rewrite.range.end);
      expect(after).toBe(example.suggests);
      if (after !== undefined) expect(run(rule, { ...example, head: after })).toEqual([]);
    },
  );

  it.each(rule.examples.good.map((example) => [example.title, example] as const))(
    'is silent: %s',
    (_title, example) => {
      expect(example.base).not.toBe(example.head);
      expect(run(rule, example)).toEqual([]);
    },
  );
});

function run(rule: CodeRule, { path, base, head }: CodeExample): readonly FoundCode[] {
  if (head === null) throw new Error('a rule about code reads the head');
  const endpoints = findEndpoints([{ path, text: head }], 'head');
  return newInCode([rule], viewed(path, head), base === null ? null : viewed(path, base), endpoints).found;
}

function viewed(path: string, text: string): CodeView {
  const file = parseFile(path, text, 10_000);
  if (file === null) throw new Error(`${path} is of no known language`);
  expect(file.root.findAll(['ERROR']).map((node) => node.text)).toEqual([]);
  return viewCode(file);
}
