/** A default, or another text of a contract's author, as it may stand between backticks. */
const longestShown = 60;

export function shownValue(value: unknown): string {
  const text = String(value).replace(/[`\p{C}\s]+/gu, ' ');
  return text.length > longestShown ? `${text.slice(0, longestShown).toWellFormed()} …` : text;
}
