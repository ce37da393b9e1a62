/**
 * Control, format (bidirectional, zero-width), private and unassigned characters, separators, and letters that are
 * drawn as nothing: nothing may hide behind them.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{DI}\u2028\u2029\u2800\p{Variation_Selector}]/gu;

/** How a character that cannot be seen is shown. */
export function reveal(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/** The text with everything invisible made visible and on one line. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(invisible, (character) => (/[\n\r\t]/.test(character) ? ' ' : reveal(character)));
}

/** Longer texts lose their middle: a name of thousands of characters must not fill a body. UTF-16 units. */
const maximumShown = 400;
const omission = ' … ';

/** What is far too long is not looked at whole: only its ends are shown. */
function ends(text: string): string {
  const room = 10 * maximumShown;
  return text.length <= 2 * room ? text : `${text.slice(0, room)}${omission}${text.slice(-room)}`;
}

function shorten(text: string): string {
  if (text.length <= maximumShown) return text;
  const half = (maximumShown - omission.length) / 2;
  const [start, end] = [text.slice(0, Math.ceil(half)), text.slice(-Math.floor(half))];
  // Half of a pair that the cut left behind.
  return `${start.replace(/[\ud800-\udbff]$/, '')}${omission}${end.replace(/^[\udc00-\udfff]/, '')}`;
}

/**
 * Text of a pull request as a Markdown code span: there it is neither mention nor image, link, HTML or comment.
 * The fence is longer than any run of backticks inside (CommonMark 6.1). What cannot be seen is written as `\u{…}`, line
 * ends and tabs as blanks, blanks at the ends are left out, and the middle of what is longer than 400 characters.
 */
export function codeSpan(text: string): string {
  return span(shorten(visible(ends(text)).trim()));
}

/**
 * A code span inside a table's cell, where a bar would end the cell (GFM tables). A bar behind a backslash is written as
 * `\u{7c}`: parsers do not agree on what escapes it there.
 */
export function cellCodeSpan(text: string): string {
  const shown = visible(text)
    .trim()
    .replace(/(?<=\\)\|/g, reveal);
  return span(shorten(shown)).replaceAll('|', '\\|');
}

function span(shown: string): string {
  if (shown === '') return '` `';
  const longest = [...shown.matchAll(/`+/g)].reduce((most, run) => Math.max(most, run[0].length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
