/** Tables as CSV that spreadsheets open rightly (RFC 4180) and never run: a cell that looks like a formula is text. */

/** One cell. */
export type Cell = string | number | null;

/** What a spreadsheet may take for the beginning of a formula, whatever invisible stands before it. */
const FORMULA = /^[\s\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** The same where a spreadsheet of another country, which does not know commas, begins a new cell. */
const FORMULA_INSIDE = /(?<=[;\t\r\n][\s\p{C}]*)(?=[=+\-@＝＋－＠])/gu;

/** A table with a byte-order mark, so that spreadsheets know it is UTF-8. */
export const toCsv = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const inside = cell.replace(FORMULA_INSIDE, "'");
  const text = FORMULA.test(cell) ? `'${inside}` : inside;
  return /[",;\t\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
