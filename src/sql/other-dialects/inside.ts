import type { Source, TokenSpan } from '../tokens/source.ts';
import { wordAt } from '../tokens/source.ts';

/** Pairs of words that begin a statement which takes rows away, wherever they stand in a program. */
const beginnings: ReadonlySet<string> = new Set(['drop table', 'truncate table', 'drop schema']);
const ends: ReadonlySet<string> = new Set([';', 'end', 'else', 'if', 'begin', 'go']);

/**
 * The statements of a program of SQL Server that take rows away (`IF … DROP TABLE t`). It needs no semicolons: one ends
 * at the end of its line as well. Temporary tables are left out.
 */
export function spansInside(source: Source, program: TokenSpan): readonly TokenSpan[] {
  const spans: TokenSpan[] = [];
  for (let first = program.first + 1; first < program.last; first++) {
    if (!beginnings.has(`${wordAt(source, first)} ${wordAt(source, first + 1)}`)) continue;
    let last = first + (wordAt(source, first + 2) === 'if' && wordAt(source, first + 3) === 'exists' ? 3 : 1);
    while (last < program.last && !ends.has(wordAt(source, last + 1)) && !breaksAfter(source, last)) last++;
    if (!source.text.slice(source.tokens[first]?.start, source.tokens[last]?.end).includes('#'))
      spans.push({ first, last });
    first = last;
  }
  return spans;
}

function breaksAfter({ text, tokens }: Source, index: number): boolean {
  return text.slice(tokens[index]?.end, tokens[index + 1]?.start).includes('\n');
}
