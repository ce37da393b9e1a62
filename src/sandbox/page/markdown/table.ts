import { renderInline } from './inline.ts';

const delimiterRow = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** Whether a table begins here: a row of cells and below it a row of dashes with as many. */
export function startsTable(lines: readonly string[], at: number): boolean {
  const head = lines[at] ?? '';
  const rule = lines[at + 1] ?? '';
  return (
    head.includes('|') &&
    rule.includes('-') &&
    delimiterRow.test(rule) &&
    cells(head).length === cells(rule).length
  );
}

/** Renders a table and gives the number of lines it took. */
export function renderTable(
  lines: readonly string[],
  at: number,
): { readonly html: string; readonly taken: number } {
  const head = cells(lines[at] ?? '');
  const align = cells(lines[at + 1] ?? '').map((rule) => {
    if (rule.endsWith(':')) return rule.startsWith(':') ? ' class="center"' : ' class="right"';
    return '';
  });
  const rows: string[] = [];
  let end = at + 2;
  for (; end < lines.length && (lines[end] ?? '').includes('|'); end += 1) {
    const row = cells(lines[end] ?? '');
    rows.push(
      `<tr>${head.map((_, index) => `<td${align[index]}>${renderInline(row[index] ?? '')}</td>`).join('')}</tr>`,
    );
  }
  const header = head.map((cell, index) => `<th${align[index]}>${renderInline(cell)}</th>`).join('');
  return {
    html: `<table><thead><tr>${header}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
    taken: end - at,
  };
}

/** The cells of a row. A bar ends a cell even in code, unless a backslash stands before it. */
function cells(row: string): string[] {
  const inner = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}
