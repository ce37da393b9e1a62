import {
  type GraphQLNamedType,
  type GraphQLSchema,
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
 * say where operations start. Types that a directive of operations takes count, too.
 */
export function reachableTypes(schema: GraphQLSchema): ReadonlySet<string> | null {
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
    open.push(...neighbours(schema, type));
  }
  return reached;
}

function isEntity({ astNode }: GraphQLNamedType): boolean {
  return astNode?.directives?.some(({ name }) => entityDirectives.has(name.value)) ?? false;
}

function neighbours(schema: GraphQLSchema, type: GraphQLNamedType): GraphQLNamedType[] {
  if (isUnionType(type)) return [...type.getTypes()];
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map((field) => getNamedType(field.type));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields()).flatMap((field) => [
    getNamedType(field.type),
    ...field.args.map((argument) => getNamedType(argument.type)),
  ]);
  if (isObjectType(type)) return [...fields, ...type.getInterfaces()];
  const { objects, interfaces } = schema.getImplementations(type);
  return [...fields, ...type.getInterfaces(), ...objects, ...interfaces];
}
