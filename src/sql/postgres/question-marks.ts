import type { TextRange } from '../../text/range.ts';
import type { Source, TokenSpan } from '../tokens/source.ts';

/** A stretch in which each `?` of JDBC became `$1`, `$2` …, with the way back. */
interface Numbered {
  readonly body: string;
  /** The offset in the stretch as it was, of one in `body`. */
  original(offset: number): number;
}

/** `=?` is one token. `??` and `?|` are operators of jsonb, as `?` between two operands is. */
const mark = /^(?:[=<>!~+*/|%-]+)?\?$/;

/**
 * PostgreSQL numbers its parameters, and takes a `?` for an operator. null where there is none that may be a parameter:
 * ask only of what does not parse as it stands.
 */
export function numberQuestionMarks(
  source: Pick<Source, 'text' | 'tokens'>,
  range: TextRange,
  span: TokenSpan,
): Numbered | null {
  const marks: number[] = [];
  for (let index = span.first; index <= span.last; index++) {
    const token = source.tokens[index];
    if (token?.kind !== 'operator' || !mark.test(token.word)) continue;
    if (/^(?:[\s,);:]|$)/.test(source.text.slice(token.end, Math.min(token.end + 1, range.end))))
      marks.push(token.end - 1 - range.start);
  }
  if (marks.length === 0) return null;
  const written = marks.map((_, at) => `$${at + 1}`);
  let body = '';
  let from = 0;
  const ends: { readonly at: number; readonly grown: number }[] = [];
  for (const [index, at] of marks.entries()) {
    body += source.text.slice(range.start + from, range.start + at) + written[index];
    from = at + 1;
    ends.push({ at: body.length, grown: body.length - from });
  }
  body += source.text.slice(range.start + from, range.end);
  return {
    body,
    original(offset) {
      // The last mark that ends before it; inside of one, its beginning.
      let low = 0;
      let high = ends.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ends[middle]?.at ?? 0) <= offset) low = middle + 1;
        else high = middle;
      }
      const next = marks[low] ?? Number.POSITIVE_INFINITY;
      return Math.min(offset - (ends[low - 1]?.grown ?? 0), next);
    },
  };
}
