import type { TextRange } from '../text/range.ts';
import type { Token } from './tokens/token.ts';

/** A parameter of a routine whose text becomes part of SQL that the routine runs, as it is. */
export interface UnquotedParameter {
  readonly parameter: string;
  /** Where it is put in. */
  readonly range: TextRange;
  /** Whether the text before it ends with a quote: a value. Otherwise it stands for a name, or a part of the statement. */
  readonly quoted: boolean;
}

/** How a dialect runs a text. */
interface Form {
  /** Puts texts together, between two values. */
  readonly joins: string;
  /** Functions that put their arguments together as they are. */
  readonly joiners: ReadonlySet<string>;
  /** The spans of expressions that are run. */
  runs(tokens: Words, index: number): { first: number; last: number } | null;
}

/** The words of a routine's tokens; names and variables in lower case as they are written. */
class Words {
  readonly tokens: readonly Token[];
  readonly #text: string;

  constructor(tokens: readonly Token[], text: string) {
    this.tokens = tokens;
    this.#text = text;
  }

  at(index: number): string {
    const token = this.tokens[index];
    if (token === undefined) return '';
    return token.word === '' ? this.#text.slice(token.start, token.end).toLowerCase() : token.word;
  }

  /** The last token before one of these outside of parentheses. */
  upTo(first: number, ends: ReadonlySet<string>): number {
    let depth = 0;
    for (let index = first; index < this.tokens.length; index++) {
      const word = this.at(index);
      if (depth === 0 && ends.has(word)) return index - 1;
      if (word === '(') depth++;
      else if (word === ')' && --depth < 0) return index - 1;
    }
    return this.tokens.length - 1;
  }
}

/** A routine that runs more texts is made by a machine, and each is searched to its end. */
const mostRuns = 200;

const ends: ReadonlySet<string> = new Set([';', 'into', 'using', 'loop']);
/** SQL Server ends statements with nothing. */
const starts: ReadonlySet<string> = new Set(
  '; exec execute set select if begin end declare return print insert update delete'.split(' '),
);

const forms: Readonly<Record<'postgres' | 'mysql' | 'mssql', Form>> = {
  postgres: {
    joins: '||',
    joiners: new Set(['concat', 'concat_ws']),
    runs: (words, index) =>
      words.at(index) === 'execute' && words.at(index + 1) !== 'on'
        ? { first: index + 1, last: words.upTo(index + 1, ends) }
        : null,
  },
  mysql: {
    joins: '',
    joiners: new Set(['concat', 'concat_ws']),
    runs: (words, index) =>
      words.at(index) === 'prepare' && words.at(index + 2) === 'from'
        ? { first: index + 3, last: words.upTo(index + 3, ends) }
        : null,
  },
  mssql: {
    joins: '+',
    joiners: new Set(['concat']),
    runs(words, index) {
      if (words.at(index) === 'sp_executesql') return { first: index + 1, last: index + 1 };
      const isRun = /^exec(?:ute)?$/.test(words.at(index)) && words.at(index + 1) === '(';
      return isRun ? { first: index + 2, last: words.upTo(index + 2, new Set([')'])) } : null;
    },
  },
};

/**
 * Where a routine puts one of its parameters into SQL as it is: at the operator or function that joins texts, or as
 * `%s` of PostgreSQL's format. What goes through any other function is left out: it may quote.
 */
export function unquotedParameters(
  dialect: keyof typeof forms,
  text: string,
  body: readonly Token[],
  parameters: ReadonlySet<string>,
): readonly UnquotedParameter[] {
  if (parameters.size === 0) return [];
  const form = forms[dialect];
  const words = new Words(body, text);
  const spans: { first: number; last: number }[] = [];
  for (let index = 0; index < body.length && spans.length < mostRuns; index++) {
    const run = form.runs(words, index);
    if (run !== null) spans.push(run);
  }
  const variables = new Set(spans.flatMap(({ first, last }) => (first === last ? [words.at(first)] : [])));
  for (let index = 1; index < body.length; index++) {
    if (!variables.has(words.at(index - 1)) || !/^(?:=|:=|\+=|:)$/.test(words.at(index))) continue;
    const first = words.at(index) === ':' ? index + 2 : index + 1;
    spans.push({ first, last: words.upTo(first, dialect === 'mssql' ? starts : ends) });
  }
  return spans.flatMap(({ first, last }) => unquotedIn(form, words, text, first, last, parameters));
}

function unquotedIn(
  { joins, joiners }: Form,
  words: Words,
  text: string,
  first: number,
  last: number,
  parameters: ReadonlySet<string>,
): UnquotedParameter[] {
  const found: UnquotedParameter[] = [];
  const around: { name: string; open: number }[] = [];
  for (let index = first; index <= last; index++) {
    const word = words.at(index);
    const [previous, next] = [words.at(index - 1), words.at(index + 1)];
    if (word === '(') around.push({ name: index === first ? '' : callOf(previous), open: index });
    else if (word === ')') around.pop();
    if (!parameters.has(word) || previous === '.' || next === '.' || next === '(') continue;
    const calls = around.filter(({ name }) => name !== '');
    const call = calls.at(-1);
    const joined =
      (index > first && previous === joins) ||
      (next === joins && index < last) ||
      (next === '::' && previous === joins);
    const isArgument = /^[(,]$/.test(previous) && /^[),]$/.test(next);
    const isPlain = calls.every(({ name }) => joiners.has(name));
    const pattern =
      call?.name === 'format' && calls.length === 1 && isArgument
        ? placeIn(words, text, call.open, index)
        : null;
    const put = pattern !== null || (isPlain && (joined || (call !== undefined && isArgument)));
    const literal = words.tokens[index - 2];
    const quoted =
      pattern === null
        ? literal !== undefined && /'{3}$/.test(text.slice(literal.start, literal.end))
        : pattern.endsWith("'");
    const token = words.tokens[index];
    if (!put || token === undefined) continue;
    const { start, end } = token;
    found.push({ parameter: text.slice(start, end), range: { start, end }, quoted });
  }
  return found;
}

/** The function that a parenthesis belongs to; empty for one that only groups. */
function callOf(previous: string): string {
  return /^[\w"$]/.test(previous) && previous !== 'in' && previous !== 'and' ? previous : '';
}

/** What stands before the argument's `%s` in format's pattern, null where it is `%I` or `%L`. Numbered arguments are not read. */
function placeIn(words: Words, text: string, open: number, index: number): string | null {
  const token = words.tokens[open + 1];
  if (token === undefined || !/string$/.test(token.kind)) return null;
  const pattern = text.slice(token.start, token.end);
  const places = [...pattern.matchAll(/%(?:%|[^a-z%]*[a-z])/gi)].filter(([place]) => place !== '%%');
  if (places.some(([place]) => place.includes('$') || place.includes('*'))) return null;
  let depth = 0;
  let argument = -1;
  for (let at = open + 1; at < index; at++) {
    if (words.at(at) === '(') depth++;
    else if (words.at(at) === ')') depth--;
    else if (words.at(at) === ',' && depth === 0) argument++;
  }
  const place = places[argument];
  return place?.[0].endsWith('s') === true ? pattern.slice(0, place.index) : null;
}
