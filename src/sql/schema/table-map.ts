import { nameKey, type ObjectName } from '../object-name.ts';
import { LayeredMap } from './layered-map.ts';
import type { TableModel } from './model.ts';

/** The tables of a schema by their keys, and which of them have an index or constraint of a name. */
export class TableMap extends LayeredMap<TableModel> {
  /** Keys of tables by the key of a name that stands in them. */
  readonly #owners: LayeredMap<readonly string[]>;

  /** A map with these tables. `from` must not be written to afterwards. */
  constructor(from: ReadonlyMap<string, TableModel>) {
    super(from);
    if (from instanceof TableMap) this.#owners = new LayeredMap(from.#owners);
    else {
      this.#owners = new LayeredMap(new Map());
      for (const [key, table] of from) this.#rename(key, undefined, table);
    }
  }

  override set(key: string, table: TableModel): this {
    this.#rename(key, this.get(key), table);
    return super.set(key, table);
  }

  override delete(key: string): boolean {
    this.#rename(key, this.get(key), undefined);
    return super.delete(key);
  }

  /** The tables that have an index or a constraint of this name, in the name's schema. */
  tablesWith(name: ObjectName): TableModel[] {
    return (this.#owners.get(nameKey(name)) ?? []).flatMap((key) => this.get(key) ?? []);
  }

  #rename(key: string, old: TableModel | undefined, fresh: TableModel | undefined): void {
    if (old?.indexes === fresh?.indexes && old?.constraints === fresh?.constraints) return;
    const [before, after] = [namesIn(old), namesIn(fresh)];
    for (const name of before) {
      if (after.has(name)) continue;
      const owners = (this.#owners.get(name) ?? []).filter((owner) => owner !== key);
      if (owners.length === 0) this.#owners.delete(name);
      else this.#owners.set(name, owners);
    }
    for (const name of after)
      if (!before.has(name)) this.#owners.set(name, [...(this.#owners.get(name) ?? []), key]);
  }
}

function namesIn(table: TableModel | undefined): Set<string> {
  const names = new Set<string>();
  if (table === undefined) return names;
  for (const { name } of table.indexes) names.add(nameKey({ schema: table.name.schema, name }));
  for (const { name } of table.constraints) names.add(nameKey({ schema: table.name.schema, name }));
  return names;
}
