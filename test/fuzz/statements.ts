import fc from 'fast-check';
import { fillWords } from '../../src/rules/fill.ts';
import { rules } from '../../src/rules/registry.generated.ts';
import { isSqlRule } from '../../src/rules/rule.ts';
import { dialectsOf, filesAfter, runExample } from '../../src/rules/run-example.ts';
import type { Dialect } from '../../src/sql/dialect.ts';
import { createParser } from '../../src/sql/parse.ts';
import { emptySchema } from '../../src/sql/schema/empty-schema.ts';
import type { SchemaModel } from '../../src/sql/schema/model.ts';
import { applyStatements } from '../../src/sql/schema/replay.ts';
import { hostileText } from './hostile-text.ts';
import { expectNone, property } from './property.ts';
import { spanProblems } from './texts.ts';

const sqlRules = rules.filter(isSqlRule);

/** The SQL of the rules' own examples: real statements, of which each rule has something to say. */
function examplesOf(dialect: Dialect): string[] {
  return sqlRules.flatMap((rule) =>
    rule.about === 'history' || rule.about === 'proof'
      ? []
      : [...rule.examples.bad, ...rule.examples.good]
          .filter((example) => dialectsOf(rule, example).includes(dialect))
          .flatMap(({ base, sql }) => (base === undefined ? [sql] : [base, sql])),
  );
}

interface Cut {
  readonly at: number;
  readonly length: number;
  /** What stands there instead; a number takes a stretch of another text. */
  readonly instead: string | { readonly other: number; readonly from: number; readonly length: number };
}

const cut: fc.Arbitrary<Cut> = fc.record({
  at: fc.nat(2_000),
  length: fc.oneof({ weight: 3, arbitrary: fc.nat(12) }, fc.nat(200)),
  instead: fc.oneof(
    fc.constantFrom(
      '',
      '',
      ';',
      "'",
      '"',
      '$$',
      '(',
      ')',
      ',',
      '--',
      '/*',
      '\n',
      'NULL',
      'IF EXISTS',
      'CONCURRENTLY',
    ),
    hostileText,
    fc.record({ other: fc.nat(10_000), from: fc.nat(2_000), length: fc.nat(120) }),
  ),
});

function mutated(texts: readonly string[], which: number, cuts: readonly Cut[]): string {
  const pick = (at: number): string => texts[at % texts.length] ?? '';
  return cuts.reduce((text, { at, length, instead }) => {
    const start = at % (text.length + 1);
    const put =
      typeof instead === 'string'
        ? instead
        : pick(instead.other)
            .slice(instead.from % 200)
            .slice(0, instead.length);
    return text.slice(0, start) + put + text.slice(start + length);
  }, pick(which));
}

/** A change of a schema and what takes it back. Each stands beside any other: none renames what another one names. */
const steps: readonly (readonly [up: string, down: string])[] = [
  ['CREATE TABLE u (id int PRIMARY KEY, t int REFERENCES t)', 'DROP TABLE u'],
  ['ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT 1', 'ALTER TABLE t DROP COLUMN c'],
  ['ALTER TABLE t ADD COLUMN d text UNIQUE', 'ALTER TABLE t DROP COLUMN d'],
  ['ALTER TABLE t RENAME COLUMN old TO fresh', 'ALTER TABLE t RENAME COLUMN fresh TO old'],
  ['ALTER TABLE named RENAME TO other', 'ALTER TABLE other RENAME TO named'],
  ['ALTER TABLE moved SET SCHEMA other', 'ALTER TABLE other.moved SET SCHEMA public'],
  ['ALTER TABLE t ALTER b SET NOT NULL', 'ALTER TABLE t ALTER b DROP NOT NULL'],
  ['ALTER TABLE t ALTER b SET DEFAULT 5', 'ALTER TABLE t ALTER b DROP DEFAULT'],
  ['ALTER TABLE t ALTER b TYPE bigint', 'ALTER TABLE t ALTER b TYPE int'],
  ['ALTER TABLE t ADD CONSTRAINT positive CHECK (b > 0) NOT VALID', 'ALTER TABLE t DROP CONSTRAINT positive'],
  ['ALTER TABLE t ADD CONSTRAINT b_key UNIQUE (b)', 'ALTER TABLE t DROP CONSTRAINT b_key'],
  ['CREATE INDEX t_b_idx ON t (b)', 'DROP INDEX t_b_idx'],
  ['CREATE UNIQUE INDEX CONCURRENTLY t_b_u ON t (lower(a)) WHERE b > 1', 'DROP INDEX t_b_u'],
  ['ALTER INDEX kept RENAME TO renamed', 'ALTER INDEX renamed RENAME TO kept'],
  ['ALTER TABLE t RENAME CONSTRAINT t_pkey TO pk', 'ALTER TABLE t RENAME CONSTRAINT pk TO t_pkey'],
  ["CREATE TYPE mood AS ENUM ('a')", 'DROP TYPE mood'],
  ['CREATE TABLE p (id int) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF p DEFAULT', 'DROP TABLE p'],
];
const before = `CREATE TABLE t (id int PRIMARY KEY, a text NOT NULL, b int, old int CHECK (old > 0));
CREATE INDEX kept ON t (a, b); CREATE TABLE named (id int PRIMARY KEY, t int REFERENCES t);
CREATE TABLE moved (id int PRIMARY KEY); CREATE TABLE child (id int REFERENCES moved, n int REFERENCES named)`;

/** What is known of a schema, whatever the order in which it became known. */
function plain({ tables, enums, complete }: SchemaModel): unknown {
  return {
    complete,
    enums: [...enums].toSorted(),
    tables: [...tables]
      .map(([key, table]) => ({
        key,
        ...table,
        columns: [...table.columns.values()],
        constraints: table.constraints.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        indexes: table.indexes.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

export const statements = [
  ...(['postgres', 'mysql', 'sqlite', 'mssql'] satisfies Dialect[]).map((dialect) => {
    const texts = examplesOf(dialect);
    const text = fc
      .tuple(fc.nat(10_000), fc.array(cut, { minLength: 1, maxLength: 4 }))
      .map(([which, cuts]) => mutated(texts, which, cuts));
    return property(
      `statements: the rules bear mutated SQL of ${dialect}`,
      4,
      fc.record({ base: text, sql: text }),
      async () => {
        const parser = await createParser(dialect);
        return {
          check({ base, sql }) {
            const problems = spanProblems(sql, parser.parse(sql));
            for (const found of runExample({ title: '', base, sql, dialect }, rules)) {
              const { start, end } = found.match.range;
              if (start < 0 || end < start || end > sql.length)
                problems.push(`${found.rule.id} stands at ${start}-${end} of ${sql.length}`);
              if (
                /\{\w+\}/.test(
                  fillWords({ ...found.rule, why: '', fix: '' }, found.match).what.replace(/`[^`]*`/g, ''),
                )
              )
                problems.push(`${found.rule.id} has words that are not filled`);
              const rewrite = found.suggest();
              if (rewrite !== null) filesAfter({ path: found.file.path, text: sql }, found, rewrite);
            }
            expectNone(problems, JSON.stringify({ base, sql }));
          },
        };
      },
    );
  }),

  property(
    'statements: what goes up and comes down leaves the schema as it was',
    2,
    fc.uniqueArray(fc.nat(steps.length - 1), { minLength: 1, maxLength: 5 }),
    async () => {
      const parser = await createParser('postgres');
      const schema = applyStatements(emptySchema({ complete: true }), parser.parse(before));
      return {
        check(chosen) {
          const taken = chosen.flatMap((at) => steps[at] ?? []);
          const ups = taken.filter((_, at) => at % 2 === 0);
          const downs = taken.filter((_, at) => at % 2 === 1).toReversed();
          const after = applyStatements(schema, parser.parse([...ups, ...downs].join(';')));
          // The default schema may be named or not.
          const [is, should] = [plain(after), plain(schema)].map((each) =>
            JSON.stringify(each).replaceAll('"schema":"public"', '"schema":null'),
          );
          expectNone(is === should ? [] : [`${is}\ninstead of\n${should}`], [...ups, ...downs].join(';\n'));
        },
      };
    },
  ),
];
