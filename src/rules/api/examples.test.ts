import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareEndpoints } from '../../api/compare-endpoints.ts';
import type { ContractChange } from '../../api/contract-change.ts';
import { contractFormats } from '../../api/contracts.generated.ts';
import { findEndpoints } from '../../api/find-endpoints.ts';
import { mergeSharedChanges } from '../../api/merge-shared-changes.ts';
import type { Side } from '../../change/span.ts';
import { parseFile } from '../../code/syntax.ts';
import { type CodeView, viewCode } from '../../code/view/code-view.ts';
import { fillWords } from '../fill.ts';
import { rules } from '../registry.generated.ts';
import {
  type BadCode,
  type CodeExample,
  type CodeMatch,
  type CodeRule,
  type ContractRule,
  type EndpointRule,
  isSqlRule,
} from '../rule.ts';
import { type FoundCode, newInCode } from '../run-code-rules.ts';

type ApiRule = EndpointRule | ContractRule | CodeRule;
type ApiMatch = ReturnType<(EndpointRule | ContractRule)['detect']>[number] | CodeMatch;

const checks = contractFormats.flatMap((format) => format.checks);
const apiRules = rules.filter((rule): rule is ApiRule => !isSqlRule(rule));

describe('the rules about APIs', () => {
  it('are all registered, each named as its file', () => {
    const files = readdirSync(import.meta.dirname).filter((name) => !name.endsWith('.test.ts'));
    expect(apiRules.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
  });

  it('cover ids that the checks know, each once', () => {
    const covered = apiRules.flatMap((rule) => (rule.about === 'contract' ? rule.covers : []));
    const known = new Set(checks.map(({ id }) => id));
    expect(covered.filter((id) => !known.has(id))).toEqual([]);
    expect(covered).toEqual([...new Set(covered)]);
  });

  it('leave no breaking change of a contract without a rule, but those that are told in the report only', () => {
    const covered = new Set(apiRules.flatMap((rule) => (rule.about === 'contract' ? rule.covers : [])));
    const breaking = checks.filter(({ level }) => level === 'breaking').map(({ id }) => id);
    expect(breaking.filter((id) => !covered.has(id))).toEqual(['request-body-removed']);
  });
});

describe.each(apiRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
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
    'fires once: %s',
    (_, example) => {
      const [match, ...others] = run(rule, example);
      expect(others).toEqual([]);
      if (match === undefined) throw new Error('nothing found');
      expect(match.object).not.toBe('');
      if (rule.about === 'code') expectPlace(rule, example);
      expect(Object.values(fillWords(rule, match)).join(' ')).not.toMatch(/\{\w+\}(?!\S*`)|undefined|``|` `/);
    },
  );

  it.each(rule.examples.good.map((example) => [example.title, example] as const))(
    'is silent: %s',
    (_, example) => {
      expect(example.base).not.toBe(example.head);
      expect(run(rule, example)).toEqual([]);
    },
  );
});

function run(rule: ApiRule, example: CodeExample): readonly ApiMatch[] {
  if (rule.about === 'endpoint') {
    const head = endpointsOf(example, 'head');
    return compareEndpoints(endpointsOf(example, 'base'), head).flatMap((change) =>
      rule.detect({ change, siblings: head }),
    );
  }
  if (rule.about === 'code') return runCode(rule, example).map(({ match }) => match);
  return contractChanges(example).flatMap((change) => rule.detect({ change }));
}

function endpointsOf(example: CodeExample, side: Side): ReturnType<typeof findEndpoints> {
  const text = example[side];
  return text === null ? [] : findEndpoints([{ path: example.path, text }], side);
}

function contractChanges({ path, base, head }: CodeExample): ContractChange[] {
  const texts = [base ?? '', head ?? ''];
  const format = contractFormats.find(
    (each) => each.concerns(path) && texts.some((text) => each.recognises(text)),
  );
  if (format === undefined) throw new Error('an example is no contract');
  const [before, after] = texts.map((text) => ({
    paths: [path],
    read: (asked: string) => (asked === path ? { path, text } : null),
  }));
  if (before === undefined || after === undefined) throw new Error('a side is missing');
  const { changes, problems } = format.compare({ base: before, head: after, changed: [[path, path]] });
  if (problems.length > 0) throw new Error(problems.map(({ reason }) => reason).join(', '));
  return mergeSharedChanges(changes);
}

function runCode(rule: CodeRule, { path, base, head }: CodeExample): readonly FoundCode[] {
  if (head === null) return [];
  const before = base === null ? null : viewed(path, base);
  return newInCode([rule], viewed(path, head), before).found;
}

function viewed(path: string, text: string): CodeView {
  const file = parseFile(path, text, 10_000);
  if (file === null) throw new Error(`${path} is of no known language`);
  expect(file.root.findAll(['ERROR']).map((node) => node.text)).toEqual([]);
  return viewCode(file);
}

/** The place that the example names, and its suggestion: applied, it parses and ends the finding. */
function expectPlace(rule: CodeRule, example: CodeExample): void {
  const [found] = runCode(rule, example);
  const { at, suggests } = example as BadCode;
  const head = example.head ?? '';
  if (found === undefined) throw new Error('nothing found');
  expect(head.slice(found.match.range.start, found.match.range.end)).toBe(at);
  const rewrite = rule.suggest?.(found.match, found.subject) ?? null;
  const after =
    rewrite === null
      ? undefined
      : head.slice(0, rewrite.range.start) + rewrite.text + head.slice(rewrite.range.end);
  expect(after).toBe(suggests);
  if (after !== undefined) expect(runCode(rule, { ...example, head: after })).toEqual([]);
}
