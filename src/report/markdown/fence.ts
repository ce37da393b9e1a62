import { reveal } from './code-span.ts';

/** No line of code has them, GitHub and terminals make something else of them. */
const control = /[^\P{Cc}\t\n]/gu;

/** True where `fence` shows the text character for character, so that it can be offered as an edit. */
export function isVerbatimInFence(text: string): boolean {
  return text.isWellFormed() && text.search(control) === -1;
}

/**
 * A fenced block that its content cannot close: the fence is longer than any run of backticks in it (at least three).
 * An empty text gives an empty block, which in a suggestion means deletion. Line ends become `\n`, control characters
 * are written as `\u{…}`.
 */
export function fence(language: string, text: string): string {
  const shown = text.toWellFormed().replaceAll('\r\n', '\n').replace(control, reveal);
  const longest = (shown.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const ticks = '`'.repeat(longest + 1);
  return shown === '' ? `${ticks}${language}\n${ticks}` : `${ticks}${language}\n${shown}\n${ticks}`;
}
