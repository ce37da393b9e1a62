import type { Suggestion } from '../report/finding.ts';
import type { LineIndex } from '../text/lines.ts';
import type { TextRange } from '../text/range.ts';

/**
 * A replacement of a range as one of whole lines, which is what a suggestion can do.
 * Line ends of the file (CRLF) are kept by GitHub for the lines that it replaces: the replacement has `\n` only.
 */
export function wholeLines(
  text: string,
  lines: LineIndex,
  range: TextRange,
  replacement: string,
): Suggestion {
  const { startLine, endLine } = lines.linesOf(range);
  const before = text.slice(lines.rangeOf(startLine).start, range.start);
  const after = text.slice(range.end, Math.max(range.end, lines.rangeOf(endLine).end));
  return {
    startLine,
    endLine,
    replacement: `${before}${replacement}${after}`.replaceAll('\r\n', '\n').replace(/\r$/, ''),
  };
}

/** The file's text after the suggestion was committed. An empty replacement deletes the lines with their ends. */
export function applySuggestion(text: string, lines: LineIndex, suggestion: Suggestion): string {
  const start = lines.rangeOf(suggestion.startLine).start;
  const end = lines.rangeOf(suggestion.endLine).end;
  if (suggestion.replacement === '') return text.slice(0, start) + text.slice(Math.min(text.length, end + 1));
  const carriage = text[end - 1] === '\r' ? '\r' : '';
  const replacement =
    carriage === '' ? suggestion.replacement : suggestion.replacement.replaceAll('\n', '\r\n');
  return text.slice(0, start) + replacement + carriage + text.slice(end);
}
