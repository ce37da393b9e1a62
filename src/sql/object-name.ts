/** A name after the dialect's folding and unquoting. `schema` is null where the text does not say. */
export interface ObjectName {
  readonly schema: string | null;
  readonly name: string;
}

/** Same object, as far as the text tells: an unqualified name is in the default schema (`public`). */
export function sameName(a: ObjectName, b: ObjectName): boolean {
  return a.name === b.name && (a.schema ?? 'public') === (b.schema ?? 'public');
}

/** A key for maps: two names are the same object exactly when their keys are equal. No name has a NUL in it. */
export function nameKey(name: ObjectName): string {
  return `${name.schema ?? 'public'}\0${name.name}`;
}

/** For people: `orders` or `billing.orders`; the default schema is left out. */
export function showName(name: ObjectName): string {
  return name.schema === null || name.schema === 'public' ? name.name : `${name.schema}.${name.name}`;
}
