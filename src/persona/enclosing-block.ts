/** Longer blocks are cut: what is far from the place is not what a claim is about. */
const maximumLines = 200;

/**
 * The top-level block (function, class, statement) around a line, by indentation, with white space normalised. It is
 * what a dismissed claim is bound to: the model quotes other lines each time, the block stays the same.
 * @param line from 1
 */
export function enclosingBlock(lines: readonly string[], line: number): string {
  let start = line - 1;
  while (start > 0 && line - start < maximumLines && !opens(lines[start] ?? '')) start--;
  let end = start + 1;
  while (end < lines.length && end - start < maximumLines && !opens(lines[end] ?? '')) end++;
  return lines
    .slice(start, Math.max(end, line))
    .map((text) => text.trim().replace(/\s+/g, ' '))
    .filter((text) => text !== '')
    .join('\n');
}

/** A line without indentation that begins something: not blank, not a closing bracket. */
function opens(line: string): boolean {
  return /^[^\s)\]}]/.test(line);
}
