import { type DefinitionNode, type DirectiveNode, Kind, type Location, type NameNode } from 'graphql';
import type { ContractPlace } from '../contract-change.ts';

/** Where the parts of a schema stand, by their path: `Order`, `Order.total`, `Query.orders.first`, `Order.total.@auth`. */
export type SdlPlaces = ReadonlyMap<string, ContractPlace>;

interface Part {
  readonly name: NameNode;
  readonly directives?: readonly DirectiveNode[] | undefined;
  readonly arguments?: readonly Part[] | undefined;
}

/** Beside those paths: `Result|Order` for a member, `Order&Node` for an interface, `@auth on FIELD`, `schema.query`. */
export function placesOf(definitions: readonly DefinitionNode[]): SdlPlaces {
  const places = new Map<string, ContractPlace>();
  const put = (path: string, loc: Location | undefined): void => {
    if (loc !== undefined && !places.has(path))
      places.set(path, { path: loc.source.name, line: loc.startToken.line });
  };
  const directives = (path: string, list: readonly DirectiveNode[] | undefined): void => {
    for (const { name, arguments: given, loc } of list ?? []) {
      put(`${path}.@${name.value}`, loc);
      for (const argument of given ?? []) put(`${path}.@${name.value}.${argument.name.value}`, argument.loc);
    }
  };
  const part = (path: string, { name, directives: list, arguments: inputs }: Part): void => {
    put(path, name.loc);
    directives(path, list);
    for (const input of inputs ?? []) part(`${path}.${input.name.value}`, input);
  };
  for (const node of definitions) {
    if (node.kind === Kind.SCHEMA_DEFINITION) {
      put('schema', node.loc);
      directives('', node.directives);
      for (const { operation, loc } of node.operationTypes) put(`schema.${operation}`, loc);
    } else if (node.kind === Kind.DIRECTIVE_DEFINITION) {
      part(`@${node.name.value}`, node);
      for (const location of node.locations) put(`@${node.name.value} on ${location.value}`, location.loc);
    } else if ('name' in node && node.name !== undefined) {
      const name = node.name.value;
      put(name, node.name.loc);
      if ('directives' in node) directives(name, node.directives);
      if ('fields' in node) for (const field of node.fields ?? []) part(`${name}.${field.name.value}`, field);
      if ('values' in node) for (const value of node.values ?? []) part(`${name}.${value.name.value}`, value);
      if ('types' in node)
        for (const member of node.types ?? []) put(`${name}|${member.name.value}`, member.loc);
      if ('interfaces' in node)
        for (const each of node.interfaces ?? []) put(`${name}&${each.name.value}`, each.loc);
    }
  }
  return places;
}
