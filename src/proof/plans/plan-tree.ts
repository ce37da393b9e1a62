/** A node of a plan as `EXPLAIN (FORMAT JSON, VERBOSE)` writes it, as far as it is read here. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly Schema?: string;
  readonly 'Relation Name'?: string;
  readonly Alias?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'TID Cond'?: string;
  readonly Filter?: string;
  readonly 'Join Filter'?: string;
  readonly 'Hash Cond'?: string;
  readonly 'Merge Cond'?: string;
  readonly 'Sort Key'?: readonly string[];
  readonly Plans?: readonly PlanNode[];
}

/** How a plan reads one table of the query. */
export interface TableScan {
  readonly schema: string;
  readonly relation: string;
  readonly alias: string;
  /** Indexes that it goes by, each with the condition that leads into it; null where it is walked from end to end. */
  readonly indexes: readonly { readonly name: string; readonly condition: string | null }[];
  readonly filter: string | null;
  readonly byTid: boolean;
}

/** All nodes, parents first. */
function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** The scans of tables, in the plan's order. */
export function scansOf(plan: PlanNode): TableScan[] {
  return nodesOf(plan).flatMap((node) => {
    const { Schema: schema, 'Relation Name': relation, Alias: alias } = node;
    if (schema === undefined || relation === undefined || alias === undefined) return [];
    if (!node['Node Type'].endsWith('Scan')) return [];
    return [
      {
        schema,
        relation,
        alias,
        indexes: indexesOf(node),
        filter: node.Filter ?? null,
        byTid: node['TID Cond'] !== undefined || node['Node Type'] === 'Tid Scan',
      },
    ];
  });
}

/** Of an index scan its own, of a bitmap scan those that its bitmaps come from. */
function indexesOf(node: PlanNode): TableScan['indexes'] {
  const bitmaps = (node.Plans ?? []).filter((child) => child['Node Type'].startsWith('Bitmap'));
  const own = node['Index Name'];
  return [
    ...(own === undefined ? [] : [{ name: own, condition: node['Index Cond'] ?? null }]),
    ...bitmaps.flatMap(indexesOf),
  ];
}

/** What joins compare, as the plan's texts. */
export function joinConditionsOf(plan: PlanNode): string[] {
  return nodesOf(plan).flatMap((node) =>
    [node['Hash Cond'], node['Merge Cond'], node['Join Filter']].filter((text) => text !== undefined),
  );
}

export function hasNode(plan: PlanNode, type: string): boolean {
  return nodesOf(plan).some((node) => node['Node Type'] === type);
}

/** What the plan sorts by, of its first sort: `o.created_at DESC`. */
export function sortKeysOf(plan: PlanNode): readonly string[] {
  return (
    nodesOf(plan).find((node) => node['Sort Key'] !== undefined && /Sort$/.test(node['Node Type']))?.[
      'Sort Key'
    ] ?? []
  );
}
