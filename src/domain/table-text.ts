/** Reads tables out of text: CSV files as spreadsheets save them, and lines pasted into a chat (RFC 4180, leniently). */

/** One line of a table; `line` is its number in the text, from 1. */
export interface TableLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What may stand between two cells; which one does is seen from the first line. */
const SEPARATORS = [',', ';', '\t', '，', '；'] as const;

/** The lines of a table that are not empty, cells trimmed; a quoted cell may contain anything. */
export function parseTable(text: string): TableLine[] {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const first = plain.split('\n').find((line) => line.trim() !== '') ?? '';
  const count = (separator: string): number => first.split(separator).length;
  const separator = SEPARATORS.toSorted((left, right) => count(right) - count(left))[0] ?? ',';
  return readCells(plain, separator).filter(({ cells }) => cells.some((cell) => cell !== ''));
}

function readCells(text: string, separator: string): TableLine[] {
  const lines: TableLine[] = [];
  let [cells, cell, quoted, line, starts] = [[] as string[], '', false, 1, 1];
  const endCell = (): void => {
    cells.push(cell.trim());
    cell = '';
  };
  const endLine = (): void => {
    endCell();
    lines.push({ line: starts, cells });
    cells = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '\n') line += 1;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (char === separator) endCell();
    else if (char === '\n') {
      endLine();
      starts = line;
    } else cell += char;
  }
  endLine();
  return lines;
}

/** The text of a file: UTF-8, or what Chinese spreadsheets save; undefined when it is no text. */
export function decodeText(bytes: Uint8Array): string | undefined {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // Workbooks and pictures have zero bytes; texts do not.
      return text.includes('\0') ? undefined : text;
    } catch {
      // Another encoding, then.
    }
  }
  return undefined;
}
