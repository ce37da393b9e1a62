import { conflict, type LockMode } from '../locks/lock-modes.ts';
import type { DeadlockCycle } from '../proof.ts';

/** What one statement of a transaction locks. */
export interface LockStep {
  /** From 1. */
  readonly line: number;
  readonly locks: readonly {
    /** `schema.name`, without `public.`. */
    readonly relation: string;
    readonly mode: LockMode;
    /** Whether it changes or locks rows that are there: others that do so wait for them. */
    readonly rows: boolean;
  }[];
}

/** What a transaction locks, statement by statement; of one statement's locks the order is not known. */
export interface LockingTransaction {
  readonly path: string;
  /** Migrations run one after the other: two of them never meet. */
  readonly kind: 'migration' | 'code';
  /** Whether the pull request adds or changes it. */
  readonly changed: boolean;
  readonly steps: readonly LockStep[];
}

interface HeldLock {
  readonly relation: string;
  readonly mode: LockMode;
  readonly rows: boolean;
  readonly line: number;
  readonly step: number;
}

/** Pairs of transactions of which each may wait for what the other holds, one of them of the pull request. Sorted by place. */
export function findCycles(transactions: readonly LockingTransaction[]): readonly DeadlockCycle[] {
  const sorted = transactions.toSorted((a, b) => comparePlaces(placeOf(a), placeOf(b)));
  return sorted.flatMap((first, index) =>
    sorted.slice(index + 1).flatMap((second) => {
      if (first.kind === 'migration' && second.kind === 'migration') return [];
      if (!first.changed && !second.changed) return [];
      return cycleOf(first, second) ?? [];
    }),
  );
}

function cycleOf(first: LockingTransaction, second: LockingTransaction): DeadlockCycle | null {
  const [ours, theirs] = [locksOf(first), locksOf(second)];
  for (const [held, wanted] of ordered(ours))
    for (const [theirHeld, theirWanted] of ordered(theirs)) {
      if (held.relation !== theirWanted.relation || wanted.relation !== theirHeld.relation) continue;
      if (!meet(held, theirWanted) || !meet(theirHeld, wanted)) continue;
      return {
        first: { path: first.path, line: held.line, relations: [held.relation, wanted.relation] },
        second: {
          path: second.path,
          line: theirHeld.line,
          relations: [theirHeld.relation, theirWanted.relation],
        },
      };
    }
  return null;
}

function locksOf({ steps }: LockingTransaction): HeldLock[] {
  return steps.flatMap(({ line, locks }, step) => locks.map((lock) => ({ ...lock, line, step })));
}

/** Pairs of locks on two relations, of which the first is held when the second is asked for. */
function ordered(locks: readonly HeldLock[]): (readonly [HeldLock, HeldLock])[] {
  return locks.flatMap((held) =>
    locks
      .filter(({ step, relation }) => step > held.step && relation !== held.relation)
      .map((wanted) => [held, wanted] as const),
  );
}

function meet(a: HeldLock, b: HeldLock): boolean {
  return conflict(a.mode, b.mode) || (a.rows && b.rows);
}

function placeOf({ path, steps }: LockingTransaction): readonly [string, number] {
  return [path, steps[0]?.line ?? 0];
}

function comparePlaces([a, line]: readonly [string, number], [b, other]: readonly [string, number]): number {
  return a < b ? -1 : a > b ? 1 : line - other;
}
