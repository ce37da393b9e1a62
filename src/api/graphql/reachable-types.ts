import {
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** Directives that make a type one that a gateway asks for by its key, beside the root types. */
const entityDirectives: ReadonlySet<string> = new Set(['key', 'interfaceObject']);

/**
 * The types that an operation can name or get to, from the root types on; null where the schema has none: then others
 * say where operations start. Types that a directive of operations takes count, too. `stays` may leave out ways: it is
 * asked about each field, argument and member (`Order.lines`, `Query.orders.filter`, `Found|Order`) with the type behind.
 */
export function reachableTypes(
  schema: GraphQLSchema,
  stays: (path: string, type: GraphQLNamedType) => boolean = () => true,
): ReadonlySet<string> | null {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(
    (type) => type !== undefined && type !== null,
  );
  if (roots.length === 0) return null;
  const types = Object.values(schema.getTypeMap());
  const open: GraphQLNamedType[] = [
    ...roots,
    ...types.filter(isEntity),
    ...schema.getDirectives().flatMap(({ args }) => args.map(({ type }) => getNamedType(type))),
  ];
  const reached = new Set<string>();
  for (let type = open.pop(); type !== undefined; type = open.pop()) {
    if (reached.has(type.name)) continue;
    reached.add(type.name);
    for (const each of neighbours(schema, type, stays)) open.push(each);
  }
  return reached;
}

function isEntity({ astNode }: GraphQLNamedType): boolean {
  return astNode?.directives?.some(({ name }) => entityDirectives.has(name.value)) ?? false;
}

function neighbours(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  stays: (path: string, type: GraphQLNamedType) => boolean,
): GraphQLNamedType[] {
  const behind = (path: string, of: GraphQLType): GraphQLNamedType[] => {
    const named = getNamedType(of);
    return stays(`${type.name}${path}`, named) ? [named] : [];
  };
  if (isUnionType(type)) return type.getTypes().flatMap((member) => behind(`|${member.name}`, member));
  if (isInputObjectType(type))
    return Object.values(type.getFields()).flatMap((field) => behind(`.${field.name}`, field.type));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields()).flatMap((field) => [
    ...behind(`.${field.name}`, field.type),
    ...field.args.flatMap((argument) => behind(`.${field.name}.${argument.name}`, argument.type)),
  ]);
  if (isObjectType(type)) return [...fields, ...type.getInterfaces()];
  const { objects, interfaces } = schema.getImplementations(type);
  return [...fields, ...type.getInterfaces(), ...objects, ...interfaces];
}
