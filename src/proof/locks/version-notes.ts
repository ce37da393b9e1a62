import type { ColumnDefinition } from '../../sql/definitions.ts';
import type { DdlOperation } from '../../sql/operation.ts';

/** What PostgreSQL's documentation says that older versions do otherwise than 18, on which the proof runs. */
export interface VersionNote {
  /** The first version that does as 18 does. */
  readonly since: number;
  /** What an older version does, as a Markdown sentence that follows `before PostgreSQL 12`. */
  readonly before: string;
  readonly source: string;
}

interface Entry extends VersionNote {
  readonly applies: (operation: DdlOperation) => boolean;
}

function release(version: number): string {
  return `https://www.postgresql.org/docs/release/${version}.0/`;
}

const entries: readonly Entry[] = [
  {
    since: 11,
    before: 'a column with a default that is not null rewrites the table and its indexes.',
    source: release(11),
    applies: (operation) =>
      operation.kind === 'add-column' &&
      operation.column.default !== null &&
      operation.column.default.kind !== 'null' &&
      !['volatile', 'unknown'].includes(operation.column.default.volatility),
  },
  {
    since: 11,
    before: 'an index has no `INCLUDE`.',
    source: release(11),
    applies: (operation) => operation.kind === 'create-index' && operation.index.include.length > 0,
  },
  {
    since: 11,
    before: 'a table cannot be partitioned by `HASH`.',
    source: release(11),
    applies: (operation) => operation.kind === 'create-table' && operation.partitionBy?.strategy === 'hash',
  },
  {
    since: 12,
    before: 'the whole table is scanned under ACCESS EXCLUSIVE even where a valid `CHECK` proves the same.',
    source: release(12),
    applies: (operation) => operation.kind === 'set-nullability' && !operation.nullable,
  },
  {
    since: 12,
    before:
      'the change between `timestamp` and `timestamptz` rewrites the table also where the session’s time zone is UTC.',
    source: release(12),
    applies: (operation) =>
      operation.kind === 'set-column-type' &&
      operation.using === null &&
      /^timestamp with/.test(operation.type.name) &&
      operation.type.modifiers.length === 0,
  },
  {
    since: 12,
    before: '`REINDEX` has no `CONCURRENTLY`.',
    source: release(12),
    applies: (operation) => operation.kind === 'reindex' && operation.concurrently,
  },
  {
    since: 12,
    before: '`ALTER TYPE … ADD VALUE` is refused in a transaction, unless that made the type.',
    source: release(12),
    applies: (operation) => operation.kind === 'add-enum-value',
  },
  {
    since: 12,
    before: 'the partitioned table is locked with ACCESS EXCLUSIVE, so that nobody reads it meanwhile.',
    source: release(12),
    applies: (operation) => operation.kind === 'attach-partition',
  },
  {
    since: 12,
    before: 'the index is locked with ACCESS EXCLUSIVE, so that nobody uses it meanwhile.',
    source: release(12),
    applies: (operation) => operation.kind === 'rename-index',
  },
  {
    since: 12,
    before: 'there are no generated columns.',
    source: release(12),
    applies: (operation) => columnsOf(operation).some(({ generated }) => generated?.stored === true),
  },
  {
    since: 13,
    before: 'there is no `DROP EXPRESSION`.',
    source: release(13),
    applies: (operation) => operation.kind === 'drop-expression',
  },
  {
    since: 14,
    before: '`DETACH PARTITION` has no `CONCURRENTLY`.',
    source: release(14),
    applies: (operation) => operation.kind === 'detach-partition' && operation.concurrently,
  },
  {
    since: 14,
    before: 'there is no `SET COMPRESSION`.',
    source: release(14),
    applies: (operation) => isOption(operation, 'column-compression'),
  },
  {
    since: 14,
    before: 'there is no `CREATE OR REPLACE TRIGGER`.',
    source: release(14),
    applies: (operation) =>
      operation.kind === 'create-object' && operation.object === 'trigger' && operation.replace,
  },
  {
    since: 15,
    before: 'there is no `SET ACCESS METHOD`.',
    source: release(15),
    applies: (operation) => isOption(operation, 'access-method'),
  },
  {
    since: 15,
    before: 'there is no `NULLS NOT DISTINCT`.',
    source: release(15),
    applies: (operation) =>
      operation.kind === 'add-constraint' &&
      operation.constraint.kind === 'unique' &&
      operation.constraint.nullsNotDistinct,
  },
  {
    since: 17,
    before: 'there is no `SET EXPRESSION`.',
    source: release(17),
    applies: (operation) =>
      operation.kind === 'not-understood' && operation.what === 'ALTER TABLE: set expression',
  },
  {
    since: 18,
    before: 'a foreign key of a partitioned table cannot be `NOT VALID`.',
    source: release(18),
    applies: (operation) =>
      operation.kind === 'add-constraint' &&
      operation.constraint.kind === 'foreign-key' &&
      operation.constraint.notValid,
  },
  {
    since: 18,
    before: '`NOT NULL` cannot be added as a constraint with a name or as `NOT VALID`.',
    source: release(18),
    applies: (operation) => operation.kind === 'add-constraint' && operation.constraint.kind === 'not-null',
  },
  {
    since: 18,
    before: 'generated columns are stored only, and adding one rewrites the table.',
    source: release(18),
    applies: (operation) => columnsOf(operation).some(({ generated }) => generated?.stored === false),
  },
];

/** The first version that notes tell of. */
const oldestVersion = 10;

/**
 * What the documentation says that a server of this version does otherwise with an operation than the proof has shown.
 * @param version major, as `14`; of versions before 10 only what changed since is known
 */
export function versionNotes(
  operation: DdlOperation,
  version: number = oldestVersion,
): readonly VersionNote[] {
  return entries
    .filter(({ since, applies }) => version < since && applies(operation))
    .map(({ since, before, source }) => ({ since, before, source }));
}

function columnsOf(operation: DdlOperation): readonly ColumnDefinition[] {
  if (operation.kind === 'add-column') return [operation.column];
  return operation.kind === 'create-table' ? operation.columns : [];
}

function isOption(operation: DdlOperation, option: string): boolean {
  return operation.kind === 'set-table-option' && operation.option === option;
}
