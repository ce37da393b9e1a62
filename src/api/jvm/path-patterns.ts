/** Segments of a pattern or path that are compared. */
const maxSegments = 40;

/** Whether an Ant or path pattern (`/api/**`, `/x/*`, `/x/{id}`) holds for every request of a path written with `:name`. */
export function matchesPattern(pattern: string, path: string): boolean {
  const wanted = segments(pattern);
  const given = segments(path);
  // Positions of the pattern that the path so far can have led to: no way of matching is tried twice.
  let states = new Set([0]);
  skipStars(wanted, states);
  for (const segment of given) {
    const next = new Set<number>();
    for (const state of states) {
      const part = wanted[state];
      if (part === '**') next.add(state);
      else if (part !== undefined && matchesSegment(part, segment)) next.add(state + 1);
    }
    skipStars(wanted, next);
    states = next;
  }
  return states.has(wanted.length);
}

/** `**` stands for nothing as well. */
function skipStars(wanted: readonly string[], states: Set<number>): void {
  for (const state of states) if (wanted[state] === '**') states.add(state + 1);
}

function matchesSegment(part: string, segment: string): boolean {
  if (part === '*' || /^\{\w+\}$/.test(part)) return true;
  if (!part.includes('*')) return part === segment;
  const [before = '', ...rest] = part.split('*');
  const after = rest.at(-1) ?? '';
  return (
    rest.length === 1 &&
    segment.length >= before.length + after.length &&
    segment.startsWith(before) &&
    segment.endsWith(after)
  );
}

function segments(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .map((part) => (/^\{\*\w*\}$/.test(part) ? '**' : part))
    .slice(0, maxSegments);
}
