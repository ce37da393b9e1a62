export interface ExportRow {
  id: string;
  export_key: string;
  email: string;
  reference: string | null;
  status: string;
  total_cents: string;
  created_at: Date;
}

export const header = 'id;key;email;reference;status;cents;created\r\n';

/** One line of the export. A cell that a spreadsheet would take for a formula is kept as text. */
export function toCsv(row: ExportRow): string {
  const cells = [
    row.id,
    row.export_key,
    row.email,
    row.reference ?? '',
    row.status,
    row.total_cents,
    row.created_at.toISOString(),
  ];
  return `${cells.map(quote).join(';')}\r\n`;
}

function quote(cell: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}
