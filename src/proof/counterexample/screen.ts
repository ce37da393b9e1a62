import { queriesWithin } from '../../sql/query-shape.ts';
import type { RowPlanner } from '../rows/plan-rows.ts';
import type { ProvenStatement } from '../subject.ts';
import type { Aim } from './aims.ts';
import type { Scenario } from './scenarios.ts';
import type { Trials } from './trial.ts';

interface Screened {
  readonly planner: RowPlanner;
  readonly trials: Trials;
}

/** Of fewer scenarios each is tried by itself. */
const fewest = 4;

/**
 * Those of the scenarios that have to be tried by themselves: one trial with the rows of all tells, where the statement
 * takes these, that it takes those of each. That holds only where every statement looks at one row at a time.
 * @param statements up to the one that is tried
 */
export async function withoutHarmless(
  { planner, trials }: Screened,
  aim: Aim,
  scenarios: readonly Scenario[],
  statements: readonly ProvenStatement[],
): Promise<readonly Scenario[]> {
  // The row that another one lacks may be among them.
  const lacking =
    aim.kind === 'foreign-key' || scenarios.flat().some(({ orphanOf }) => orphanOf !== undefined);
  if (scenarios.length < fewest || lacking || !statements.every(goesRowByRow)) return scenarios;
  const rows = await planner.planEach(scenarios);
  if (rows === null) return scenarios;
  const refused = await trials.runAll(rows, statements.length - 1);
  return refused === null ? scenarios : scenarios.filter((_, index) => refused.has(index));
}

function goesRowByRow({ operations, query }: ProvenStatement): boolean {
  if (query === null)
    return operations.every(
      (one) =>
        one.kind !== 'run-code' && !(one.kind === 'create-table' && one.asQuery) && !isOpaque(one.kind),
    );
  return (
    !query.partial &&
    ['update', 'delete'].includes(query.kind) &&
    queriesWithin(query).length === 1 &&
    query.tables.length === 1
  );
}

function isOpaque(kind: string): boolean {
  return kind === 'not-understood' || kind === 'branch-end';
}
