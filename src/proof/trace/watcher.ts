import type { DdlOperation } from '../../sql/operation.ts';
import type { ProofDatabase } from '../database.ts';
import { lockModes, strengthOf } from '../locks/lock-modes.ts';
import type { LockTaken, Scan, StatementProof } from '../proof.ts';
import { countRows, type Relation, readLocked, readRelations } from './relations.ts';

/** What a statement was seen to do. */
export type Observation = Pick<StatementProof, 'locks' | 'rewritten' | 'scans'>;

export const nothingSeen: Observation = { locks: [], rewritten: [], scans: [] };

/** Sees what the statements of one transaction do, or one statement that has no transaction around it. */
export interface Watcher {
  /** Looks at what is there before the next statement, where that is not known from the last look. */
  prepare(): Promise<void>;
  /** What the statement did that ran since `prepare`. Names are those of before. */
  observe(operations: readonly DdlOperation[]): Promise<Observation>;
}

/** Of an open transaction in which nothing was locked yet. */
export function watchTransaction(database: ProofDatabase): Watcher {
  let existed: ReadonlyMap<string, Relation> | null = null;
  const now = new Map<string, Relation>();
  const strongest = new Map<string, number>();
  let held: ReadonlyMap<string, number> = new Map();
  let counted = false;

  async function look(): Promise<void> {
    for (const [oid, relation] of await readRelations(database, true)) now.set(oid, relation);
    existed ??= new Map(now);
  }

  return {
    async prepare() {
      if (counted) return;
      await look();
      held = await countRows(database, now.values(), true);
      // Counting reads the rows, too.
      if (held.size > 0) await look();
      counted = true;
    },
    async observe(operations) {
      const before = existed ?? new Map<string, Relation>();
      const { here, gone } = await readLocked(database);
      const locked = [...here.values(), ...[...gone].map(([oid, modes]) => ({ oid, modes }))];
      const locks = takenLocks(locked, before, strongest);
      const seen = { locks, ...changes(now, here, before, held, operations) };
      if (
        [...here.values()].some((after) => after.written !== now.get(after.oid)?.written || moved(now, after))
      )
        counted = false;
      for (const [oid, relation] of here) now.set(oid, relation);
      return seen;
    },
  };
}

/** Of a statement that refuses a transaction: when one can look, its locks are gone. */
export function watchAlone(database: ProofDatabase): Watcher {
  let before: ReadonlyMap<string, Relation> = new Map();
  let held: ReadonlyMap<string, number> = new Map();
  return {
    async prepare() {
      held = await countRows(database, (await readRelations(database, false)).values(), false);
      before = await readRelations(database, false);
    },
    async observe(operations) {
      const after = await readRelations(database, false);
      return { locks: [], ...changes(before, after, before, held, operations) };
    },
  };
}

function takenLocks(
  locked: readonly Pick<Relation, 'oid' | 'modes'>[],
  existed: ReadonlyMap<string, Relation>,
  strongest: Map<string, number>,
): LockTaken[] {
  const taken = new Map<string, { relation: Relation; strength: number }>();
  for (const { oid, modes } of locked) {
    const relation = existed.get(oid);
    if (relation === undefined) continue;
    const key = `${relation.kind} ${relation.name}`;
    const strength = Math.max(...modes.map(strengthOf));
    if (strength > (taken.get(key)?.strength ?? -1)) taken.set(key, { relation, strength });
  }
  const locks: LockTaken[] = [];
  for (const [key, { relation, strength }] of taken) {
    const owner = taken.get(`table ${relation.name}`);
    // A toast table is locked as its table is; it is named where it is locked more.
    if (relation.toast && strength <= (owner?.strength ?? -1)) continue;
    if (strength <= (strongest.get(key) ?? -1)) continue;
    strongest.set(key, strength);
    const name = relation.toast ? `${relation.name} (toast)` : relation.name;
    locks.push({ relation: name, kind: relation.kind, mode: lockModes[strength] ?? '' });
  }
  return locks.sort(byKindAndName);
}

/** Compares before and after a statement, of relations that existed before its transaction. */
function changes(
  before: ReadonlyMap<string, Relation>,
  after: ReadonlyMap<string, Relation>,
  existed: ReadonlyMap<string, Relation>,
  held: ReadonlyMap<string, number>,
  operations: readonly DdlOperation[],
): Pick<Observation, 'rewritten' | 'scans'> {
  const rewritten = [...after.values()].flatMap((relation) => {
    const old = existed.has(relation.oid) ? before.get(relation.oid) : replaced(relation, existed);
    if (old === undefined || old.toast || old.file === null || relation.file === null) return [];
    if (old.file === relation.file || (mayTruncate(operations) && isTruncated(relation, before, after)))
      return [];
    return [old.name];
  });
  const scans = [...after.values()].flatMap((relation): Scan[] => {
    const rows = held.get(relation.oid) ?? 0;
    const old = existed.get(relation.oid);
    const read = relation.read - (before.get(relation.oid)?.read ?? 0);
    return old === undefined || rows === 0 || read < rows ? [] : [{ relation: old.name, read, held: rows }];
  });
  return {
    rewritten: rewritten.sort(),
    scans: scans.sort((a, b) => (a.relation < b.relation ? -1 : 1)),
  };
}

/** A change of type makes an index anew, and under a new object id. */
function replaced(index: Relation, existed: ReadonlyMap<string, Relation>): Relation | undefined {
  if (index.kind !== 'index') return undefined;
  return existed.values().find(({ name, table }) => name === index.name && table === index.table);
}

/** TRUNCATE gives new files too, but writes nothing into them. A routine may run it unseen. */
function mayTruncate(operations: readonly DdlOperation[]): boolean {
  return operations.length === 0 || operations.some(({ kind }) => kind === 'truncate' || kind === 'run-code');
}

function isTruncated(
  relation: Relation,
  before: ReadonlyMap<string, Relation>,
  after: ReadonlyMap<string, Relation>,
): boolean {
  if (relation.table === null) return relation.bytes === 0;
  const table = after.get(relation.table);
  return table?.bytes === 0 && table.file !== before.get(table.oid)?.file;
}

function moved(now: ReadonlyMap<string, Relation>, after: Relation): boolean {
  return after.file !== now.get(after.oid)?.file;
}

const kinds: readonly LockTaken['kind'][] = ['table', 'index', 'other'];

function byKindAndName(a: LockTaken, b: LockTaken): number {
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.relation < b.relation ? -1 : 1);
}
