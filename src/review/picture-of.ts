import type {
  PictureChange,
  PictureColumn,
  PictureRelation,
  PictureTable,
  SchemaPicture,
} from '../report/schema-picture.ts';
import { nameKey, showName } from '../sql/object-name.ts';
import type { ColumnModel, SchemaModel, TableModel } from '../sql/schema/model.ts';
import type { Statement } from '../sql/statement.ts';

/** More tables are no picture any more. */
const maximumTables = 12;

interface Change {
  readonly change: PictureChange;
  /** The same table before, null for a new one. */
  readonly before: TableModel | null;
  /** As it is afterwards; as it was, for a dropped one. */
  readonly table: TableModel;
}

/**
 * A picture of what these statements do to the structure of the schema; null where there is none to look at: an index, a
 * default, one new table that relates to nothing.
 */
export function pictureOf(
  base: SchemaModel,
  after: SchemaModel,
  statements: readonly Statement[],
): SchemaPicture | null {
  const renames = renamesIn(statements);
  const changes = changesOf(base, after, renames);
  const created = changes.filter(({ change }) => change === 'added').length;
  const touched = new Set(changes.map(({ table }) => nameKey(table.name)));
  const links = [...changes, ...untouched(after, touched)].flatMap(({ table, before, change }) =>
    linksOf(table, before, change),
  );
  const related = links.filter(({ from, to }) => touched.has(from) || touched.has(to));
  const reachesOut = related.some(({ from, to }) => !(touched.has(from) && touched.has(to)));
  if (changes.length === created && created < 2 && !reachesOut) return null;
  const beside = new Set(related.flatMap(({ from, to }) => [from, to]).filter((key) => !touched.has(key)));
  const tables = [
    ...changes.map((each) => tableOf(each, renames)),
    ...[...beside].flatMap((key) => {
      const table = after.tables.get(key);
      return table === undefined ? [] : [neighbour(table)];
    }),
  ];
  const shown = tables.slice(0, maximumTables);
  const names = new Set(shown.map(({ name }) => name));
  return {
    tables: shown,
    relations: related
      .map(({ relation }) => relation)
      .filter(({ from, to }) => names.has(from) && names.has(to)),
    left: tables.length - shown.length,
  };
}

interface Renames {
  /** Keys of tables: afterwards, before. */
  readonly tables: ReadonlyMap<string, string>;
  /** Key of the table and name of the column afterwards, name before. */
  readonly columns: ReadonlyMap<string, string>;
}

function renamesIn(statements: readonly Statement[]): Renames {
  const tables = new Map<string, string>();
  const columns = new Map<string, string>();
  for (const operation of statements.flatMap(({ operations }) => operations)) {
    if (operation.kind === 'rename-table') {
      const from = nameKey(operation.table);
      tables.set(nameKey(operation.to), tables.get(from) ?? from);
    }
    if (operation.kind === 'rename-column') {
      const key = nameKey(operation.table);
      columns.set(`${key}.${operation.to}`, columns.get(`${key}.${operation.column}`) ?? operation.column);
    }
  }
  return { tables, columns };
}

function changesOf(base: SchemaModel, after: SchemaModel, renames: Renames): Change[] {
  const changes: Change[] = [];
  const moved = new Set<string>();
  for (const [key, table] of after.tables) {
    const former = renames.tables.get(key);
    const before =
      base.tables.get(key) ?? (former === undefined ? undefined : base.tables.get(former)) ?? null;
    if (before === table) continue;
    if (before === null) changes.push({ change: 'added', before, table });
    else if (nameKey(before.name) !== key) {
      moved.add(nameKey(before.name));
      changes.push({ change: 'renamed', before, table });
    } else if (structure(before) !== structure(table)) changes.push({ change: 'changed', before, table });
  }
  for (const [key, table] of base.tables)
    if (!after.tables.has(key) && !moved.has(key)) changes.push({ change: 'dropped', before: table, table });
  return changes;
}

/** What a picture shows of a table, as a text to compare. */
function structure(table: TableModel): string {
  const columns = [...table.columns.values()].map(({ name, type, nullable }) => [name, type?.text, nullable]);
  const keys = table.constraints.flatMap(({ constraint }) =>
    constraint.kind === 'foreign-key' || constraint.kind === 'primary-key'
      ? [[constraint.kind, constraint.columns]]
      : [],
  );
  return JSON.stringify([columns, keys]);
}

function untouched(after: SchemaModel, touched: ReadonlySet<string>) {
  return [...after.tables]
    .filter(([key]) => !touched.has(key))
    .map(([, table]) => ({ table, before: table, change: null }));
}

interface Link {
  readonly from: string;
  readonly to: string;
  readonly relation: PictureRelation;
}

function linksOf(table: TableModel, before: TableModel | null, change: PictureChange | null): Link[] {
  const now = change === 'dropped' ? [] : foreignKeys(table);
  const then = before === null ? [] : foreignKeys(before);
  const same = (a: Link) => (b: Link) =>
    a.to === b.to && a.relation.columns.join() === b.relation.columns.join();
  return [
    ...now.map((link) => ({
      ...link,
      relation: {
        ...link.relation,
        change: change === null || then.some(same(link)) ? null : ('added' as const),
      },
    })),
    ...then
      .filter((link) => change !== null && change !== 'renamed' && !now.some(same(link)))
      .map((link) => ({ ...link, relation: { ...link.relation, change: 'dropped' as const } })),
  ];
}

function foreignKeys(table: TableModel): Link[] {
  const { name, columns, constraints } = table;
  return constraints.flatMap(({ constraint }) => {
    if (constraint.kind !== 'foreign-key') return [];
    const own = constraint.columns;
    const unique = constraints.some(
      ({ constraint: other }) =>
        (other.kind === 'unique' || other.kind === 'primary-key') &&
        other.columns.length > 0 &&
        other.columns.every((column) => own.includes(column)),
    );
    return [
      {
        from: nameKey(name),
        to: nameKey(constraint.references),
        relation: {
          from: showName(name),
          to: showName(constraint.references),
          columns: own,
          optional: own.some((column) => columns.get(column)?.nullable !== false),
          unique,
          change: null,
        },
      },
    ];
  });
}

function tableOf({ change, before, table }: Change, renames: Renames): PictureTable {
  const key = nameKey(table.name);
  const former = (column: ColumnModel): ColumnModel | undefined =>
    before?.columns.get(renames.columns.get(`${key}.${column.name}`) ?? column.name);
  const now = [...table.columns.values()].map((column): PictureColumn => {
    const was = former(column);
    const plain = { name: column.name, type: column.type?.text ?? null, keys: keysOf(table, column.name) };
    if (change === 'added' || change === 'dropped') return { ...plain, change: null, was: null };
    if (was === undefined) return { ...plain, change: 'added', was: null };
    if (was.name !== column.name) return { ...plain, change: 'renamed', was: was.name };
    const typed = was.type?.text !== column.type?.text;
    const changed = typed || was.nullable !== column.nullable;
    return { ...plain, change: changed ? 'changed' : null, was: changed ? describe(was, typed) : null };
  });
  const kept = new Set([...table.columns.values()].flatMap((column) => former(column)?.name ?? []));
  const gone = [...(before?.columns.values() ?? [])]
    .filter(({ name }) => !kept.has(name))
    .map(
      (column): PictureColumn => ({
        name: column.name,
        type: column.type?.text ?? null,
        keys: [],
        change: 'dropped',
        was: null,
      }),
    );
  return {
    name: showName(table.name),
    change,
    was: change === 'renamed' && before !== null ? showName(before.name) : null,
    columns: [...now, ...gone],
  };
}

function describe({ type, nullable }: ColumnModel, typed: boolean): string {
  return typed && type !== null ? type.text : nullable ? 'nullable' : 'NOT NULL';
}

/** A table beside the touched ones shows what relates it. */
function neighbour(table: TableModel): PictureTable {
  return {
    name: showName(table.name),
    change: null,
    was: null,
    columns: [...table.columns.values()]
      .map(({ name, type }) => ({
        name,
        type: type?.text ?? null,
        keys: keysOf(table, name),
        change: null,
        was: null,
      }))
      .filter(({ keys }) => keys.length > 0),
  };
}

function keysOf({ constraints }: TableModel, column: string): PictureColumn['keys'] {
  const kinds = new Set(
    constraints.flatMap(({ constraint }) =>
      'columns' in constraint && constraint.columns.includes(column) ? [constraint.kind] : [],
    ),
  );
  return [
    ...(kinds.has('primary-key') ? (['PK'] as const) : []),
    ...(kinds.has('foreign-key') ? (['FK'] as const) : []),
    ...(kinds.has('unique') ? (['UK'] as const) : []),
  ];
}
