/** Table-level lock modes as `pg_locks` names them, in PostgreSQL's order of strength. */
export const lockModes = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
] as const;

export type LockMode = (typeof lockModes)[number];

/** https://www.postgresql.org/docs/18/explicit-locking.html, table 13.2; the other half is its mirror image. */
const conflicts: Readonly<Record<LockMode, readonly LockMode[]>> = {
  AccessShareLock: ['AccessExclusiveLock'],
  RowShareLock: ['ExclusiveLock', 'AccessExclusiveLock'],
  RowExclusiveLock: ['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'],
  ShareUpdateExclusiveLock: [
    'ShareUpdateExclusiveLock',
    'ShareLock',
    'ShareRowExclusiveLock',
    'ExclusiveLock',
    'AccessExclusiveLock',
  ],
  ShareLock: [
    'RowExclusiveLock',
    'ShareUpdateExclusiveLock',
    'ShareRowExclusiveLock',
    'ExclusiveLock',
    'AccessExclusiveLock',
  ],
  ShareRowExclusiveLock: [
    'RowExclusiveLock',
    'ShareUpdateExclusiveLock',
    'ShareLock',
    'ShareRowExclusiveLock',
    'ExclusiveLock',
    'AccessExclusiveLock',
  ],
  ExclusiveLock: [
    'RowShareLock',
    'RowExclusiveLock',
    'ShareUpdateExclusiveLock',
    'ShareLock',
    'ShareRowExclusiveLock',
    'ExclusiveLock',
    'AccessExclusiveLock',
  ],
  AccessExclusiveLock: lockModes,
};

/** What other sessions wait for while a lock is held. */
export interface Blocked {
  /** `SELECT`. */
  readonly reads: boolean;
  /** `SELECT … FOR UPDATE`, and the check of a foreign key: not what they read, but that they lock rows. */
  readonly rowLocks: boolean;
  /** `INSERT`, `UPDATE`, `DELETE`. */
  readonly writes: boolean;
  /** `VACUUM`, `ANALYZE` and what else takes SHARE UPDATE EXCLUSIVE: all other DDL takes more and waits too. */
  readonly maintenance: boolean;
}

export function isLockMode(mode: string): mode is LockMode {
  return (lockModes as readonly string[]).includes(mode);
}

/** 0 for the weakest, −1 for what is no mode of a table. */
export function strengthOf(mode: string): number {
  return (lockModes as readonly string[]).indexOf(mode);
}

export function conflict(a: LockMode, b: LockMode): boolean {
  return conflicts[a].includes(b);
}

/** What a lock of this mode on a table makes wait. */
export function blockedBy(mode: LockMode): Blocked {
  return {
    reads: conflict(mode, 'AccessShareLock'),
    rowLocks: conflict(mode, 'RowShareLock'),
    writes: conflict(mode, 'RowExclusiveLock'),
    maintenance: conflict(mode, 'ShareUpdateExclusiveLock'),
  };
}
