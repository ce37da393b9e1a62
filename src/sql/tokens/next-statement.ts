/** A statement's end at the end of a line, before a line that begins one. Indented lines may be a function's body. */
const lineBetween =
  /;[^\S\n]*(?:--[^\n]*)?\n(?:\s*(?:--[^\n]*)?\n)*(?=(?:create|alter|drop|insert|update|delete|select|with|comment|grant|revoke|set|begin|commit|do|truncate|merge)\b)/gi;

/**
 * Where the text looks as if a statement ended between two offsets, whatever the quotes say: one too many turns all
 * text and strings after it around. null where it does not.
 */
export function looksEnded(text: string, from: number, before: number): number | null {
  lineBetween.lastIndex = from;
  const found = lineBetween.exec(text);
  return found === null || found.index >= before ? null : found.index;
}
