import { describe, expect, it } from 'vitest';
import { capabilities } from './capabilities.ts';
import { parseModel } from './model.ts';
import { costOf } from './usage.ts';

const asked = (name: string) => {
  const { capabilities: _, ...rest } = parseModel(name);
  return rest;
};

describe('parseModel', () => {
  it.each([
    [
      'claude-4.5-opus-high-thinking',
      'claude-opus-4-5',
      'high',
      { type: 'enabled', budget_tokens: 16_000 },
      32_000,
    ],
    ['claude-opus-4-5', 'claude-opus-4-5', null, null, 16_000],
    [
      'claude-opus-4-5-20251101-low-thinking',
      'claude-opus-4-5-20251101',
      'low',
      { type: 'enabled', budget_tokens: 4_000 },
      20_000,
    ],
    [
      'claude-4.5-haiku-high-thinking',
      'claude-haiku-4-5',
      null,
      { type: 'enabled', budget_tokens: 16_000 },
      32_000,
    ],
    ['claude-4.6-opus-max-thinking', 'claude-opus-4-6', 'max', { type: 'adaptive' }, 64_000],
    ['claude-5-opus', 'claude-opus-5', null, null, 32_000],
    ['claude-opus-5-5-xhigh-thinking', 'claude-opus-5-5', 'xhigh', { type: 'adaptive' }, 48_000],
  ])('asks for %s', (name, id, effort, thinking, maxTokens) => {
    expect(asked(name)).toEqual({ id, effort, thinking, maxTokens });
  });

  it.each(['gpt-4', '', 'claude-3-opus', 'claude-opus-4-5; rm', '-high-thinking'])(
    'refuses %j with the list',
    (name) => {
      expect(() => parseModel(name)).toThrow(/is no model we know: claude-haiku-4-5, claude-opus-4-5, /);
    },
  );

  it('refuses an effort that the model does not take, with the list', () => {
    expect(() => parseModel('claude-opus-4-5-xhigh')).toThrow(
      'effort xhigh is none of low, medium, high that claude-opus-4-5 takes',
    );
  });

  it('leaves each model room for answer and thinking, within its output and context', () => {
    for (const [id, known] of capabilities)
      for (const effort of ['', ...known.efforts.map((word) => `-${word}`)])
        for (const suffix of ['', '-thinking']) {
          const { thinking, maxTokens } = parseModel(`${id}${effort}${suffix}`);
          const budget = thinking?.type === 'enabled' ? thinking.budget_tokens : 1_024;
          expect([
            budget >= 1_024,
            budget < maxTokens,
            maxTokens <= known.maximumOutput,
            maxTokens < known.context,
          ]).toEqual(Array(4).fill(true));
          expect(thinking?.type === 'enabled').toBe(suffix !== '' && known.thinking === 'budget');
        }
  });
});

describe('costOf', () => {
  it('adds up what each kind of token costs', () => {
    const { prices } = parseModel('claude-opus-4-5').capabilities;
    const million = { input: 0, output: 0, thinking: 0, cacheRead: 0, cacheWrite: 0, cacheWriteHour: 0 };
    const costs = (['input', 'output', 'cacheRead', 'cacheWrite', 'cacheWriteHour'] as const).map((kind) =>
      costOf({ ...million, [kind]: 1_000_000 }, prices),
    );
    expect(costs).toEqual([5, 25, 0.5, 6.25, 10]);
  });
});
