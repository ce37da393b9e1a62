/** A rule that other tools have and this one has not. */
export interface NotCovered {
  readonly id: string;
  /** Why not, as a sentence. */
  readonly reason: string;
}

const executes = 'It is seen only by running the migration, which is not built yet.';
const readsCode = 'It needs the code of the application read beside the SQL, which is not built yet.';

export const notCovered: readonly NotCovered[] = [
  { id: 'add-primary-key-nullable-columns', reason: 'The words of `add-primary-key-builds-index` tell it.' },
  { id: 'add-reference-index-and-fk-together', reason: 'Its parts are found by rules of their own.' },
  {
    id: 'add-unique-may-fail',
    reason: 'Whether there are duplicates is not in the text; the rules about unique keys tell it.',
  },
  { id: 'alter-column-type-with-not-null', reason: 'Its parts are found by rules of their own.' },
  {
    id: 'bulk-update-without-batching',
    reason: '`dml-without-where` and `backfill-in-schema-transaction` find what is certain of it.',
  },
  {
    id: 'change-column-default-partial-writes',
    reason: 'It depends on what the object-relational mapper remembers, which no file tells.',
  },
  { id: 'code-still-uses-dropped-object', reason: readsCode },
  { id: 'column-alignment-padding', reason: 'The bytes that it saves are rarely worth a comment.' },
  { id: 'create-table-force', reason: '`drop-table` finds the DROP; the other forms are not SQL.' },
  { id: 'drop-column-not-null-no-default-rollback', reason: readsCode },
  {
    id: 'index-corruption-pg-14',
    reason: 'The settings name a major version; the fault is one of four minor ones.',
  },
  { id: 'migration-does-not-apply', reason: executes },
  {
    id: 'mysql-set-not-null-non-strict',
    reason: 'It depends on the server’s `sql_mode`, strict by default since 5.7.',
  },
  {
    id: 'narrowing-type-change',
    reason: '`alter-column-type-rewrite` finds the changes of PostgreSQL that read or write rows.',
  },
  { id: 'orm-model-imported-in-migration', reason: 'Migrations written in code are not read.' },
  { id: 'plan-regression', reason: executes },
  {
    id: 'raw-sql-unanalysed',
    reason: 'The coverage of a report names each file that was not understood, and why.',
  },
  { id: 'rewrite-under-dangerous-lock', reason: executes },
  {
    id: 'statement-after-access-exclusive',
    reason:
      'Most migrations have several statements; those that take long under the lock are found by rules of their own.',
  },
  { id: 'wide-lock-window', reason: executes },
];
