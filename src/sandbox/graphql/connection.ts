import { type Args, type FieldDefinition, type ObjectType, objectType, type QueryContext } from './schema.ts';

interface Connection<T> {
  readonly nodes: readonly T[];
  readonly cursors: readonly string[];
  readonly totalCount: number;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** A field that lists nodes page by page. `list` gives all of them, oldest first. */
export function connectionField<Source, T>(
  typeName: string,
  list: (source: Source, context: QueryContext, args: Args) => readonly T[],
  args: Readonly<Record<string, string>> = {},
): FieldDefinition<Source> {
  return {
    type: `${typeName}Connection!`,
    args: { first: 'Int', last: 'Int', after: 'String', before: 'String', ...args },
    paginated: true,
    resolve: (source, given, context) => paginate(list(source, context, given), given),
  };
}

function paginate<T>(all: readonly T[], args: Args): Connection<T> {
  const after = typeof args.after === 'string' ? positionOf(args.after) + 1 : 0;
  const before = typeof args.before === 'string' ? positionOf(args.before) : all.length;
  const { first, last } = args;
  const end = typeof first === 'number' ? Math.min(before, after + first) : before;
  const start = typeof last === 'number' ? Math.max(after, end - last) : after;
  return {
    nodes: all.slice(start, end),
    cursors: Array.from({ length: Math.max(0, end - start) }, (_, index) => cursorAt(start + index)),
    totalCount: all.length,
    hasNextPage: end < all.length,
    hasPreviousPage: start > 0,
  };
}

function cursorAt(position: number): string {
  return Buffer.from(`cursor:v2:${position}`).toString('base64');
}

function positionOf(cursor: string): number {
  const position = Number(Buffer.from(cursor, 'base64').toString('utf8').replace('cursor:v2:', ''));
  return Number.isInteger(position) ? position : -1;
}

/** The types around a list of `typeName`. */
export function connectionTypes(typeName: string): readonly ObjectType[] {
  return [
    objectType<Connection<unknown>>(`${typeName}Connection`, {
      nodes: { type: `[${typeName}]`, resolve: (connection) => connection.nodes },
      edges: {
        type: `[${typeName}Edge]`,
        resolve: ({ nodes, cursors }) => nodes.map((node, index) => ({ node, cursor: cursors[index] })),
      },
      totalCount: { type: 'Int!', resolve: (connection) => connection.totalCount },
      pageInfo: { type: 'PageInfo!', resolve: (connection) => connection },
    }),
    objectType<{ readonly node: unknown; readonly cursor: string }>(`${typeName}Edge`, {
      node: { type: typeName, resolve: (edge) => edge.node },
      cursor: { type: 'String!', resolve: (edge) => edge.cursor },
    }),
  ];
}

export const pageInfoType = objectType<Connection<unknown>>('PageInfo', {
  hasNextPage: { type: 'Boolean!', resolve: (connection) => connection.hasNextPage },
  hasPreviousPage: { type: 'Boolean!', resolve: (connection) => connection.hasPreviousPage },
  startCursor: { type: 'String', resolve: (connection) => connection.cursors[0] ?? null },
  endCursor: { type: 'String', resolve: (connection) => connection.cursors.at(-1) ?? null },
});
