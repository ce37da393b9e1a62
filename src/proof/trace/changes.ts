import type { DdlOperation } from '../../sql/operation.ts';
import type { ProofDatabase } from '../database.ts';
import type { Scan, StatementProof } from '../proof.ts';
import { countRows, type LockedRelation, type Relation } from './relations.ts';

/** Relations before and after a statement. */
export interface Look {
  readonly before: ReadonlyMap<string, Relation>;
  readonly after: readonly (Relation & Partial<Pick<LockedRelation, 'filled'>>)[];
  /** Before the transaction: nobody waits for what it made itself. */
  readonly existed: ReadonlyMap<string, Relation>;
  readonly operations: readonly DdlOperation[];
}

/** The names of relations that were written anew. Of a table all indexes are, too: `rewrittenAlone` leaves those out. */
export function rewritten({
  before,
  after,
  existed,
  operations,
}: Look): Pick<StatementProof, 'rewritten' | 'rewrittenAlone'> {
  const empty = mayTruncate(operations) ? emptied(before, after) : new Set<string>();
  const found = after.flatMap((relation) => {
    const old = existed.has(relation.oid) ? before.get(relation.oid) : replaced(relation, before, existed);
    // A sequence has a file of one row.
    if (old === undefined || relation.kind === 'other' || old.file === null || relation.file === null)
      return [];
    const isSame = old.file === relation.file || empty.has(relation.table ?? relation.oid);
    return isSame ? [] : [{ oid: relation.oid, table: relation.table, name: old.name }];
  });
  const tables = new Set(found.map(({ oid }) => oid));
  const alone = found.filter(({ table }) => table === null || !tables.has(table));
  const names = (of: typeof found): string[] => of.map(({ name }) => name).sort();
  return { rewritten: names(found), rewrittenAlone: names(alone) };
}

/** A change of type makes an index anew, and under a new object id. */
function replaced(
  index: Relation,
  before: ReadonlyMap<string, Relation>,
  existed: ReadonlyMap<string, Relation>,
): Relation | undefined {
  // Where it was there already, an earlier statement has made it.
  if (index.kind !== 'index' || before.has(index.oid)) return undefined;
  return existed.values().find(({ name, table }) => name === index.name && table === index.table);
}

/** TRUNCATE gives new files too, but writes nothing into them. A routine may run it unseen. */
function mayTruncate(operations: readonly DdlOperation[]): boolean {
  return operations.length === 0 || operations.some(({ kind }) => kind === 'truncate' || kind === 'run-code');
}

function emptied(before: Look['before'], after: Look['after']): Set<string> {
  const empty = after.filter(
    ({ oid, kind, filled, file }) => kind === 'table' && filled !== true && file !== before.get(oid)?.file,
  );
  return new Set(empty.map(({ oid }) => oid));
}

/**
 * Tables that were read from the first row to the last, by the counts of the rows that sequential scans have read.
 * `counted`: rows were counted for it, which counts as reading them.
 */
export async function readWhole(
  database: ProofDatabase,
  { before, after, existed }: Look,
  inTransaction: boolean,
): Promise<{ readonly found: readonly Scan[]; readonly counted: boolean }> {
  const read = after.flatMap(({ oid, name, kind, filled, ...now }) => {
    const [first, old] = [existed.get(oid), before.get(oid)];
    if (first === undefined || old === undefined || kind !== 'table' || filled === false) return [];
    const rows = now.read - old.read;
    return rows === 0 ? [] : [{ oid, name, shown: first.name, read: rows, grown: now.grown - old.grown }];
  });
  if (read.length === 0) return { found: [], counted: false };
  const counts = await countRows(database, read, inTransaction);
  const found = read.flatMap(({ oid, shown, read, grown }): Scan[] => {
    const held = (counts.get(oid) ?? 0) - grown;
    // Several scans count several times, and what was rolled back may count too.
    return held > 0 && read >= held ? [{ relation: shown, read: held, held }] : [];
  });
  return { found: found.sort((a, b) => (a.relation < b.relation ? -1 : 1)), counted: true };
}
