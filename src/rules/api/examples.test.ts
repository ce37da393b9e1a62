import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareEndpoints } from '../../api/compare-endpoints.ts';
import type { ContractChange } from '../../api/contract-change.ts';
import { contractFormats } from '../../api/contracts.generated.ts';
import type { Endpoint, EndpointChange } from '../../api/endpoint.ts';
import { findEndpoints } from '../../api/find-endpoints.ts';
import { type ContractMatch, contractOf, isAnsweredAt, matchContract } from '../../api/match-contract.ts';
import { mergeSharedChanges } from '../../api/merge-shared-changes.ts';
import type { Side } from '../../change/span.ts';
import { fillWords } from '../fill.ts';
import { rules } from '../registry.generated.ts';
import { type CodeExample, type ContractRule, type EndpointRule, isSqlRule } from '../rule.ts';

type ApiRule = EndpointRule | ContractRule;
type ApiMatch = ReturnType<ApiRule['detect']>[number];

const checks = contractFormats.flatMap((format) => format.checks);
const apiRules = rules.filter((rule): rule is ApiRule => !isSqlRule(rule) && rule.about !== 'code');

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

  const uncovered = (ids: readonly string[]): string[] => {
    const covered = new Set(apiRules.flatMap((rule) => (rule.about === 'contract' ? rule.covers : [])));
    return ids.filter((id) => !covered.has(id)).sort();
  };

  it('leave no breaking change of a contract without a rule', () => {
    const breaking = checks.filter(({ level }) => level === 'breaking').map(({ id }) => id);
    expect(uncovered(breaking)).toEqual([]);
  });

  it('leave no risky change of an OpenAPI contract without a rule, but those that are told in the report only', () => {
    const own = contractFormats.find(({ id }) => id === 'openapi')?.checks ?? [];
    const risky = own.filter(({ level }) => level === 'risky').map(({ id }) => id);
    expect(uncovered(risky)).toEqual([
      'api-server-removed',
      'response-required-property-became-not-write-only',
    ]);
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
    const promises = promisesBeside(example, head);
    return compareEndpoints(endpointsOf(example, 'base'), head).flatMap((change) =>
      rule.detect({ change, siblings: head, contract: contractOf(promises, subjectOf(change)) }),
    );
  }
  const code = Object.entries(example.beside ?? {}).map(([path, text]) => ({ path, text }));
  const promises = promisesBeside(
    { ...example, beside: { [example.path]: example.head ?? '' } },
    findEndpoints(code, 'head'),
  );
  return contractChanges(example).flatMap((change) =>
    rule.detect({
      change,
      answered: change.head === null ? null : isAnsweredAt(promises, change.head),
    }),
  );
}

function subjectOf(change: EndpointChange): Endpoint {
  return 'head' in change ? change.head : change.base;
}

function promisesBeside({ beside = {} }: CodeExample, endpoints: readonly Endpoint[]): ContractMatch[] {
  return Object.entries(beside).flatMap(([path, text]) => {
    const format = contractFormats.find((each) => each.concerns(path) && each.recognises(text));
    const read = (asked: string) => (asked === path ? { path, text } : null);
    const promised = format?.promises?.({ path, text }, { paths: [path], read }) ?? [];
    return matchContract(endpoints, promised) ?? [];
  });
}

function endpointsOf(example: CodeExample, side: Side): ReturnType<typeof findEndpoints> {
  const text = example[side];
  return text === null ? [] : findEndpoints([{ path: example.path, text }], side);
}

function contractChanges({ path, base, head }: CodeExample): ContractChange[] {
  const texts = [base, head];
  const format = contractFormats.find(
    (each) => each.concerns(path) && texts.some((text) => text !== null && each.recognises(text)),
  );
  if (format === undefined) throw new Error('an example is no contract');
  const [before, after] = texts.map((text) => ({
    paths: [path],
    read: (asked: string) => (asked === path && text !== null ? { path, text } : null),
  }));
  if (before === undefined || after === undefined) throw new Error('a side is missing');
  const pair = [base === null ? null : path, head === null ? null : path] as const;
  const { changes, problems } = format.compare({ base: before, head: after, changed: [pair] });
  if (problems.length > 0) throw new Error(problems.map(({ reason }) => reason).join(', '));
  return mergeSharedChanges(changes);
}
