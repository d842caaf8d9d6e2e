/** Tables as CSV that spreadsheets open rightly (RFC 4180) and never run: a cell that looks like a formula is text. */

/** One cell. */
export type Cell = string | number | boolean | null;

/** What a spreadsheet may take for the beginning of a formula, whatever invisible stands before it. */
const FORMULA = /^[\s\p{C}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** What begins a new cell in a spreadsheet of another country, which does not know commas. */
const SEPARATOR = /[;\t\r\n]/;
const SIGN = /^[=+\-@＝＋－＠]/u;
const INVISIBLE = /^[\s\p{C}]/u;
/** Separators and signs one by one, everything else in runs. */
const PIECES = /[;\t\r\n=+\-@＝＋－＠]|[\s\p{C}]|[^;=+\-@＝＋－＠\s\p{C}]+/gu;

/** What no rule here changes: it begins with a letter or a digit, and nothing in it separates or quotes. */
const PLAIN = /^[\p{L}\p{N}][^",;\t\r\n']*$/u;

/** By which spreadsheets know that a file is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** A table with a byte-order mark, so that spreadsheets know it is UTF-8. */
export const toCsv = (rows: readonly (readonly Cell[])[]): string =>
  `${BYTE_ORDER_MARK}${rows.map(csvLine).join('')}`;

/** One line of a table, with its end. */
export const csvLine = (row: readonly Cell[]): string => `${row.map(cellText).join(',')}\r\n`;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  if (PLAIN.test(cell)) return cell;
  const inside = SEPARATOR.test(cell) ? withoutInnerFormulas(cell) : cell;
  const text = FORMULA.test(cell) ? `'${inside}` : inside;
  return /[",;\t\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** In one pass, however many invisible characters there are: anybody may have written this. */
function withoutInnerFormulas(cell: string): string {
  let begins = false;
  return cell.replace(PIECES, (piece) => {
    if (begins && SIGN.test(piece)) {
      begins = false;
      return `'${piece}`;
    }
    begins = SEPARATOR.test(piece) || (begins && INVISIBLE.test(piece));
    return piece;
  });
}
