import type { PrismaAttribute, PrismaValue } from './read-schema.ts';

/** The value of an attribute's argument: the one of this name, else the first without a name (`@map("x")`). */
export function argument(
  attribute: PrismaAttribute | undefined,
  name: string,
  { byPlace = false } = {},
): PrismaValue | undefined {
  const args = attribute?.args ?? [];
  const named = args.find((each) => each.name === name);
  return (named ?? (byPlace ? args.find((each) => each.name === null) : undefined))?.value;
}

export function attributeOf(
  { attributes }: { readonly attributes: readonly PrismaAttribute[] },
  name: string,
): PrismaAttribute | undefined {
  return attributes.find((each) => each.name === name);
}

export function textOf(value: PrismaValue | undefined): string | null {
  return value?.kind === 'string' ? value.value : null;
}

/** The constant's name, as of `onDelete: Cascade`. */
export function wordOf(value: PrismaValue | undefined): string | null {
  return value?.kind === 'name' ? value.name : null;
}

/** The columns of `[a, b(sort: Desc)]`; one may stand alone. */
export function listOf(value: PrismaValue | undefined): readonly PrismaValue[] {
  if (value === undefined) return [];
  return value.kind === 'list' ? value.values : [value];
}

/** Its name in the database (`@map`, `@@map`). */
export function mappedName(of: {
  readonly name: string;
  readonly attributes: readonly PrismaAttribute[];
}): string {
  const map = attributeOf(of, 'map');
  return textOf(argument(map, 'name', { byPlace: true })) ?? of.name;
}

/** The schema of a model or an enum (`@@schema`), null where it says none. */
export function schemaNameOf(of: { readonly attributes: readonly PrismaAttribute[] }): string | null {
  return textOf(argument(attributeOf(of, 'schema'), 'map', { byPlace: true }));
}
