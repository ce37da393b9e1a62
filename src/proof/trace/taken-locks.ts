import { lockModes, strengthOf } from '../locks/lock-modes.ts';
import type { LockTaken } from '../proof.ts';
import type { LockedRelation, Relation } from './relations.ts';

/**
 * Locks on what existed before the transaction, the strongest of each relation, as far as they are stronger than those
 * that earlier statements took.
 * @param strongest what they took, by relation; is carried on
 */
export function takenLocks(
  here: readonly LockedRelation[],
  gone: readonly Pick<LockedRelation, 'oid' | 'modes'>[],
  existed: ReadonlyMap<string, Relation>,
  strongest: Map<string, number>,
): LockTaken[] {
  const own = [...here.filter(({ toast }) => !toast), ...gone].flatMap(({ oid, modes }) => {
    const relation = existed.get(oid);
    return relation === undefined ? [] : [{ oid, relation, strength: strength(modes) }];
  });
  const ofTables = new Map(own.map((lock) => [lock.oid, lock.strength]));
  // A toast table is locked as its table is; it is named where it is locked more.
  const toast = here.flatMap(({ toast, table, modes }) => {
    const owner = toast && table !== null ? existed.get(table) : undefined;
    if (owner === undefined || strength(modes) <= (ofTables.get(owner.oid) ?? -1)) return [];
    const relation = { name: `${owner.name} (toast)`, kind: 'other' as const };
    return [{ oid: `toast of ${owner.oid}`, relation, strength: strength(modes) }];
  });
  const locks: LockTaken[] = [];
  for (const { oid, relation, strength } of [...own, ...toast].sort((a, b) => b.strength - a.strength)) {
    if (strength <= (strongest.get(oid) ?? -1)) continue;
    strongest.set(oid, strength);
    locks.push({ relation: relation.name, kind: relation.kind, mode: lockModes[strength] ?? '' });
  }
  return locks.sort(byKindAndName);
}

function strength(modes: readonly string[]): number {
  return Math.max(...modes.map(strengthOf));
}

const kinds: readonly LockTaken['kind'][] = ['table', 'index', 'other'];

function byKindAndName(a: LockTaken, b: LockTaken): number {
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.relation < b.relation ? -1 : 1);
}
