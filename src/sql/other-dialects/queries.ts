import type { TextRange } from '../../text/range.ts';
import { nameKey } from '../object-name.ts';
import type { ColumnUse, Conjunct, QueryShape, TableUse } from '../query-shape.ts';
import { flatten, readCondition } from './conditions.ts';
import { columnIn, type QueryScope, resolve, tableIn } from './query-scope.ts';
import type { OtherDialect } from './tokens.ts';
import { isTree, listAt, queryIn, type Tree, textAt, treeAt } from './tree.ts';

/** Where the conditions of a statement stand: the ranges of its own WHERE, or the statement's where they do not fit. */
interface Places {
  readonly statement: TextRange;
  readonly where: readonly TextRange[];
}

const kinds: Readonly<Record<string, QueryShape['kind']>> = {
  select: 'select',
  union: 'select',
  insert: 'insert',
  replace: 'insert',
  update: 'update',
  delete: 'delete',
  merge: 'merge',
};

/** The shape of a query from node-sql-parser's tree; null for what is none. */
export function readShape(
  tree: Tree,
  dialect: OtherDialect,
  places: Places,
  outer: QueryScope | null = null,
): QueryShape | null {
  const kind = kinds[textAt(tree, 'type') ?? ''];
  if (kind === undefined) return null;
  const scope: QueryScope = { dialect, relations: new Map(), ctes: new Set(), outer };
  const reader = new LevelReader(scope, { statement: places.statement, where: [] });
  for (const item of listAt(tree, 'with')) {
    if (!isTree(item)) continue;
    scope.ctes.add(textAt(treeAt(item, 'name'), 'value') ?? '');
    reader.nest(item.stmt);
  }
  if (isTree(tree._next)) reader.nest(tree._next);
  const targets = listAt(tree, 'table').filter(isTree);
  const sources = listAt(tree, 'from').filter(isTree);
  const writes = kind !== 'select';
  // What DELETE and UPDATE with a join change is named twice: as the target, and among the sources.
  for (const item of sources.length > 0 && kind !== 'insert' ? sources : targets) {
    reader.addItem(item, writes && isTarget(item, targets, sources) ? 'write' : 'read');
  }
  if (kind === 'update' && sources.length > 0 && !targets.some((item) => isTarget(item, sources, []))) {
    for (const item of targets) reader.addItem(item, 'write');
  }
  reader.readJoins();
  reader.readTargets(tree);
  reader.read([tree.columns, tree.where, tree.groupby, tree.having, tree.orderby, tree.returning, tree.set]);
  if (queryIn(tree.values) === null) reader.read([tree.values]);
  else reader.nest(tree.values);
  const conditions = flatten(tree.where);
  const fits = conditions.length === places.where.length;
  return reader.shape(kind, {
    where: isTree(tree.where)
      ? conditions.map((node, index) =>
          readCondition(node, scope, (fits ? places.where[index] : undefined) ?? places.statement),
        )
      : null,
    orderBy: listAt(tree, 'orderby').flatMap((item) => {
      const column = isTree(item) ? columnIn(item.expr, scope) : null;
      return column === null || column === 'parameter' ? [] : [column];
    }),
    hasLimit: hasLimit(tree),
  });
}

function hasLimit(tree: Tree): boolean {
  if (isTree(tree.top)) return true;
  const limit = treeAt(tree, 'limit');
  return limit !== null && (listAt(limit, 'value').length > 0 || isTree(limit.fetch));
}

/** Of an UPDATE or DELETE without a join the only table, with one those that it names as targets. */
function isTarget(item: Tree, targets: readonly Tree[], sources: readonly Tree[]): boolean {
  if (sources.length === 0 && targets.includes(item)) return targets[0] === item;
  return targets.some(
    (target) =>
      textAt(target, 'table') === textAt(item, 'table') || textAt(target, 'table') === textAt(item, 'as'),
  );
}

class LevelReader {
  readonly scope: QueryScope;
  readonly #places: Places;
  readonly #tables: TableUse[] = [];
  readonly #read = new Map<string, ColumnUse>();
  readonly #written: ColumnUse[] = [];
  readonly #joins: Conjunct[] = [];
  readonly #ons: unknown[] = [];
  readonly #nested: QueryShape[] = [];
  #partial = false;

  constructor(scope: QueryScope, places: Places) {
    this.scope = scope;
    this.#places = places;
  }

  nest(value: unknown): void {
    const query = queryIn(value);
    const shape = query === null ? null : readShape(query, this.scope.dialect, this.#places, this.scope);
    if (shape === null) this.#partial = true;
    else this.#nested.push(shape);
  }

  addItem(item: Tree, access: TableUse['access']): void {
    const alias = textAt(item, 'as');
    const name = textAt(item, 'table');
    if (name !== null) {
      const table = tableIn(item, this.scope);
      this.scope.relations.set(alias ?? name, table);
      const given = alias === name ? null : alias;
      if (table !== null) this.#tables.push({ table, alias: given, access });
    } else if (queryIn(item.expr) !== null) {
      this.scope.relations.set(alias ?? `(${this.scope.relations.size})`, null);
      this.nest(item.expr);
    } else if (textAt(item, 'type') !== 'dual') this.#partial = true;
    if (isTree(item.on)) this.#ons.push(item.on);
  }

  readJoins(): void {
    for (const on of this.#ons) {
      this.read([on]);
      this.#joins.push(...flatten(on).map((node) => readCondition(node, this.scope, this.#places.statement)));
    }
  }

  /** INSERT's column list, the left sides of SET and of ON DUPLICATE KEY UPDATE. */
  readTargets(tree: Tree): void {
    const assigned = [...listAt(tree, 'set'), ...listAt(treeAt(tree, 'on_duplicate_update'), 'set')];
    const main = this.#tables.find((use) => use.access === 'write')?.table ?? null;
    if (textAt(tree, 'type') !== 'select') {
      for (const column of listAt(tree, 'columns')) {
        if (typeof column === 'string') this.#written.push({ table: main, column });
      }
    }
    for (const item of assigned) {
      const column = isTree(item) ? textAt(item, 'column') : null;
      if (!isTree(item) || column === null) continue;
      const qualifier = textAt(item, 'table');
      this.#written.push(
        qualifier === null ? { table: main, column } : resolve(this.scope, qualifier, column),
      );
      this.read([item.value]);
    }
  }

  /** Columns and subqueries anywhere in these parts of the tree. */
  read(values: readonly unknown[]): void {
    for (const value of values) {
      if (Array.isArray(value)) this.read(value);
      else if (isTree(value)) {
        const column = columnIn(value, this.scope);
        if (queryIn(value) !== null) this.nest(value);
        else if (column === null) this.read(Object.values(value));
        else if (column !== 'parameter') this.#read.set(keyOf(column), column);
      }
    }
  }

  shape(kind: QueryShape['kind'], rest: Pick<QueryShape, 'where' | 'orderBy' | 'hasLimit'>): QueryShape {
    const inner = this.#nested;
    const read = new Map(this.#read);
    for (const use of inner.flatMap((query) => query.columnsRead)) read.set(keyOf(use), use);
    return {
      kind,
      tables: [...this.#tables, ...inner.flatMap((query) => query.tables)],
      columnsRead: [...read.values()],
      columnsWritten: [...this.#written, ...inner.flatMap((query) => query.columnsWritten)],
      joins: this.#joins,
      ...rest,
      partial: this.#partial || inner.some((query) => query.partial),
      nested: inner,
    };
  }
}

function keyOf(use: ColumnUse): string {
  return `${use.table === null ? '' : nameKey(use.table)} ${use.column}`;
}
