import type { Actor } from '../access/actor.ts';
import type { World } from '../state/world.ts';

export interface QueryContext {
  readonly world: World;
  readonly actor: Actor;
  /** Lists show what was created up to then. */
  readonly visibleUntil: number;
}

export type Args = Readonly<Record<string, unknown>>;

export interface FieldDefinition<Source = unknown> {
  /** As in GitHub's schema: `String!`, `[PullRequestReview]`. */
  readonly type: string;
  /** Argument to type. */
  readonly args?: Readonly<Record<string, string>>;
  /** True where GitHub demands `first` or `last`. */
  readonly paginated?: true;
  resolve(source: Source, args: Args, context: QueryContext): unknown;
}

export interface ObjectType {
  readonly kind: 'object';
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldDefinition>>;
}

/** An interface or a union: the fields that can be asked for without a fragment, and which object a value is. */
export interface AbstractType {
  readonly kind: 'abstract';
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldDefinition>>;
  readonly possible: readonly string[];
  typeOf(value: unknown): string;
}

export interface EnumType {
  readonly kind: 'enum';
  readonly name: string;
  readonly values: readonly string[];
}

export interface InputType {
  readonly kind: 'input';
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
}

export type TypeDefinition = ObjectType | AbstractType | EnumType | InputType;

export interface Schema {
  readonly types: ReadonlyMap<string, TypeDefinition>;
  readonly query: string;
  readonly mutation: string;
}

export const scalars: readonly string[] = [
  'String',
  'ID',
  'Int',
  'Float',
  'Boolean',
  'DateTime',
  'GitObjectID',
  'URI',
  'BigInt',
];

/** An object type; its resolvers know what they are given. */
export function objectType<Source>(
  name: string,
  fields: Readonly<Record<string, FieldDefinition<Source>>>,
): ObjectType {
  // A resolver is only ever handed what the resolver of its parent returned, which is of this type's source.
  return { kind: 'object', name, fields: fields as ObjectType['fields'] };
}

/** The name inside a type reference: `Blob` of `[Blob!]!`. */
export function namedType(reference: string): string {
  return reference.replace(/[[\]!]/g, '');
}

/** Fields of an object or abstract type, null for any other. */
export function fieldsOf(schema: Schema, name: string): Readonly<Record<string, FieldDefinition>> | null {
  const type = schema.types.get(name);
  return type?.kind === 'object' || type?.kind === 'abstract' ? type.fields : null;
}

/** A refusal in the course of a query; `type` as GitHub names it (`NOT_FOUND`, `FORBIDDEN` …). */
export class FieldRefusal extends Error {
  override readonly name = 'FieldRefusal';
  readonly code = 'field-refused';
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}
