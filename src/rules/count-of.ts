interface Found {
  readonly rule: { readonly id: string };
  readonly match: { readonly object: string };
}

/** How many of these matches are of the same rule about the same object as another one. */
export function countOf(matches: readonly Found[]): (like: Found) => number {
  const key = ({ rule, match }: Found): string => `${rule.id} ${match.object}`;
  const groups = Map.groupBy(matches, key);
  return (like) => groups.get(key(like))?.length ?? 0;
}
