import type { LocalEndpoint } from '../../routes.ts';

/** The methods that operations are told by, by the root type that declares them. */
const methods: ReadonlyMap<string, string> = new Map(
  ['Query', 'Mutation', 'Subscription'].map((type) => [type, type.toUpperCase()]),
);

/** `QUERY` of `Query`, and of names that projects without SDL give to it; null for other types. */
export function operationMethod(type: string): string | null {
  return methods.get(type.replace(/^Root/, '').replace(/Type$/, '')) ?? null;
}

/** An operation as code answers it. */
export interface Operation {
  /** How the schema is written: beside SDL a resolver that no type declares answers nobody. */
  readonly from: 'map' | 'class' | 'builder';
  readonly endpoint: LocalEndpoint;
}
