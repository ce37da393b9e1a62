export type ContractLevel = 'breaking' | 'risky' | 'compatible';

export interface ContractPlace {
  readonly path: string;
  readonly line: number;
}

/** One difference between two sides of a contract (OpenAPI, GraphQL, protobuf). */
export interface ContractChange {
  /** The catalogue's id: `response-required-property-removed`. */
  readonly id: string;
  readonly level: ContractLevel;
  readonly format: 'openapi' | 'graphql' | 'protobuf';
  /** `GET /orders/{id}`, `Query.orders`, `orders.v1.Order`. */
  readonly operation: string;
  /** What inside the operation: `response 200 application/json: total`. */
  readonly subject: string;
  /** One sentence for people, code in backticks. */
  readonly message: string;
  /** null where a side has none. */
  readonly base: ContractPlace | null;
  readonly head: ContractPlace | null;
  /** Further ids of the catalogue that the same edit falls under. */
  readonly aliases?: readonly string[];
  /** What led there is removed or changed, too, and told by itself. */
  readonly follows?: true;
  /** The language calls it so, and no operation gets to what it is about: nobody feels it. */
  readonly unreached?: true;
  /** Other words for people that say the same to programs. */
  readonly documentation?: true;
  /** What is removed was marked as deprecated before. */
  readonly deprecated?: true;
  /** Further operations that the same edit (of a shared schema) changes. */
  readonly alsoIn?: readonly string[];
}
