import type { Range } from './proto-file.ts';

/** The ranges of `old` that are not in `next` as a whole. */
export function lostRanges(old: readonly Range[], next: readonly Range[]): Range[] {
  const joined = join(next);
  return old.filter(([from, to]) => {
    const at = lastAtOrBefore(joined, from);
    return at === undefined || at[1] < to;
  });
}

/** Whether a number is in one of the ranges. */
export function holds(ranges: readonly Range[], number: number): boolean {
  return ranges.some(([from, to]) => from <= number && number <= to);
}

/** In order, and without gaps between neighbours. */
function join(ranges: readonly Range[]): Range[] {
  const joined: [number, number][] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

function lastAtOrBefore(ranges: readonly Range[], number: number): Range | undefined {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.[0] ?? 0) <= number) low = middle + 1;
    else high = middle;
  }
  return ranges[low - 1];
}
