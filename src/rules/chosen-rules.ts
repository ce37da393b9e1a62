import type { Dialect } from '../sql/dialect.ts';
import type { Statement } from '../sql/statement.ts';
import { isSqlRule, type Rule, type SqlRule } from './rule.ts';
import type { RuleSettings } from './rule-settings.ts';
import { isOn } from './severity.ts';

type About<Kind extends SqlRule['about']> = Extract<SqlRule, { about: Kind }>;

/** The rules that are on, sorted by what they are asked about. */
export interface ChosenRules {
  /** All rules about SQL, those that are off among them. */
  readonly all: readonly SqlRule[];
  /** Those that look at what the statement holds, or a program in it, in their order. */
  ofStatement(statement: Statement): readonly About<'statement'>[];
  ofFile(dialect: Dialect): readonly About<'migration'>[];
  ofHistory(dialect: Dialect): readonly About<'history'>[];
  ofProof(dialect: Dialect): readonly About<'proof'>[];
  readonly ofDismissals: readonly About<'dismissal'>[];
}

const chosen = new WeakMap<readonly Rule[], WeakMap<RuleSettings, ChosenRules>>();

/**
 * Chooses among the rules by the settings. What was chosen is kept as long as both are: a check of a thousand files does it
 * once.
 */
export function chooseRules(rules: readonly Rule[], settings: RuleSettings): ChosenRules {
  const bySettings = chosen.get(rules) ?? new WeakMap<RuleSettings, ChosenRules>();
  chosen.set(rules, bySettings);
  const before = bySettings.get(settings);
  if (before !== undefined) return before;
  const now = choose(rules.filter(isSqlRule), settings);
  bySettings.set(settings, now);
  return now;
}

function choose(all: readonly SqlRule[], settings: RuleSettings): ChosenRules {
  const on = all.filter((rule) => isOn(rule, settings));
  const statements = on.filter((rule) => rule.about === 'statement');
  const files = on.filter((rule) => rule.about === 'migration');
  const histories = on.filter((rule) => rule.about === 'history');
  const proofs = on.filter((rule) => rule.about === 'proof');
  const ofDialect = <R extends SqlRule>(of: readonly R[]): ((dialect: Dialect) => readonly R[]) =>
    remembered((dialect) => of.filter(({ dialects }) => dialects.includes(dialect as Dialect)));
  // Most rules look at one kind of operation: asking all of them about each statement takes more time than parsing it.
  const byKinds = remembered((key) => {
    const [dialect, ...holds] = key.split(' ');
    return statements.filter(
      (rule) =>
        rule.dialects.some((each) => each === dialect) &&
        (rule.on === undefined || rule.on.some((kind) => holds.includes(kind))),
    );
  });
  return {
    all,
    ofStatement(statement) {
      const holds = new Set<string>();
      for (const { operations, query } of [statement, ...statement.inside]) {
        for (const { kind } of operations) holds.add(kind);
        if (query !== null) holds.add('query');
      }
      return byKinds([statement.dialect, ...holds].join(' '));
    },
    ofFile: ofDialect(files),
    ofHistory: ofDialect(histories),
    ofProof: ofDialect(proofs),
    ofDismissals: on.filter((rule) => rule.about === 'dismissal'),
  };
}

/** The same answer to the same question, worked out once. */
function remembered<Answer>(work: (question: string) => Answer): (question: string) => Answer {
  const known = new Map<string, Answer>();
  return (question) => {
    const before = known.get(question);
    if (before !== undefined) return before;
    const answer = work(question);
    known.set(question, answer);
    return answer;
  };
}
