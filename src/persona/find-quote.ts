/** Lines of a head file, both included. */
export interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

export type QuoteResult =
  | { readonly kind: 'found'; readonly lines: LineRange; readonly moved: boolean }
  | { readonly kind: 'trivial' | 'missing' | 'ambiguous' };

/**
 * Finds quoted whole lines in a file: at the stated line, or where they stand if that is one place only. Only white
 * space at the ends of lines may differ. A quote without a letter or digit (`}`) proves nothing.
 * @param fileLines the text that the model was shown, by lines
 */
export function findQuote(quote: string, statedLine: number, fileLines: readonly string[]): QuoteResult {
  const wanted = quote
    .replace(/\r?\n$/, '')
    .split('\n')
    .map((line) => line.trimEnd());
  if (!wanted.some((line) => /[\p{L}\p{N}]/u.test(line))) return { kind: 'trivial' };
  const lines = fileLines.map((line) => line.trimEnd());
  const at = (start: number): boolean => wanted.every((line, offset) => lines[start + offset] === line);
  const range = (start: number): LineRange => ({ startLine: start + 1, endLine: start + wanted.length });
  if (at(statedLine - 1)) return { kind: 'found', lines: range(statedLine - 1), moved: false };
  const places: number[] = [];
  for (
    let start = lines.indexOf(wanted[0] ?? '');
    start !== -1 && places.length < 2;
    start = lines.indexOf(wanted[0] ?? '', start + 1)
  )
    if (at(start)) places.push(start);
  const [only, second] = places;
  if (only === undefined) return { kind: 'missing' };
  return second === undefined ? { kind: 'found', lines: range(only), moved: true } : { kind: 'ambiguous' };
}
