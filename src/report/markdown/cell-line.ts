import { filterLine } from './filter-text.ts';

/** Words inside a table's cell. Backslashes before a bar are left out: parsers do not agree on what they escape there. */
export function cellLine(text: string): string {
  return filterLine(text).replace(/\\*\|/g, '\\|');
}
