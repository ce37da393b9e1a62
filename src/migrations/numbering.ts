/**
 * The version `offset` places later, written as the given one is: time stamps (`20240131120000`) go on by seconds,
 * dates (`20240131`) by days, other numbers by one in the same width; of a dotted version the last part moves.
 */
export function laterVersion(version: string, offset: number): string {
  const digits = version.replace(/\D/g, '');
  if (digits.length === 14 || digits.length === 8) {
    const moved = laterTime(digits, offset);
    if (moved !== null) return intoShape(version, moved);
  }
  const last = /\d+(?=\D*$)/.exec(version);
  if (last === null) return `${version}${offset + 1}`;
  const next = String(BigInt(last[0]) + BigInt(offset)).padStart(last[0].length, '0');
  return version.slice(0, last.index) + next + version.slice(last.index + last[0].length);
}

/** Versions in the order in which tools run them: part by part as numbers. A version without digits comes last. */
export function compareVersions(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = compareNumbers(left[at] ?? '0', right[at] ?? '0');
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A time stamp with dashes is the one that it is without them: Diesel leaves them out before it compares. */
function partsOf(version: string): readonly string[] | null {
  return version.replace(/^(\d{4})-(\d{2})-(\d{2})-(\d{6})(?!\d)/, '$1$2$3$4').match(/\d+/g);
}

/** Numbers as digits, of any length: time stamps in nanoseconds exceed what a number holds. */
function compareNumbers(a: string, b: string): number {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

function laterTime(digits: string, offset: number): string | null {
  const part = (from: number, to: number): number => Number(digits.slice(from, to) || '0');
  const stamp = digits.length === 14;
  const seconds = stamp ? part(12, 14) + offset : 0;
  const day = stamp ? part(6, 8) : part(6, 8) + offset;
  const inRange =
    part(0, 4) >= 1970 &&
    part(0, 4) <= 2200 &&
    part(4, 6) >= 1 &&
    part(4, 6) <= 12 &&
    part(6, 8) >= 1 &&
    part(6, 8) <= 31 &&
    part(8, 10) < 24 &&
    part(10, 12) < 60 &&
    part(12, 14) < 60;
  if (!inRange) return null;
  const time = new Date(Date.UTC(part(0, 4), part(4, 6) - 1, day, part(8, 10), part(10, 12), seconds));
  return time.toISOString().replace(/\D/g, '').slice(0, digits.length);
}

/** Puts digits into the places of the digits of `shape` (`2024-01-31-120000`). */
function intoShape(shape: string, digits: string): string {
  let at = 0;
  return shape.replace(/\d/g, () => digits.charAt(at++));
}
