/** A rule that other tools have and this one has not. */
export interface NotCovered {
  readonly id: string;
  /** Why not, as a sentence. */
  readonly reason: string;
}

export const notCovered: readonly NotCovered[] = [
  {
    id: 'add-check-may-fail',
    reason: 'The words of `add-constraint-check-not-valid-missing` and of its neighbours tell it.',
  },
  { id: 'add-primary-key-nullable-columns', reason: 'The words of `add-primary-key-builds-index` tell it.' },
  { id: 'add-reference-index-and-fk-together', reason: 'Its parts are found by rules of their own.' },
  { id: 'alter-column-type-with-not-null', reason: 'Its parts are found by rules of their own.' },
  {
    id: 'bulk-update-without-batching',
    reason: '`dml-without-where` and `backfill-in-schema-transaction` find what is certain of it.',
  },
  {
    id: 'change-column-default-partial-writes',
    reason: 'It depends on what the object-relational mapper remembers, which no file tells.',
  },
  { id: 'column-alignment-padding', reason: 'The bytes that it saves are rarely worth a comment.' },
  { id: 'create-table-force', reason: '`drop-table` finds the DROP; the other forms are not SQL.' },
  {
    id: 'entity-attribute-value',
    reason: 'The names that give such a table away (`name`, `value`) are those of honest tables as well.',
  },
  {
    id: 'file-content-in-column',
    reason:
      'Whether bytes in a column are a file is not in the text; `disallowed-type` forbids the type where a team wants that.',
  },
  {
    id: 'index-corruption-pg-14',
    reason: 'The settings name a major version; the fault is one of four minor ones.',
  },
  {
    id: 'multi-valued-column',
    reason: 'That a text holds a list is in the data and in the code, not in the schema.',
  },
  {
    id: 'mysql-set-not-null-non-strict',
    reason: 'It depends on the server’s `sql_mode`, strict by default since 5.7.',
  },
  {
    id: 'narrowing-type-change',
    reason: '`alter-column-type-rewrite` finds the changes of PostgreSQL that read or write rows.',
  },
  { id: 'orm-model-imported-in-migration', reason: 'Migrations written in code are not read.' },
  {
    id: 'raw-sql-unanalysed',
    reason: 'The coverage of a report names each file that was not understood, and why.',
  },
  {
    id: 'repeating-column-groups',
    reason: 'Of columns that end in numbers most are meant: lines of an address, hashes, versions.',
  },
  {
    id: 'self-referencing-tree',
    reason:
      'A parent column is the usual way to keep a tree; `unindexed-foreign-key` finds what is slow in it.',
  },
  {
    id: 'sensitive-columns-exposed',
    reason: '`rls-disabled-on-exposed-table` finds the exposed table, whatever its columns are called.',
  },
  {
    id: 'statement-after-access-exclusive',
    reason:
      'Most migrations have several statements; those that take long under the lock are found by rules of their own.',
  },
  {
    id: 'supabase-platform-exposure',
    reason:
      'Buckets and sign-in are settings of the platform; the parts that are SQL are found by rules of their own.',
  },
  { id: 'table-bloat', reason: 'It is in the statistics of a server in use.' },
  {
    id: 'too-many-rows-affected',
    reason:
      'How many rows production has is known only where the settings say so; generated rows tell nothing of it.',
  },
  {
    id: 'unnecessary-distinct',
    reason: 'Whether rows of a join repeat depends on keys of all its tables, which are rarely all known.',
  },
  { id: 'unused-index', reason: 'It is in the statistics of a server in use.' },
];
