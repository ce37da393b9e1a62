import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type GraphQLSchema,
  type InterfaceTypeDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type NamedTypeNode,
  type ObjectTypeDefinitionNode,
  type OperationTypeDefinitionNode,
  OperationTypeNode,
  type SchemaDefinitionNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from 'graphql';
import type { SdlDocument, SdlNode } from './sdl-document.ts';

/** One schema out of its files. */
export interface MergedSchema {
  readonly schema: GraphQLSchema;
  readonly definitions: readonly DefinitionNode[];
  /** Types that are used and defined nowhere: of a gateway, of a server's library, or of a file that was not read. */
  readonly absent: ReadonlySet<string>;
  /** A file that uses a type, by its name. */
  readonly users: ReadonlyMap<string, string>;
}

const kindOfExtension: Readonly<Record<TypeExtensionNode['kind'], TypeDefinitionNode['kind']>> = {
  [Kind.SCALAR_TYPE_EXTENSION]: Kind.SCALAR_TYPE_DEFINITION,
  [Kind.OBJECT_TYPE_EXTENSION]: Kind.OBJECT_TYPE_DEFINITION,
  [Kind.INTERFACE_TYPE_EXTENSION]: Kind.INTERFACE_TYPE_DEFINITION,
  [Kind.UNION_TYPE_EXTENSION]: Kind.UNION_TYPE_DEFINITION,
  [Kind.ENUM_TYPE_EXTENSION]: Kind.ENUM_TYPE_DEFINITION,
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: Kind.INPUT_OBJECT_TYPE_DEFINITION,
};

/**
 * Merges what the files define. Nothing is refused: a type that is extended but defined nowhere is defined by that (as
 * in Apollo federation 1), what is defined twice has the parts of both, unknown directives stay, absent types are
 * scalars. A service accepts all of these where a gateway or a library completes them.
 */
export function mergeSchema(documents: readonly SdlDocument[]): MergedSchema {
  const parts = new Map<string, TypeDefinitionNode[]>();
  const directives = new Map<string, DefinitionNode>();
  const schemas: SchemaNode[] = [];
  for (const node of inOrder(documents)) {
    if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) schemas.push(node);
    else if (node.kind === Kind.DIRECTIVE_DEFINITION)
      directives.set(node.name.value, directives.get(node.name.value) ?? node);
    else if (isTypeNode(node)) {
      const known = parts.get(node.name.value) ?? [];
      known.push(asDefinition(node));
      parts.set(node.name.value, known);
    }
  }
  const types = new Map([...parts].flatMap(([name, nodes]) => mergeType(nodes).map((node) => [name, node])));
  const users = new Map(documents.flatMap(({ path, uses }) => [...uses].map((name) => [name, path])));
  const absent = new Set([...users.keys()].filter((name) => !types.has(name)));
  const definitions = [
    ...schemaDefinition(schemas, types),
    ...directives.values(),
    ...types.values(),
    ...[...absent].map(placeholder),
  ];
  const schema = buildASTSchema(
    { kind: Kind.DOCUMENT, definitions },
    { assumeValid: true, assumeValidSDL: true },
  );
  return { schema, definitions, absent, users };
}

type SchemaNode = Extract<SdlNode, { kind: Kind.SCHEMA_DEFINITION | Kind.SCHEMA_EXTENSION }>;

/** Definitions before extensions, so that the kind and the place of a type are those of its definition. */
function inOrder(documents: readonly SdlDocument[]): SdlNode[] {
  const nodes = documents.flatMap(({ definitions }) => definitions);
  const isExtension = (node: SdlNode): boolean => node.kind.endsWith('Extension');
  return [...nodes.filter((node) => !isExtension(node)), ...nodes.filter(isExtension)];
}

/** All but the extensions of directives, a draft that changes nothing for callers. */
function isTypeNode(node: SdlNode): node is TypeDefinitionNode | TypeExtensionNode {
  return isTypeDefinitionNode(node) || isTypeExtensionNode(node);
}

function asDefinition(node: TypeDefinitionNode | TypeExtensionNode): TypeDefinitionNode {
  if (!isTypeExtensionNode(node)) return node;
  const definition: unknown = { ...node, kind: kindOfExtension[node.kind] };
  // An extension has the parts of the definition of its kind: https://spec.graphql.org/October2021/#TypeSystemExtension
  return definition as TypeDefinitionNode;
}

/** The parts of all, each once by name. What is of another kind than the first adds nothing. */
function mergeType(nodes: readonly TypeDefinitionNode[]): TypeDefinitionNode[] {
  const [first] = nodes;
  if (first === undefined) return [];
  const directives = joinedDirectives(nodes);
  switch (first.kind) {
    case Kind.ENUM_TYPE_DEFINITION: {
      const same = nodes.filter((node) => node.kind === first.kind);
      return [{ ...first, directives, values: onceByName(same.map(({ values }) => values)) }];
    }
    case Kind.INPUT_OBJECT_TYPE_DEFINITION: {
      const same = nodes.filter((node) => node.kind === first.kind);
      return [{ ...first, directives, fields: onceByName(same.map(({ fields }) => fields)) }];
    }
    case Kind.UNION_TYPE_DEFINITION: {
      const same = nodes.filter((node) => node.kind === first.kind);
      return [{ ...first, directives, types: onceByName(same.map(({ types }) => types)) }];
    }
    case Kind.SCALAR_TYPE_DEFINITION:
      return [{ ...first, directives }];
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION: {
      const same = nodes.filter(isComposite).filter((node) => node.kind === first.kind);
      const fields = onceByName(same.map((node) => node.fields));
      return [
        { ...first, directives, fields, interfaces: onceByName(same.map(({ interfaces }) => interfaces)) },
      ];
    }
  }
}

function isComposite(
  node: TypeDefinitionNode,
): node is ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

/** A definition that is repeated repeats its directives, too: each name counts where it stands first. */
function joinedDirectives(nodes: readonly TypeDefinitionNode[]): ConstDirectiveNode[] {
  const known = new Set<string>();
  return nodes.flatMap(({ directives }) => {
    const fresh = (directives ?? []).filter(({ name }) => !known.has(name.value));
    for (const { name } of fresh) known.add(name.value);
    return fresh;
  });
}

function onceByName<Part extends { readonly name: { readonly value: string } }>(
  lists: readonly (readonly Part[] | undefined)[],
): Part[] {
  const parts = new Map<string, Part>();
  for (const part of lists.flatMap((list) => list ?? []))
    if (!parts.has(part.name.value)) parts.set(part.name.value, part);
  return [...parts.values()];
}

const rootNames: readonly (readonly [OperationTypeNode, string])[] = [
  [OperationTypeNode.QUERY, 'Query'],
  [OperationTypeNode.MUTATION, 'Mutation'],
  [OperationTypeNode.SUBSCRIPTION, 'Subscription'],
];

/** Where nothing says otherwise, operations start at the types of their names. */
function schemaDefinition(
  nodes: readonly SchemaNode[],
  types: ReadonlyMap<string, TypeDefinitionNode>,
): SchemaDefinitionNode[] {
  const told = nodes
    .flatMap(({ operationTypes }) => operationTypes ?? [])
    .filter(({ type }) => types.get(type.name.value)?.kind === Kind.OBJECT_TYPE_DEFINITION);
  const isDefined = nodes.some(({ kind }) => kind === Kind.SCHEMA_DEFINITION);
  const usual = rootNames.flatMap(([operation, name]): OperationTypeDefinitionNode[] => {
    const type = types.get(name);
    if (isDefined || type?.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    return [{ kind: Kind.OPERATION_TYPE_DEFINITION, operation, type: named(type) }];
  });
  const operations = new Map([...usual, ...told].map((each) => [each.operation, each]));
  const definition: SchemaDefinitionNode = {
    kind: Kind.SCHEMA_DEFINITION,
    ...(nodes[0]?.loc === undefined ? {} : { loc: nodes[0].loc }),
    directives: nodes.flatMap(({ directives }) => directives ?? []),
    operationTypes: [...operations.values()],
  };
  return nodes.length === 0 && operations.size === 0 ? [] : [definition];
}

function named({ name }: TypeDefinitionNode): NamedTypeNode {
  return { kind: Kind.NAMED_TYPE, name };
}

function placeholder(name: string): TypeDefinitionNode {
  return { kind: Kind.SCALAR_TYPE_DEFINITION, name: { kind: Kind.NAME, value: name } };
}
