import type { DdlOperation } from '../../sql/operation.ts';
import type { ProofDatabase } from '../database.ts';
import type { StatementProof } from '../proof.ts';
import { readWhole, rewritten } from './changes.ts';
import { type Relation, readLocked, readRelations } from './relations.ts';
import { takenLocks } from './taken-locks.ts';

/** What a statement was seen to do. */
export type Observation = Pick<StatementProof, 'locks' | 'rewritten' | 'rewrittenAlone' | 'scans'>;

export const nothingSeen: Observation = { locks: [], rewritten: [], rewrittenAlone: [], scans: [] };

/** Sees what the statements of one transaction do, or one statement that has no transaction around it. */
export interface Watcher {
  /** Looks at what is there before the first statement that is to be observed. */
  prepare(): Promise<void>;
  /** The next statement is not observed: what it does is not laid to a later one. */
  skip(): void;
  /** What the statement did that ran since the last call. Names are those of before. */
  observe(operations: readonly DdlOperation[]): Promise<Observation>;
}

/** Of an open transaction in which nothing was locked yet. */
export function watchTransaction(database: ProofDatabase): Watcher {
  let existed: ReadonlyMap<string, Relation> | null = null;
  /** As the last look found them. */
  const now = new Map<string, Relation>();
  const strongest = new Map<string, number>();
  let skipped = false;

  return {
    async prepare() {
      if (existed === null) {
        existed = await readRelations(database, true);
        for (const [oid, relation] of existed) now.set(oid, relation);
      } else if (skipped) {
        const { here, gone } = await readLocked(database);
        takenLocks(here, gone, existed, strongest);
        for (const relation of here) now.set(relation.oid, relation);
      }
      skipped = false;
    },
    skip() {
      skipped = existed !== null;
    },
    async observe(operations) {
      const before = existed ?? new Map<string, Relation>();
      const { here, gone } = await readLocked(database);
      const look = { before: now, after: here, existed: before, operations };
      const scans = await readWhole(database, look, true);
      const seen = {
        locks: takenLocks(here, gone, before, strongest),
        ...rewritten(look),
        scans: scans.found,
      };
      // Counting reads the rows, too.
      const last = scans.counted ? (await readLocked(database)).here : here;
      for (const relation of last) now.set(relation.oid, relation);
      return seen;
    },
  };
}

/** Of a statement that refuses a transaction: when one can look, its locks are gone. */
export function watchAlone(database: ProofDatabase): Watcher {
  let before: ReadonlyMap<string, Relation> = new Map();
  return {
    async prepare() {
      before = await readRelations(database, false);
    },
    skip() {},
    async observe(operations) {
      const after = [...(await readRelations(database, false)).values()];
      const look = { before, after, existed: before, operations };
      const scans = await readWhole(database, look, false);
      return { locks: [], ...rewritten(look), scans: scans.found };
    },
  };
}
