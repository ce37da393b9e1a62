import { describe, expect, it } from 'vitest';
import { filterLine, filterText } from '../report/markdown/filter-text.ts';
import { fillWords } from './fill.ts';
import { rules } from './registry.generated.ts';
import { runExample } from './run-example.ts';

describe('the words of rules', () => {
  it.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s: pass the filter of the renderers unchanged',
    (_, rule) => {
      const texts = [rule.title, rule.what, rule.why, rule.fix];
      for (const words of Object.values(rule.variants ?? {})) texts.push(...Object.values(words));
      if (rule.about === 'statement')
        for (const example of rule.examples.bad)
          for (const { match } of runExample(example, [rule])) {
            texts.push(...Object.values(fillWords(rule, match)));
            texts.push(...(match.evidence ?? []).map(({ text }) => text));
          }
      expect(texts.map(filterText)).toEqual(texts);
      expect(filterLine(rule.title)).toBe(rule.title);
    },
  );
});
