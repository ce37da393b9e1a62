import type { Statement } from '../sql/statement.ts';
import { contains } from '../text/range.ts';
import type { Migration } from './migration.ts';

/** The statements of a migration's two ways, in order. `parse` is the parser of its dialect. */
export function migrationStatements(
  { sections, asSent }: Pick<Migration, 'sections' | 'asSent'>,
  text: string,
  parse: (sql: string) => readonly Statement[],
): { readonly statements: readonly Statement[]; readonly down: readonly Statement[] } {
  const all = sections.length === 0 ? [] : asWritten(text, asSent, parse);
  const of = (direction: 'up' | 'down'): Statement[] => {
    const parts = sections.filter((section) => section.direction === direction);
    return all.filter(({ range }) => parts.some((part) => contains(part.range, range)));
  };
  return { statements: of('up'), down: of('down') };
}

/** What the tool sends has the places of the file's text: each statement is shown as the file has it. */
function asWritten(
  text: string,
  asSent: string | undefined,
  parse: (sql: string) => readonly Statement[],
): readonly Statement[] {
  if (asSent === undefined) return parse(text);
  return parse(asSent).map((statement) => ({
    ...statement,
    text: text.slice(statement.range.start, statement.range.end),
  }));
}
