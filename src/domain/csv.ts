/** Tables as CSV that spreadsheets open rightly (RFC 4180) and never run: a cell that looks like a formula is text. */

/** One cell. */
export type Cell = string | number | null;

/** What a spreadsheet may take for the beginning of a formula. */
const FORMULA = /^[\s]*[=+\-@＝＋－＠\t\r\n]/u;

/** A table with a byte-order mark, so that spreadsheets know it is UTF-8. */
export const toCsv = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
