import type { Dialect } from '../sql/dialect.ts';
import type { Statement } from '../sql/statement.ts';
import { contains } from '../text/range.ts';
import type { Migration, SynthesizedStatement } from './migration.ts';

/** What reads SQL of one dialect. */
interface Reader {
  readonly dialect: Dialect;
  parse(sql: string): readonly Statement[];
}

/** The statements of a migration's two ways, in order. */
export function migrationStatements(
  { sections, asSent, synthesized = [] }: Pick<Migration, 'sections' | 'asSent' | 'synthesized'>,
  text: string,
  reader: Reader,
): { readonly statements: readonly Statement[]; readonly down: readonly Statement[] } {
  const written = sections.length === 0 ? [] : asWritten(text, asSent, reader);
  const made = synthesized.flatMap((statement) => asMade(text, statement, reader));
  const all =
    made.length === 0 ? written : [...written, ...made].sort((a, b) => a.range.start - b.range.start);
  const of = (direction: 'up' | 'down'): Statement[] => {
    const parts = sections.filter((section) => section.direction === direction);
    return all.filter(({ range }) => parts.some((part) => contains(part.range, range)));
  };
  return { statements: of('up'), down: of('down') };
}

/** What the tool sends has the places of the file's text: each statement is shown as the file has it. */
function asWritten(text: string, asSent: string | undefined, reader: Reader): readonly Statement[] {
  if (asSent === undefined) return reader.parse(text);
  return reader.parse(asSent).map((statement) => {
    const written = text.slice(statement.range.start, statement.range.end);
    return written === statement.text ? statement : { sent: statement.text, ...statement, text: written };
  });
}

/** What the tool makes of a stretch stands, all of it, where the stretch stands. */
function asMade(
  text: string,
  { range, what, sql }: SynthesizedStatement,
  reader: Reader,
): readonly Statement[] {
  const made = sql(reader.dialect);
  if (made === 'nothing') return [];
  const here = { dialect: reader.dialect, range, text: text.slice(range.start, range.end) };
  const parsed = made === 'unknown' ? [] : reader.parse(made);
  if (parsed.length === 0 || parsed.some(({ failure }) => failure !== null)) {
    const failure = { message: `not understood: ${what}`, offset: range.start };
    return [{ ...here, failure, operations: [], query: null, inside: [] }];
  }
  return parsed.map(({ operations, query, text: sent, sent: own = sent }) => ({
    ...here,
    sent: own,
    failure: null,
    operations: moved(operations, range),
    query: moved(query, range),
    inside: [],
  }));
}

/** The same with every place set to `range`: the SQL that they are places of is nowhere to be seen. */
function moved<T>(value: T, range: Statement['range']): T {
  return movedIn(value, range) as T;
}

function movedIn(value: unknown, range: Statement['range']): unknown {
  if (Array.isArray(value)) return value.map((each) => movedIn(each, range));
  if (value === null || typeof value !== 'object') return value;
  if ('start' in value && 'end' in value && typeof value.start === 'number') return range;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, movedIn(each, range)]));
}
