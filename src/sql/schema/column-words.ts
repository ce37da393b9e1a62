/** Strings, quoted names and words of SQL text. */
const words = /'(?:[^']|'')*'|"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu;

function nameIn(word: string): string | null {
  if (word.startsWith("'")) return null;
  return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase();
}

/** Whether an expression's text names the column. */
export function namesColumn(text: string, column: string): boolean {
  return (text.match(words) ?? []).some((word) => nameIn(word) === column);
}

/** The text with the column called otherwise. */
export function renameInText(text: string, from: string, to: string): string {
  const written = /^[a-z_][a-z0-9_$]*$/.test(to) ? to : `"${to.replaceAll('"', '""')}"`;
  return text.replace(words, (word) => (nameIn(word) === from ? written : word));
}
