import { describe, expect, it } from 'vitest';
import { severities } from '../report/finding.ts';
import { type Dialect, dialects } from '../sql/dialect.ts';
import type { BadExample, SqlExample } from './example.ts';
import { fillWords } from './fill.ts';
import { rules } from './registry.generated.ts';
import { isSqlRule, type SqlRule } from './rule.ts';
import { dialectsOf, fileOf, filesAfter, readFile, runExample, runHistory } from './run-example.ts';
import type { SqlMatch } from './sql-match.ts';

const sqlRules = rules.filter(isSqlRule);
const fileRules = sqlRules.filter((rule) => rule.about !== 'history' && rule.about !== 'proof');
const historyRules = sqlRules.filter((rule) => rule.about === 'history');

/** Rules whose examples do not parse on purpose. */
const unparsed = new Set(['parse-error', 'raw-sql-unanalysed', 'sqlite-unsupported-alter']);

/** A dismissal is about what other rules find. */
const togetherWith = (rule: SqlRule): readonly SqlRule[] =>
  rule.about === 'dismissal' ? sqlRules.filter(({ state }) => state !== 'policy') : [rule];
const run = (example: SqlExample, rule: SqlRule, dialect: Dialect): readonly SqlMatch[] =>
  runExample(example, togetherWith(rule), [fileOf(example)], dialect).filter(
    (found) => found.rule.id === rule.id,
  );

describe('the registry', () => {
  it('has each rule once', () => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});

describe('what a rule says that it looks at', () => {
  const asked = rules.filter((rule) => rule.about !== 'history' && rule.about !== 'proof');
  const askedOfAll = asked.map((rule) => {
    if (rule.about !== 'statement') return rule;
    const { on: _, ...rest } = rule;
    return rest;
  });
  it.each(dialects)('is all that it finds something in: %s', (dialect) => {
    const shown = (found: readonly SqlMatch[]): string[] =>
      found.map(({ rule, match }) => `${rule.id} ${match.range.start}-${match.range.end} ${match.object}`);
    for (const rule of fileRules)
      for (const example of [...rule.examples.bad, ...rule.examples.good])
        if (dialectsOf(rule, example).includes(dialect)) {
          const files = [fileOf(example)];
          expect(shown(runExample(example, asked, files, dialect))).toEqual(
            shown(runExample(example, askedOfAll, files, dialect)),
          );
        }
  });
});

describe.each(sqlRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  it('has words without hedging, sources and enough examples in each dialect', () => {
    const texts = [rule, ...Object.values(rule.variants ?? {})].flatMap(({ what, why, fix }) => [
      what,
      why,
      fix,
    ]);
    expect(texts.join(' ')).not.toMatch(/\b(?:consider|please|should|great|might want)\b/i);
    expect(rule.sources.length).toBeGreaterThan(0);
    for (const dialect of rule.dialects) {
      const { bad, good } = rule.examples;
      const tried = (list: readonly Pick<SqlExample, 'dialect'>[]) =>
        list.filter((example) => dialectsOf(rule, example).includes(dialect)).length;
      expect({ dialect, bad: tried(bad) >= 1, good: tried(good) >= 2 }).toEqual({
        dialect,
        bad: true,
        good: true,
      });
    }
  });
});

describe.each(fileRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const tried = <Example extends SqlExample>(examples: readonly Example[]) =>
    examples.flatMap((example) =>
      dialectsOf(rule, example).map(
        (dialect) => [`${example.title} (${dialect})`, example, dialect] as const,
      ),
    );

  it.each(tried(rule.examples.good))('is silent: %s', (_, example, dialect) => {
    if (!unparsed.has(id)) expectToParse(dialect, fileOf(example));
    expect(run(example, rule, dialect).map(({ match }) => match)).toEqual([]);
  });

  it.each(tried(rule.examples.bad))('fires once, at the place it names: %s', (_, example, dialect) => {
    if (!unparsed.has(id)) expectToParse(dialect, fileOf(example));
    const found = run(example, rule, dialect);
    expect(found.map(({ match }) => example.sql.slice(match.range.start, match.range.end))).toEqual([
      example.at,
    ]);
    for (const { match } of found) expectWords(rule, match);
  });

  it.each(tried(rule.examples.bad))(
    'suggests only what parses, ends the finding and brings none as severe: %s',
    (_, example, dialect) => {
      const [found] = run(example, rule, dialect);
      if (found === undefined) throw new Error('nothing found');
      const rewrite = found.suggest();
      if (rewrite === null) {
        expect(example).not.toHaveProperty('suggests');
        expect(example).not.toHaveProperty('followUps');
        return;
      }
      const files = filesAfter(fileOf(example), found, rewrite);
      expect(files[0]?.text).toBe(example.suggests ?? example.sql);
      if (example.followUps !== undefined)
        expect(rewrite.followUps.map(({ sql }) => sql)).toEqual(example.followUps);
      for (const file of files) expectToParse(dialect, file);
      // Without the later migrations as well: the first step is merged alone.
      const unchanged = files[0]?.text === example.sql;
      expect(worse(example, rule, dialect, files, rewrite.accepts)).toEqual([]);
      if (!unchanged) expect(worse(example, rule, dialect, files.slice(0, 1), rewrite.accepts)).toEqual([]);
    },
  );
});

describe.each(historyRules.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  it.each(
    rule.examples.good.flatMap((example) =>
      dialectsOf(rule, example).map(
        (dialect) => [`${example.title} (${dialect})`, example, dialect] as const,
      ),
    ),
  )('is silent: %s', (_title, example, dialect) => {
    expect(runHistory(example, [rule], dialect).map(({ match }) => match)).toEqual([]);
  });

  it.each(
    rule.examples.bad.flatMap((example) =>
      dialectsOf(rule, example).map(
        (dialect) => [`${example.title} (${dialect})`, example, dialect] as const,
      ),
    ),
  )('fires once, at the place it names: %s', (_title, example, dialect) => {
    const found = runHistory(example, [rule], dialect);
    expect(
      found.map(({ match, file }) => ({
        path: file.path,
        text: file.text.slice(match.range.start, match.range.end),
      })),
    ).toEqual([example.at]);
    for (const { match } of found) expectWords(rule, match);
  });
});

function expectWords(rule: SqlRule, match: SqlMatch['match']): void {
  expect(match.object).not.toBe('');
  expect(Object.values(fillWords(rule, match)).join(' ')).not.toMatch(/[{}]|undefined|``/);
}

/** Findings after a suggestion that were not there before and are as severe, and any of the rule itself. */
function worse(
  example: BadExample,
  rule: SqlRule,
  dialect: Dialect,
  files: ReturnType<typeof filesAfter>,
  accepts: readonly string[] = [],
): readonly string[] {
  const key = (found: SqlMatch) => `${found.rule.id} ${found.match.object}`;
  const all = rules.filter((other) => !isSqlRule(other) || other.state !== 'policy' || other === rule);
  const before = new Set(runExample(example, all, [fileOf(example)], dialect).map(key));
  const gone = `${rule.id} `;
  return runExample(example, all, files, dialect)
    .filter((found) => {
      const asSevere = severities.indexOf(found.severity) <= severities.indexOf(rule.severity);
      if (key(found).startsWith(gone)) return true;
      return asSevere && !before.has(key(found)) && !accepts.includes(found.rule.id);
    })
    .map(key);
}

function expectToParse(dialect: Dialect, file: ReturnType<typeof fileOf>): void {
  const { statements, down } = readFile(file, dialect);
  const all = [...statements, ...down];
  expect(all.map(({ failure }) => failure)).toEqual(all.map(() => null));
  expect(all.length).toBeGreaterThan(0);
}
