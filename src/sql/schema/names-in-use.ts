import { nameKey } from '../object-name.ts';
import type { LayeredMap } from './layered-map.ts';
import type { TableModel } from './model.ts';

/** Which tables have an index or constraint of a name, by the name's key. */
type Owners = ReadonlyMap<string, readonly string[]>;

/** Of what many schemas share. Nobody writes to it any more, so that it is read once. */
const sharedOwners = new WeakMap<ReadonlyMap<string, TableModel>, Owners>();

/** The tables that have an index or a constraint of this name, in the schema that is named. */
export function tablesWith(
  tables: LayeredMap<TableModel>,
  schema: string | null,
  name: string,
): TableModel[] {
  const key = nameKey({ schema, name });
  const { shared, changes } = tables.layers();
  const found: TableModel[] = [];
  for (const owner of ownersIn(shared).get(key) ?? []) {
    const table = changes.has(owner) ? undefined : shared.get(owner);
    if (table !== undefined) found.push(table);
  }
  for (const table of changes.values())
    if (table !== undefined && (table.name.schema ?? 'public') === (schema ?? 'public') && has(table, name))
      found.push(table);
  return found;
}

function has({ indexes, constraints }: TableModel, name: string): boolean {
  return indexes.some((index) => index.name === name) || constraints.some((each) => each.name === name);
}

function ownersIn(shared: ReadonlyMap<string, TableModel>): Owners {
  const known = sharedOwners.get(shared);
  if (known !== undefined) return known;
  const owners = new Map<string, string[]>();
  for (const [key, { name: table, indexes, constraints }] of shared)
    for (const name of new Set([...indexes, ...constraints].map((each) => each.name))) {
      const owned = nameKey({ schema: table.schema, name });
      const list = owners.get(owned);
      if (list === undefined) owners.set(owned, [key]);
      else list.push(key);
    }
  sharedOwners.set(shared, owners);
  return owners;
}
