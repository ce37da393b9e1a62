/** Control, format (bidirectional, zero-width), private and unassigned characters: nothing may hide behind them. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029\p{Variation_Selector}]/gu;

/** How a character that cannot be seen is shown. */
function reveal(character: string): string {
  if (character === '\n' || character === '\r' || character === '\t') return ' ';
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/** The text with everything invisible made visible and on one line. */
export function visible(text: string): string {
  return text.toWellFormed().replace(invisible, reveal);
}

/**
 * Text of a pull request as a Markdown code span: there it is neither mention nor image, link, HTML or comment.
 * The fence is longer than any run of backticks inside (CommonMark 6.1).
 */
export function codeSpan(text: string): string {
  const shown = visible(text).trim();
  if (shown === '') return '` `';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A code span inside a table's cell, where a bar would end the cell (GFM tables). */
export function cellCodeSpan(text: string): string {
  return codeSpan(text).replaceAll('|', '\\|');
}
