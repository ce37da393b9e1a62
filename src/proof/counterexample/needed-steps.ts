import type { DdlOperation } from '../../sql/operation.ts';
import type { Step } from './rehearsal.ts';

/**
 * The steps up to one that can matter for what it does with rows: new tables, types and plain indexes that no later one
 * names do not. They are most of what a trial costs. What fails on data without them fails with them.
 * @param last index of the step that is tried
 */
export function neededSteps(steps: readonly Step[], last: number): readonly Step[] {
  const needed: Step[] = [];
  const named = new Set<string>();
  for (const step of steps.slice(0, last + 1).reverse()) {
    const isTried = needed.length === 0;
    // Code may look for what is there without naming it.
    if (step.proven.operations.some(({ kind }) => kind === 'run-code')) return steps.slice(0, last + 1);
    if (!isTried && isApart(step, named)) continue;
    needed.unshift(step);
    for (const word of wordsOf(step.text)) named.add(word);
  }
  return needed;
}

function isApart({ proven: { query, operations, failure } }: Step, named: ReadonlySet<string>): boolean {
  return (
    failure === null &&
    query === null &&
    operations.length > 0 &&
    operations.every((operation) => namesMade(operation)?.every((name) => !named.has(name)) === true)
  );
}

/** Names that what it makes is found by; null where it does anything else. */
function namesMade(operation: DdlOperation): readonly string[] | null {
  switch (operation.kind) {
    case 'create-enum':
      return [operation.name.name.toLowerCase()];
    case 'create-table':
      return operation.partitionOf === null && operation.inherits.length === 0 && !operation.asQuery
        ? [operation.table.name.toLowerCase()]
        : null;
    case 'create-index': {
      const { name, unique, columns, predicate } = operation.index;
      // An expression may be what a later value does not fit.
      const isPlain = !unique && predicate === null && columns.every(({ column }) => column !== null);
      return isPlain ? (name === null ? [] : [name.toLowerCase()]) : null;
    }
    default:
      return null;
  }
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
}
