import type { ObjectName } from '../../sql/object-name.ts';
import type { DdlOperation } from '../../sql/operation.ts';
import type { LockTaken } from '../proof.ts';
import { index, table } from './lock-form.ts';

export interface DocumentedLocks {
  /** On what the operation names. */
  readonly locks: readonly LockTaken[];
  readonly source: string;
}

const gentle = 'ShareUpdateExclusiveLock';

/**
 * The locks of an operation that refuses transactions, by PostgreSQL's documentation: from the session that takes them
 * they cannot be watched. Tests watch them on real servers from another one. null for what can be watched.
 */
export function documentedLocks(operation: DdlOperation): DocumentedLocks | null {
  switch (operation.kind) {
    case 'create-index':
      return operation.concurrently ? of('sql-createindex', onTable(operation.table, gentle)) : null;
    case 'drop-index':
      return operation.concurrently ? of('sql-dropindex', onIndex(operation.index, gentle)) : null;
    case 'reindex':
      return operation.concurrently ? of('sql-reindex', reindexed(operation)) : null;
    case 'detach-partition':
      return operation.concurrently
        ? of('sql-altertable', [
            ...onTable(operation.table, gentle),
            ...onTable(operation.partition, 'AccessExclusiveLock'),
          ])
        : null;
    case 'vacuum': {
      const mode = operation.full ? 'AccessExclusiveLock' : gentle;
      return of(
        'sql-vacuum',
        operation.tables.flatMap((name) => onTable(name, mode)),
      );
    }
    default:
      return null;
  }
}

function reindexed({ target, name }: Extract<DdlOperation, { kind: 'reindex' }>): LockTaken[] {
  if (name === null) return [];
  if (target === 'index') return onIndex(name, gentle);
  return target === 'table' ? onTable(name, gentle) : [];
}

function onTable(name: ObjectName, mode: string): LockTaken[] {
  return [table(written(name), mode)];
}

function onIndex(name: ObjectName, mode: string): LockTaken[] {
  return [index(written(name), mode)];
}

/** As `LockTaken.relation` has it; words of SQL stay as they are, they are too many to know here. */
function written({ schema, name }: ObjectName): string {
  const parts = schema === null || schema === 'public' ? [name] : [schema, name];
  return parts
    .map((part) => (/^[a-z_][a-z0-9_$]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join('.');
}

function of(page: string, locks: readonly LockTaken[]): DocumentedLocks {
  return { locks, source: `https://www.postgresql.org/docs/18/${page}.html` };
}
