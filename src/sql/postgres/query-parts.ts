import type { Node, WithClause } from 'libpg-query';
import { nameKey } from '../object-name.ts';
import type { ColumnUse, Conjunct, QueryShape, TableUse } from '../query-shape.ts';
import type { Source } from '../tokens/source.ts';
import { as, walk } from './ast.ts';
import { isNamedParameter, readConjuncts } from './conjuncts.ts';
import { innerScope, plainOutput, resolveColumn, type Scope } from './scope.ts';

type ReadQuery = (node: Node, source: Source, outer: Scope) => QueryShape | null;

const queryTags = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);

/** Gathers what one query level uses while its clauses are read. */
export class QueryParts {
  readonly source: Source;
  readonly scope: Scope;
  readonly tables: TableUse[] = [];
  readonly written: ColumnUse[] = [];
  readonly joins: Conjunct[] = [];
  partial = false;
  readonly #readQuery: ReadQuery;
  readonly #nested: QueryShape[] = [];
  readonly #read = new Map<string, ColumnUse>();

  constructor(source: Source, scope: Scope, readQuery: ReadQuery) {
    this.source = source;
    this.scope = scope;
    this.#readQuery = readQuery;
  }

  /** A query inside this one; by default it sees this level's names. */
  nest(node: Node, scope: Scope = this.scope): void {
    const shape = this.#readQuery(node, this.source, scope);
    if (shape === null) this.partial = true;
    else this.#nested.push(shape);
  }

  readWith(clause: WithClause | undefined): void {
    const names = (clause?.ctes ?? []).map((node) => as(node, 'CommonTableExpr'));
    if (clause?.recursive === true) for (const cte of names) this.scope.ctes.add(cte?.ctename ?? '');
    for (const cte of names) {
      if (cte?.ctequery === undefined) continue;
      this.nest(cte.ctequery, { ...innerScope(this.scope.outer), ctes: new Set(this.scope.ctes) });
      this.scope.ctes.add(cte.ctename ?? '');
    }
  }

  /** Columns and subqueries anywhere in these parts of the tree. */
  read(...nodes: readonly unknown[]): void {
    for (const node of nodes) {
      walk(node, (tag, content) => {
        if (queryTags.has(tag)) this.nest({ [tag]: content } as unknown as Node);
        else if (tag === 'ColumnRef')
          this.readColumn(resolveColumn(this.scope, (content.fields ?? []) as Node[]));
        // `(a, b) = (SELECT …)` has its right side once for each column.
        else if (tag === 'MultiAssignRef' && content.colno !== 1) return false;
        else return !isNamedParameter({ [tag]: content } as unknown as Node);
        return false;
      });
    }
  }

  readColumn(use: ColumnUse): void {
    this.#read.set(keyOf(use), use);
  }

  /** An item of ORDER BY or GROUP BY, which may be a name of the SELECT list. */
  readOutput(node: Node | undefined): void {
    const column = plainOutput(this.scope, node);
    if (column !== null) this.readColumn(column);
    else if (as(node, 'ColumnRef') === null) this.read(node);
  }

  shape(
    kind: QueryShape['kind'],
    where: Node | undefined,
    rest: Partial<Pick<QueryShape, 'orderBy' | 'hasLimit'>> = {},
  ): QueryShape {
    const inner = this.#nested;
    const read = new Map(this.#read);
    for (const use of inner.flatMap((query) => query.columnsRead)) read.set(keyOf(use), use);
    return {
      kind,
      tables: [...this.tables, ...inner.flatMap((query) => query.tables)],
      columnsRead: [...read.values()],
      columnsWritten: [...this.written, ...inner.flatMap((query) => query.columnsWritten)],
      where: where === undefined ? null : readConjuncts(where, this.scope, this.source),
      joins: this.joins,
      orderBy: rest.orderBy ?? [],
      hasLimit: rest.hasLimit ?? false,
      partial: this.partial || inner.some((query) => query.partial),
      nested: inner,
    };
  }
}

function keyOf(use: ColumnUse): string {
  return `${use.table === null ? '' : nameKey(use.table)} ${use.column}`;
}
