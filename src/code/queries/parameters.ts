/** What stands for values in SQL that a program holds. */
export interface ParameterHabits {
  /** How the language puts text into a string: `${…}`, `#{…}`, `{…}`; null where it does not, or not in this string. */
  readonly insertion: RegExp | null;
  /** Whether `%s` and `%(name)s` are the driver's. */
  readonly percent: boolean;
}

/**
 * Strings, quoted names, comments: nothing in them is a parameter. The first alternatives of the patterns below. What does
 * not end goes to the end of the text, so that nothing is read twice.
 */
const opaque = String.raw`'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*[\s\S]*?(?:\*/|$)|\$(?:[a-z_]\w*)?\$[\s\S]*?(?:\$(?:[a-z_]\w*)?\$|$)`;
const drivers = String.raw`\$\d+|%\(\w+\)s|%s|sqlc\.(?:n?arg|slice)\(\s*'?\w+'?\s*\)|(?<![:\w\]]):[a-z_]\w*!?|(?<![\w@])@[a-z_]\w*|(?<=[\s=(,<>])\?(?=[\s),;:]|$)`;
const driverParameter = new RegExp(`(${opaque})|(${drivers})`, 'gi');

/** Where only a value can stand: a hole here is one, whatever the program puts in. */
const beforeValue =
  /(?:[=<>]|\b(?:i?like|limit|offset|between)|\bbetween\s+\S+\s+and|\b(?:in|any|all)\s*\((?:[^()]*,)?|\bvalues\b(?![\s\S]*\b(?:conflict|returning|select)\b)[\s\S]*[(,])\s*$/i;
const afterValue = /^(?:\s|[),;:]|$)/;

/** So far back from a hole it is looked, in UTF-16 units. */
const farthest = 1000;
/** A query with more holes is put together by a loop. */
const mostHoles = 100;

/** A hole that is filled with more SQL. */
const fragment =
  /`|\b(?:sql|raw|unsafe|join|identifier|ident|fragment|empty|quote_?ident\w*|escape_?id\w*)\b/i;

/**
 * SQL with `$1` for every value that the program or its driver puts in, the same number for the same name; null where what
 * it puts in is, or may be, not a value.
 */
export function withParameters(sql: string, { insertion, percent }: ParameterHabits): string | null {
  const filled = insertion === null ? sql : fillHoles(sql, insertion);
  if (filled === null) return null;
  // sqlc takes numbers and names side by side: names come after the last number.
  const last = Math.max(0, ...[...filled.matchAll(/\$(\d{1,4})(?!\d)/g)].map(([, number]) => Number(number)));
  const numbers = new Map<string, number>();
  let own = 0;
  let unknown = false;
  const replaced = filled.replace(driverParameter, (found: string, skipped: string | undefined) => {
    if (skipped !== undefined || /^\$\d/.test(found)) return found;
    const isNameless = found === '?' || found === '%s';
    unknown ||= (found.startsWith('%') && !percent) || (isNameless && last > 0);
    // Each `?` and `%s` is a value of its own.
    const name = isNameless ? `${found}${own++}` : found.replace(/!$/, '');
    const number = numbers.get(name) ?? last + numbers.size + 1;
    numbers.set(name, number);
    return `$${number}`;
  });
  if (unknown) return null;
  return replaced.replace(
    new RegExp(`(${opaque})|sqlc\\.embed\\(\\s*(\\w+)\\s*\\)`, 'gi'),
    (found, _, table) => (typeof table === 'string' ? table : found),
  );
}

const named = new RegExp(`(${opaque})|(?<![\\w@$<>~!#%^&|\`?*+/-])@[a-z_]\\w*`, 'gi');

/**
 * SQL with `$1` for each `@name` of sqlc, which PostgreSQL reads as the operator `@` before a column. In the places of the
 * names, so that nothing moves.
 */
export function withNumberedNames(sql: string): string {
  return sql.replace(named, (found: string, skipped: string | undefined) =>
    skipped === undefined ? '$1'.padEnd(found.length) : found,
  );
}

/** Holes as named parameters; null where one may be filled with something else than a value. */
function fillHoles(sql: string, insertion: RegExp): string | null {
  const holes = [...sql.matchAll(insertion)];
  if (holes.length > mostHoles) return null;
  let filled = '';
  let from = 0;
  for (const { 0: hole, index } of holes) {
    if (index < from) continue;
    let [start, end] = [index, index + hole.length];
    // `'%${term}%'` is one value.
    const before = filled + sql.slice(from, start);
    const quote = openQuote(before);
    if (quote !== -1) {
      const close = sql.indexOf("'", end);
      if (close === -1) return null;
      start -= before.length - quote;
      end = close + 1;
      filled = before.slice(0, quote);
    } else filled = before;
    if (fragment.test(hole) || !beforeValue.test(filled.slice(-farthest)) || !afterValue.test(sql.slice(end)))
      return null;
    filled += `:hole_${start}`;
    from = end;
  }
  return filled + sql.slice(from);
}

/** The offset of a quote that is open at the end of a text, -1 for none. */
function openQuote(text: string): number {
  const rest = text.replace(new RegExp(opaque, 'gi'), (found) => ' '.repeat(found.length));
  return rest.indexOf("'");
}
