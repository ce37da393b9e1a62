import type { SqlParser } from '../../sql/parse.ts';

/** One condition of a plan on one column of one table. */
export interface Predicate {
  readonly alias: string;
  readonly column: string;
  /**
   * `equal` (also `= ANY`) and `range` compare with a value that is handed in or computed, `equal-literal` and
   * `range-literal` with one that stands in the query.
   */
  readonly kind: 'equal' | 'equal-literal' | 'range' | 'range-literal' | 'is-null';
  /** Tables whose columns it is compared with. */
  readonly others: readonly string[];
}

const name = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
/** PostgreSQL compares `varchar` as `text`: the cast changes nothing of how an index serves. */
const castColumn = new RegExp(
  String.raw`\((${name}\.${name})\)::(?:character varying|timestamp with(?:out)? time zone|double precision|${name})(?:\(\d+(?:,\d+)?\))?(?:\[\])?`,
  'gu',
);

/**
 * The conditions in a plan's `Filter`, `Index Cond` or join condition that compare a plain column. What it does not
 * understand (OR, expressions, subplans) is left out.
 * @param aliases of the plan's tables
 */
export function predicatesOf(condition: string, aliases: readonly string[], parser: SqlParser): Predicate[] {
  return conjunctsOf(condition).flatMap((conjunct) => predicateOf(conjunct, aliases, parser) ?? []);
}

/** The pairs of columns that a join compares with `=`, each in both directions. */
export function joinedColumns(
  condition: string,
): { readonly alias: string; readonly column: string; readonly otherAlias: string }[] {
  const pair = new RegExp(`^(${name})\\.(${name}) = (${name})\\.(${name})$`, 'u');
  return conjunctsOf(condition).flatMap((conjunct) => {
    const [, alias, column, otherAlias, otherColumn] = pair.exec(withoutCasts(conjunct))?.map(unquoted) ?? [];
    if (alias === undefined || column === undefined || otherAlias === undefined || otherColumn === undefined)
      return [];
    return [
      { alias, column, otherAlias },
      { alias: otherAlias, column: otherColumn, otherAlias: alias },
    ];
  });
}

/** A column that is compared in lower or upper case, `lower(email) = $1`. */
export interface FoldedColumn {
  readonly alias: string;
  readonly column: string;
  readonly fold: 'lower' | 'upper';
}

/** The columns that a plan's condition compares in one case with something of another place. */
export function foldedColumns(condition: string): FoldedColumn[] {
  const compared = new RegExp(`^(lower|upper)\\((${name})\\.(${name})\\) = (.+)$`, 'su');
  return conjunctsOf(condition).flatMap((conjunct) => {
    const [, fold, alias, column, value] = compared.exec(withoutCasts(conjunct)) ?? [];
    if (alias === undefined || column === undefined || value === undefined) return [];
    if (timesNamed(unquoted(alias), value) > 0) return [];
    return [{ alias: unquoted(alias), column: unquoted(column), fold: fold === 'upper' ? 'upper' : 'lower' }];
  });
}

/** A name without its quotes. */
function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** The parts that AND connects at the top, without the parentheses around each. */
function conjunctsOf(condition: string): string[] {
  const inner = withoutParentheses(condition);
  const parts: string[] = [];
  let from = 0;
  for (const { at, depth } of plainPlaces(inner)) {
    if (depth === 0 && inner.startsWith(' AND ', at)) {
      parts.push(inner.slice(from, at));
      from = at + 5;
    }
  }
  parts.push(inner.slice(from));
  return parts.length === 1 ? parts : parts.map(withoutParentheses);
}

function withoutParentheses(text: string): string {
  if (!text.startsWith('(')) return text;
  for (const { at, depth } of plainPlaces(text))
    if (depth === 0 && text[at] === ')') return at === text.length - 1 ? text.slice(1, -1) : text;
  return text;
}

/** Offsets outside of quotes, each with the depth of parentheses after it. */
function* plainPlaces(text: string): Generator<{ readonly at: number; readonly depth: number }> {
  let depth = 0;
  let quote: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== null) {
      if (character === quote) quote = null;
      continue;
    }
    if (character === "'" || character === '"') quote = character;
    if (character === '(') depth++;
    if (character === ')') depth--;
    yield { at, depth };
  }
}

function withoutCasts(conjunct: string): string {
  return conjunct.replace(castColumn, '$1');
}

function predicateOf(conjunct: string, aliases: readonly string[], parser: SqlParser): Predicate | null {
  // What a subquery without parameters found is a value like another by the time the table is read.
  const plain = withoutCasts(conjunct).replace(/\(InitPlan \d+\)\.col\d+/g, '$1');
  const from = aliases.map((alias) => `"${alias.replaceAll('"', '""')}"`).join(', ');
  const [statement] = parser.parse(`SELECT FROM ${from} WHERE ${plain}`);
  const [where, ...more] = statement?.query?.where ?? [];
  if (where?.column?.table == null || more.length > 0) return null;
  const { column, table } = where.column;
  const alias = table.name;
  // A comparison with another column of the same row leads nowhere.
  if (timesNamed(alias, plain) !== 1) return null;
  const kind = kindOf(where.operator, where.value, plain);
  const others = aliases.filter((other) => other !== alias && timesNamed(other, plain) > 0);
  return kind === null ? null : { alias, column, kind, others };
}

function timesNamed(alias: string, condition: string): number {
  const literal = alias.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return (condition.match(new RegExp(`(?<![\\w"$.])"?${literal}"?\\.`, 'g')) ?? []).length;
}

function kindOf(operator: string, value: string, text: string): Predicate['kind'] | null {
  const isLiteral = value === 'literal' || (operator === 'in' && /= ANY \('[^$]*$/.test(text));
  switch (operator) {
    case '=':
    case 'in':
      return isLiteral ? 'equal-literal' : 'equal';
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isLiteral ? 'range-literal' : 'range';
    case 'is-null':
      return 'is-null';
    default:
      return null;
  }
}
