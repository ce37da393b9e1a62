import fc from 'fast-check';
import { findEndpoints } from '../../src/api/find-endpoints.ts';
import { createProgram } from '../../src/code/program.ts';
import { createReadLog } from '../../src/code/read-log.ts';
import { viewCode } from '../../src/code/view/code-view.ts';
import { applySuggestion, wholeLines } from '../../src/review/whole-lines.ts';
import { fillWords } from '../../src/rules/fill.ts';
import { rules } from '../../src/rules/registry.generated.ts';
import { newInCode } from '../../src/rules/run-code-rules.ts';
import { hostileText } from './hostile-text.ts';
import { expectNone, property } from './property.ts';

const codeRules = rules.filter((rule) => rule.about === 'code');
const examples = codeRules.flatMap(({ examples: { bad, good } }) => [...bad, ...good]);
const texts = examples.flatMap(({ head }) => head ?? []);

/** Pieces of the rules' own examples, brackets and quotes that do not fit, and long runs of one thing. */
const piece = fc.oneof(
  fc.constantFrom(...texts),
  fc
    .tuple(fc.constantFrom(...texts), fc.nat(200), fc.nat(100))
    .map(([text, from, length]) => text.slice(from, from + length)),
  fc
    .tuple(
      fc.constantFrom(
        '"',
        "'",
        '`',
        '(',
        ')',
        '{',
        '}',
        '[',
        '\n',
        ' ',
        '@A',
        '.a',
        'a(',
        '+ a ',
        '#',
        'if (',
        '${',
      ),
      fc.constantFrom(1, 2, 40, 900),
    )
    .map(([text, times]) => text.repeat(times)),
  hostileText,
);
const joined = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const change = fc.tuple(fc.constantFrom(...examples.map(({ path }) => path)), joined, fc.option(joined));

export const codeRuleLaws = [
  property('rules about code: any text is judged, places inside of it, words complete', 3, change, () => ({
    check([path, text, before]) {
      const view = (side: string) => {
        const file = createProgram([{ path, text: side }], createReadLog()).file(path);
        return file === null ? null : viewCode(file);
      };
      const code = view(text);
      if (code === null) return;
      const endpoints = findEndpoints([{ path, text }], 'head');
      const base = before === null ? null : view(before);
      const { found } = newInCode(rules, code, base, endpoints);
      const problems = found.flatMap(({ rule, match, subject }) => {
        const { start, end } = match.range;
        if (!(start >= 0 && start < end && end <= text.length)) return [`${rule.id}: ${start} to ${end}`];
        fillWords(rule, match);
        const rewrite = rule.suggest?.(match, subject) ?? null;
        if (rewrite === null) return match.object === '' ? [`${rule.id} is about nothing`] : [];
        applySuggestion(text, code.lines, wholeLines(text, code.lines, rewrite.range, rewrite.text));
        return [];
      });
      expectNone(problems, text);
    },
  })),
];
