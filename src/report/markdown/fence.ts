/**
 * A fenced block that its content cannot close: the fence is longer than any run of backticks in it (at least three).
 * An empty text gives an empty block, which in a suggestion means deletion.
 */
export function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const ticks = '`'.repeat(longest + 1);
  return text === '' ? `${ticks}${language}\n${ticks}` : `${ticks}${language}\n${text}\n${ticks}`;
}
