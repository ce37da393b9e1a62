import { createHash } from 'node:crypto';

/** Characters of an identity's object; longer ones end in a hash, so that a marker has room for them. */
const maximumObject = 200;

/**
 * Names a finding across pushes: rule, file and object, and which one of equals it is. Never a line number.
 * @param ordinal 0 for the first finding of this rule about this object in this file
 */
export function identityOf(rule: string, path: string, object: string, ordinal: number): string {
  const parts = [rule, shorten(path), shorten(object), ...(ordinal > 0 ? [String(ordinal)] : [])];
  return parts.join(' | ');
}

function shorten(text: string): string {
  return text.length <= maximumObject ? text : `${text.slice(0, maximumObject - 18)}…${hash(text)}`;
}

/** Hash of code as it matters: the caller normalises it first (white space, comments). 16 hex digits. */
export function substanceOf(normalizedCode: string): string {
  return hash(normalizedCode);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Gives each item of a list its ordinal among equals, in order. */
export function withOrdinals<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): { item: Item; ordinal: number }[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const ordinal = seen.get(key(item)) ?? 0;
    seen.set(key(item), ordinal + 1);
    return { item, ordinal };
  });
}
