import type { ProofDatabase } from './database.ts';
import { tryAsk } from './rolled-back.ts';
import type { ColumnShape } from './rows/table-shape.ts';
import { literalOf, quote, type Value } from './rows/values.ts';
import type { SnapshotRow } from './snapshot.ts';

interface LossyChange {
  readonly lost: number;
  readonly example: { readonly before: string; readonly after: string };
}

interface Pair {
  readonly before: string;
  readonly after: Value;
}

/**
 * What a change of a column's type took from its values; null where nothing. A value is whole where the new one gives the
 * old one back, or, where the old type cannot read it or is of another kind, where no other value has become the same.
 * Written differently is not lost.
 */
export async function lossyChange(
  database: ProofDatabase,
  before: readonly SnapshotRow[],
  after: readonly SnapshotRow[],
  from: ColumnShape,
  to: ColumnShape,
): Promise<LossyChange | null> {
  const pairs = pairsOf(before, after, from.number);
  if (pairs.length === 0) return null;
  const isAlike = await areAlike(database, from, to);
  const back = isAlike ? await readBack(database, pairs, from) : [];
  const sources = new Map<Value, Set<string>>();
  for (const pair of pairs) sources.set(pair.after, (sources.get(pair.after) ?? new Set()).add(pair.before));
  const lost = pairs.filter(({ before: old, after: now }, index) => {
    if (now === null) return true;
    const again = isAlike ? (back[index] ?? null) : null;
    return again === null ? (sources.get(now)?.size ?? 0) > 1 : again !== old;
  });
  const [first] = lost;
  if (first === undefined) return null;
  return {
    lost: lost.length,
    example: { before: literalOf(from, first.before), after: literalOf(to, first.after) },
  };
}

/** Whether both are numbers, or both times: only of those does the old type read what the new one writes as the same. */
async function areAlike(database: ProofDatabase, from: ColumnShape, to: ColumnShape): Promise<boolean> {
  const types = [from.type, to.type].map((type) => `pg_catalog.to_regtype(${quote(type)})`).join(', ');
  const rows = await tryAsk(
    database,
    `SELECT count(DISTINCT typcategory)::text AS categories FROM pg_catalog.pg_type WHERE oid IN (${types})`,
  );
  return rows?.[0]?.categories === '1' && !from.array && !to.array;
}

function pairsOf(before: readonly SnapshotRow[], after: readonly SnapshotRow[], number: number): Pair[] {
  // Where the key itself changes its type or there is none, rows keep their order: the table is written anew in it.
  const byKey = new Map(after.map((row) => [row.key, row]));
  const inOrder = !before.every(({ key }) => byKey.has(key));
  if (inOrder && before.length !== after.length) return [];
  return before.flatMap((row, place) => {
    const old = row.values.get(number) ?? null;
    const now = inOrder ? after[place] : byKey.get(row.key);
    return old === null || now === undefined ? [] : [{ before: old, after: now.values.get(number) ?? null }];
  });
}

/** Each new value as the old type reads it; null where it does not (the type itself may be gone). */
async function readBack(
  database: ProofDatabase,
  pairs: readonly Pair[],
  from: ColumnShape,
): Promise<readonly Value[]> {
  const rows = pairs.map(({ after }, index) => `(${index}, ${after === null ? 'NULL' : quote(after)})`);
  const type = quote(from.type);
  const answer = await tryAsk(
    database,
    `SELECT CASE WHEN pg_input_is_valid(v, ${type}) THEN v::${from.type}::text END AS back
     FROM (VALUES ${rows.join(', ')}) AS t (i, v) ORDER BY i`,
  );
  return (answer ?? []).map(({ back }) => back ?? null);
}
