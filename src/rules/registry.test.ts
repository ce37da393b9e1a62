import { describe, expect, it } from 'vitest';
import { severities } from '../report/finding.ts';
import { fillWords } from './fill.ts';
import { rules } from './registry.generated.ts';
import type { StatementRule } from './rule.ts';
import { fileOf, filesAfter, readFile, runExample } from './run-example.ts';

const statementRules = rules.filter((rule) => rule.about === 'statement');

describe('the registry', () => {
  it('has each rule once', () => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});

describe.each(statementRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule: StatementRule) => {
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

  it.each(rule.examples.good.map((example) => [example.title, example] as const))(
    'is silent: %s',
    (_, example) => {
      if (id !== 'parse-error') expectToParse(example);
      expect(runExample(example, [rule]).map(({ match }) => match)).toEqual([]);
    },
  );

  describe.each(rule.examples.bad.map((example) => [example.title, example] as const))(
    'fires: %s',
    (_, example) => {
      it('once, at the place it names, with all its words', () => {
        if (id !== 'parse-error') expectToParse(example);
        const found = runExample(example, [rule]);
        expect(found.map(({ match }) => example.sql.slice(match.range.start, match.range.end))).toEqual([
          example.at,
        ]);
        for (const { match } of found) {
          expect(match.object).not.toBe('');
          expect(Object.values(fillWords(rule, match)).join(' ')).not.toMatch(/[{}]|undefined|``/);
        }
      });

      it('suggests only what parses, ends the finding and brings none as severe', () => {
        const [found] = runExample(example, [rule]);
        if (found === undefined) throw new Error('nothing found');
        const rewrite = rule.suggest?.(found.match, found.subject) ?? null;
        if (rewrite === null) {
          expect(example).not.toHaveProperty('suggests');
          expect(example).not.toHaveProperty('followUps');
          return;
        }
        const files = filesAfter(fileOf(example), found, rewrite);
        expect(files[0]?.text).toBe(example.suggests ?? example.sql);
        if (example.followUps !== undefined)
          expect(rewrite.followUps.map(({ sql }) => sql)).toEqual(example.followUps);
        for (const file of files) expectToParse(example, file);
        // Without the later migrations as well: the first step is merged alone.
        const unchanged = files[0]?.text === example.sql;
        expect(worse(example, rule, files, rewrite.accepts)).toEqual([]);
        if (!unchanged) expect(worse(example, rule, files.slice(0, 1), rewrite.accepts)).toEqual([]);
      });
    },
  );
});

/** Findings after a suggestion that were not there before and are as severe, and any of the rule itself. */
function worse(
  example: StatementRule['examples']['bad'][number],
  rule: StatementRule,
  files: ReturnType<typeof filesAfter>,
  accepts: readonly string[] = [],
): readonly string[] {
  const key = (found: ReturnType<typeof runExample>[number]) => `${found.rule.id} ${found.match.object}`;
  const before = new Set(runExample(example, rules).map(key));
  const gone = `${rule.id} `;
  return runExample(example, rules, files)
    .filter((found) => {
      const severity = found.match.severity ?? found.rule.severity;
      const asSevere = severities.indexOf(severity) <= severities.indexOf(rule.severity);
      if (key(found).startsWith(gone)) return true;
      return asSevere && !before.has(key(found)) && !accepts.includes(found.rule.id);
    })
    .map(key);
}

function expectToParse(example: StatementRule['examples']['good'][number], file = fileOf(example)): void {
  const { statements } = readFile(file);
  expect(statements.map(({ failure }) => failure)).toEqual(statements.map(() => null));
  expect(statements.length).toBeGreaterThan(0);
}
