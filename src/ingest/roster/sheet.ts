/** Reads the rows of one sheet of a workbook as they are unpacked. */
import type { TableRow } from '../../domain/roster.ts';
import { dayOf, unescaped, writtenNumber } from './cell-values.ts';
import { type Batches, MOST_CELLS } from './limits.ts';
import { createParser, type Package } from './package.ts';
import type { Workbook } from './workbook.ts';

/** The rows that have cells, numbered as the spreadsheet does. @throws UserError when the part is damaged */
export async function* readSheet(from: Package, path: string, book: Workbook): Batches {
  const reader = new SheetReader(book);
  const parser = createParser({
    open: (name, attributes) => reader.open(name, attributes),
    close: (name) => reader.close(name),
    text: (text) => reader.text(text),
  });
  for await (const _piece of from.feed(path, parser)) yield reader.take();
}

class SheetReader {
  readonly #book: Workbook;
  #done: TableRow[] = [];
  #row = 0;
  #cells: string[] = [];
  #overlong: number[] = [];
  #place = -1;
  #type = '';
  #style = 0;
  #stored = '';
  #isStored = false;

  constructor(book: Workbook) {
    this.#book = book;
  }

  /** The rows finished since the last time. */
  take(): TableRow[] {
    const rows = this.#done;
    this.#done = [];
    return rows;
  }

  open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') {
      this.#row = Number(attributes.r ?? this.#row + 1);
      this.#cells = [];
      this.#overlong = [];
      this.#place = -1;
    } else if (name === 'c') {
      this.#place = attributes.r ? placeOf(attributes.r) : this.#place + 1;
      this.#type = attributes.t ?? 'n';
      this.#style = Number(attributes.s ?? 0);
      this.#stored = '';
    } else if (name === 'v' || name === 't') this.#isStored = true;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#isStored = false;
    else if (name === 'c') this.#put();
    else if (name === 'row' && this.#cells.length > 0) {
      const overlong = this.#overlong.length > 0 ? { overlong: this.#overlong } : {};
      this.#done.push({ row: this.#row, cells: this.#cells, ...overlong });
    }
  }

  text(text: string): void {
    if (this.#isStored) this.#stored += text;
  }

  #put(): void {
    if (this.#stored === '') return;
    const place = Math.min(Math.max(this.#place, 0), MOST_CELLS);
    while (this.#cells.length < place) this.#cells.push('');
    this.#cells[place] = this.#value(place);
  }

  #value(place: number): string {
    const { texts, dateStyles, isFrom1904 } = this.#book;
    const stored = this.#stored;
    if (this.#type === 's') return texts[Number(stored)] ?? '';
    if (this.#type === 'b') return stored === '1' ? 'TRUE' : 'FALSE';
    if (this.#type === 'd') return stored.slice(0, 10);
    if (this.#type !== 'n') return unescaped(stored);
    const day = dateStyles[this.#style] ? dayOf(Number(stored), isFrom1904) : undefined;
    if (day) return day;
    const { text, isOverlong } = writtenNumber(stored);
    if (isOverlong) this.#overlong.push(place);
    return text;
  }
}

/** The column of `AB12`, from 0. */
function placeOf(reference: string): number {
  let place = 0;
  for (const letter of reference) {
    if (letter < 'A' || letter > 'Z') break;
    place = place * 26 + letter.charCodeAt(0) - 64;
  }
  return place - 1;
}
