/** A text as an SQL literal that means the same whatever a migration has set `standard_conforming_strings` to. */
export function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
