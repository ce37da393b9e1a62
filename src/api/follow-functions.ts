/** A function of a program; its body is plain data, null where there is none. */
interface Followed {
  readonly thing: { readonly name: string; readonly body: object | null };
}

interface Follower<Fn extends Followed> {
  readonly executed: { has(thing: Fn['thing']): boolean };
  runRoot(fn: Fn): void;
}

/**
 * Runs the functions that nobody names first, then those that were not reached from there. `namesAt` tells the names
 * that stand at one node of a body.
 */
export function followFunctions<Fn extends Followed>(
  functions: readonly Fn[],
  namesAt: (node: object) => readonly string[],
  follower: Follower<Fn>,
): void {
  const named = new Map<string, number>();
  const ofOwn = new Set<string>();
  for (const { thing } of functions) {
    if (thing.body === null) continue;
    const names = namesIn(thing.body, namesAt);
    // `serve` that calls another `serve` is not named by that.
    if (names.has(thing.name)) ofOwn.add(thing.name);
    for (const name of names) named.set(name, (named.get(name) ?? 0) + 1);
  }
  const isNamed = (name: string): boolean => (named.get(name) ?? 0) > (ofOwn.has(name) ? 1 : 0);
  for (const fn of functions) if (!isNamed(fn.thing.name)) follower.runRoot(fn);
  for (const fn of functions) if (!follower.executed.has(fn.thing)) follower.runRoot(fn);
}

/** Names that stand anywhere in a function, as whatever. */
function namesIn(body: object, namesAt: (node: object) => readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  const queue: unknown[] = [body];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const name of namesAt(next)) names.add(name);
    queue.push(...Object.values(next).filter((value) => typeof value === 'object' && value !== null));
  }
  return names;
}
